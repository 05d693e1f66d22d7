//! Mistakes in scenario files have their line and key.

use crate::scenario::{SEED, Scenario};

/// Returns the error of the seed's file with one part replaced.
fn said(there: &str, instead: &str) -> String {
    assert!(SEED.contains(there), "{there}");
    Scenario::read(&SEED.replacen(there, instead, 1)).expect_err(instead).to_string()
}

#[test]
fn a_mistake_in_a_dialer_setting_has_its_line() {
    let there = "[crm]";
    let dialer =
        "[dialer]\n# ring_timeout_ms = 5 and crm_attempts = 3 are only mentioned here\nring_timeout_ms = 0\n\n[crm]";
    assert_eq!(said(there, dialer), "line 24: ring_timeout_ms is 0; it takes 1 to 3600000");
    let dialer = "[dialer]\ncrm_answer_timeout_ms = 5\ncrm_attempts = 256\n\n[crm]";
    assert_eq!(said(there, dialer), "line 24: crm_attempts is 256; it takes 1 to 255");
    assert_eq!(
        said(there, "[dialer]\nresume_within_ms = -1\n[crm]"),
        "line 23: resume_within_ms is -1; it takes 0 or more"
    );
    assert!(said(there, "[dialer]\n\ncrm_atempts = 2\n[crm]").starts_with("line 24: unknown field `crm_atempts`"));
}

#[test]
fn a_mistake_in_a_distribution_is_named_with_its_line() {
    let ring = "ring_ms = [3000, 8000]";
    let cases = [
        ("ring_ms = { lognormal = { median = 0, sigma = 0.5 } }", "ring_ms: median is 0; it takes 1 to 3600000"),
        (
            "ring_ms = { lognormal = { median = 9, sigma = 0.0005 } }",
            "ring_ms: sigma is 0.0005; it takes 0.001 to 2 with at most three decimals",
        ),
        (
            "ring_ms = { lognormal = { median = 9, sigma = 2.001 } }",
            "ring_ms: sigma is 2.001; it takes 0.001 to 2 with at most three decimals",
        ),
        ("ring_ms = {}", "ring_ms takes a lognormal or a table, one of the two"),
        (
            "ring_ms = { table = [[0, 5], [99, 6]] }",
            "ring_ms: a table goes from 0 to 100 percent, in at most 1000 points",
        ),
        ("ring_ms = { table = [] }", "ring_ms: a table goes from 0 to 100 percent, in at most 1000 points"),
        (
            "ring_ms = { table = [[0, 5], [50.5, 6], [50.5, 7], [100, 8]] }",
            "ring_ms: shares must rise from point to point, and times must not fall",
        ),
        (
            "ring_ms = { table = [[0, 5], [50.555, 6], [100, 8]] }",
            "ring_ms: the share is 50.555; it takes 0 to 100 percent with at most two decimals",
        ),
        ("ring_ms = { table = [[0, 0], [100, 8]] }", "ring_ms: a time is 0; it takes 1 to 3600000 milliseconds"),
    ];
    for (instead, mistake) in cases {
        assert_eq!(said(ring, instead), format!("line 12: {mistake}"));
    }
    for instead in
        ["ring_ms = 5", "ring_ms = { lognormal = { median = 9 } }", "ring_ms = { normal = 1 }", "ring_ms = [1]"]
    {
        assert!(said(ring, instead).starts_with("line 12: "), "{}", said(ring, instead));
    }
}

#[test]
fn a_table_over_many_lines_names_the_line_of_its_point() {
    let table = "ring_ms = { table = [\n  [0, 1],\n  [50, 9],\n  [60, 8],\n  [100, 10],\n] }";
    let mistake = "line 15: ring_ms: shares must rise from point to point, and times must not fall";
    assert_eq!(said("ring_ms = [3000, 8000]", table), mistake);
}

#[test]
fn a_mistake_in_a_mix_is_named_with_its_line() {
    let mix = |head: &str| {
        format!(
            "[[carrier.outcomes_when]]\n{head}\n\n[carrier.outcomes_when.outcomes]\nanswered = 100\n\
             no_answer = 0\nbusy = 0\nvoicemail = 0\n\n[crm]"
        )
    };
    let cases = [
        ("hours = [9, 9]", "line 23: hours is [9, 9]; it takes 0 <= from < to <= 24, to not included"),
        ("hours = [22, 6]", "line 23: hours is [22, 6]; it takes 0 <= from < to <= 24, to not included"),
        ("", "line 22: outcomes_when takes hours, industries or both; without them it would always hold"),
    ];
    for (head, mistake) in cases {
        assert_eq!(said("[crm]", &mix(head)), mistake);
    }
    assert!(said("[crm]", &mix("industries = [\"Farming\"]")).starts_with("line 23: unknown variant `Farming`"));
    assert!(said("cancel_ms", "start_hour = 24\ncancel_ms").starts_with("line 13: start_hour is 24; it takes 0 to 23"));
    let sound = SEED.replacen("[crm]", &mix("hours = [9, 12]\nindustries = [\"Finance\"]"), 1);
    assert_eq!(Scenario::read(&sound).expect("it is sound").carrier.outcomes_when.len(), 1);
}

/// A header has the scenario as it was read: every form round-trips.
#[test]
fn every_distribution_goes_through_a_header_and_back() {
    let forms =
        ["[5, 9]", "{ lognormal = { median = 7500, sigma = 0.54 } }", "{ table = [[0, 5], [12.5, 6], [100, 8]] }"];
    for form in forms {
        let text = SEED.replacen("ring_ms = [3000, 8000]", &format!("ring_ms = {form}\ndecide_ms = {form}"), 1);
        let scenario = Scenario::read(&text).expect("it is sound");
        let header = toml::to_string(&scenario).expect("it is plain data");
        assert_eq!(toml::from_str::<Scenario>(&header).expect("it was written a moment ago"), scenario, "{header}");
    }
}

#[test]
fn every_mistake_is_reported_with_its_line() {
    let text = r#"
name = " "
[session]
lines = 0
take = "all"
[dialler]
lines = 3
[carrier]
ring_ms = [0, 1]
cancel_ms = "soon"
ring = 4
[carrier.outcomes]
answered = 140
no_answer = 30
busy = -1
voicemail = 0
[[carrier.outcomes_when]]
hours = [9, 9]
industries = ["Farming"]
[carrier.outcomes_when.outcomes]
answered = 60
no_answer = 60
busy = 0
voicemail = 0
[crm]
contact_ms = [40, 4]
activity_ms = [4, 40]
failed = 60
lost_replies = 50
"#;
    let mistakes = Scenario::read(text).expect_err("it has mistakes");
    let lines: Vec<_> = mistakes.all().iter().map(|mistake| mistake.line).collect();
    assert_eq!(lines, [2, 4, 5, 6, 9, 10, 11, 13, 15, 18, 19, 20, 26, 29], "{mistakes}");
    let told = mistakes.to_string();
    assert!(told.starts_with("14 mistakes\n  line 2: name takes 1 to 200 characters"), "{told}");
    assert!(!told.contains("missing"), "a removed key is not reported as missing: {told}");
}

#[test]
fn missing_keys_are_reported_beside_unknown_keys() {
    let text = "name = \"a\"\n[carrier]\nring = 3\nring_ms = [1, 2]\n[crm]\ncontact_ms = [1, 1]\n\
                activity_ms = [1, 1]\nfail = 3\n";
    let told = Scenario::read(text).expect_err("it has no outcomes").to_string();
    let lines: Vec<_> = told.lines().collect();
    assert_eq!(lines.len(), 4, "{told}");
    assert!(lines[1].starts_with("  line 2: missing field `outcomes`"), "{told}");
    assert!(lines[2].starts_with("  line 3: unknown field `ring`"), "{told}");
    assert!(lines[3].starts_with("  line 8: unknown field `fail`"), "{told}");
}
