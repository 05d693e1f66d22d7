//! Errors: a wrong request, and one that the server cannot serve now, gets a problem document.

use tokio::sync::{mpsc, watch};

use axum::routing::get;

use super::*;
use crate::app::guarded;
use crate::blocking::blocking;
use redial_live::archive::Archive;
use redial_live::desk::Desk;

const SESSIONS: &str = "/dialer/sessions";
const JSON: Option<&str> = Some("application/json");

#[tokio::test(start_paused = true)]
async fn a_wrong_address_is_named() {
    let server = TestServer::new().await;
    let lead = server.ids().await[0].as_str().unwrap().to_owned();
    for (method, path, status, said) in [
        ("POST", "/lead", 404, "there is nothing at /lead"),
        ("GET", "/leads/", 404, "there is nothing at /leads/"),
        ("GET", "/leads/nobody", 404, "there is no lead \"nobody\""),
        ("GET", &format!("/dialer/sessions/{lead}"), 404, "there is no session "),
        ("GET", "/dialer/sessions/x/log", 404, "there is no session \"x\""),
        ("GET", "/dialer/sessions/x?at=1", 404, "there is no session \"x\""),
        ("POST", "/dialer/sessions/x/stop", 404, "there is no session \"x\""),
        ("POST", "/dialer/calls/x/crm-sync", 404, "there is no call \"x\""),
        ("POST", "/leads/x/enrich", 404, "there is no lead \"x\""),
        ("GET", "/leads/x/crm-activities", 404, "there is no lead \"x\""),
        ("DELETE", "/leads", 405, "DELETE is not allowed at /leads; see Allow"),
        ("GET", "/leads/x/enrich", 405, "GET is not allowed at /leads/x/enrich; see Allow"),
        ("PUT", "/dialer/sessions", 405, "PUT is not allowed"),
        ("GET", "/leads/%zz", 400, "the path holds \"%zz\", which is no percent escape"),
        ("GET", "/leads/%ff", 400, "the path is not in UTF-8"),
        ("GET", "/leads?search=%", 400, "the query holds \"%\", which is no percent escape"),
        ("GET", "/leads?limit=0", 400, "limit is \"0\": a whole number from 1 to 1000 is needed"),
        ("GET", "/leads?limit=1001", 400, "limit is \"1001\""),
        ("GET", "/leads?limit=%2B5", 400, "limit is \"+5\""),
        ("GET", "/leads?limit=", 400, "limit is \"\""),
        ("GET", "/leads?offset=-1", 400, "offset is \"-1\": a whole number from 0"),
        ("GET", "/leads?limit=1&limit=2", 400, "limit is twice in the query"),
        ("GET", "/leads?industry=Finance&industry=Logistics", 400, "industry is twice in the query"),
        ("GET", "/leads?sort=age", 400, "sort is \"age\": allowed are name, job_title"),
        ("GET", "/dialer/sessions?limit=ten", 400, "limit is \"ten\""),
        ("GET", "/dialer/sessions/x?at=now", 400, "at is \"now\": a whole number"),
        ("GET", "/journal?after=99999999999999999999", 400, "after is \"99999999999999999999\""),
        ("GET", "/journal?limit=1001", 400, "limit is \"1001\": a whole number from 1 to 1000 is needed"),
        ("GET", "/mock-crm/contacts?limit=x", 400, "limit is \"x\""),
    ] {
        let answer = server.ask(method.parse().unwrap(), path, None, Body::empty()).await;
        let detail = answer.detail(status);
        assert!(detail.starts_with(said), "{method} {path}: {detail}");
        assert_eq!(answer.headers.contains_key(header::ALLOW), status == 405, "{method} {path}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_answer_to_a_wrong_body_names_the_mistake() {
    let server = TestServer::new().await;
    let id = server.ids().await[0].to_string();
    let deep = "[".repeat(200);
    let session = |fields: &str| format!(r#"{{"agentId":"a","leadIds":[{id}],{fields}}}"#);
    let many = format!(r#"{{"agentId":"a","leadIds":[{}]}}"#, vec!["\"x\""; 10_001].join(","));
    for (path, body, said) in [
        ("/leads", String::new(), "the body is empty: a JSON object is needed"),
        ("/leads", "null".into(), "the body does not fit: invalid type: null, expected a JSON object at line 1"),
        ("/leads", "[]".into(), "the body does not fit: invalid type: sequence, expected a JSON object"),
        ("/leads", "\"lead\"".into(), "the body does not fit: invalid type: string"),
        ("/leads", "{".into(), "the body is cut off: EOF while parsing an object at line 1 column 1"),
        ("/leads", "{\"name\":\n NaN}".into(), "the body is not JSON: expected value at line 2 column 2"),
        ("/leads", "{'name':1}".into(), "the body is not JSON: key must be a string at line 1 column 2"),
        ("/leads", "{} {}".into(), "the body is not JSON: trailing characters at line 1 column 4"),
        ("/leads", r#"{"name":"a","name":"b"}"#.into(), "the body does not fit: the field \"name\" stands twice"),
        ("/leads", format!(r#"{{"name":{deep}"#), "the body is nested deeper than 32 levels"),
        ("/leads", r#"{"name":"\ud800"}"#.into(), "the body is not JSON: unexpected end of hex escape"),
        ("/leads", r#"{"name":1e999}"#.into(), "the body is not JSON: number out of range"),
        ("/leads", "{}".into(), "name is missing: a string of 1 to 200 characters is needed; job_title is missing"),
        (
            SESSIONS,
            "{}".into(),
            "agentId is missing: a string of 1 to 200 characters is needed; leadIds is missing: an array",
        ),
        (
            SESSIONS,
            r#"{"agentId":7,"leadIds":"x"}"#.into(),
            "agentId is 7 (a number): a string of 1 to 200 characters is needed; \
             leadIds is \"x\" (a string): an array of 1 to 10000 lead ids is needed",
        ),
        (
            SESSIONS,
            r#"{"agentId":" ","leadIds":[]}"#.into(),
            "agentId is \" \": it must not be blank; leadIds is [] (an array): an array of",
        ),
        (
            SESSIONS,
            r#"{"agentId":"a","leadIds":["x",1,null]}"#.into(),
            "leadIds[1] is 1 (a number): a string is needed; leadIds[2] is null (null)",
        ),
        (SESSIONS, many, "leadIds holds 10001 ids: an array of 1 to 10000 lead ids is needed"),
        (SESSIONS, session(r#""concurrency":0"#), "concurrency is 0 (a number): a whole number from 1 to 10 is needed"),
        (SESSIONS, session(r#""concurrency":11"#), "concurrency is 11"),
        (SESSIONS, session(r#""concurrency":2.0"#), "concurrency is 2.0"),
        (SESSIONS, session(r#""concurrency":-1"#), "concurrency is -1"),
        (SESSIONS, session(r#""concurrency":null"#), "concurrency is null (null)"),
        (SESSIONS, session(r#""concurrency":"2""#), "concurrency is \"2\" (a string)"),
        (SESSIONS, session(r#""concurrency":258"#), "concurrency is 258"),
    ] {
        let detail = server.ask(Method::POST, path, JSON, body.clone()).await.detail(400);
        assert!(detail.starts_with(said), "{body:.60}: {detail}");
    }
    let detail = server.ask(Method::POST, "/leads", JSON, &b"{\"name\":\"\xff\"}"[..]).await.detail(400);
    assert!(detail.starts_with("the body is not JSON: invalid unicode code point"), "{detail}");
    assert_eq!(server.get("/health").await.ok()["seq"], 6, "nothing wrong is written down");
}

#[tokio::test(start_paused = true)]
async fn a_body_has_a_bound_and_a_type() {
    let server = TestServer::new().await;
    let body = |length: usize| format!(r#"{{"x":"{}"}}"#, "x".repeat(length - 8));
    for (path, bound) in [("/leads", 64 * 1024), (SESSIONS, 1024 * 1024)] {
        server.ask(Method::POST, path, JSON, body(bound)).await.detail(400);
        let detail = server.ask(Method::POST, path, JSON, body(bound + 1)).await.detail(413);
        assert_eq!(detail, "the body is larger than this route takes");
    }
    for kind in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "json"] {
        let detail = server.ask(Method::POST, "/leads", Some(kind), "{}").await.detail(415);
        assert_eq!(detail, format!("the body is declared as \"{kind}\": send Content-Type: application/json"));
    }
    let detail = server.ask(Method::POST, "/leads", None, "{}").await.detail(415);
    assert_eq!(detail, "the body has no content type: send Content-Type: application/json");
    for kind in [JSON, Some("Application/JSON; charset=utf-8"), Some("application/vnd.api+json")] {
        server.ask(Method::POST, "/leads", kind, "{}").await.detail(400);
    }
}

#[tokio::test(start_paused = true)]
async fn the_web_page_may_call_from_its_own_origin() {
    let server = TestServer::new().await;
    let preflight = |origin: &str| {
        Request::builder()
            .method(Method::OPTIONS)
            .uri("/leads")
            .header(header::ORIGIN, origin)
            .header(header::ACCESS_CONTROL_REQUEST_METHOD, "POST")
            .header(header::ACCESS_CONTROL_REQUEST_HEADERS, "content-type")
            .body(Body::empty())
            .unwrap()
    };
    let allowed = server.send(preflight("http://localhost:5173")).await;
    assert_eq!(allowed.status, StatusCode::OK);
    assert_eq!(allowed.headers[header::ACCESS_CONTROL_ALLOW_ORIGIN], "http://localhost:5173");
    assert_eq!(allowed.headers[header::ACCESS_CONTROL_ALLOW_METHODS], "GET,POST");
    let elsewhere = Request::builder().uri("/nowhere").header(header::ORIGIN, "http://localhost:5173");
    let problem = server.send(elsewhere.body(Body::empty()).unwrap()).await;
    assert_eq!(problem.headers[header::ACCESS_CONTROL_ALLOW_ORIGIN], "http://localhost:5173");
}

#[tokio::test(start_paused = true)]
async fn a_busy_or_closed_desk_answers_503_with_a_retry_time() {
    let server = TestServer::new().await;
    let opening = &server.live.report;
    let (requests, waiting) = mpsc::channel(1);
    let watched = server.live.desk.metrics().clone();
    let desk = Desk::new(requests, Arc::new(Archive::memory()), opening.names.clone(), watch::channel(0).1, watched);
    let state = ServerState::new(desk.clone(), opening, Region::default(), Arc::new([]));
    let blocked = TestServer { live: server.live, push: state.push.clone(), app: app(state) };
    let first = tokio::spawn(async move { desk.read(|_| ()).await.is_err() });
    tokio::task::yield_now().await;
    let busy = blocked.get("/leads").await;
    assert_eq!(busy.detail(503), "too many requests are waiting; try again in a moment");
    assert_eq!(busy.headers[header::RETRY_AFTER], "1");
    drop(waiting);
    assert!(first.await.unwrap());
    let health = blocked.get("/health").await;
    assert_eq!(health.status, StatusCode::SERVICE_UNAVAILABLE);
    let said = json!({
        "status": "not ready", "alive": true, "ready": false, "seq": 0, "checked": true,
        "detail": "the server is shutting down",
    });
    assert_eq!(health.json(), said);
}

#[tokio::test(start_paused = true)]
async fn a_fault_in_a_handler_costs_its_own_request_and_no_other() {
    let server = TestServer::new().await;
    let state = ServerState::new(server.live.desk.clone(), &server.live.report, Region::default(), Arc::new([]));
    let routes = Router::new()
        .route("/fault", get(async || -> &'static str { panic!("a fault in a handler") }))
        .route("/fault/aside", get(async || blocking(|| -> &'static str { panic!("a fault in long work") }).await))
        .route("/sound", get(async || "sound"));
    let faulty = TestServer { live: server.live, push: state.push.clone(), app: guarded(routes, state) };
    for path in ["/fault", "/fault/aside"] {
        let (fault, sound) = tokio::join!(faulty.get(path), faulty.get("/sound"));
        assert_eq!(fault.detail(500), "a fault in the server stopped this request; it is in the log");
        assert!(fault.headers.contains_key("x-request-id"));
        assert_eq!((sound.status, &*sound.text), (StatusCode::OK, "sound"));
        assert_eq!(faulty.get("/sound").await.text, "sound");
    }
    assert!(faulty.live.desk.read(|_| ()).await.is_ok(), "the dialer goes on");
}

#[tokio::test(start_paused = true)]
async fn the_server_reports_its_version_and_its_health() {
    let server = TestServer::new().await;
    let version = server.get("/version").await.ok();
    assert_eq!((&version["name"], &version["rules"]), (&json!("redial"), &json!(2)));
    assert_eq!(version["journal"], server.live.report.journal.to_string());
    assert_eq!(
        server.get("/health").await.ok(),
        json!({ "status": "ok", "alive": true, "ready": true, "seq": 6, "checked": true })
    );
}

#[tokio::test(start_paused = true)]
async fn every_answer_carries_its_requests_id() {
    let server = TestServer::new().await;
    let ask = async |id: &str| {
        let request = Request::builder().uri("/nowhere").header("x-request-id", id).body(Body::empty()).unwrap();
        server.send(request).await.headers["x-request-id"].to_str().unwrap().to_owned()
    };
    assert_eq!(ask("mine-7").await, "mine-7");
    for id in [String::new(), "x".repeat(201)] {
        assert_eq!(ask(&id).await.len(), 36, "a UUID takes its place");
    }
    assert_ne!(server.get("/leads").await.headers["x-request-id"], server.get("/leads").await.headers["x-request-id"]);
}
