//! `/studies` and `/scenarios`.

mod bounds;
mod push;
mod runs;

use redial_sim::{PRESETS, SEED};
use redial_study::{Part, Plan, Shard, StudyFile, Summary};

use super::*;
use redial_studies::people;

impl TestServer {
    /// Begins a study; returns its path.
    async fn study(&self, body: &Value) -> String {
        let begun = self.post("/studies", body).await.created();
        format!("/studies/{}", begun["id"].as_str().expect("an id"))
    }

    /// Waits for a study to end.
    async fn studied(&self, path: &str) -> Value {
        loop {
            let study = self.get(path).await.ok();
            if !["WAITING", "RUNNING"].contains(&study["status"].as_str().expect("a status")) {
                return study;
            }
            // The work is done in threads of its own, to which no clock of a test means anything.
            tokio::task::yield_now().await;
        }
    }
}

/// A study that takes longer than any test.
fn long() -> Value {
    json!({ "runs": 1_000_000, "lines": "1..=10" })
}

/// Finds the estimate of a measure in a setting's summary.
fn estimate<'a>(setting: &'a Value, list: &str, measure: &str) -> &'a Value {
    let figures = setting[list].as_array().expect("a list");
    &figures.iter().find(|figure| figure["measure"] == measure).expect("it is measured")["estimate"]
}

/// The findings of the same study from its file, alone and on one thread.
fn alone(file: &str) -> Value {
    let plan = Plan::new(&StudyFile::read(file).expect("it is sound"), SEED, people).expect("it is sound");
    let (mut part, mut players) = (Part::begin(&plan, String::new(), Shard::WHOLE), plan.scratch());
    while !part.is_done(&plan) {
        let block = part.next_blocks(&plan, 1).start;
        part.take(&plan, &plan.play(&mut players, block, false).expect("it ends"));
    }
    // Numbers are read as the answer's are.
    let text = serde_json::to_string(&Summary::of(&plan, &part.outcome(&plan).0)).expect("it is plain data");
    serde_json::from_str(&text).expect("it was written a moment ago")
}

#[tokio::test]
async fn a_study_has_the_findings_of_its_file() {
    let server = TestServer::new().await;
    let file = "name = \"some\"\nscenario = \"seed\"\nseed = 3\nruns = 5_000\n\
                [grid]\n\"dialer.ring_timeout_ms\" = [6_000, 30_000]\nlines = [1, 2]\n\
                [baseline]\nlines = 2\n\"dialer.ring_timeout_ms\" = 30_000";
    let body = json!({
        "name": "some", "seed": 3, "runs": 5000, "lines": [1, 2], "grid": { "dialer.ring_timeout_ms": [6_000, 30_000] },
        "baseline": { "lines": 2, "dialer.ring_timeout_ms": 30_000 },
    });
    let path = server.study(&body).await;
    let study = server.studied(&path).await;
    assert_eq!(study["summary"], alone(file));
    assert_eq!((&study["status"], &study["done"], &study["total"]), (&json!("DONE"), &json!(20_000), &json!(20_000)));
    assert_eq!((&study["name"], &study["scenario"], &study["runs"]), (&json!("some"), &json!("seed"), &json!(5_000)));
    assert_eq!((&study["summaryRuns"], study.get("leftMs"), study.get("isPrecise")), (&json!(5_000), None, None));
    let values = json!({ "lines": 1, "ring_timeout_ms": 30_000 });
    let third = json!({ "name": "ring_timeout_ms=30000 lines=1", "lines": 1, "values": values });
    assert_eq!(study["settings"][2], third);
    assert_eq!(study["summary"]["baseline"], "ring_timeout_ms=30000 lines=2");
    // People's luck does not depend on the number of lines: the same sessions are won.
    let difference = estimate(&study["summary"]["settings"][2], "differences", "won");
    assert_eq!(
        (&difference["value"], &difference["low"], &difference["high"]),
        (&json!(0.0), &json!(0.0), &json!(0.0))
    );
    for distributions in study["distributions"].as_array().expect("one a setting") {
        for measure in ["attempted", "duration_ms"] {
            let counts = distributions[measure]["counts"].as_array().expect("classes");
            assert_eq!(counts.iter().map(|count| count.as_u64().unwrap()).sum::<u64>(), 5000, "{measure}");
        }
    }
    let listed = server.get("/studies").await.ok();
    let line = listed["studies"][0].as_object().expect("a study");
    assert_eq!((&line["id"], line.get("summary"), line.get("distributions")), (&study["id"], None, None));
    // The study repeats every field of its request, so that a page can show them again.
    let scenario = redial_sim::Scenario::read(study["toml"].as_str().expect("a file")).expect("it is sound");
    assert_eq!((&*scenario.name, scenario.session.lines, line.get("toml")), ("seed", 1, None));
}

#[tokio::test]
async fn a_study_names_its_built_in_scenario() {
    let server = TestServer::new().await;
    for preset in PRESETS {
        let study =
            server.studied(&server.study(&json!({ "scenario": preset.text, "runs": 1, "lines": [3] })).await).await;
        assert_eq!(study["preset"], preset.name);
    }
    let edited = SEED.replace("take = 6", "take = 5");
    let study = server.studied(&server.study(&json!({ "scenario": edited, "runs": 1 })).await).await;
    assert_eq!((&study["scenario"], study.get("preset")), (&json!("seed"), None));
}

#[tokio::test]
async fn a_study_stops_when_it_is_precise_and_says_when_it_never_was() {
    let server = TestServer::new().await;
    let body = json!({ "lines": [1, 3], "precision": { "won": 0.02, "attempted": 0.1 } });
    let study = server.studied(&server.study(&body).await).await;
    assert_eq!((&study["status"], &study["isPrecise"]), (&json!("DONE"), &json!(true)));
    assert_eq!(study["precision"], json!({ "won": 0.02, "attempted": 0.1 }));
    let runs = study["summaryRuns"].as_u64().unwrap();
    assert!((10_000..20_000).contains(&runs) && study["done"] == 2 * runs && study["runs"] == 1_000_000, "{runs}");
    let body = json!({ "lines": [1, 3], "precision": { "won": 1e-9 }, "runs": 12_000 });
    let study = server.studied(&server.study(&body).await).await;
    assert_eq!(
        (&study["status"], &study["isPrecise"], &study["summaryRuns"]),
        (&json!("DONE"), &json!(false), &json!(12_000))
    );
    let said = study["goals"].as_str().unwrap();
    assert!(
        said.starts_with("lines=") && said.contains("won is known to ± 0.00") && said.contains("that takes some "),
        "{said}"
    );
}

#[tokio::test]
async fn a_study_can_be_canceled_and_others_must_wait() {
    let server = TestServer::new().await;
    let mut paths = Vec::new();
    for _ in 0..4 {
        paths.push(server.study(&long()).await);
    }
    let busy = server.post("/studies", &long()).await;
    assert!(busy.headers.contains_key(header::RETRY_AFTER));
    assert!(busy.detail(503).starts_with("4 studies are under way already"));
    let under_way = server.get("/metrics").await.text;
    assert!(under_way.contains("\nredial_studies_under_way 4\n"), "{under_way}");
    // A waiting study ends at once, before the studies ahead of it.
    let waiting = server.post(&format!("{}/cancel", paths[3]), &json!({})).await.ok();
    assert_eq!((&waiting["status"], &waiting["done"], waiting.get("summary")), (&json!("CANCELED"), &json!(0), None));
    assert_eq!(server.get(&paths[2]).await.ok()["status"], "WAITING");
    for path in &paths {
        server.post(&format!("{path}/cancel"), &json!({})).await.ok();
    }
    for path in &paths {
        let study = server.studied(path).await;
        assert_eq!(study["status"], "CANCELED");
        let again = server.post(&format!("{path}/cancel"), &json!({})).await.ok();
        assert_eq!(again, study, "nothing changes any more");
    }
    assert_eq!(server.get("/studies").await.ok()["studies"].as_array().unwrap().len(), 4);
    server.study(&json!({ "runs": 1 })).await;
}

#[tokio::test]
async fn the_last_studies_are_kept() {
    let server = TestServer::new().await;
    for _ in 0..17 {
        let path = server.study(&json!({ "runs": 1 })).await;
        server.studied(&path).await;
    }
    assert!(server.get("/studies/1").await.detail(404).starts_with("there is no study \"1\"; the last 16 are kept"));
    let studies = server.get("/studies").await.ok();
    let ids: Vec<_> =
        studies["studies"].as_array().unwrap().iter().map(|study| study["id"].as_str().unwrap()).collect();
    assert_eq!((ids.len(), ids[0], ids[15]), (16, "17", "2"));
}
