//! nginx with `deploy/nginx.conf`, really in front of two replicas.

use std::net::SocketAddr;
use std::path::Path;

use reqwest::Method;
use support::{Answer, Nginx, Request, TestApp, free_address};

use super::production::text;

/// nginx in front of two replicas.
struct Front {
    nginx: Nginx,
    address: SocketAddr,
}

impl Front {
    /// Starts it; nothing where nginx is not installed.
    async fn before(replicas: [SocketAddr; 2]) -> Option<Self> {
        if !Nginx::is_there() {
            return None;
        }
        let (folder, address) = (tempfile::tempdir().expect("no temporary folder"), free_address());
        let config = adapted(folder.path(), address, replicas);
        Some(Self { nginx: Nginx::start(folder, &config, address).await, address })
    }

    fn request(&self, app: &TestApp, method: Method, path: &str) -> Request {
        app.elsewhere(&format!("http://{}", self.address), method, path)
    }

    async fn get(&self, app: &TestApp, path: &str) -> Answer {
        self.request(app, Method::GET, path).send().await
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.nginx.folder().join("access.log")).unwrap_or_default()
    }
}

/// The real file with this machine's addresses and paths.
fn adapted(folder: &Path, address: SocketAddr, replicas: [SocketAddr; 2]) -> String {
    let folder = folder.display();
    text("deploy/nginx.conf")
        .replace("api-1:8080", &replicas[0].to_string())
        .replace("api-2:8080", &replicas[1].to_string())
        .replace("listen 8080;", &format!("listen {address};"))
        .replace("/tmp/", &format!("{folder}/"))
        .replace("/dev/stdout", &format!("{folder}/access.log"))
        .replace("/dev/stderr", &format!("{folder}/error.log"))
}

#[tokio::test]
async fn nginx_shares_requests_between_two_replicas() {
    let first = TestApp::with(|config| config.trusted_proxies = vec!["127.0.0.1".parse().unwrap()]).await;
    let second = first.replica().await;
    let Some(nginx) = Front::before([first.address, second.address]).await else { return };

    for _ in 0..6 {
        assert_eq!(nginx.get(&first, "/livez").await.status, 200);
    }
    for replica in [&first, &second] {
        let figures = replica.fetch("/metrics").await.text();
        assert!(figures.contains(r#"route="/livez",status="200"} 3"#), "not half of the requests: {figures}");
    }
    assert_eq!(nginx.get(&first, "/metrics").await.status, 404, "figures are not for everybody");
}

#[tokio::test]
async fn the_other_replica_answers_when_one_is_stopping_or_away() {
    let first = TestApp::spawn().await;
    let second = first.replica().await;
    let Some(nginx) = Front::before([first.address, second.address]).await else { return };

    first.app.shutdown.begin();
    for _ in 0..4 {
        assert_eq!(nginx.get(&second, "/readyz").await.status, 200);
    }
    drop(first);
    for _ in 0..4 {
        assert_eq!(nginx.get(&second, "/readyz").await.status, 200);
    }
}

#[tokio::test]
async fn nginx_hands_on_the_request_id_and_keeps_queries_out_of_its_log() {
    let app = TestApp::spawn().await;
    let Some(nginx) = Front::before([app.address, app.address]).await else { return };

    let path = "/api/v1/nothing-here?q=%E5%BC%A0%E4%B8%89";
    let given = nginx.request(&app, Method::GET, path).header("x-request-id", "phone-7").send().await;
    assert_eq!((given.refusal(), given.header("x-request-id")), ((404, "not_found"), "phone-7"));
    let made = nginx.get(&app, path).await;
    assert_eq!(made["requestId"], made.header("x-request-id"));
    assert_eq!(made.header("x-request-id").len(), 32, "nginx makes an id of its own");

    nginx.get(&app, "/api/v1/calendar-feeds/secret-address.ics").await;

    let log = nginx.log();
    assert!(!log.contains("secret-address"), "{log}");
    assert!(log.contains(r#""requestId":"phone-7""#), "{log}");
    assert!(!log.contains("%E5%BC%A0") && !log.contains("张三"), "{log}");
}

#[tokio::test]
async fn a_body_that_is_too_large_stops_at_nginx() {
    let app = TestApp::spawn().await;
    let Some(nginx) = Front::before([app.address, app.address]).await else { return };

    let large = vec![b' '; 12 << 20];
    let answer = nginx.request(&app, Method::POST, "/api/v1/nothing-here").body("application/json", large);
    assert_eq!(answer.send_unchecked().await.status, 413);
}
