//! `/dialer`, and the records of its calls in the two CRM stores.

use redial_sim::Percent;

use super::*;

#[tokio::test(start_paused = true)]
async fn a_session_rings_wins_and_reaches_both_stores() {
    let server = TestServer::new().await;
    let body = json!({ "agentId": "ada", "leadIds": server.ids().await });
    let started = server.post("/dialer/sessions", &body).await.created();
    assert_eq!(
        (&started["status"], &started["concurrency"], &started["lines"]),
        (&json!("RUNNING"), &json!(2), &json!(2))
    );
    assert_eq!(started["calls"], started["activeCallIds"]);
    assert_eq!(started["leadQueue"], json!(server.ids().await[2..]));
    let path = format!("/dialer/sessions/{}", started["id"].as_str().unwrap());
    let ringing = server.get(&path).await.ok();
    for field in ["callStatus", "endedAt", "crmActivityId", "crmActivityStatus"] {
        assert_eq!(ringing["calls"][0][field], Value::Null, "{field}");
    }
    assert_eq!((&ringing["calls"][1]["number"], &ringing["calls"][1]["line"]), (&json!("0.1"), &json!("RINGING")));
    assert_eq!(ringing["calls"][1]["providerCallId"], "SIM-00000000-0001");

    let settled = server.settled(&path).await;
    let calls = settled["calls"].as_array().unwrap();
    let count = |status: &str| calls.iter().filter(|call| call["callStatus"] == status).count();
    let metrics = &settled["metrics"];
    assert_eq!(metrics["attempted"], calls.len());
    assert_eq!(metrics["connected"], count("CONNECTED"));
    assert_eq!(metrics["canceled"], count("CANCELED_BY_DIALER"));
    assert_eq!(settled["activeCallIds"], json!([]));
    let contacts = server.get("/mock-crm/contacts").await.ok();
    let external = server.get("/mock-crm/activities").await.ok();
    assert_eq!((&contacts["total"], &external["total"]), (&json!(calls.len()), &json!(calls.len())));
    for call in calls {
        assert_eq!((&call["status"], &call["crmActivityStatus"]), (&json!("COMPLETED"), &json!("SYNCED")));
        let of_lead = server.get(&format!("/leads/{}/crm-activities", call["leadId"].as_str().unwrap())).await.ok();
        assert_eq!((&of_lead["total"], &of_lead["leadName"]), (&json!(1), &call["lead"]["name"]));
        let activity = &of_lead["activities"][0];
        assert_eq!((&activity["callId"], &activity["id"]), (&call["id"], &call["crmActivityId"]));
        let of_call = |other: &&Value| other["sourceActivityId"] == activity["id"];
        let twin = external["activities"].as_array().unwrap().iter().find(of_call).unwrap();
        for field in ["leadId", "crmExternalId", "type", "callId", "disposition", "notes"] {
            assert_eq!(twin[field], activity[field], "{field}");
        }
        assert!(twin["id"].as_str().unwrap().starts_with("MOCK-"), "{twin}");
        let lead = server.get(&format!("/leads/{}", call["leadId"].as_str().unwrap())).await.ok();
        assert_eq!(lead["crmExternalId"], activity["crmExternalId"]);
    }
    let page = server.get("/mock-crm/contacts?limit=1&offset=1").await.ok();
    assert_eq!((&page["contacts"][0], &page["total"]), (&contacts["contacts"][1], &contacts["total"]));
}

#[tokio::test(start_paused = true)]
async fn a_second_stop_changes_nothing() {
    let server = TestServer::new().await;
    let path = server.start(2).await;
    let stopped = server.post(&format!("{path}/stop"), &Value::Null).await.ok();
    assert_eq!((&stopped["status"], &stopped["stopReason"]), (&json!("STOPPED"), &json!("MANUAL")));
    assert_eq!((&stopped["winnerCallId"], &stopped["metrics"]["canceled"]), (&Value::Null, &json!(2)));
    assert_eq!(stopped["leadQueue"].as_array().unwrap().len(), 4);
    server.settled(&path).await;
    let seq = server.get("/health").await.ok()["seq"].clone();
    let mut again = server.post(&format!("{path}/stop"), &Value::Null).await.ok();
    assert_eq!(server.get("/health").await.ok()["seq"], seq);
    for later in ["seq", "settled"] {
        again[later] = stopped[later].clone();
    }
    assert_eq!(again, stopped);
}

#[tokio::test(start_paused = true)]
async fn a_session_waits_for_a_person_who_is_on_another_line() {
    let server = TestServer::new().await;
    let first = json!({ "agentId": "ada", "leadIds": [server.ids().await[0]] });
    server.post("/dialer/sessions", &first).await.created();
    let second = server.post("/dialer/sessions", &first).await.created();
    let waited = json!([{ "leadId": server.ids().await[0], "name": "Ada Lindqvist" }]);
    assert_eq!((&second["waitingFor"], &second["status"]), (&waited, &json!("RUNNING")));
    assert_eq!((&second["leadQueue"], &second["calls"]), (&first["leadIds"], &json!([])));
    let settled = server.settled(&format!("/dialer/sessions/{}", second["id"].as_str().unwrap())).await;
    assert_eq!((&settled["waitingFor"], &settled["metrics"]["attempted"]), (&json!([]), &json!(1)));
}

#[tokio::test(start_paused = true)]
async fn a_repeated_lead_is_called_once_at_its_first_place() {
    let server = TestServer::new().await;
    let ids = server.ids().await;
    let body = json!({ "agentId": "ada", "leadIds": [ids[3], ids[1], ids[3], ids[0], ids[1]], "concurrency": 1 });
    let started = server.post("/dialer/sessions", &body).await.created();
    assert_eq!(started["leadQueue"], json!([ids[1], ids[0]]));
}

#[tokio::test(start_paused = true)]
async fn unknown_leads_are_named_up_to_twenty_and_no_lead_is_called() {
    let server = TestServer::new().await;
    let mut ids = server.ids().await;
    ids.extend((0..23).map(|n| json!(format!("nobody-{n}"))));
    let detail = server.post("/dialer/sessions", &json!({ "agentId": "ada", "leadIds": ids })).await.detail(400);
    assert!(detail.contains("\"nobody-0\", ") && detail.contains("\"nobody-19\", and 3 more"), "{detail}");
    assert!(!detail.contains("nobody-20"), "{detail}");
    assert_eq!(server.get("/dialer/sessions").await.ok()["total"], 0);
}

#[tokio::test(start_paused = true)]
async fn sessions_are_listed_newest_first_in_pages() {
    let server = TestServer::new().await;
    for _ in 0..3 {
        server.start(1).await;
    }
    let numbers = |list: &Value| -> Vec<u64> {
        list["sessions"].as_array().unwrap().iter().map(|session| session["number"].as_u64().unwrap()).collect()
    };
    let all = server.get("/dialer/sessions").await.ok();
    assert_eq!((numbers(&all), &all["total"]), (vec![2, 1, 0], &json!(3)));
    let page = server.get("/dialer/sessions?limit=1&offset=1").await.ok();
    assert_eq!((numbers(&page), &page["total"]), (vec![1], &json!(3)));
}

#[tokio::test(start_paused = true)]
async fn only_a_failed_sync_is_tried_again() {
    let mut scenario = Scenario::seed();
    scenario.crm.failed = Percent::read("100").unwrap();
    scenario.dialer.crm_attempts = 1;
    let server = TestServer::with(scenario, demo()).await;
    let path = server.start(1).await;
    let ringing = server.get(&path).await.ok();
    let retry = format!("/dialer/calls/{}/crm-sync", ringing["calls"][0]["id"].as_str().unwrap());
    assert!(server.post(&retry, &Value::Null).await.detail(409).contains("still rings"));
    let settled = server.settled(&path).await;
    assert_eq!(settled["calls"][0]["crmActivityStatus"], "FAILED");
    let again = server.post(&retry, &Value::Null).await.ok();
    assert_eq!((&again["crmActivityStatus"], &again["id"]), (&json!("PENDING"), &settled["calls"][0]["id"]));
    assert!(server.post(&retry, &Value::Null).await.detail(409).contains("is PENDING"));
}

#[tokio::test(start_paused = true)]
async fn all_failed_syncs_are_tried_again_at_once() {
    let mut scenario = Scenario::seed();
    scenario.crm.failed = Percent::read("100").unwrap();
    scenario.dialer.crm_attempts = 1;
    let server = TestServer::with(scenario, demo()).await;
    let retry = async || server.post("/crm/retry-failed", &Value::Null).await.ok()["retried"].clone();
    assert_eq!(retry().await, 0);
    let mut calls = 0;
    for _ in 0..2 {
        let path = server.start(3).await;
        calls += server.settled(&path).await["calls"].as_array().unwrap().len();
    }
    assert_eq!(retry().await, calls);
    assert_eq!(retry().await, 0, "they are under way");
    tokio::time::sleep(Duration::from_secs(60)).await;
    assert_eq!(retry().await, calls, "and fail again");
}

#[tokio::test(start_paused = true)]
async fn a_page_of_sessions_with_long_queues_ends_early_and_names_the_next_one() {
    let people = (0..10_000).map(|n| Arc::new(redial_sim::leads::invent(5, n))).collect();
    let server = TestServer::with(Scenario::seed(), people).await;
    for _ in 0..5 {
        server.start(2).await;
    }
    let mut offset = json!(0);
    let (mut seen, mut pages) = (Vec::new(), Vec::new());
    while !offset.is_null() {
        let page = server.get(&format!("/dialer/sessions?limit=1000&offset={offset}")).await.ok();
        let sessions = page["sessions"].as_array().unwrap();
        assert_eq!(page["total"], 5);
        for session in sessions {
            let dialed = session["calls"].as_array().unwrap().len();
            assert_eq!(session["leadQueue"].as_array().unwrap().len() + dialed, 10_000, "each is whole");
            seen.push(session["number"].clone());
        }
        pages.push(sessions.len());
        offset = page["nextOffset"].clone();
    }
    assert_eq!((seen, pages), (vec![json!(4), json!(3), json!(2), json!(1), json!(0)], vec![2, 2, 1]));
}
