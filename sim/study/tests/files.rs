//! Study files and their mistakes.

use redial_sim::{FileErrors, SEED};
use redial_study::{Plan, StudyFile};

use crate::{COVERED, people, plan};

/// Every mistake is named with its line.
#[test]
fn mistakes_are_named_with_their_line() {
    let sound = "name = \"n\"\nscenario = \"seed\"\nruns = 10\n[grid]\nlines = [1, 2]\n\
                 [baseline]\nlines = 2\n[precision]\nwon = 0.1\n";
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

/// All mistakes of a file are reported together, each with its line.
#[test]
fn every_mistake_is_reported() {
    let text = "name = 3\nscenario = \"seed\"\nruns = 0\nseed = 1.5\nrums = 1\n[grid]\nsession.lines = [\n1,\n11,\n\
                12]\nsession.take = [0]\n\"carrier.cancel_ms\" = [[0, 1], [2, 1]]\n[precision]\nwon = 0\nluck = 1\n";
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

/// A seed has the range of `redial sim` and of the API: 64 bits, unsigned.
#[test]
fn a_seed_may_be_any_number_of_64_bits() {
    let text = COVERED.replace("runs = 500", "runs = 500\nseed = 18_446_744_073_709_551_615");
    assert_eq!(plan(&text).seed, u64::MAX);
}

/// The copy in a study's folder names the region of its leads, even if the original does not.
#[test]
fn a_study_that_is_renamed_names_its_region_once() {
    let text = "name = \"n\"\nscenario = \"seed\" # built in\n  leads = \"a b.csv\"   # mine\nruns = 10\n";
    let renamed = StudyFile::read(text).expect("it is sound").renamed("scenario.toml", "leads.csv", "GB");
    assert_eq!(
        renamed,
        "name = \"n\"\nscenario = \"scenario.toml\" # built in\nregion = \"GB\"\n\
         \x20 leads = \"leads.csv\"   # mine\nruns = 10\n"
    );
    let again = StudyFile::read(&renamed).expect("it is sound");
    assert_eq!(again.region.as_deref(), Some("GB"));
    assert_eq!(again.renamed("scenario.toml", "leads.csv", "GB"), renamed);
    assert!(again.renamed("scenario.toml", "leads.csv", "DE").contains("region = \"DE\"\n"));
}

#[test]
fn too_much_work_is_rejected_before_it_begins() {
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
