//! The siwei that is measured: the release binary in a process of its own.

use std::fs::{self, File};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};

use super::process::{Process, free_port};
use crate::http::{self, Connection};

/// The key that access tokens are signed with here; nobody else's.
pub const TOKEN_KEY: &str = "c2l3ZWkgYmVuY2ggc2lnbnMgdG9rZW5zIHdpdGggdGg=";

/// A start that takes longer than this has failed.
const PATIENCE: Duration = Duration::from_secs(120);

/// Ticks a second of the times in `/proc`: 100 on every Linux that one meets.
const TICKS: f64 = 100.0;

/// How siwei is set up. Rate limits are off, everything else is as it comes.
#[derive(Clone, Debug)]
pub struct Setup {
    /// The binary.
    pub program: PathBuf,
    /// Where its keys, pictures and embedded database live.
    pub folder: PathBuf,
    /// The database; none means SQLite in the folder.
    pub database: Option<String>,
    /// Redis, if there is one.
    pub redis: Option<String>,
    /// Where its log goes; none means /dev/null.
    pub log: Option<PathBuf>,
    /// Whether it works in the background, too.
    pub worker: bool,
    /// Whether it fills an empty database with the demo's data.
    pub demo: bool,
}

/// A running siwei.
pub struct Siwei {
    process: Process,
    /// Where it listens.
    pub address: SocketAddr,
    /// From the start of the process to the first good answer of `/readyz`.
    pub start: Duration,
}

/// Memory that is resident, in megabytes (10⁶ bytes).
#[derive(Clone, Copy, Debug)]
pub struct Memory {
    /// Now.
    pub now: f64,
    /// At most since the start.
    pub peak: f64,
}

impl Siwei {
    /// Starts it and waits until it is ready.
    pub async fn start(setup: &Setup) -> anyhow::Result<Self> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, free_port()?));
        let mut command = setup.command(address);
        match &setup.log {
            Some(log) => command.stderr(File::options().create(true).append(true).open(log)?),
            None => command.stderr(Stdio::null()),
        };
        let begun = Instant::now();
        let mut process = Process::start(&mut command, "TERM")?;
        while !ready(address).await {
            let ended = process.has_ended();
            if ended || begun.elapsed() > PATIENCE {
                bail!("siwei 没有启动，加 --log FILE 可看日志 / did not start; --log FILE keeps what it says");
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        Ok(Self { process, address, start: begun.elapsed() })
    }

    /// Its memory.
    pub fn memory(&self) -> anyhow::Result<Memory> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process.id()))?;
        let value = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name));
            let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
            kilobytes.map(|kilobytes| kilobytes * 1024.0 / 1e6).with_context(|| format!("/proc says no {name}"))
        };
        Ok(Memory { now: value("VmRSS:")?, peak: value("VmHWM:")? })
    }

    /// The processor time it has used.
    pub fn cpu(&self) -> anyhow::Result<Duration> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.process.id()))?;
        // Behind the name, which is in parentheses and may hold anything: state is field 3, utime 14, stime 15.
        let fields = stat.rsplit_once(") ").map(|(_, fields)| fields).context("/proc says no processor time")?;
        let ticks = fields.split(' ').skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok());
        Ok(Duration::from_secs_f64(ticks.sum::<f64>() / TICKS))
    }
}

impl Setup {
    fn command(&self, address: SocketAddr) -> Command {
        let mut command = Command::new(&self.program);
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("SIWEI_")) {
            command.env_remove(name);
        }
        command.args(["serve", "--listen", &address.to_string()]).stdout(Stdio::null()).env_remove("RUST_LOG");
        // No siwei.toml of the folder one happens to be in.
        command.current_dir(&self.folder);
        command.env("SIWEI__DATA_DIR", &self.folder).env("SIWEI__DEMO", self.demo.to_string());
        command.env("SIWEI__WORKER__ENABLED", self.worker.to_string()).env("SIWEI__LIMITS__ENABLED", "false");
        command.env("SIWEI__AUTH__ACCESS_SECONDS", "86400").env("SIWEI__SECRETS__ACCESS_TOKEN", TOKEN_KEY);
        if let Some(url) = &self.database {
            command.env("SIWEI__DATABASE__URL", url);
        }
        if let Some(url) = &self.redis {
            command.env("SIWEI__REDIS__URL", url);
        }
        command
    }
}

async fn ready(address: SocketAddr) -> bool {
    let Ok(mut connection) = Connection::open(address).await else { return false };
    let answer = connection.ask(&http::get("/readyz", "")).await;
    answer.is_ok_and(|answer| answer.status == 200)
}

/// The binary to measure: the one that was named, or the release one, built anew.
pub fn program(named: Option<&Path>) -> anyhow::Result<PathBuf> {
    if let Some(named) = named {
        return named.canonicalize().with_context(|| format!("{} is not there", named.display()));
    }
    let ours = std::env::current_exe()?;
    let folder = ours.parent().context("this program has no folder")?;
    let beside = folder.join("siwei");
    if let Some(cargo) = std::env::var_os("CARGO") {
        // The same features as ./run --release has, so that neither builds anew what the other built.
        let mut build = Command::new(cargo);
        build.args(["build", "--locked", "--workspace", "--bin", "siwei"]).current_dir(env!("CARGO_MANIFEST_DIR"));
        if !cfg!(debug_assertions) {
            build.arg("--release");
        }
        ensure!(build.status()?.success(), "siwei 编译失败 / siwei cannot be built");
    }
    ensure!(
        beside.is_file(),
        "没有 {}，请先编译 / build it first: cargo build --release --bin siwei",
        beside.display()
    );
    if cfg!(debug_assertions) {
        eprintln!("调试版的数字没有意义，请加 --release / figures of a debug build mean nothing, add --release");
    }
    Ok(beside)
}
