//! A Redis of our own, without persistence, for `--redis`.

use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, bail};
use tokio::net::TcpStream;

use super::process::{Process, free_port};

/// A running Redis.
pub struct Redis {
    _process: Process,
    port: u16,
}

impl Redis {
    /// Starts one.
    pub async fn start() -> anyhow::Result<Self> {
        let port = free_port()?;
        let mut server = Command::new("redis-server");
        server.args(["--port", &port.to_string(), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]);
        let process = Process::start(server.stdout(Stdio::null()), "TERM")
            .context("请先安装 / install it first: sudo apt-get install redis-server")?;
        for _ in 0..200 {
            if TcpStream::connect(("127.0.0.1", port)).await.is_ok() {
                return Ok(Self { _process: process, port });
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        bail!("Redis 没有启动 / did not start")
    }

    /// Its address.
    pub fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }
}
