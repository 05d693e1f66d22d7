//! Studies: their intervals hold what they promise, and what they find does not depend on who did the work.

use std::sync::Arc;

use rayon::prelude::*;
use redial_sim::study::{Estimate, MEASURES, Measure, Part, Plan, Shard, StudyFile, Summary, Verdict};
use redial_sim::{SEED, leads};

fn plan(study: &str) -> Plan {
    let file = StudyFile::read(study).unwrap_or_else(|error| panic!("{error}"));
    let people = |take| (0..take).map(|n| Arc::new(leads::invent(1, n))).collect();
    Plan::new(&file, SEED, people).unwrap_or_else(|error| panic!("{error}"))
}

fn play(plan: &Plan, part: &mut Part) {
    let mut players = plan.players();
    while !part.is_done(plan) {
        for block in part.next_blocks(plan, 3) {
            part.take(plan, &plan.play(&mut players, block, false).expect("every run ends"));
        }
    }
}

fn whole(plan: &Plan) -> Part {
    let mut part = Part::begin(plan, "this".to_owned(), Shard::WHOLE);
    play(plan, &mut part);
    part
}

fn measure(name: &str) -> &'static Measure {
    Measure::named(name).expect("it is one")
}

const COVERED: &str = r#"
name = "covered"
scenario = "seed"
runs = 500
[grid]
lines = [1, 3]
take = [4]
"carrier.cancel_ms" = [[1_500, 1_500]]
"#;

/// What four leads of the seed's scenario come to on three lines, and by how much that differs from one line. Means and hourly rates
/// follow from the exact table of `exact.rs`; the last three come from ten million runs and more of another seed (`redial study`),
/// whose own error is a hundredth of the errors here.
const TRUTH: [(&str, f64, f64); 11] = [
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
    ("abandoned_share", 0.202_672, 0.202_672),
    ("wait_ms", 5_552.504, -4_923.224),
    ("line_use", 0.903_784, -0.096_216),
];

/// Over two thousand small studies, intervals of 95 % contain the truth in 93 to 97 %.
#[test]
fn intervals_hold_what_they_promise() {
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
        // Who wins on one line wins on three, run by run, so there is nothing to be unsure of.
        let is_sure = difference == 0.0 && name != "failed";
        let promised = if is_sure { 1.0..=1.0 } else { 0.93..=0.97 };
        assert!(promised.contains(&share(apart)), "{name}, the difference: {}", share(apart));
    }
}

/// Plays a study, and says which of its intervals hold the truth: each measure's own, and its difference's.
fn held(plan: &Plan, seed: u64) -> [[u64; 2]; TRUTH.len()] {
    let mut plan = plan.clone();
    plan.seed = seed;
    let (results, _) = whole(&plan).outcome(&plan);
    let [one, three] = results.settings() else { panic!("two settings were asked for") };
    TRUTH.map(|(name, truth, difference)| {
        let own = Estimate::of(measure(name), three).expect("somebody answered");
        let apart = Estimate::of_difference(measure(name), three, one).expect("somebody answered");
        // What does not differ at all is found not to, up to rounding.
        let room = 1e-9 * truth.abs();
        [
            u64::from(own.low <= truth && truth <= own.high),
            u64::from(apart.low - room <= difference && difference <= apart.high + room),
        ]
    })
}

const PRECISE: &str = r#"
name = "precise"
scenario = "seed"
runs = 200_000
[grid]
lines = [1, 2]
[precision]
won = 0.002
"#;

#[test]
fn a_study_stops_at_the_first_look_that_finds_it_precise() {
    let plan = plan(PRECISE);
    let part = whole(&plan);
    let (results, runs) = part.outcome(&plan);
    assert!(plan.judge(&results) == Verdict::Precise && runs < plan.runs, "{runs}");
    let looks: Vec<_> = plan.looks().iter().map(|look| plan.runs_of(look - 1).end).collect();
    let before = looks.iter().rposition(|look| *look < runs).expect("it is not precise at once");
    let mut shorter = self::plan(PRECISE);
    shorter.runs = looks[before];
    assert!(matches!(shorter.judge(&whole(&shorter).outcome(&shorter).0), Verdict::Rough { .. }));
}

#[test]
fn an_impossible_precision_ends_with_the_runs_and_says_so() {
    let plan = plan(&PRECISE.replace("0.002", "0.000_001").replace("200_000", "30_000"));
    let (results, runs) = whole(&plan).outcome(&plan);
    assert_eq!(runs, 30_000);
    let said = Summary::of(&plan, &results).goals.expect("there is a goal");
    assert!(said.starts_with("lines=1: won is known to ± 0.0024 and not to ± 0.000001; that takes some 17"), "{said}");
}

/// Parts that were played apart, broken off, kept and gone on with make the same whole.
#[test]
fn parts_make_the_whole_to_the_last_bit() {
    for study in [COVERED.replace("500", "30_001"), PRECISE.to_owned()] {
        let plan = plan(&study);
        let whole = whole(&plan);
        for of in [1, 2, 5] {
            let parts: Vec<_> = (1..=of)
                .map(|place| {
                    let mut part = Part::begin(&plan, "this".to_owned(), Shard { place, of });
                    if let Some(first) = part.next_blocks(&plan, 1).next() {
                        part.take(&plan, &plan.play(&mut plan.players(), first, true).expect("it ends"));
                    }
                    let kept = serde_json::to_string(&part).expect("it is plain data");
                    let mut part: Part = serde_json::from_str(&kept).expect("it was kept a moment ago");
                    assert!(part.fits(&plan));
                    play(&plan, &mut part);
                    part
                })
                .collect();
            let merged = Part::merge(&plan, &parts).expect("all are there");
            assert!(merged.outcome(&plan) == whole.outcome(&plan), "{of} parts");
        }
    }
}

#[test]
fn parts_that_do_not_fit_are_refused_by_name() {
    let plan = plan(COVERED);
    let part = |place, of| {
        let mut part = Part::begin(&plan, "this".to_owned(), Shard { place, of });
        play(&plan, &mut part);
        part
    };
    let said = |parts: &[Part]| Part::merge(&plan, parts).expect_err("they do not fit").to_string();
    assert_eq!(said(&[part(1, 2)]), "part 2/2 is missing");
    assert_eq!(said(&[part(2, 2)]), "part 2/2 does not follow: part 1/2 is needed");
    assert_eq!(said(&[part(1, 3), part(3, 3)]), "part 3/3 does not follow: part 2/3 is needed");
    let mut other = part(2, 2);
    other.plan = "that".to_owned();
    assert_eq!(
        said(&[part(1, 2), other]),
        "part 2/2 is of another study, or was made by another version of the program"
    );
    let broken_off = Part::begin(&plan, "this".to_owned(), Shard { place: 1, of: 1 });
    assert_eq!(said(&[broken_off]), "part 1/1 is not finished; go on with it with --resume");
}

/// A run of a study is the run that `Stage` plays, so that whatever looks odd can be looked at.
#[test]
fn a_mean_is_that_of_the_batch() {
    let plan = plan(&COVERED.replace("[1, 3]", "[2]").replace("runs = 500", "runs = 5_000"));
    let (results, _) = whole(&plan).outcome(&plan);
    let totals = redial_sim::batch(&plan.settings[0].scenario, &plan.leads, plan.seed, 5_000, &|_| {});
    let value = |name| Estimate::of(measure(name), &results.settings()[0]).expect("there are runs").value;
    assert_eq!(value("won"), totals.won.mean());
    assert_eq!(value("canceled"), totals.canceled.mean());
    assert_eq!(value("duration_ms"), totals.duration_ms.mean());
    let quantiles =
        Summary::of(&plan, &results).settings[0].figures.iter().filter(|figure| figure.quantiles.is_some()).count();
    assert_eq!(quantiles, 4, "of {}", MEASURES.len());
}

/// Nobody answers, so a call ends when the carrier says so, after 3,000 to 8,000 ms, or when the dialer has let it ring long enough;
/// at the same millisecond, the dialer is first. Only what the dialer ends counts, and only below 15 s (16 CFR 310.4(b)(4)(ii)).
#[test]
fn a_ring_that_the_dialers_own_deadline_ends_early_is_cut_short() {
    let nobody = SEED.replace("answered = 40", "answered = 0").replace("no_answer = 25", "no_answer = 65");
    let cut_of_six = |(from, to): (u64, u64), timeout: u64| {
        let ring = nobody.replace("[3000, 8000]", &format!("[{from}, {to}]"));
        let study = format!("{COVERED}\"dialer.ring_timeout_ms\" = [{timeout}]").replace("[1, 3]", "[3]");
        let file = StudyFile::read(&study.replace("take = [4]", "take = [6]").replace("500\n", "5_000\n"))
            .expect("it is sound");
        let people = |take| (0..take).map(|n| Arc::new(leads::invent(1, n))).collect();
        let plan = Plan::new(&file, &ring, people).expect("it is sound");
        let (results, _) = whole(&plan).outcome(&plan);
        Estimate::of(measure("cut_short"), &results.settings()[0]).expect("there are runs")
    };
    // 65 of 100 endings are the carrier's "no answer", the others "busy" and the like: all lose against an earlier deadline.
    let share = 6.0 * 3_001.0 / 5_001.0;
    let found = cut_of_six((3_000, 8_000), 5_000);
    assert!((found.value - share).abs() < 2.0 * found.half_width(), "{found:?}, not {share}");
    assert_eq!(cut_of_six((16_000, 20_000), 14_999).value, 6.0);
    assert_eq!(cut_of_six((16_000, 20_000), 15_000).value, 0.0, "they rang for 15 s");
    assert_eq!(cut_of_six((3_000, 8_000), 8_001).value, 0.0, "the carrier ended them all");
}

/// Every mistake is named with its line.
#[test]
fn mistakes_are_named_with_their_line() {
    let sound = "name = \"n\"\nscenario = \"seed\"\nruns = 10\n[grid]\nlines = [1, 2]\n[baseline]\nlines = 2\n[precision]\nwon = 0.1\n";
    let said = |from: &str, to: &str| {
        assert!(sound.contains(from), "{from}");
        let text = sound.replacen(from, to, 1);
        let people = |take| (0..take).map(|n| Arc::new(leads::invent(1, n))).collect();
        let made = StudyFile::read(&text).and_then(|file| Plan::new(&file, SEED, people));
        made.expect_err("it is a mistake").to_string()
    };
    let cases = [
        ("runs = 10", "runs = 0", "line 3: runs is 0; it takes 1 to 1000000000"),
        ("runs = 10\n", "runs = 10\nseed = -1\n", "line 4: seed is -1; it takes 0 to 9223372036854775807"),
        ("name = \"n\"", "name = \" \"", "line 1: name takes 1 to 200 characters that are not all blank"),
        ("[1, 2]", "[1, 1]", "line 5: grid: lines has 1 twice"),
        ("[1, 2]", "[]", "line 5: grid: lines has 0 values; it takes 1 to 256"),
        ("[1, 2]", "3", "line 5: grid: lines is 3; it takes an array of values, or a range like \"1..=10\""),
        (
            "[1, 2]",
            "\"4..=2\"",
            "line 5: grid: lines is \"4..=2\"; it takes an array of values, or a range like \"1..=10\"",
        ),
        ("[1, 2]", "\"1..=11\"", "line 5: grid: session.lines = 11: lines is 11; it takes 1 to 10"),
        ("[1, 2]", "[1, 2]\n\"session.lines\" = [3]", "line 6: grid: session.lines is there twice"),
        ("lines = [1, 2]", "\"name.x\" = [1]", "line 5: grid: name is not a table in the scenario, so it has no x"),
        ("[1, 2]", "[1, 2]\nring.ms = [3]", "line 6: grid: ring.ms = 3: unknown field `ring`"),
        ("lines = 2\n", "take = 2\n", "line 7: baseline: take is no key of the grid"),
        ("lines = 2\n", "lines = 3\n", "line 7: baseline: lines = 3 is not in the grid"),
        ("won = 0.1", "won = 0", "line 9: precision: won is 0; it takes a number above 0"),
        ("won = 0.1", "won = nan", "line 9: precision: won is nan; it takes a number above 0"),
        ("won = 0.1", "luck = 0.1", "line 9: precision: luck is not measured; these are: won, attempted"),
        ("lines = [1, 2]", "lines = [1, 2]\ntake = [5, 6]", "line 8: baseline: more than one setting has these values"),
        (
            "runs = 10",
            "runs = 1_000_000_000\nleads = \"\"",
            "line 4: leads takes 1 to 200 characters that are not all blank",
        ),
        ("runs = 10", "rums = 10", "line 3: unknown field `rums`"),
        ("[1, 2]", "[1, 2", "line 6: "),
    ];
    for (from, to, mistake) in cases {
        let said = said(from, to);
        assert!(said.starts_with(mistake), "{to}: {said}");
    }
    let without = "name = \"n\"\nscenario = \"seed\"\n";
    let said = StudyFile::read(without).expect_err("it says neither").to_string();
    assert_eq!(said, "line 1: runs is missing: name how many runs each setting gets, or a [precision] to reach");
}

#[test]
fn too_much_work_is_refused_before_it_begins() {
    let text = "name = \"n\"\nscenario = \"seed\"\nruns = 1_000_000_000\n[grid]\ntake = [10_000]\n";
    let file = StudyFile::read(text).expect("it is sound by itself");
    let error = Plan::new(&file, SEED, |_| Vec::new()).expect_err("it is too much");
    assert!(error.mistake.contains("at most 1000000000000 leads are dialed in one study"), "{error}");
    let wide = "name = \"n\"\nscenario = \"seed\"\nruns = 1\n[grid]\nlines = \"1..=10\"\ntake = \"1..=100\"\n";
    let file = StudyFile::read(wide).expect("it is sound by itself");
    let error = Plan::new(&file, SEED, |_| Vec::new()).expect_err("it is too much");
    assert_eq!(error.to_string(), "line 6: grid: these are 1000 settings; a study takes 256");
}
