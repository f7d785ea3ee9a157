//! `siwei healthcheck`: asks a running replica whether it is ready. The image has no
//! curl, so the binary does it itself, over a plain socket.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream, ToSocketAddrs};
use std::time::Duration;

use anyhow::{Context, bail};
use clap::Args;

use crate::config::Config;

/// Longer than this is no status line of ours.
const MOST: u64 = 4096;

/// 检查运行中的服务是否就绪，就绪时退出码为 0
///
/// Asks a running replica whether it is ready; exit code 0 when it is. For containers and scripts.
#[derive(Debug, Args)]
pub struct Healthcheck {
    /// 服务地址，如 127.0.0.1:8080；默认取配置中的 listen / Whom to ask
    #[arg(long, value_name = "ADDRESS")]
    address: Option<String>,
    /// 最多等待的秒数 / Seconds to wait at most
    #[arg(long, default_value_t = 3, value_name = "SECONDS")]
    timeout: u64,
}

impl Healthcheck {
    /// Succeeds when `/readyz` answers 200 in time.
    pub fn run(self, config: &Config) -> anyhow::Result<()> {
        let address = self.address.as_deref().unwrap_or(&config.listen);
        let status = ask(reachable(address)?, Duration::from_secs(self.timeout.max(1)))
            .with_context(|| format!("{address} does not answer"))?;
        if status != 200 {
            bail!("{address} is not ready: /readyz answers {status}");
        }
        Ok(())
    }
}

/// Where to knock: a server that listens on every address is asked on the loopback.
fn reachable(address: &str) -> anyhow::Result<SocketAddr> {
    let mut found = address
        .to_socket_addrs()
        .with_context(|| format!("{address} is no address and port"))?
        .next()
        .with_context(|| format!("{address} has no address"))?;
    if found.ip().is_unspecified() {
        let loopback = if found.is_ipv6() { "::1" } else { "127.0.0.1" };
        found.set_ip(loopback.parse()?);
    }
    Ok(found)
}

/// The status that `GET /readyz` answers with.
fn ask(address: SocketAddr, timeout: Duration) -> anyhow::Result<u16> {
    let mut stream = TcpStream::connect_timeout(&address, timeout)?;
    stream.set_read_timeout(Some(timeout))?;
    stream.set_write_timeout(Some(timeout))?;
    write!(stream, "GET /readyz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")?;
    let mut answer = Vec::new();
    stream.take(MOST).read_to_end(&mut answer)?;
    let answer = String::from_utf8_lossy(&answer);
    let status = answer.strip_prefix("HTTP/1.1 ").and_then(|rest| rest.get(..3));
    status.and_then(|status| status.parse().ok()).context("the answer is not HTTP")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wildcard_is_asked_on_the_loopback() {
        let asked = |address| reachable(address).map(|found| found.to_string()).unwrap_or_default();
        assert_eq!(asked("0.0.0.0:8080"), "127.0.0.1:8080");
        assert_eq!(asked("[::]:8080"), "[::1]:8080");
        assert_eq!(asked("127.0.0.1:9000"), "127.0.0.1:9000");
        assert_eq!(asked("not an address"), "");
    }
}
