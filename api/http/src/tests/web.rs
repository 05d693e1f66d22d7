//! The web UI's pages and assets, or the page that says how to get it.

use super::*;

#[tokio::test]
async fn every_page_is_answered_with_the_ui_and_nothing_else_is() {
    let server = TestServer::new().await;
    let pages =
        ["/", "/add-lead", "/lead/x", "/dialer/x", "/sessions", "/sessions/x/replay", "/replay", "/crm", "/simulate"];
    for page in pages {
        let answer = server.get(page).await;
        assert_eq!(answer.status, StatusCode::OK, "{page}");
        assert_eq!(answer.headers[header::CONTENT_TYPE], "text/html");
        assert_eq!(answer.headers[header::CACHE_CONTROL], "no-cache");
        assert!(answer.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap().starts_with("default-src 'self'"));
        assert!(answer.text.contains("<title>redial</title>"));
    }
    for path in
        ["/lead", "/dialer", "/sessions/x", "/simulate/x", "/index.html", "/assets/x.js", "/assets/../index.html"]
    {
        assert_eq!(server.get(path).await.detail(404), format!("there is nothing at {path}"));
    }
    server.get("/leads/x").await.detail(404);
    server.get("/dialer/sessions/x").await.detail(404);
}

#[tokio::test]
async fn a_page_that_the_browser_has_is_not_sent_again() {
    let server = TestServer::new().await;
    let tag = server.get("/").await.headers[header::ETAG].clone();
    let request = Request::builder().uri("/").header(header::IF_NONE_MATCH, &tag).body(Body::empty()).unwrap();
    let answer = server.send(request).await;
    assert_eq!((answer.status, answer.text.as_str()), (StatusCode::NOT_MODIFIED, ""));
    assert_eq!(answer.headers[header::ETAG], tag);
}
