//! Lists of leads in CSV, imported over REST.

use super::*;

const HEADER: &str = "name,job_title,phone_number,company,email,headcount,industry\n";

fn row(name: &str, phone: &str, email: &str) -> String {
    format!("{name},CFO,{phone},Acme,{email},1-10,Finance\n")
}

impl TestServer {
    async fn import(&self, query: &str, rows: &[String]) -> TestAnswer {
        let body = format!("{HEADER}{}", rows.concat());
        self.ask(Method::POST, &format!("/leads/import{query}"), Some("text/csv; charset=utf-8"), body).await
    }
}

fn rows() -> Vec<String> {
    vec![
        row("Nia Park", "(415) 555-0177", "nia@bluebird.example"),
        row(" ", "x", "y"),
        row("Ada again", "415-555-0132", "new@x.example"),
        row("Nia's desk", "+1 415 555 0177", "desk@bluebird.example"),
        row("Nia's mail", "ask reception", "NIA@bluebird.example"),
        row("One", "ask reception", "n/a"),
        row("Other", "ask reception", "n/a"),
    ]
}

#[tokio::test(start_paused = true)]
async fn a_list_is_taken_in_and_every_other_row_is_named() {
    let server = TestServer::new().await;
    let ada = server.ids().await[0].as_str().unwrap().to_owned();
    let report = server.import("", &rows()).await.ok();
    let left_out = [
        (3, "bad", "name is \" \": it must not be blank; ".to_owned()),
        (4, "skipped", format!("phone_number \"415-555-0132\" is that of lead {ada}")),
        (5, "skipped", "phone_number \"+1 415 555 0177\" is that of line 2".to_owned()),
        (6, "skipped", "email \"NIA@bluebird.example\" is that of line 2".to_owned()),
    ];
    let counts = ["rows", "taken", "bad", "skipped"].map(|name| report[name].as_u64().unwrap());
    assert_eq!(counts, [7, 3, 1, 3]);
    assert_eq!(report["leftOut"].as_array().unwrap().len(), left_out.len());
    for (said, (line, status, reason)) in report["leftOut"].as_array().unwrap().iter().zip(left_out) {
        assert_eq!((&said["line"], &said["status"]), (&json!(line), &json!(status)));
        let said = said["reason"].as_str().unwrap();
        assert!(
            said == reason || (status == "bad" && said.starts_with("name is \" \": it must not be blank")),
            "{said}"
        );
    }
    let list = server.get("/leads?offset=6").await.ok();
    let names: Vec<_> = list["leads"].as_array().unwrap().iter().map(|lead| lead["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["Nia Park", "One", "Other"]);
    let again = server.import("", &rows()).await.ok();
    assert_eq!((&again["taken"], &again["skipped"]), (&json!(2), &json!(4)), "only rows without number and address");
}

#[tokio::test(start_paused = true)]
async fn duplicates_are_kept_where_that_is_wanted() {
    let server = TestServer::new().await;
    let report = server.import("?duplicates=keep", &rows()).await.ok();
    assert_eq!((&report["taken"], &report["skipped"], &report["bad"]), (&json!(6), &json!(0), &json!(1)));
    assert_eq!(server.get("/leads").await.ok()["total"], 12);
}

#[tokio::test(start_paused = true)]
async fn a_long_list_is_taken_in_in_the_order_of_its_rows() {
    let server = TestServer::new().await;
    let rows: Vec<_> = (0..3_000).map(|n| row(&format!("N{n}"), "none", &format!("{n}@x.example"))).collect();
    assert_eq!(server.import("", &rows).await.ok()["taken"], 3_000);
    let last = server.get("/leads?offset=3005").await.ok();
    assert_eq!(last["leads"][0]["name"], "N2999");
    assert_eq!(server.get("/health").await.ok()["seq"], 3_006, "one record a lead");
}

#[tokio::test(start_paused = true)]
async fn a_list_that_is_none_is_refused() {
    let server = TestServer::new().await;
    let import = "/leads/import";
    let csv = Some("text/csv");
    let detail = server.ask(Method::POST, import, Some("application/json"), "{}").await.detail(415);
    assert_eq!(detail, "the body is declared as \"application/json\": send Content-Type: text/csv");
    let detail = server.ask(Method::POST, import, None, "x").await.detail(415);
    assert_eq!(detail, "the body has no content type: send Content-Type: text/csv");
    let detail = server.ask(Method::POST, import, csv, "").await.detail(400);
    assert!(detail.ends_with("the file is empty"), "{detail}");
    let detail = server.ask(Method::POST, "/leads/import?duplicates=maybe", csv, HEADER).await.detail(400);
    assert_eq!(detail, "duplicates is \"maybe\": allowed are skip and keep");
    let detail = server.ask(Method::POST, import, csv, vec![b'x'; 8 * 1024 * 1024 + 1]).await.detail(413);
    assert_eq!(detail, "the body is larger than this route takes");
    let many = format!("{HEADER}{}", "x\n".repeat(100_001));
    assert!(server.ask(Method::POST, import, csv, many).await.detail(413).contains("100000"));
    server.get(import).await.detail(405);
    assert_eq!(server.get("/leads").await.ok()["total"], 6);
}

#[tokio::test(start_paused = true)]
async fn a_list_that_breaks_off_says_how_far_it_came() {
    let server = TestServer::new().await;
    let TestServer { live, app, .. } = server;
    let rows: Vec<_> = (0..20_000).map(|n| row(&format!("N{n}"), "none", &format!("{n}@x.example"))).collect();
    let request = Request::builder().method(Method::POST).uri("/leads/import").header("content-type", "text/csv");
    let request = request.body(Body::from(format!("{HEADER}{}", rows.concat()))).unwrap();
    let desk = live.desk.clone();
    let importing = tokio::spawn(app.oneshot(request));
    while desk.read(|view| view.state.leads().len()).await.unwrap() < 1_000 {
        tokio::task::yield_now().await;
    }
    live.stop().await.unwrap();
    let response = importing.await.unwrap().unwrap();
    assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
    let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    let said: Value = serde_json::from_slice(&bytes).unwrap();
    let records = desk.archive().tip() - 6;
    let line = records + 1;
    let expected = format!("the server is shutting down; {records} of 20000 good rows were added, up to line {line}");
    assert_eq!(said["detail"], expected);
}
