//! nginx with `deploy/nginx.conf`, really in front of two replicas.

use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use reqwest::Method;
use support::{Answer, Request, TestApp};
use tempfile::TempDir;

use super::production::text;

/// A private nginx; it ends with the test.
struct Nginx {
    process: Child,
    folder: TempDir,
    address: SocketAddr,
}

impl Nginx {
    /// Starts it in front of the replicas; nothing where nginx is not installed (`./test` installs it).
    async fn before(replicas: [SocketAddr; 2]) -> Option<Self> {
        if Command::new("nginx").arg("-v").stderr(Stdio::null()).status().is_err() {
            eprintln!("nginx is not installed: this test checks nothing");
            return None;
        }
        let folder = tempfile::tempdir().expect("no temporary folder");
        let address = free_address();
        let config = folder.path().join("nginx.conf");
        std::fs::write(&config, adapted(folder.path(), address, replicas)).expect("the configuration is not written");
        let process = Command::new("nginx")
            .args(["-g", "daemon off;", "-e", "/dev/null", "-c"])
            .arg(&config)
            .stdout(Stdio::null())
            .spawn()
            .expect("nginx does not start");
        let nginx = Self { process, folder, address };
        nginx.listens().await;
        Some(nginx)
    }

    /// Waits until it listens; it says so in no other way.
    async fn listens(&self) {
        let begun = Instant::now();
        while tokio::net::TcpStream::connect(self.address).await.is_err() {
            assert!(begun.elapsed() < Duration::from_secs(20), "nginx does not listen");
            tokio::task::yield_now().await;
        }
    }

    fn request(&self, app: &TestApp, method: Method, path: &str) -> Request {
        app.elsewhere(&format!("http://{}", self.address), method, path)
    }

    async fn get(&self, app: &TestApp, path: &str) -> Answer {
        self.request(app, Method::GET, path).send().await
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("access.log")).unwrap_or_default()
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        let _ = Command::new("kill").arg(self.process.id().to_string()).status();
        let _ = self.process.wait();
    }
}

fn free_address() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("no free port");
    listener.local_addr().expect("the listener has no address")
}

/// The real file with this machine's addresses and paths.
fn adapted(folder: &Path, address: SocketAddr, replicas: [SocketAddr; 2]) -> String {
    let folder = folder.display();
    let config = text("deploy/nginx.conf")
        .replace("api-1:8080", &replicas[0].to_string())
        .replace("api-2:8080", &replicas[1].to_string())
        .replace("listen 8080;", &format!("listen {address};"))
        .replace("/tmp/", &format!("{folder}/"))
        .replace("/dev/stdout", &format!("{folder}/access.log"))
        .replace("/dev/stderr", &format!("{folder}/error.log"));
    // As root nginx would give up its rights to a user that cannot enter the folder.
    let as_root = Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout == b"0\n");
    if as_root { format!("user root;\n{config}") } else { config }
}

#[tokio::test]
async fn nginx_shares_requests_between_two_replicas() {
    let first = TestApp::with(|config| config.trusted_proxies = vec!["127.0.0.1".parse().unwrap()]).await;
    let second = first.replica().await;
    let Some(nginx) = Nginx::before([first.address, second.address]).await else { return };

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
    let Some(nginx) = Nginx::before([first.address, second.address]).await else { return };

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
    let Some(nginx) = Nginx::before([app.address, app.address]).await else { return };

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
    let Some(nginx) = Nginx::before([app.address, app.address]).await else { return };

    let large = vec![b' '; 12 << 20];
    let answer = nginx.request(&app, Method::POST, "/api/v1/nothing-here").body("application/json", large);
    assert_eq!(answer.send_unchecked().await.status, 413);
}
