//! Malformed studies, and studies beyond the bounds.

use super::*;

async fn refused(server: &TestServer, body: &Value) -> String {
    server.post("/studies", body).await.detail(400)
}

#[tokio::test]
async fn a_malformed_study_is_rejected_by_name() {
    let server = TestServer::new().await;
    let broken = SEED.replace("take = 6", "take = 0");
    let cases = [
        (
            json!({ "grids": {} }),
            "\"grids\" is no field of a study; these are: name, scenario, seed, runs, lines, grid, precision",
        ),
        (json!({ "leads": "leads.csv" }), "\"leads\" is no field of a study"),
        (json!({ "name": 7 }), "name is 7: a string is needed"),
        (json!({ "name": " " }), "name takes"),
        (
            json!({ "name": "a\u{7}b" }),
            "name takes a text of 1 to 200 characters, not all blank and none of them a control",
        ),
        (json!({ "name": "two\nlines" }), "name takes a text"),
        (
            json!({ "scenario": SEED.replace("\"seed\"", "\"a\\u0007\"") }),
            "scenario: line 4: name takes 1 to 200 characters",
        ),
        (json!({ "seed": -1 }), "seed is -1: a whole number from 0 to 18446744073709551615 is needed"),
        (json!({ "seed": 1.5 }), "seed is 1.5: a whole number"),
        (json!({ "runs": 0 }), "runs is 0: a whole number from 1 to 1000000 is needed"),
        (json!({ "runs": 1_000_001 }), "runs is 1000001: a whole number from 1 to 1000000 is needed"),
        (json!({ "runs": "many" }), "runs is \"many\": a whole number"),
        (json!({ "runs": null }), "runs is null: a whole number"),
        (json!({ "lines": [] }), "grid: lines has 0 values; it takes 1 to"),
        (json!({ "lines": [2, 2] }), "grid: lines has 2 twice"),
        (json!({ "lines": [11] }), "grid: session.lines = 11: lines is 11"),
        (json!({ "lines": ["2"] }), "grid: session.lines = \"2\": "),
        (json!({ "lines": 3 }), "lines is 3: an array of numbers, or a range like \"1..=10\", is needed"),
        (json!({ "lines": [null] }), "lines is [null]: an array of numbers"),
        (json!({ "lines": [1], "grid": { "lines": [2] } }), "lines: the grid names the lines too; say it once"),
        (json!({ "lines": [1], "grid": { "session": { "lines": [2] } } }), "grid: session.lines is there twice"),
        (json!({ "grid": [1] }), "grid is [1]: an object is needed"),
        (json!({ "grid": { "take": [null] } }), "grid is {\"take\":[null]}: no scenario has such a value"),
        (json!({ "grid": { "take": 3 } }), "grid: take is 3; it takes an array of values"),
        (json!({ "grid": { "session.lives": [3] } }), "grid: session.lives = 3: unknown field `lives`"),
        (json!({ "grid": { "name": ["a", "b"] } }), "grid: name is only the scenario's name"),
        (json!({ "grid": { "name.first": [3] } }), "grid: name is not a table in the scenario"),
        (json!({ "grid": { "a.".repeat(40_000 / 2): [3] } }), "grid is "),
        (json!({ "precision": { "wins": 0.1 } }), "precision: wins is not measured; these are: won, attempted"),
        (json!({ "precision": { "won": 0 } }), "precision: won is 0; it takes a number above 0"),
        (json!({ "precision": 0.1 }), "precision is 0.1: an object is needed"),
        (json!({ "baseline": { "lines": 1 } }), "baseline: lines is no key of the grid"),
        (json!({ "lines": [1], "baseline": { "lines": 2 } }), "baseline: lines = 2 is not in the grid"),
        (json!({ "scenario": 3 }), "scenario is 3: a name, or a scenario in TOML, is needed"),
        (json!({ "scenario": "sed" }), "scenario is \"sed\": no scenario that comes with the program is called so"),
        (json!({ "scenario": "name = 3" }), "scenario: line 1: "),
        (json!({ "scenario": broken }), "scenario: line "),
    ];
    for (body, sentence) in cases {
        let detail = refused(&server, &body).await;
        assert!(detail.starts_with(sentence), "{body:.80}: {detail}");
    }
    let twice = r#"{"runs": 10, "grid": {"lines": [2], "lines": [3]}}"#.to_owned();
    let detail = server.ask(Method::POST, "/studies", Some("application/json"), twice).await.detail(400);
    assert_eq!(detail, "the body does not fit: the field \"lines\" stands twice at line 1 column 43");
    assert_eq!(server.get("/studies").await.ok(), json!({ "studies": [] }), "none of them began");
}

#[tokio::test]
async fn the_largest_seed_is_the_same_in_a_request_and_in_a_file() {
    let server = TestServer::new().await;
    let study = server.post("/studies", &json!({ "runs": 1, "seed": u64::MAX })).await.created();
    assert_eq!(study["seed"], json!(u64::MAX));
    let beyond = r#"{"runs": 1, "seed": 18446744073709551616}"#.to_owned();
    let detail = server.ask(Method::POST, "/studies", Some("application/json"), beyond).await.detail(400);
    assert!(detail.ends_with(": a whole number from 0 to 18446744073709551615 is needed"), "{detail}");
    let file = |seed: &str| format!("name = \"a\"\nscenario = \"seed\"\nruns = 1\nseed = {seed}\n");
    StudyFile::read(&file("18446744073709551615")).expect("it is the largest");
    let mistakes = StudyFile::read(&file("18446744073709551616")).expect_err("it is one too large");
    assert!(mistakes.to_string().ends_with("; it takes a whole number from 0 to 18446744073709551615"), "{mistakes}");
}

#[tokio::test]
async fn a_part_of_the_list_of_studies_is_shown() {
    let server = TestServer::new().await;
    for name in ["first", "second", "third"] {
        let path = server.study(&json!({ "name": name, "runs": 1 })).await;
        server.studied(&path).await;
    }
    let names = async |query: &str| {
        let list = server.get(&format!("/studies{query}")).await.ok();
        list["studies"].as_array().expect("a list").iter().map(|study| study["name"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(names("").await, ["third", "second", "first"]);
    assert_eq!(names("?limit=1").await, ["third"]);
    assert_eq!(names("?limit=1&offset=1").await, ["second"]);
    assert_eq!(names("?offset=3").await, [""; 0]);
    assert!(server.get("/studies?limit=0").await.detail(400).starts_with("limit is \"0\""));
}

#[tokio::test]
async fn a_study_beyond_a_bound_is_refused_with_the_bound() {
    let server = TestServer::new().await;
    let seed = |key: &str, value: &str| SEED.replace(key, value);
    let crowd = seed("take = 6", "take = 10000");
    let settings = json!({ "lines": "1..=10", "grid": { "dialer.ring_timeout_ms": [1, 2, 3, 4, 5] } });
    assert_eq!(
        refused(&server, &settings).await,
        "these are 50 settings: at most 40 are compared here; `redial study` compares more"
    );
    let leads = json!({ "scenario": crowd, "runs": 1, "lines": "1..=10", "grid": { "take": [9_999, 10_000] } });
    assert!(
        refused(&server, &leads).await.starts_with("20 settings have 199990 leads to dial: at most 100000 are kept")
    );
    let work = json!({ "scenario": crowd, "runs": 1_000_000 });
    let detail = refused(&server, &work).await;
    assert!(
        detail.starts_with("1000000 runs of 1 settings can come to 350000000000 records: at most 7000000000"),
        "{detail}"
    );
    // The cost of 255 attempts counts, even with few leads.
    let patient = json!({ "runs": 1_000_000, "lines": [1, 2], "grid": { "dialer.crm_attempts": [255] } });
    assert!(refused(&server, &patient).await.contains("can come to 9312000000 records"));
    let grid = json!({ "dialer.crm_attempts": [255], "dialer.crm_sync": [false] });
    let without = json!({ "runs": 1_000_000, "lines": [1, 2], "grid": grid });
    let path = server.study(&without).await;
    server.post(&format!("{path}/cancel"), &json!({})).await.ok();
    // With a precision alone, a study gets the most runs that the bounds allow.
    let open = json!({ "scenario": crowd, "precision": { "won": 1e-9 } });
    let begun = server.post("/studies", &open).await.created();
    assert_eq!((&begun["runs"], &begun["total"]), (&json!(20_000), &json!(20_000)));
    server.post(&format!("/studies/{}/cancel", begun["id"].as_str().unwrap()), &json!({})).await.ok();
    assert_eq!(server.studied("/studies/2").await["status"], "CANCELED");
}
