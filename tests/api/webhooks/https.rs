//! Over HTTPS, as in production: nginx holds the certificate, before a receiver.

use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::json;
use support::{Nginx, Program, Receiver, free_address};

use super::{Hook, Scene};

/// Extensions of certificates: of an authority, of a server.
const EXTENSIONS: &str = "[req]\ndistinguished_name = name\n[name]\n[authority]\nbasicConstraints = critical, CA:TRUE\n\
    [server]\nbasicConstraints = critical, CA:FALSE\nsubjectAltName = DNS:localhost\n";

/// nginx with two certificates on two ports.
struct Front {
    nginx: Nginx,
    trusted: SocketAddr,
    unknown: SocketAddr,
}

impl Front {
    /// Starts it; nothing where nginx or openssl is not installed (`./test` installs them).
    async fn before(receiver: &Receiver) -> Option<Self> {
        if !Nginx::is_there() || Command::new("openssl").arg("version").output().is_err() {
            return None;
        }
        let folder = tempfile::tempdir().expect("no temporary folder");
        let (trusted, unknown) = (free_address(), free_address());
        let servers = [("trusted", trusted), ("unknown", unknown)].map(|(name, address)| {
            certify(folder.path(), name);
            format!(
                "server {{ listen {address} ssl; ssl_certificate {name}.pem; ssl_certificate_key {name}.key; \
                 location / {{ proxy_pass http://127.0.0.1:{}; }} }}",
                receiver.port()
            )
        });
        let paths =
            ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(|kind| format!("{kind}_temp_path {kind};"));
        let config = format!(
            "worker_processes 1; pid nginx.pid; events {{}} http {{ access_log off; {} {} }}",
            paths.concat(),
            servers.concat()
        );
        Some(Self { nginx: Nginx::start(folder, &config, unknown).await, trusted, unknown })
    }
}

/// An authority of that name, and a certificate of its for this machine.
fn certify(folder: &Path, name: &str) {
    std::fs::write(folder.join("openssl.cnf"), EXTENSIONS).expect("no extensions");
    let authority = format!(
        "req -x509 -config openssl.cnf -extensions authority -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes \
         -days 2 -subj /CN={name} -keyout {name}-ca.key -out {name}-ca.pem"
    );
    let server = format!(
        "req -x509 -config openssl.cnf -extensions server -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes \
         -days 2 -subj /CN=localhost -CA {name}-ca.pem -CAkey {name}-ca.key -keyout {name}.key -out {name}.pem"
    );
    for arguments in [authority, server] {
        let mut openssl = Command::new("openssl");
        let made = openssl.args(arguments.split_whitespace()).current_dir(folder).output().expect("no openssl");
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    }
}

/// The log of a webhook once its first try is over.
async fn tried(scene: &Scene, hook: &Hook) -> serde_json::Value {
    let begun = Instant::now();
    loop {
        let log = scene.log(hook).await.remove(0);
        if log["attempts"] == 1 && log["status"] != "pending" || !log["failure"].is_null() {
            return log;
        }
        assert!(begun.elapsed() < Duration::from_secs(30), "nobody tries: {log}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test]
async fn a_certificate_that_is_trusted_is_called_and_an_unknown_one_is_not() {
    let (scene, receiver) = (Scene::new().await, Receiver::start().await);
    let Some(front) = Front::before(&receiver).await else { return };
    let mut hooks = Vec::new();
    for address in [front.trusted, front.unknown] {
        let url = format!("https://localhost:{}/hook", address.port());
        let made = scene.admin.post("/webhooks", scene.wanted(&url, &["wish.approved"])).await.expect(201);
        let hook = Hook::of(&made);
        scene.ping(&hook).await;
        hooks.push(hook);
    }
    // A process of its own: it reads whom to trust from its environment when it starts.
    let trusted = front.nginx.folder().join("trusted-ca.pem").display().to_string();
    let _siwei = Program::new(env!("CARGO_BIN_EXE_siwei-under-test"), &["serve", "--listen", "127.0.0.1:0"])
        .on(&scene.app)
        .with("SIWEI__WEBHOOKS__ALLOW_PRIVATE_ADDRESSES", "true")
        .with("SSL_CERT_FILE", &trusted)
        .start();
    assert_eq!(tried(&scene, &hooks[0]).await["status"], "delivered");
    let refused = tried(&scene, &hooks[1]).await;
    assert_eq!((&refused["status"], &refused["responseStatus"]), (&json!("pending"), &json!(null)), "{refused}");
    assert_eq!(receiver.only().body["type"], "ping");
}
