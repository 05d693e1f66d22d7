//! Both CRM stores side by side, and a lead's calls.

use super::*;

#[tokio::test(start_paused = true)]
async fn both_stores_are_listed_side_by_side() {
    let server = TestServer::new().await;
    let path = server.start(2).await;
    let session = server.settled(&path).await;
    let list = server.get("/crm/syncs").await.ok();
    let calls = session["calls"].as_array().unwrap();
    assert_eq!(
        (&list["total"], &list["synced"], &list["failed"]),
        (&json!(calls.len()), &json!(calls.len()), &json!(0))
    );
    for (sync, call) in list["syncs"].as_array().unwrap().iter().zip(calls.iter().rev()) {
        assert_eq!((&sync["callId"], &sync["callStatus"]), (&call["id"], &call["callStatus"]));
        assert_eq!(sync["activity"]["id"], call["crmActivityId"]);
        assert_eq!(sync["external"]["sourceActivityId"], sync["activity"]["id"]);
        assert_eq!(sync["external"]["disposition"], sync["activity"]["disposition"]);
    }
    let page = server.get("/crm/syncs?status=SYNCED&limit=1&offset=1").await.ok();
    assert_eq!(page["syncs"][0], list["syncs"][1]);
    assert_eq!(server.get("/crm/syncs?status=PENDING").await.ok()["total"], 0);
    assert_eq!(
        server.get("/crm/syncs?status=DONE").await.detail(400),
        "status is \"DONE\": allowed are PENDING, SYNCED, FAILED"
    );
}

#[tokio::test(start_paused = true)]
async fn a_lead_lists_its_calls_and_the_list_of_leads_shows_the_last_one() {
    let server = TestServer::new().await;
    let lead = server.ids().await[0].as_str().unwrap().to_owned();
    assert_eq!(server.get(&format!("/leads/{lead}")).await.ok()["lastCall"], Value::Null);
    assert_eq!(server.get(&format!("/leads/{lead}/calls")).await.ok(), json!({ "calls": [], "total": 0 }));
    let path = server.start(2).await;
    assert_eq!(server.get("/leads").await.ok()["leads"][0]["lastCall"]["callStatus"], Value::Null);
    let first = server.settled(&path).await["calls"][0].clone();
    let second = server.settled(&server.start(2).await).await["calls"][0].clone();
    assert_eq!(second["agentId"], "agent-1");
    assert_eq!(server.get(&format!("/leads/{lead}/calls")).await.ok(), json!({ "calls": [first, second], "total": 2 }));
    let last = &server.get("/leads").await.ok()["leads"][0]["lastCall"];
    assert_eq!((&last["callId"], &last["callStatus"]), (&second["id"], &second["callStatus"]));
    server.get("/leads/x/calls").await.detail(404);
}
