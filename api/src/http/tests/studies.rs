//! `/studies` and `/scenarios`.

use redial_replay::{Comparison, Reader, verify};

use super::*;

impl Server {
    /// Waits for a study to end.
    async fn studied(&self, id: &str) -> Value {
        loop {
            let study = self.get(&format!("/studies/{id}")).await.ok();
            if study["status"] != "RUNNING" {
                return study;
            }
            // The work is done in threads of its own, to which the paused clock means nothing.
            tokio::task::yield_now().await;
        }
    }
}

#[tokio::test]
async fn a_study_compares_numbers_of_lines_and_opens_any_run() {
    let server = Server::new().await;
    let begun = server.post("/studies", &json!({ "runs": 5000, "seed": 3, "lines": [1, 2] })).await.created();
    assert_eq!((&begun["scenario"], &begun["total"]), (&json!("seed"), &json!(10_000)));
    let id = begun["id"].as_str().unwrap();
    let study = server.studied(id).await;
    assert_eq!((&study["status"], &study["done"]), (&json!("DONE"), &json!(10_000)));
    let [one, two] = &study["settings"].as_array().unwrap()[..] else { panic!("two settings: {study}") };
    // People's luck does not depend on the number of lines: the same sessions are won.
    assert_eq!(one["figures"]["won"], two["figures"]["won"]);
    assert_eq!(one["figures"]["canceled"]["mean"], 0.0);
    assert!(two["figures"]["duration_ms"]["mean"].as_f64() < one["figures"]["duration_ms"]["mean"].as_f64());
    for histogram in [&one["attempted"], &one["durationMs"], &two["durationMs"]] {
        let counts = histogram["counts"].as_array().unwrap();
        assert_eq!(counts.iter().map(|count| count.as_u64().unwrap()).sum::<u64>(), 5000);
    }
    let run = server.get(&format!("/studies/{id}/runs/4999/journal?lines=2")).await;
    let reader = Reader::open(run.text.as_bytes()).unwrap();
    assert_eq!((reader.header().seed, reader.header().run), (Some(3), Some(4999)));
    assert!(matches!(verify(reader).unwrap().result, Comparison::Same));
    assert!(server.get(&format!("/studies/{id}/runs/5000/journal")).await.detail(400).starts_with("run is \"5000\""));
    assert_eq!(
        server.get(&format!("/studies/{id}/runs/0/journal?lines=3")).await.detail(400),
        "lines: this study has [1, 2]"
    );
}

#[tokio::test]
async fn a_study_can_be_canceled_and_others_must_wait() {
    let server = Server::new().await;
    let body = json!({ "runs": 1_000_000, "lines": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] });
    for _ in 0..4 {
        server.post("/studies", &body).await.created();
    }
    let busy = server.post("/studies", &body).await;
    assert!(busy.headers.contains_key(header::RETRY_AFTER));
    assert!(busy.detail(503).starts_with("4 studies are under way already"));
    for id in ["1", "2", "3", "4"] {
        server.post(&format!("/studies/{id}/cancel"), &json!({})).await.ok();
    }
    for id in ["1", "2", "3", "4"] {
        assert_eq!(server.studied(id).await["status"], "CANCELED");
    }
    assert_eq!(server.get("/studies").await.ok()["studies"].as_array().unwrap().len(), 4);
    server.post("/studies", &json!({ "runs": 1 })).await.created();
}

#[tokio::test]
async fn what_makes_no_study_is_named() {
    let server = Server::new().await;
    let cases = [
        (json!({ "runs": 0 }), "runs is 0: from 1 to 1000000 are allowed"),
        (json!({ "runs": "many" }), "runs is \"many\": a whole number is needed"),
        (json!({ "lines": [] }), "lines is []: some numbers from 1 to 10 are needed, each once"),
        (json!({ "lines": [2, 2] }), "lines is [2, 2]: some numbers from 1 to 10 are needed, each once"),
        (json!({ "lines": [11] }), "lines is [11]: some numbers from 1 to 10 are needed, each once"),
        (json!({ "lines": 3 }), "lines is 3: an array of whole numbers is needed"),
        (json!({ "scenario": "name = 3" }), "the scenario does not fit: line 1"),
    ];
    for (body, sentence) in cases {
        let detail = server.post("/studies", &body).await.detail(400);
        assert!(detail.starts_with(sentence), "{detail}");
    }
    let preset = server.get("/scenarios").await.ok();
    let toml = preset["scenarios"][0]["toml"].as_str().unwrap().replace("take = 6", "take = 10000");
    let detail = server.post("/studies", &json!({ "scenario": toml, "runs": 1_000_000 })).await.detail(400);
    assert!(detail.contains("at most 200000000 in one study"), "{detail}");
    assert!(server.get("/studies/1").await.detail(404).starts_with("there is no study \"1\""));
    assert!(server.get("/studies/x").await.detail(404).starts_with("there is no study \"x\""));
}
