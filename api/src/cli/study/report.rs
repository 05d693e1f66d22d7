//! The report of a study: one page that needs nothing else, and opens without a network.

use std::fmt::Write as _;

use redial_sim::study::{Estimate, MEASURES, Plan, Results, Summary};

use super::answer::{answer, estimate};
use super::folder::{STUDY, scenario_file};
use super::plan::Asked;
use super::plot;

const STYLE: &str = "\
body{font:15px/1.5 system-ui,sans-serif;color:#1b1f27;background:#fff;max-width:1120px;margin:32px auto;padding:0 16px}\
h1{font-size:24px;margin:0}h2{font-size:18px;margin:32px 0 8px}p{margin:8px 0;max-width:72ch}\
.answer{font-size:18px;border-left:4px solid #0072b2;padding:8px 16px;background:#f2f6fa}\
.plots{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(480px,100%),1fr));gap:24px}\
figure{margin:0}figcaption{font-weight:600;margin-bottom:4px}svg{width:100%;height:auto}\
.wide{overflow-x:auto}table{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:13px}\
th,td{padding:4px 12px 4px 0;text-align:right;white-space:nowrap;border-bottom:1px solid #e1e4e9}\
th:first-child,td:first-child{text-align:left}small{color:#545b68}pre{background:#f4f5f7;padding:12px;overflow-x:auto;font-size:13px}";

/// Writes the page.
pub(super) fn html(asked: &Asked, summary: &Summary, results: &Results) -> anyhow::Result<String> {
    let plan = &asked.plan;
    let mut page = String::new();
    let name = escaped(&summary.study);
    write!(page, "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">")?;
    write!(page, "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">")?;
    write!(page, "<title>{name}</title><style>{STYLE}</style><h1>{name}</h1>")?;
    write!(
        page,
        "<p>Scenario {}, seed {}, {} runs of each of {} settings, the same luck in every setting.</p>",
        escaped(&summary.scenario),
        summary.seed,
        summary.runs,
        plan.settings.len()
    )?;
    write!(page, "<p class=\"answer\">{}</p>", escaped(&answer(summary)))?;
    if let Some(goals) = &summary.goals {
        write!(page, "<p>Precision: {}.</p>", escaped(goals))?;
    }
    plots(&mut page, plan, summary, results)?;
    figures(&mut page, summary)?;
    differences(&mut page, summary)?;
    again(&mut page, asked, summary)?;
    Ok(page)
}

fn plots(page: &mut String, plan: &Plan, summary: &Summary, results: &Results) -> anyhow::Result<()> {
    let drawn =
        |drawn: Result<String, Box<dyn std::error::Error>>| drawn.map_err(|error| anyhow::anyhow!("a plot: {error}"));
    let wait = plot::ecdf(plan, results, "wait_ms", 0.001, "seconds until somebody is put through");
    let attempted = plot::ecdf(plan, results, "attempted", 1.0, "calls placed in a run");
    let lag = plot::ecdf(plan, results, "crm_lag_ms", 0.001, "seconds from the end of a call until the CRM has it");
    write!(page, "<div class=\"plots\">")?;
    figure(page, "What conversations cost in abandoned calls (dashed: 3 %)", &drawn(plot::trade(summary))?)?;
    figure(page, "How long an agent waits for a conversation", &drawn(wait)?)?;
    figure(page, "How many calls it takes", &drawn(attempted)?)?;
    figure(page, "How soon the CRM knows", &drawn(lag)?)?;
    if summary.settings.len() > 1 {
        let base = escaped(&summary.baseline);
        let rate = plot::differences(summary, "conversations_per_hour", 1.0, "more conversations in an hour");
        let share = plot::differences(summary, "abandoned_share", 100.0, "more abandoned, percentage points");
        figure(page, &format!("Conversations, beside {base}"), &drawn(rate)?)?;
        figure(page, &format!("Abandoned calls, beside {base}"), &drawn(share)?)?;
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
                let shown: Vec<_> = quantiles.iter().map(|(name, value)| format!("{name} {value}")).collect();
                write!(page, "<br><small>{}</small>", shown.join(", "))?;
            }
        }
    }
    let about = "Intervals hold 95 %. won: Wilson's. abandoned_share: Wilson's over the number of independent answers that the \
                 variance is worth. Quotients of two sums: the delta method. All others: normal. Quantiles are exact to three digits.";
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

fn again(page: &mut String, asked: &Asked, summary: &Summary) -> anyhow::Result<()> {
    let (plan, seed) = (&asked.plan, summary.seed);
    let best = (0..plan.settings.len()).max_by(|one, other| {
        let rate =
            |place: usize| estimate(&summary.settings[place], "conversations_per_hour").map_or(0.0, |rate| rate.value);
        rate(*one).total_cmp(&rate(*other))
    });
    let scenario = scenario_file(plan, best.unwrap_or(0));
    let leads = asked.leads.as_ref().map_or_else(String::new, |(name, _)| format!(" --leads {name}"));
    write!(page, "<h2>Again, and closer</h2><p>In this folder:</p><pre>")?;
    writeln!(page, "redial study {STUDY} --out AGAIN")?;
    writeln!(page, "redial sim {scenario}{leads} --seed {seed} --run 0 --timeline")?;
    writeln!(page, "redial sim {scenario}{leads} --seed {seed} --run 0 --journal run-0.jsonl")?;
    write!(
        page,
        "</pre><p>Every row of runs.csv and runs.parquet names its run; the scenarios of all settings are in scenarios/.</p>"
    )?;
    write!(page, "<h2>The study</h2><pre>{}</pre>", escaped(asked.own_text().trim()))?;
    writeln!(page, "<h2>Its scenario</h2><pre>{}</pre></html>", escaped(asked.scenario.trim()))?;
    Ok(())
}

fn interval(estimate: &Estimate) -> String {
    format!("{} <small>{} to {}</small>", short(estimate.value), short(estimate.low), short(estimate.high))
}

/// Returns a number with the digits that are worth showing.
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
