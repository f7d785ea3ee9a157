//! A private nginx; it ends with the test.

use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// A running nginx with a folder of its own.
#[derive(Debug)]
pub struct Nginx {
    process: Child,
    folder: TempDir,
}

impl Nginx {
    /// Whether it is installed (`./test` installs it).
    pub fn is_there() -> bool {
        let there = Command::new("nginx").arg("-v").stderr(Stdio::null()).status().is_ok();
        if !there {
            eprintln!("nginx is not installed: this test checks nothing");
        }
        there
    }

    /// Starts it in this folder, and waits until it listens there; it says so in no other way.
    ///
    /// # Panics
    /// When it does not.
    pub async fn start(folder: TempDir, config: &str, address: SocketAddr) -> Self {
        // As root nginx would give up its rights to a user that cannot enter the folder.
        let as_root = Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout == b"0\n");
        let config = if as_root { format!("user root;\n{config}") } else { config.to_owned() };
        std::fs::write(folder.path().join("nginx.conf"), config).expect("the configuration is not written");
        let mut command = Command::new("nginx");
        command.arg("-p").arg(folder.path()).args(["-e", "/dev/null", "-g", "daemon off;", "-c", "nginx.conf"]);
        let process = command.stdout(Stdio::null()).spawn().expect("nginx does not start");
        let nginx = Self { process, folder };
        let begun = Instant::now();
        while tokio::net::TcpStream::connect(address).await.is_err() {
            assert!(begun.elapsed() < Duration::from_secs(20), "nginx does not listen");
            tokio::task::yield_now().await;
        }
        nginx
    }

    /// Where its files lie.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        let _ = Command::new("kill").arg(self.process.id().to_string()).status();
        let _ = self.process.wait();
    }
}

/// A port that nobody uses.
///
/// # Panics
/// When there is none.
pub fn free_address() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("no free port");
    listener.local_addr().expect("the listener has no address")
}
