//! The report of a study: one self-contained page, which opens without a network.

use std::fmt::Write as _;

use redial_study::{Estimate, MEASURES, Plan, Results, Summary};

use super::answer::{answer, best};
use super::layout::{STUDY, scenario_file};
use super::plan::LoadedStudy;
use super::plot;

const STYLE: &str = "\
body{font:15px/1.5 system-ui,sans-serif;color:#1b1f27;background:#fff;max-width:1120px;margin:32px auto;padding:0 16px}\
h1{font-size:24px;margin:0}h2{font-size:18px;margin:32px 0 8px}p{margin:8px 0;max-width:72ch}\
.answer{font-size:18px;border-left:4px solid #0072b2;padding:8px 16px;background:#f2f6fa}\
.plots{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(480px,100%),1fr));gap:24px}\
figure{margin:0}figcaption{font-weight:600;margin-bottom:4px}svg{width:100%;height:auto}\
.wide{overflow-x:auto}table{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:13px}\
th,td{padding:4px 12px 4px 0;text-align:right;white-space:nowrap;border-bottom:1px solid #e1e4e9}\
th:first-child,td:first-child{text-align:left}small{color:#545b68}.key{max-width:none}.key \
span{white-space:nowrap;margin-right:16px}.key b{display:inline-block;width:18px;height:3px;\
margin:0 6px 4px \
0}td:first-child,th:first-child{position:sticky;left:0;background:#fff}.left{text-align:left}code,pre{font:12px/1.5 \
ui-monospace,monospace}summary{cursor:pointer}pre{background:#f4f5f7;padding:12px;overflow-x:auto;font-size:13px}";

/// Writes the page.
pub(super) fn html(study: &LoadedStudy, summary: &Summary, results: &Results) -> anyhow::Result<String> {
    let plan = &study.plan;
    let mut page = String::new();
    let name = escaped(&summary.study);
    write!(page, "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">")?;
    write!(page, "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">")?;
    write!(page, "<title>{name}</title><style>{STYLE}</style><h1>{name}</h1>")?;
    write!(
        page,
        "<p>Scenario {}, seed {}, {} runs of each of {} settings, the same luck in every setting. Made by redial {}, \
         rules {}.</p>",
        escaped(&summary.scenario),
        summary.seed,
        summary.runs,
        plan.settings.len(),
        env!("CARGO_PKG_VERSION"),
        redial_engine::RULES
    )?;
    write!(page, "<p class=\"answer\">{}</p>", escaped(&answer(summary)))?;
    if let Some(goals) = &summary.goals {
        write!(page, "<p>Precision: {}.</p>", escaped(goals))?;
    }
    plots(&mut page, plan, summary, results)?;
    figures(&mut page, summary)?;
    differences(&mut page, summary)?;
    again(&mut page, study, summary)?;
    Ok(page)
}

/// The distributions that are drawn: measure, scale, caption, and the text below.
const DISTRIBUTIONS: [(&str, f64, &str, &str); 4] = [
    ("wait_ms", 0.001, "How long an agent waits for a conversation", "seconds until a person is put through"),
    ("duration_ms", 0.001, "How long a session lasts", "seconds from its start to its stop"),
    ("attempted", 1.0, "How many calls it takes", "calls placed in a run"),
    ("crm_lag_ms", 0.001, "How soon the CRM knows", "seconds from the end of a call until the CRM has it"),
];

fn plots(page: &mut String, plan: &Plan, summary: &Summary, results: &Results) -> anyhow::Result<()> {
    let drawn =
        |drawn: Result<String, Box<dyn std::error::Error>>| drawn.map_err(|error| anyhow::anyhow!("a plot: {error}"));
    write!(page, "<div class=\"plots\">")?;
    figure(page, "What conversations cost in abandoned calls (dashed: 3 %)", &drawn(plot::trade(summary))?)?;
    if summary.settings.len() > 1 {
        let base = escaped(&summary.baseline);
        let rate = plot::differences(summary, "conversations_per_hour", 1.0, "more conversations in an hour");
        let share = plot::differences(summary, "abandoned_share", 100.0, "more abandoned, percentage points");
        figure(page, &format!("Conversations, beside {base}"), &drawn(rate)?)?;
        figure(page, &format!("Abandoned calls, beside {base}"), &drawn(share)?)?;
    }
    write!(page, "</div><h2>Distributions</h2>")?;
    let (lines, settings) = (plot::drawn(plan.settings.len()).len(), plan.settings.len());
    if lines < settings {
        write!(
            page,
            "<p>More than {lines} lines cannot be distinguished: {lines} of the {settings} settings are drawn, evenly \
             from the first to \
             the last. The figures below are those of all.</p>"
        )?;
    }
    write!(page, "<p class=\"key\">")?;
    for (line, place) in plot::drawn(settings).into_iter().enumerate() {
        let (colour, name) = (plot::colour(line), escaped(&plan.settings[place].name));
        write!(page, "<span><b style=\"background:{colour}\"></b>{name}</span> ")?;
    }
    write!(page, "</p><div class=\"plots\">")?;
    for (measure, scale, caption, name) in DISTRIBUTIONS {
        if results
            .settings()
            .iter()
            .all(|tallied| tallied.distribution(measure).is_none_or(|(spread, _)| spread.count() == 0))
        {
            continue;
        }
        let of = plot::Drawing { measure, scale, name };
        figure(page, caption, &drawn(plot::histogram(plan, results, of))?)?;
        figure(page, &format!("{caption}: at most"), &drawn(plot::ecdf(plan, results, of))?)?;
    }
    write!(page, "</div>")?;
    Ok(())
}

fn figure(page: &mut String, caption: &str, svg: &str) -> anyhow::Result<()> {
    write!(page, "<figure><figcaption>{caption}</figcaption>{svg}</figure>")?;
    Ok(())
}

fn figures(page: &mut String, summary: &Summary) -> anyhow::Result<()> {
    write!(page, "<h2>Figures</h2><div class=\"wide\"><table><tr><th>measure")?;
    for setting in &summary.settings {
        write!(page, "<th>{}", escaped(&setting.name))?;
    }
    for (place, measure) in MEASURES.iter().enumerate() {
        write!(page, "<tr><td>{}<br><small>{}</small>", measure.name, measure.about)?;
        for setting in &summary.settings {
            let figure = &setting.figures[place];
            write!(page, "<td>{}", figure.estimate.as_ref().map_or_else(|| "–".to_owned(), interval))?;
            if let Some(sd) = figure.sd {
                write!(page, "<br><small>sd {}</small>", short(sd))?;
            }
            if let Some(quantiles) = &figure.quantiles {
                let shown: Vec<_> = quantiles.iter().map(|(name, value)| format!("{name} {}", short(*value))).collect();
                write!(page, "<br><small>{}</small>", shown.join(", "))?;
            }
        }
    }
    let about = "Intervals hold 95 %. won: Wilson's (1927). abandoned_share: Wilson's over the number of independent \
    answers that the \
                 variance is worth (Kish 1965); its differences: Newcombe's (1998), with the correlation of the two \
                 (Zou and Donner \
                 2008). Other quotients of two sums, and their differences: normal, by the delta method. All others: \
                 normal, over \
                 the runs' own differences. Deviations (sd) and quantiles (p50, p90, p99) are those of single runs, \
                 and of \
                 crm_lag_ms those of single calls; quantiles are exact to three digits, of shares to a tenth of a \
                 percent.";
    write!(page, "</table></div><p><small>{about}</small></p>")?;
    Ok(())
}

fn differences(page: &mut String, summary: &Summary) -> anyhow::Result<()> {
    let compared: Vec<_> = summary.settings.iter().filter(|setting| !setting.differences.is_empty()).collect();
    if compared.is_empty() {
        return Ok(());
    }
    write!(page, "<h2>Differences from {}, run by run</h2>", escaped(&summary.baseline))?;
    write!(page, "<div class=\"wide\"><table><tr><th>measure")?;
    for setting in &compared {
        write!(page, "<th>{}", escaped(&setting.name))?;
    }
    for (place, measure) in MEASURES.iter().enumerate() {
        write!(page, "<tr><td>{}", measure.name)?;
        for setting in &compared {
            let estimate = setting.differences[place].estimate.as_ref();
            write!(page, "<td>{}", estimate.map_or_else(|| "–".to_owned(), interval))?;
        }
    }
    write!(page, "</table></div>")?;
    Ok(())
}

fn again(page: &mut String, study: &LoadedStudy, summary: &Summary) -> anyhow::Result<()> {
    let (plan, seed, leads) = (&study.plan, summary.seed, study.leads_options());
    write!(page, "<h2>Again, and closer</h2><p>In this folder, the whole study is made again by</p>")?;
    write!(page, "<pre>redial study {STUDY} --out AGAIN</pre>")?;
    write!(
        page,
        "<p>Every row of runs.csv and runs.parquet names its run. Put its number for 0 to see what happened in it; \
         <code>--journal run-0.jsonl</code> instead of <code>--timeline</code> writes its journal.</p>"
    )?;
    write!(page, "<div class=\"wide\"><table><tr><th>setting<th class=\"left\">any of its runs")?;
    let best = best(summary);
    for place in best.into_iter().chain((0..plan.settings.len()).filter(|place| Some(*place) != best)) {
        let (name, scenario) = (escaped(&plan.settings[place].name), scenario_file(plan, place));
        let mark = if Some(place) == best { " <small>the answer</small>" } else { "" };
        write!(page, "<tr><td>{name}{mark}<td class=\"left\"><code>")?;
        write!(page, "redial sim {scenario}{leads} --seed {seed} --run 0 --timeline</code>")?;
    }
    write!(page, "</table></div><h2>The study</h2><pre>{}</pre>", escaped(study.own_text().trim()))?;
    write!(page, "<h2>Its scenario</h2><pre>{}</pre>", escaped(study.scenario.trim()))?;
    write!(page, "<h2>The same in every setting</h2>")?;
    for setting in &plan.settings {
        let (name, text) = (escaped(&setting.name), escaped(setting.text.trim()));
        write!(page, "<details><summary>{name}</summary><pre>{text}</pre></details>")?;
    }
    writeln!(page, "</html>")?;
    Ok(())
}

fn interval(estimate: &Estimate) -> String {
    format!("{} <small>{} to {}</small>", short(estimate.value), short(estimate.low), short(estimate.high))
}

/// Returns a number with fewer decimals the larger it is.
fn short(number: f64) -> String {
    let digits = match number.abs() {
        large if large >= 1_000.0 => 0,
        some if some >= 10.0 => 2,
        _ => 4,
    };
    format!("{number:.digits$}")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
