//! Confidence intervals against true values.

use rayon::prelude::*;
use redial_study::{Estimate, Plan};

use crate::{COVERED, measure, plan, whole};

/// The share of live answers that is abandoned there on three lines: from more than ten million runs of another seed
/// (`redial study`), like the last two rows of the table. Their own error is a hundredth of the errors here.
const ABANDONED_SHARE: f64 = 0.202_672;
/// The abandoned people for each run.
const ABANDONED: f64 = 0.8704 * ABANDONED_SHARE / (1.0 - ABANDONED_SHARE);

/// The true values for four leads of the seed's scenario on three lines, and their differences from one line. Means and
/// hourly rates follow from the exact table of `exact.rs`. No call rings for 15 s there, so every canceled call is cut
/// short, unless a person answers meanwhile. The CRM takes the sum of the means of its two ranges.
const TRUTH: [(&str, f64, f64); 14] = [
    ("won", 0.8704, 0.0),
    ("attempted", 3.6, 3.6 - 2.176),
    ("connected", 0.8704, 0.0),
    ("failed", 1.3056, 0.0),
    ("canceled", 1.424, 1.424),
    ("duration_ms", 6_099.575342, 6_099.575342 - 11_968.0),
    ("dials_per_hour", 3.6 / 6_099.575342 * 3.6e6, 3.6 / 6_099.575342 * 3.6e6 - 2.176 / 11_968.0 * 3.6e6),
    (
        "conversations_per_hour",
        0.8704 / 6_099.575342 * 3.6e6,
        0.8704 / 6_099.575342 * 3.6e6 - 0.8704 / 11_968.0 * 3.6e6,
    ),
    ("abandoned", ABANDONED, ABANDONED),
    ("cut_short", 1.424 - ABANDONED, 1.424 - ABANDONED),
    ("crm_lag_ms", 2_020.0 + 330.0, 0.0),
    ("abandoned_share", ABANDONED_SHARE, ABANDONED_SHARE),
    ("wait_ms", 5_552.504, -4_923.224),
    ("line_use", 0.903_784, -0.096_216),
];

/// Over two thousand small studies, intervals of 95 % contain the truth in 93 to 97 %.
#[test]
fn intervals_cover_the_truth_as_often_as_promised() {
    const STUDIES: u64 = 2_000;
    let plan = plan(COVERED);
    let held = (0..STUDIES).into_par_iter().map(|seed| held(&plan, seed)).reduce(
        || [[0; 2]; TRUTH.len()],
        |mut sums, more| {
            sums.iter_mut().flatten().zip(more.as_flattened()).for_each(|(sum, more)| *sum += more);
            sums
        },
    );
    for ((name, _, difference), [itself, apart]) in TRUTH.into_iter().zip(held) {
        let share = |held: u64| held as f64 / STUDIES as f64;
        assert!((0.93..=0.97).contains(&share(itself)), "{name}: {}", share(itself));
        // A run that is won on one line is won on three, so this difference is always 0.
        let is_sure = difference == 0.0 && ["won", "connected"].contains(&name);
        let promised = if is_sure { 1.0..=1.0 } else { 0.93..=0.97 };
        assert!(promised.contains(&share(apart)), "{name}, the difference: {}", share(apart));
    }
}

/// Plays a study, and returns which intervals cover the truth: each measure's own, and that of its difference.
fn held(plan: &Plan, seed: u64) -> [[u64; 2]; TRUTH.len()] {
    let mut plan = plan.clone();
    plan.seed = seed;
    let (results, _) = whole(&plan).outcome(&plan);
    let [one, three] = results.settings() else { panic!("two settings were asked for") };
    TRUTH.map(|(name, truth, difference)| {
        let own = Estimate::of(measure(name), three).expect("a person answered");
        let apart = Estimate::of_difference(measure(name), three, one).expect("a person answered");
        // A difference of 0 is found as 0, up to rounding.
        let room = 1e-9 * truth.abs();
        [
            u64::from(own.low <= truth && truth <= own.high),
            u64::from(apart.low - room <= difference && difference <= apart.high + room),
        ]
    })
}

/// As above, but each study stops as soon as it is precise enough: some after 500 runs, some after 1,000.
#[test]
fn intervals_cover_the_truth_as_often_as_promised_where_the_precision_stops_the_study() {
    const STUDIES: u64 = 2_000;
    let goals = "[precision]\nabandoned_share = 0.0286\n";
    let mut plan = plan(&format!("{}{goals}", COVERED.replace("500\n", "8_000\n").replace("[1, 3]", "[3]")));
    (plan.block, plan.first_look_runs) = (50, 250);
    let measured = TRUTH.map(|(name, truth, _)| (measure(name), truth));
    let played: Vec<_> = (0..STUDIES)
        .into_par_iter()
        .map(|seed| {
            let mut plan = plan.clone();
            plan.seed = seed;
            let (results, runs) = whole(&plan).outcome(&plan);
            let holds = |(measure, truth): (&_, f64)| {
                let own = Estimate::of(measure, &results.settings()[0]).expect("a person answered");
                own.low <= truth && truth <= own.high
            };
            (runs, measured.map(holds))
        })
        .collect();
    let stopped = |runs: u64| played.iter().filter(|(after, _)| *after == runs).count() as u64;
    let stops = [250, 500, 1_000, 2_000].map(stopped);
    assert!(
        stops[0] + stops[1] > STUDIES / 4 && stops[2] > STUDIES / 4 && stops.iter().sum::<u64>() == STUDIES,
        "{stops:?}"
    );
    for (place, (name, ..)) in TRUTH.iter().enumerate() {
        let share = played.iter().filter(|(_, held)| held[place]).count() as f64 / STUDIES as f64;
        assert!((0.93..=0.97).contains(&share), "{name}: {share}");
    }
}
