//! Figures of a study against the batch, against sorted runs, and against a closed form.

use redial_sim::SEED;
use redial_study::{Estimate, MEASURES, Measure, Part, Plan, Shard, StudyFile, Summary, Unit};

use crate::{COVERED, measure, people, plan, whole};

/// Every quantile is that of the sorted runs, to three digits; of shares, to a tenth of a percent.
#[test]
fn quantiles_are_those_of_the_runs() {
    let plan = plan(&COVERED.replace("runs = 500", "runs = 3_000"));
    let (mut part, mut scratch) = (Part::begin(&plan, "this".to_owned(), Shard::WHOLE), plan.scratch());
    let mut rows = Vec::new();
    for number in 0..plan.blocks() {
        let block = plan.play(&mut scratch, number, true).expect("it ends");
        part.take(&plan, &block);
        rows.extend(block.rows.into_iter().skip(1).step_by(2));
    }
    let summary = Summary::of(&plan, &part.outcome(&plan).0);
    let room = |measure: &Measure, exact: f64| if measure.unit == Unit::Share { 1e-3 } else { 1.5e-3 * exact };
    for (measure, figure) in MEASURES.iter().zip(&summary.settings[1].figures) {
        let found = figure.quantiles.as_ref().unwrap_or_else(|| panic!("{} has no quantiles", measure.name));
        assert!(figure.sd.is_some(), "{} has no deviation", measure.name);
        // The samples of the CRM's lag are calls, and rows do not have them.
        if measure.name == "crm_lag_ms" {
            continue;
        }
        let scale = if measure.unit == Unit::PerHour { 3.6e6 } else { 1.0 };
        let divided = rows.iter().filter(|row| row.of(measure.bottom) > 0);
        let mut values: Vec<_> =
            divided.map(|row| row.of(measure.top) as f64 / row.of(measure.bottom) as f64 * scale).collect();
        values.sort_by(f64::total_cmp);
        for (name, share) in [("p50", 0.5), ("p90", 0.9), ("p99", 0.99)] {
            let exact = values[(share * values.len() as f64).ceil() as usize - 1];
            assert!(
                (found[name] - exact).abs() <= room(measure, exact),
                "{}: {name} is {}, not {exact}",
                measure.name,
                found[name]
            );
        }
    }
}

/// A run of a study equals the run of `SessionWorld`, so that each one can be examined.
#[test]
fn a_mean_is_that_of_the_batch() {
    let plan = plan(&COVERED.replace("[1, 3]", "[2]").replace("runs = 500", "runs = 5_000"));
    let (results, _) = whole(&plan).outcome(&plan);
    let totals = redial_sim::batch(&plan.settings[0].scenario, &plan.leads, plan.seed, 5_000, &|_| {});
    let value = |name| Estimate::of(measure(name), &results.settings()[0]).expect("there are runs").value;
    assert_eq!(value("won"), totals.won.mean());
    assert_eq!(value("canceled"), totals.canceled.mean());
    assert_eq!(value("duration_ms"), totals.duration_ms.mean());
}

/// No person answers, so the carrier ends a call after 3,000 to 8,000 ms, or the dialer ends it at its ring timeout; in
/// the same millisecond, the dialer is first. Only the calls that the dialer ends before 15 s count (16 CFR
/// 310.4(b)(4)(ii)).
#[test]
fn a_ring_that_the_dialers_own_deadline_ends_early_is_cut_short() {
    let unanswered = SEED.replace("answered = 40", "answered = 0").replace("no_answer = 25", "no_answer = 65");
    let cut_of_six = |(from, to): (u64, u64), timeout: u64| {
        let ring = unanswered.replace("[3000, 8000]", &format!("[{from}, {to}]"));
        let study = format!("{COVERED}\"dialer.ring_timeout_ms\" = [{timeout}]").replace("[1, 3]", "[3]");
        let file = StudyFile::read(&study.replace("take = [4]", "take = [6]").replace("500\n", "5_000\n"))
            .expect("it is sound");
        let plan = Plan::new(&file, &ring, people).expect("it is sound");
        let (results, _) = whole(&plan).outcome(&plan);
        Estimate::of(measure("cut_short"), &results.settings()[0]).expect("there are runs")
    };
    // An earlier deadline precedes every ending of the carrier, "no answer" as well as "busy".
    let share = 6.0 * 3_001.0 / 5_001.0;
    let found = cut_of_six((3_000, 8_000), 5_000);
    assert!((found.value - share).abs() < 2.0 * found.half_width(), "{found:?}, not {share}");
    assert_eq!(cut_of_six((16_000, 20_000), 14_999).value, 6.0);
    assert_eq!(cut_of_six((16_000, 20_000), 15_000).value, 0.0, "they rang for 15 s");
    assert_eq!(cut_of_six((3_000, 8_000), 8_001).value, 0.0, "the carrier ended them all");
}
