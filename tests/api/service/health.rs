//! `/livez`, `/readyz`, `/metrics`, and the end of a server.

use std::time::Duration;

use reqwest::Method;
use sea_orm::TransactionTrait;
use support::TestApp;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

#[tokio::test]
async fn a_new_server_lives_and_is_ready() {
    let app = TestApp::spawn().await;

    for path in ["/livez", "/readyz", "/metrics"] {
        assert_eq!(app.fetch(path).await.status, 200, "{path}");
        let head = app.outside(Method::HEAD, path).send().await;
        assert_eq!((head.status, head.bytes.len()), (200, 0), "{path}");
    }
}

#[tokio::test]
async fn a_server_without_its_database_lives_but_is_not_ready() {
    let app = TestApp::spawn().await;
    app.kernel().db.clone().close().await.expect("the pool does not close");

    let answer = app.fetch("/readyz").await;
    assert_eq!(answer.refusal(), (503, "unavailable"));
    assert_eq!(answer.header("retry-after"), "1");
    assert_eq!(app.fetch("/livez").await.status, 200);
    assert_eq!(app.fetch("/metrics").await.status, 200);
}

#[tokio::test]
async fn a_server_that_is_about_to_stop_is_not_ready_but_still_answers() {
    let app = TestApp::spawn().await;
    app.app.shutdown.begin();

    assert_eq!(app.fetch("/readyz").await.refusal(), (503, "unavailable"));
    assert_eq!(app.fetch("/livez").await.status, 200);
}

#[tokio::test]
async fn a_request_that_has_begun_is_answered_before_the_server_ends() {
    let app = TestApp::with(|config| {
        config.http_workers = 1;
        config.database.max_connections = 1;
    })
    .await;
    // The only connection is taken, so that the question for readiness waits.
    let taken = app.kernel().db.begin().await.unwrap();
    let mut waiting = TcpStream::connect(app.address).await.unwrap();
    waiting.write_all(b"GET /readyz HTTP/1.1\r\nhost: siwei\r\nconnection: close\r\n\r\n").await.unwrap();
    // The one worker takes connections in turn: when this is answered, the other has begun.
    app.fetch("/livez").await.expect(200);

    let end = tokio::spawn(app.server().stop(true));
    taken.rollback().await.unwrap();
    let mut answer = String::new();
    waiting.read_to_string(&mut answer).await.unwrap();

    assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
    tokio::time::timeout(Duration::from_secs(20), end).await.expect("the server does not end").unwrap();
    assert!(TcpStream::connect(app.address).await.is_err(), "it still listens");
}

#[tokio::test]
async fn figures_count_requests_by_pattern_and_never_by_address() {
    let app = TestApp::spawn().await;
    app.fetch("/livez?name=%E5%BC%A0%E4%B8%89").await;
    app.anonymous().get("/of-no-route/13812345678").await;
    let odd = app.outside(Method::from_bytes(b"BREW").unwrap(), "/livez").send().await;
    assert_eq!((odd.refusal(), odd.header("allow")), ((405, "method_not_allowed"), "GET, HEAD"));

    let figures = app.fetch("/metrics").await.text();
    for line in [
        r#"siwei_http_requests_total{method="GET",route="/livez",status="200"} 1"#,
        r#"siwei_http_requests_total{method="GET",route="-",status="404"} 1"#,
        r#"siwei_http_requests_total{method="other",route="/livez",status="405"} 1"#,
        r#"siwei_http_request_seconds_count{method="GET",route="/livez"} 1"#,
        "siwei_outbox_parked 0",
    ] {
        assert!(figures.contains(line), "{line} is not in\n{figures}");
    }
    assert!(!figures.contains("13812345678"));
}
