//! Single runs: played again, and the same each time.

use redial_replay::{Comparison, Reader, verify};

use super::*;

#[tokio::test]
async fn any_run_is_played_again_by_its_number() {
    let server = TestServer::new().await;
    let path = server.study(&json!({ "runs": 5000, "seed": 3, "lines": [1, 2] })).await;
    server.studied(&path).await;
    let page = server.get(&format!("{path}/runs?setting=1&offset=4998")).await.ok();
    assert_eq!((&page["setting"], &page["total"]), (&json!(1), &json!(5000)));
    let [_, last] = &page["runs"].as_array().unwrap()[..] else { panic!("the last two: {page}") };
    assert_eq!(last["run"], 4999);
    assert_eq!(last.get("wait_ms").is_some(), last["won"] == 1, "{last}");
    let run = server.get(&format!("{path}/runs/4999")).await.ok();
    let [one, two] = &run["settings"].as_array().unwrap()[..] else { panic!("two settings: {run}") };
    assert_eq!((&run["run"], &one["name"], &two["name"]), (&json!(4999), &json!("lines=1"), &json!("lines=2")));
    for (count, value) in last.as_object().unwrap().iter().filter(|(count, _)| *count != "run") {
        assert_eq!(two[count], *value, "{count}");
    }
    for at in ["setting=1", "lines=2"] {
        let journal = server.get(&format!("{path}/runs/4999/journal?{at}")).await;
        assert_eq!(journal.headers[header::CONTENT_TYPE], "application/x-ndjson");
        let placed = journal.text.matches("{\"call_placed\":").count();
        assert_eq!(two["attempted"], placed, "{at}");
        let reader = Reader::open(journal.text.as_bytes()).unwrap();
        assert_eq!((reader.header().seed, reader.header().run), (Some(3), Some(4999)));
        assert!(matches!(verify(reader).unwrap().result, Comparison::Same));
    }
}

#[tokio::test]
async fn the_rows_of_runs_have_the_mean_of_the_summary() {
    let server = TestServer::new().await;
    let path = server.study(&json!({ "runs": 1500, "lines": [3] })).await;
    let study = server.studied(&path).await;
    let (mut attempted, mut offset) = (0, 0);
    loop {
        let page = server.get(&format!("{path}/runs?limit=1000&offset={offset}")).await.ok();
        let runs = page["runs"].as_array().unwrap();
        if runs.is_empty() {
            break;
        }
        assert_eq!(runs[0]["run"], offset);
        offset += runs.len();
        attempted += runs.iter().map(|run| run["attempted"].as_u64().unwrap()).sum::<u64>();
    }
    let mean = estimate(&study["summary"]["settings"][0], "figures", "attempted")["value"].as_f64().unwrap();
    assert_eq!((offset, attempted as f64), (1500, (mean * 1500.0).round()));
    assert_eq!(server.get(&format!("{path}/runs")).await.ok()["runs"].as_array().unwrap().len(), 100);
}

#[tokio::test]
async fn a_page_of_long_runs_ends_early() {
    let server = TestServer::new().await;
    let path = server.study(&json!({ "runs": 1000, "lines": [2], "grid": { "take": [10_000] } })).await;
    server.post(&format!("{path}/cancel"), &json!({})).await.ok();
    let page = server.get(&format!("{path}/runs?limit=1000")).await.ok();
    assert_eq!(page["runs"].as_array().unwrap().len(), 11, "11 runs of 10,000 leads can come to 3,850,000 records");
}

#[tokio::test]
async fn runs_and_settings_that_are_not_there_are_named() {
    let server = TestServer::new().await;
    let path = server.study(&json!({ "runs": 10, "grid": { "take": [3, 5] } })).await;
    server.studied(&path).await;
    for (at, status, said) in [
        ("/studies/9", 404, "there is no study \"9\""),
        ("/studies/x", 404, "there is no study \"x\""),
        ("/studies/-1/runs", 404, "there is no study \"-1\""),
        ("/studies/9/events", 404, "there is no study \"9\""),
        ("/studies/9/runs/0", 404, "there is no study \"9\""),
        ("/studies/9/runs/0/journal", 404, "there is no study \"9\""),
        ("/studies/1/runs?setting=2", 400, "setting is 2: this study has settings 0 to 1"),
        ("/studies/1/runs?setting=40", 400, "setting is \"40\": a whole number from 0 to 39 is needed"),
        ("/studies/1/runs?setting=first", 400, "setting is \"first\": a whole number"),
        ("/studies/1/runs?limit=0", 400, "limit is \"0\": a whole number from 1 to 1000"),
        ("/studies/1/runs?limit=1001", 400, "limit is \"1001\""),
        ("/studies/1/runs/10", 400, "run is 10: this study has runs 0 to 9"),
        ("/studies/1/runs/ten", 400, "run is \"ten\": a whole number"),
        ("/studies/1/runs/10/journal", 400, "run is 10: this study has runs 0 to 9"),
        ("/studies/1/runs/0/journal?lines=3", 400, "lines is 3: this study has [2, 2]"),
        (
            "/studies/1/runs/0/journal?lines=2",
            400,
            "lines is 2: several settings have this number; name one by its setting",
        ),
        ("/studies/1/runs/0/journal?lines=2&setting=0", 400, "setting and lines name the same"),
        ("/studies/1/runs/0/journal?lines=11", 400, "lines is \"11\": a whole number from 1 to 10"),
    ] {
        let detail = server.get(at).await.detail(status);
        assert!(detail.starts_with(said), "{at}: {detail}");
    }
    assert_eq!(server.get("/studies/1/runs?offset=4000000000").await.ok()["runs"], json!([]));
    server.post("/studies/9/cancel", &json!({})).await.detail(404);
}
