//! A page in the user's browser cannot dial.

use super::*;

fn request(method: Method, path: &str, headers: &[(&str, &str)]) -> Request<Body> {
    let request = Request::builder().method(method).uri(path);
    let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    request.body(Body::empty()).unwrap()
}

const STOP: &str = "/dialer/sessions/x/stop";

#[tokio::test(start_paused = true)]
async fn another_page_may_not_post_or_open_a_socket() {
    let server = TestServer::new().await;
    for origin in ["https://evil.example", "null", "http://localhost:3002", "http://127.0.0.1", "file://"] {
        let headers = [("host", "localhost:3001"), ("origin", origin)];
        let detail = server.send(request(Method::POST, STOP, &headers)).await.detail(403);
        assert_eq!(detail, format!("the page \"{origin}\" may not ask this server for that"));
        let headers =
            [("host", "localhost:3001"), ("origin", origin), ("connection", "upgrade"), ("upgrade", "websocket")];
        server.send(request(Method::GET, "/ws", &headers)).await.detail(403);
        server.send(request(Method::GET, "/leads", &headers[..2])).await.ok();
    }
    for origin in ["http://localhost:3001", "https://LOCALHOST:3001", "http://localhost:5173"] {
        let headers = [("host", "localhost:3001"), ("origin", origin)];
        server.send(request(Method::POST, STOP, &headers)).await.detail(404);
    }
}

#[tokio::test(start_paused = true)]
async fn a_foreign_name_for_this_machine_is_refused() {
    let server = TestServer::new().await;
    for host in ["evil.example", "evil.example:3001", "localhost.evil.example", ""] {
        let detail = server.send(request(Method::GET, "/leads", &[("host", host)])).await.detail(403);
        assert!(detail.starts_with(&format!("the request is for the host \"{host}\", which is no name")), "{detail}");
    }
    server.send(request(Method::GET, "http://evil.example/leads", &[("host", "localhost")])).await.detail(403);
    for host in ["127.0.0.1:3001", "[::1]:3001", "localhost", "192.168.1.7", "dialer.example:80"] {
        server.send(request(Method::GET, "/leads", &[("host", host)])).await.ok();
    }
}

#[tokio::test(start_paused = true)]
async fn a_body_that_is_not_json_is_refused_where_none_is_read() {
    let server = TestServer::new().await;
    server.ask(Method::POST, STOP, None, "x").await.detail(415);
    server.ask(Method::POST, STOP, Some("text/plain"), "x").await.detail(415);
    server.ask(Method::POST, STOP, None, "").await.detail(404);
    server.ask(Method::POST, "/nowhere", None, "x").await.detail(404);
}

#[tokio::test(start_paused = true)]
async fn a_body_is_nested_32_levels_at_most() {
    let server = TestServer::new().await;
    let nested = |levels: usize| format!(r#"{{"x":{}{}}}"#, "[".repeat(levels - 1), "]".repeat(levels - 1));
    let detail = server.ask(Method::POST, "/leads", Some("application/json"), nested(32)).await.detail(400);
    assert!(detail.starts_with("name is missing"), "{detail}");
    let detail = server.ask(Method::POST, "/leads", Some("application/json"), nested(33)).await.detail(400);
    assert_eq!(detail, "the body is nested deeper than 32 levels");
}
