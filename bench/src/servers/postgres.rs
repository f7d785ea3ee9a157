//! A PostgreSQL of our own: durable as in production (fsync and synchronous_commit on).

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use anyhow::{Context, bail, ensure};
use tempfile::TempDir;
use tokio::io::AsyncWriteExt;

use super::process::{Process, free_port};

/// Where Debian and its kin put them.
const HOME: &str = "/usr/lib/postgresql";

const HOW_TO_INSTALL: &str = "找不到 PostgreSQL 的 initdb、postgres、psql 或 pgbench，请先安装 / PostgreSQL or pgbench is missing, install it first:
    sudo apt-get update && sudo apt-get install postgresql postgresql-contrib
或者用 --sqlite 只测内置数据库 / or measure the embedded database only: --sqlite";

/// Beside what a new installation has: room for the write-ahead log, so that no checkpoint
/// falls into a run, and a log that the statements can be read from.
const SETTINGS: &[&str] = &[
    "listen_addresses=127.0.0.1",
    "fsync=on",
    "synchronous_commit=on",
    "shared_buffers=256MB",
    "max_wal_size=8GB",
    "checkpoint_timeout=1h",
    "max_connections=200",
    "logging_collector=on",
    "log_destination=csvlog",
    "log_filename=statements.log",
    "log_rotation_size=0",
    "log_rotation_age=0",
];

/// A running PostgreSQL; its data goes with it.
pub struct Postgres {
    // Fields are dropped in order: the process ends before its folder goes.
    _process: Process,
    folder: TempDir,
    programs: PathBuf,
    port: u16,
}

impl Postgres {
    /// Makes a cluster and starts it.
    pub async fn start() -> anyhow::Result<Self> {
        let programs = programs().context(HOW_TO_INSTALL)?;
        let folder = tempfile::Builder::new().prefix("siwei-bench-postgres-").tempdir()?;
        let owner = Owner::of(folder.path())?;
        let data = folder.path().join("data");
        let mut initdb = Command::new(programs.join("initdb"));
        initdb.args(["--username", "siwei", "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8"]);
        initdb.args(["--no-sync", "--pgdata"]).arg(&data);
        checked(owner.runs(&mut initdb).output()?, "initdb")?;
        let port = free_port()?;
        let errors = fs::File::create(folder.path().join("errors.log"))?;
        let mut server = Command::new(programs.join("postgres"));
        server.arg("-D").arg(&data).arg("-k").arg(folder.path()).args(["-p", &port.to_string()]);
        server.args(SETTINGS.iter().flat_map(|setting| ["-c", setting])).stdout(Stdio::null()).stderr(errors);
        // INT is its fast shutdown.
        let process = Process::start(owner.runs(&mut server), "INT")?;
        let mut postgres = Self { _process: process, folder, programs, port };
        postgres.wait().await?;
        Ok(postgres)
    }

    async fn wait(&mut self) -> anyhow::Result<()> {
        for _ in 0..600 {
            let ready = self.client("pg_isready").arg("--quiet").status()?.success();
            if ready {
                return Ok(());
            }
            if self._process.has_ended() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let errors = fs::read_to_string(self.folder.path().join("errors.log")).unwrap_or_default();
        bail!("PostgreSQL 没有启动 / did not start:\n{errors}")
    }

    /// The address of one of its databases.
    pub fn url(&self, database: &str) -> String {
        format!("postgres://siwei@127.0.0.1:{}/{database}", self.port)
    }

    /// One of its client programs, told where it is.
    pub fn client(&self, program: &str) -> Command {
        let mut command = Command::new(self.programs.join(program));
        command.env("PGHOST", "127.0.0.1").env("PGPORT", self.port.to_string()).env("PGUSER", "siwei");
        command.env("PGCLIENTENCODING", "UTF8");
        command
    }

    /// Runs SQL, statement by statement; what the last `SELECT` gives is returned as text.
    pub async fn sql(&self, database: &str, sql: &str) -> anyhow::Result<String> {
        let mut psql = self.client("psql");
        psql.args(["--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set", "ON_ERROR_STOP=1"]);
        psql.args(["--dbname", database]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut psql = tokio::process::Command::from(psql).kill_on_drop(true).spawn()?;
        let mut input = psql.stdin.take().context("psql has no standard input")?;
        input.write_all(sql.as_bytes()).await?;
        drop(input);
        Ok(checked(psql.wait_with_output().await?, sql)?.trim().to_owned())
    }

    /// The log, as CSV.
    pub fn log(&self) -> PathBuf {
        self.folder.path().join("data/log/statements.csv")
    }

    /// A folder for files of one's own.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Its version, such as `15.8`.
    pub async fn version(&self) -> anyhow::Result<String> {
        let version = self.sql("postgres", "SHOW server_version").await?;
        Ok(version.split(' ').next().unwrap_or_default().to_owned())
    }
}

/// The folder of the newest installed PostgreSQL's programs, or of those on the path.
fn programs() -> Option<PathBuf> {
    let versions = fs::read_dir(HOME).into_iter().flatten().flatten();
    let mut versions: Vec<(u32, PathBuf)> = versions
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .collect();
    versions.sort();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let installed = versions.into_iter().rev().map(|(_, folder)| folder);
    let complete = |folder: &PathBuf| {
        ["initdb", "postgres", "psql", "pgbench", "pg_isready"].iter().all(|name| folder.join(name).is_file())
    };
    installed.chain(std::env::split_paths(&path)).find(complete)
}

fn checked(output: Output, what: &str) -> anyhow::Result<String> {
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "{what}: {said}");
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Who PostgreSQL runs as: it refuses to be root, and then is Debian's `postgres`.
struct Owner(Option<(u32, u32)>);

impl Owner {
    /// Ourselves, or `postgres` when we are root; the folder becomes its own.
    fn of(folder: &Path) -> anyhow::Result<Self> {
        if fs::metadata("/proc/self")?.uid() != 0 {
            return Ok(Self(None));
        }
        let users = fs::read_to_string("/etc/passwd")?;
        let entry = users.lines().find(|line| line.starts_with("postgres:")).context(HOW_TO_INSTALL)?;
        let mut numbers = entry.split(':').skip(2).map(str::parse);
        let (Some(Ok(user)), Some(Ok(group))) = (numbers.next(), numbers.next()) else {
            bail!("/etc/passwd: postgres has no numbers")
        };
        fs::set_permissions(folder, fs::Permissions::from_mode(0o711))?;
        chown(folder, Some(user), Some(group))?;
        Ok(Self(Some((user, group))))
    }

    fn runs<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        match self.0 {
            Some((user, group)) => command.uid(user).gid(group).current_dir("/"),
            None => command,
        }
    }
}
