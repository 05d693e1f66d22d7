//! Studies: their intervals hold what they promise, and what they find does not depend on who did the work.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;
use redial_engine::LeadDetails;
use redial_sim::{FileErrors, SEED, leads};
use redial_study::{Estimate, InterimResult, MEASURES, Measure, Part, Plan, Shard, StudyFile, Summary, Unit};

fn people(take: u32) -> Vec<Arc<LeadDetails>> {
    (0..take).map(|n| Arc::new(leads::invent(1, n))).collect()
}

fn plan(study: &str) -> Plan {
    let file = StudyFile::read(study).unwrap_or_else(|error| panic!("{error}"));
    Plan::new(&file, SEED, people).unwrap_or_else(|error| panic!("{error}"))
}

fn play(plan: &Plan, part: &mut Part) {
    let mut scratch = plan.scratch();
    while !part.is_done(plan) {
        for block in part.next_blocks(plan, 3) {
            part.take(plan, &plan.play(&mut scratch, block, false).expect("every run ends"));
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
"crm.contact_ms" = [[40, 4_000]]
"crm.activity_ms" = [[60, 600]]
"#;

/// The share of live answers that is abandoned there on three lines: from ten million runs and more of another seed
/// (`redial study`), as are the last two of the table. Their own error is a hundredth of the errors here.
const ABANDONED_SHARE: f64 = 0.202_672;
/// For each conversation there are so many who are abandoned.
const ABANDONED: f64 = 0.8704 * ABANDONED_SHARE / (1.0 - ABANDONED_SHARE);

/// What four leads of the seed's scenario come to on three lines, and by how much that differs from one line. Means and
/// hourly rates follow from the exact table of `exact.rs`. Nobody rings for 15 s there, so whatever is canceled is cut
/// short, unless somebody answers meanwhile. The CRM takes the mean of its two ranges, one after the other.
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
        let is_sure = difference == 0.0 && ["won", "connected"].contains(&name);
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

/// The same where each study stops as soon as it is precise enough, some after 500 runs, some after 1,000.
#[test]
fn intervals_hold_what_they_promise_where_the_precision_says_when_to_stop() {
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
                let own = Estimate::of(measure, &results.settings()[0]).expect("somebody answered");
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
    assert!(plan.judge(&results) == InterimResult::Precise && runs < plan.runs, "{runs}");
    let looks: Vec<_> = plan.looks().iter().map(|look| plan.runs_of(look - 1).end).collect();
    let before = looks.iter().rposition(|look| *look < runs).expect("it is not precise at once");
    let mut shorter = self::plan(PRECISE);
    shorter.runs = looks[before];
    assert!(matches!(shorter.judge(&whole(&shorter).outcome(&shorter).0), InterimResult::Rough { .. }));
}

#[test]
fn an_impossible_precision_ends_with_the_runs_and_says_so() {
    let plan = plan(&PRECISE.replace("0.002", "0.000_001").replace("200_000", "30_000"));
    let (results, runs) = whole(&plan).outcome(&plan);
    assert_eq!(runs, 30_000);
    let said = Summary::of(&plan, &results).goals.expect("there is a goal");
    assert!(said.starts_with("lines=1: won is known to ± 0.0024 and not to ± 0.000001; that takes some 17"), "{said}");
    assert!(said.ends_with(", and a setting gets at most 30000"), "{said}");
}

/// Without `runs` in the file, an unreachable goal does not start the default ten million.
#[test]
fn a_precision_out_of_reach_ends_a_study_at_its_first_look_unless_its_runs_were_named() {
    let plan = plan(&PRECISE.replace("0.002", "0.000_01").replace("runs = 200_000\n", ""));
    let part = whole(&plan);
    let (results, runs) = part.outcome(&plan);
    assert_eq!(runs, plan.runs_of(plan.looks()[0] - 1).end);
    let said = plan.judge(&results).to_string();
    assert!(said.ends_with(" runs, and a setting gets at most 10000000"), "{said}");
}

/// A goal of an event that never happens is unreachable, with or without `runs`.
#[test]
fn a_precision_of_what_never_happens_ends_a_study_at_its_first_look() {
    let study =
        PRECISE.replace("won = 0.002", "crm_lag_ms = 1").replace("[1, 2]", "[1]\n\"dialer.crm_sync\" = [false]");
    let plan = plan(&study);
    let (results, runs) = whole(&plan).outcome(&plan);
    assert!((10_000..20_000).contains(&runs), "{runs}");
    let said = Summary::of(&plan, &results).goals.expect("there is a goal");
    assert_eq!(said, "lines=1 crm_sync=false: in no run was there anything to tell crm_lag_ms from");
}

/// A look tells how long the study is going to be: until the first look at which there are runs enough.
#[test]
fn a_look_tells_after_how_many_runs_the_study_will_stop() {
    let plan = plan(&PRECISE.replace("0.002", "0.001"));
    let mut part = Part::begin(&plan, "this".to_owned(), Shard::WHOLE);
    let (mut scratch, mut expected) = (plan.scratch(), Vec::new());
    assert_eq!(part.last_look(&plan), None);
    while !part.is_done(&plan) {
        for block in part.next_blocks(&plan, 1) {
            part.take(&plan, &plan.play(&mut scratch, block, false).expect("every run ends"));
        }
        if part.is_at_look(&plan) && !part.is_done(&plan) {
            expected.push(plan.runs_expected(&part.last_look(&plan).expect("it has looked")));
        }
    }
    let (_, runs) = part.outcome(&plan);
    assert!(expected.len() > 3 && expected.iter().all(|&expected| expected == runs), "{expected:?}, and it was {runs}");
}

#[test]
fn a_run_that_does_not_end_is_given_up_and_named() {
    let mut plan = plan(COVERED);
    plan.records_max = 12;
    let stuck = plan.play(&mut plan.scratch(), 0, false).expect_err("four leads take more records");
    assert!(stuck.setting.starts_with("lines=1 take=4 ") && stuck.records == 12, "{stuck}");
    assert!(
        stuck.to_string().ends_with(" of seed 1 was given up after 12 records: it does not come to an end"),
        "{stuck}"
    );
    plan.records_max = 1_000;
    assert!(plan.play(&mut plan.scratch(), 0, false).is_ok());
}

#[test]
fn a_block_that_is_stopped_in_its_middle_is_forgotten() {
    let plan = plan(COVERED);
    let (mut scratch, stop) = (plan.scratch(), AtomicBool::new(true));
    assert_eq!(plan.play_unless(&mut scratch, 0, true, &stop), Ok(None));
    stop.store(false, Ordering::Relaxed);
    let played = plan.play_unless(&mut scratch, 0, true, &stop).expect("it ends").expect("it was not stopped");
    assert_eq!(played, plan.play(&mut plan.scratch(), 0, true).expect("it ends"));
}

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
        // Of the CRM's lag, single calls are counted, and rows do not tell them.
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
                        part.take(&plan, &plan.play(&mut plan.scratch(), first, true).expect("it ends"));
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
    assert_eq!(said(&[part(1, 2)]), "part 2/2 is missing: name its folder with the others");
    assert_eq!(said(&[part(2, 2)]), "part 2/2 does not follow: part 1/2 is needed");
    assert_eq!(said(&[part(1, 3), part(3, 3)]), "part 3/3 does not follow: part 2/3 is needed");
    let mut other = part(2, 2);
    other.plan = "that".to_owned();
    assert_eq!(
        said(&[part(1, 2), other]),
        "part 2/2 is of another study, or was made by another version of the program"
    );
    let broken_off = |place, of| Part::begin(&plan, "this".to_owned(), Shard { place, of });
    assert_eq!(said(&[broken_off(1, 1)]), "part 1/1 is not finished; go on with it with --resume");
    let unfinished = "part 2/2 is not finished; go on with it with --resume --shard 2/2";
    assert_eq!(said(&[part(1, 2), broken_off(2, 2)]), unfinished);
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

/// Nobody answers, so a call ends when the carrier says so, after 3,000 to 8,000 ms, or when the dialer has let it ring
/// long enough; at the same millisecond, the dialer is first. Only what the dialer ends counts, and only below 15 s (16
/// CFR 310.4(b)(4)(ii)).
#[test]
fn a_ring_that_the_dialers_own_deadline_ends_early_is_cut_short() {
    let nobody = SEED.replace("answered = 40", "answered = 0").replace("no_answer = 25", "no_answer = 65");
    let cut_of_six = |(from, to): (u64, u64), timeout: u64| {
        let ring = nobody.replace("[3000, 8000]", &format!("[{from}, {to}]"));
        let study = format!("{COVERED}\"dialer.ring_timeout_ms\" = [{timeout}]").replace("[1, 3]", "[3]");
        let file = StudyFile::read(&study.replace("take = [4]", "take = [6]").replace("500\n", "5_000\n"))
            .expect("it is sound");
        let plan = Plan::new(&file, &ring, people).expect("it is sound");
        let (results, _) = whole(&plan).outcome(&plan);
        Estimate::of(measure("cut_short"), &results.settings()[0]).expect("there are runs")
    };
    // 65 of 100 endings are the carrier's "no answer", the others "busy" and the like: all lose against an earlier
    // deadline.
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
        let made = StudyFile::read(&text).and_then(|file| Plan::new(&file, SEED, people));
        let mistakes = made.expect_err("it is a mistake");
        assert_eq!(mistakes.all().len(), 1, "{to}: {mistakes}");
        mistakes.to_string()
    };
    let cases = [
        ("runs = 10", "runs = 0", "line 3: runs is 0; it takes a whole number from 1 to 1000000000"),
        (
            "runs = 10\n",
            "runs = 10\nseed = -1\n",
            "line 4: seed is -1; it takes a whole number from 0 to 18446744073709551615",
        ),
        ("runs = 10", "runs = \"ten\"", "line 3: runs is \"ten\"; it takes a whole number from 1 to 1000000000"),
        ("name = \"n\"", "name = \" \"", "line 1: name takes a text of 1 to 200 characters, not all blank"),
        ("[1, 2]", "[2, 2]", "line 5: grid: lines has 2 twice"),
        ("[1, 2]", "[]", "line 5: grid: lines has 0 values; it takes 1 to 256"),
        ("[1, 2]", "3", "line 5: grid: lines is 3; it takes an array of values, or a range like \"1..=10\""),
        (
            "[1, 2]",
            "\"4..=2\"",
            "line 5: grid: lines is \"4..=2\"; it takes an array of values, or a range like \"1..=10\"",
        ),
        ("[1, 2]", "\"1..=11\"", "line 5: grid: session.lines = 11: lines is 11; it takes 1 to 10"),
        ("[1, 2]", "[1, 2]\n\"session.lines\" = [3]", "line 6: grid: session.lines is there twice"),
        ("[1, 2]", "[1, 2]\n\"name.x\" = [1]", "line 6: grid: name is not a table in the scenario, so it has no x"),
        ("[1, 2]", "[1, 2]\nring.ms = [3]", "line 6: grid: ring.ms = 3: unknown field `ring`"),
        ("lines = 2\n", "take = 2\n", "line 7: baseline: take is no key of the grid"),
        ("lines = 2\n", "lines = 3\n", "line 7: baseline: lines = 3 is not in the grid"),
        ("won = 0.1", "won = 0", "line 9: precision: won is 0; it takes a number above 0"),
        ("won = 0.1", "won = nan", "line 9: precision: won is nan; it takes a number above 0"),
        ("won = 0.1", "luck = 0.1", "line 9: precision: luck is not measured; these are: won, attempted"),
        ("lines = [1, 2]", "lines = [1, 2]\ntake = [5, 6]", "line 8: baseline: more than one setting has these values"),
        (
            "runs = 10",
            "runs = 10\nleads = \"\"",
            "line 4: leads takes a text of 1 to 200 characters, not all blank and none of them a control character",
        ),
        (
            "runs = 10",
            "runs = 10\nrums = 10",
            "line 4: rums is no key of a study file; these are: name, scenario, leads",
        ),
        ("name = \"n\"\n", "", "line 1: name is missing"),
        ("[1, 2]", "[\n1,\n2,\n11\n]", "line 8: grid: session.lines = 11: lines is 11; it takes 1 to 10"),
        ("[1, 2]", "[\n1,\n2,\n1]", "line 8: grid: lines has 1 twice"),
        ("[1, 2]", "[1, 9_223_372_036_854_775_808]", "line 5: grid: 9_223_372_036_854_775_808 is too large a number"),
    ];
    for (from, to, mistake) in cases {
        let said = said(from, to);
        assert!(said.starts_with(mistake), "{to}: {said}");
    }
    let without = "name = \"n\"\nscenario = \"seed\"\n";
    let said = StudyFile::read(without).expect_err("it says neither").to_string();
    assert_eq!(said, "line 1: runs is missing: name how many runs each setting gets, or a [precision] to reach");
}

/// All mistakes of a file are told at once, each on its own line.
#[test]
fn every_mistake_is_told() {
    let text = "name = 3\nscenario = \"seed\"\nruns = 0\nseed = 1.5\nrums = 1\n[grid]\nsession.lines = [\n1,\n11,\n12]\n\
                session.take = [0]\n\"carrier.cancel_ms\" = [[0, 1], [2, 1]]\n[precision]\nwon = 0\nluck = 1\n";
    let (file, mut mistakes) = StudyFile::read_on(text).expect("enough is left");
    mistakes.extend_from_slice(Plan::new(&file, SEED, |_| Vec::new()).expect_err("lines are wrong").all());
    let said = FileErrors::of(mistakes).expect("there are some").to_string();
    let begins = [
        "11 mistakes",
        "  line 1: name takes a text of 1 to 200 characters",
        "  line 3: runs is 0; it takes a whole number",
        "  line 4: seed is 1.5; it takes a whole number",
        "  line 5: rums is no key",
        "  line 9: grid: session.lines = 11: lines is 11; it takes 1 to 10",
        "  line 10: grid: session.lines = 12: lines is 12; it takes 1 to 10",
        "  line 11: grid: session.take = 0: take is 0; it takes 1 to 10000",
        "  line 12: grid: carrier.cancel_ms = [0, 1]: ",
        "  line 12: grid: carrier.cancel_ms = [2, 1]: ",
        "  line 14: precision: won is 0",
        "  line 15: precision: luck is not measured",
    ];
    for (line, begin) in said.lines().zip(begins) {
        assert!(line.starts_with(begin), "{line}, not {begin}\n{said}");
    }
    let broken = StudyFile::read("name = \n[grid]\nlines = [1, 2\n[runs\n").expect_err("it is no TOML");
    assert!(broken.all().len() > 1 && broken.all()[0].line == 1, "{broken}");
}

/// Seeds are those of `redial sim` and of the API: 64 bits, without a sign.
#[test]
fn a_seed_may_be_any_number_of_64_bits() {
    let text = COVERED.replace("runs = 500", "runs = 500\nseed = 18_446_744_073_709_551_615");
    assert_eq!(plan(&text).seed, u64::MAX);
}

/// The copy in a study's folder names the region of its leads, wherever it was named first.
#[test]
fn a_study_that_is_renamed_names_its_region_once() {
    let text = "name = \"n\"\nscenario = \"seed\" # built in\n  leads = \"a b.csv\"   # mine\nruns = 10\n";
    let renamed = StudyFile::read(text).expect("it is sound").renamed("scenario.toml", "leads.csv", "GB");
    assert_eq!(
        renamed,
        "name = \"n\"\nscenario = \"scenario.toml\" # built in\nregion = \"GB\"\n  leads = \"leads.csv\"   # mine\nruns = 10\n"
    );
    let again = StudyFile::read(&renamed).expect("it is sound");
    assert_eq!(again.region.as_deref(), Some("GB"));
    assert_eq!(again.renamed("scenario.toml", "leads.csv", "GB"), renamed);
    assert!(again.renamed("scenario.toml", "leads.csv", "DE").contains("region = \"DE\"\n"));
}

#[test]
fn too_much_work_is_refused_before_it_begins() {
    let text = "name = \"n\"\nscenario = \"seed\"\nruns = 1_000_000_000\n[grid]\ntake = [10_000]\n";
    let file = StudyFile::read(text).expect("it is sound by itself");
    let error = Plan::new(&file, SEED, |_| Vec::new()).expect_err("it is too much");
    let said =
        "line 3: 1 settings of 1000000000 runs of 10000 leads: at most 1000000000000 leads are dialed in one study";
    assert!(error.to_string().starts_with(said), "{error}");
    let unnamed =
        text.replace("runs = 1_000_000_000\n", "").replace("[10_000]", "\"9_001..=9_200\"") + "[precision]\nwon = 1\n";
    let file = StudyFile::read(&unnamed.replace('_', "")).expect("it is sound by itself");
    let error = Plan::new(&file, SEED, |_| Vec::new()).expect_err("it is too much");
    assert!(error.to_string().starts_with("line 4: 200 settings of 10000000 runs of 9200 leads: "), "{error}");
    let wide = "name = \"n\"\nscenario = \"seed\"\nruns = 1\n[grid]\nlines = \"1..=10\"\ntake = \"1..=100\"\n";
    let file = StudyFile::read(wide).expect("it is sound by itself");
    let error = Plan::new(&file, SEED, |_| Vec::new()).expect_err("it is too much");
    assert_eq!(error.to_string(), "line 6: grid: these are 1000 settings; a study takes 256");
}
