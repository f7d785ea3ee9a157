//! What every part stands on: the servers, the databases, and ways to ask.

use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::Context;
use bytes::Bytes;
use serde_json::json;
use tempfile::TempDir;

use crate::arguments::{Arguments, Part, cores};
use crate::http;
use crate::pgbench::{Fresh, Marker, Script, listen};
use crate::progress::Progress;
use crate::servers::{Postgres, Redis, Setup, Siwei, TOKEN_KEY, program};
use crate::turns::Turns;
use crate::world::{self, Tokens};

/// The database that the others are copied from: the demo's data and the crowd.
const BASE: &str = "base";

/// Everything that a run consists of.
pub struct Bench<'a> {
    /// The command line.
    pub arguments: &'a Arguments,
    /// What is going on.
    pub progress: Progress,
    /// The community that all wishes belong to.
    pub community: String,
    /// Whoever asks as one of many.
    pub tokens: Tokens,
    postgres: Option<Postgres>,
    redis: Option<Redis>,
    program: PathBuf,
    folder: TempDir,
}

impl<'a> Bench<'a> {
    /// Starts the servers and fills the database that all parts but the pages use.
    pub async fn build(arguments: &'a Arguments) -> anyhow::Result<Self> {
        let program = program(arguments.siwei.as_deref())?;
        let progress = Progress::new();
        progress.stage("启动数据库 / starting the database", 1);
        let mut bench = Self {
            postgres: if arguments.sqlite { None } else { Some(Postgres::start().await?) },
            redis: if arguments.redis { Some(Redis::start().await?) } else { None },
            folder: tempfile::Builder::new().prefix("siwei-bench-").tempdir()?,
            tokens: Tokens::sign(TOKEN_KEY)?,
            community: String::new(),
            arguments,
            progress,
            program,
        };
        bench.prepare().await?;
        Ok(bench)
    }

    async fn prepare(&mut self) -> anyhow::Result<()> {
        self.progress.stage("演示数据 / the demo's data", 1);
        if let Some(postgres) = &self.postgres {
            postgres.sql("postgres", &format!("CREATE DATABASE {BASE}")).await?;
        }
        let siwei = Siwei::start(&Setup { demo: true, ..self.setup(BASE, false) }).await?;
        let communities = http::json(siwei.address, &http::get("/api/v1/communities", "")).await?;
        let items = communities["items"].as_array().into_iter().flatten();
        let mut home = items.filter(|community| community["name"] == "吉通社区");
        let id = home.next().and_then(|community| community["id"].as_str());
        self.community = id.context("the demo has no 吉通社区")?.to_owned();
        drop(siwei);
        if let Some(postgres) = &self.postgres {
            postgres.sql(BASE, world::ID_FUNCTION).await?;
            world::invite(postgres, BASE, &self.community).await?;
            let others = [Part::Start, Part::Wall, Part::List, Part::Memory, Part::Submit, Part::Claim];
            if others.into_iter().any(|part| self.arguments.wants(part)) {
                self.make(self.least()).await?;
            }
        }
        Ok(())
    }

    /// Wishes in the database that all parts but the pages use.
    pub fn least(&self) -> u64 {
        self.arguments.sizes().first().copied().unwrap_or_default()
    }

    /// The PostgreSQL.
    pub fn postgres(&self) -> anyhow::Result<&Postgres> {
        self.postgres.as_ref().context("this part needs PostgreSQL")
    }

    /// The database with so many wishes.
    pub fn database(&self, wishes: u64) -> String {
        format!("wishes_{wishes}")
    }

    /// Makes the database with so many wishes, unless it is there.
    pub async fn make(&self, wishes: u64) -> anyhow::Result<()> {
        let (postgres, name) = (self.postgres()?, self.database(wishes));
        let known = postgres.sql("postgres", &format!("SELECT 1 FROM pg_database WHERE datname = '{name}'")).await?;
        if known.is_empty() {
            postgres.sql("postgres", &format!("CREATE DATABASE {name} TEMPLATE {BASE}")).await?;
            world::fill(postgres, &self.progress, &name, &self.community, wishes).await?;
        }
        Ok(())
    }

    /// Makes one more database with the demo's data and the crowd.
    pub async fn copy(&self, name: &str) -> anyhow::Result<()> {
        self.postgres()?.sql("postgres", &format!("CREATE DATABASE {name} TEMPLATE {BASE}")).await.map(drop)
    }

    /// The embedded database's file, when it is SQLite.
    pub fn embedded(&self) -> Option<PathBuf> {
        self.arguments.sqlite.then(|| self.folder.path().join("siwei.sqlite"))
    }

    /// A siwei on this database.
    pub async fn siwei_on(&self, database: &str, worker: bool) -> anyhow::Result<Siwei> {
        Siwei::start(&self.setup(database, worker)).await
    }

    /// A siwei on the database with so many wishes.
    pub async fn siwei(&self, wishes: u64, worker: bool) -> anyhow::Result<Siwei> {
        Siwei::start(&self.setup(&self.database(wishes), worker)).await
    }

    fn setup(&self, database: &str, worker: bool) -> Setup {
        Setup {
            program: self.program.clone(),
            folder: self.folder.path().to_owned(),
            database: self.postgres.as_ref().map(|postgres| postgres.url(database)),
            redis: self.redis.as_ref().map(Redis::url),
            log: self.arguments.log.clone(),
            worker,
            demo: false,
        }
    }

    /// How often and how long.
    pub fn turns(&self) -> Turns {
        let arguments = self.arguments;
        Turns { rounds: arguments.rounds, length: arguments.length(), warm_up: arguments.warm_up() }
    }

    /// Somebody of the demo signs in; the header that proves it.
    pub async fn sign_in(&self, address: SocketAddr, name: &str) -> anyhow::Result<String> {
        let code = json!({ "appid": "sandbox", "code": format!("sandbox:{name}") });
        let signed_in = http::json(address, &http::post("/api/v1/auth/wechat/login", "", &code.to_string())).await?;
        Ok(http::bearer(signed_in["accessToken"].as_str().context("no access token")?))
    }

    /// The script that does in PostgreSQL what siwei does there to answer the last of these requests. The
    /// others go before it, so that connections and caches are as they are in the middle of a run.
    pub async fn script(
        &self,
        name: &str,
        requests: impl AsyncFnOnce(&Siwei) -> anyhow::Result<Vec<Bytes>>,
        markers: &[Marker],
    ) -> anyhow::Result<Script> {
        self.progress.stage("读取四微发出的语句 / listening to siwei's statements", 1);
        let (postgres, database) = (self.postgres()?, self.database(self.least()));
        postgres.sql("postgres", &format!("ALTER DATABASE {database} SET log_statement = 'all'")).await?;
        let siwei = self.siwei(self.least(), false).await?;
        let mut requests = requests(&siwei).await?;
        let last = requests.pop().context("nothing to listen to")?;
        for request in requests {
            http::json(siwei.address, &request).await?;
        }
        let fresh = Fresh::now();
        let statements = listen(postgres, http::json(siwei.address, &last)).await?;
        drop(siwei);
        postgres.sql("postgres", &format!("ALTER DATABASE {database} RESET log_statement")).await?;
        let script = Script::new(&statements, markers, fresh);
        if let Some(folder) = &self.arguments.scripts {
            std::fs::create_dir_all(folder)?;
            std::fs::write(folder.join(format!("{name}.sql")), script.printed())?;
        }
        Ok(script)
    }

    /// What was measured with, in general words.
    pub async fn machine(&self) -> anyhow::Result<String> {
        let database = match &self.postgres {
            Some(postgres) => format!("PostgreSQL {}", postgres.version().await?),
            None => "SQLite".to_owned(),
        };
        let redis = if self.redis.is_some() { " + Redis" } else { "" };
        Ok(format!("{} cores, {database}{redis}", cores()))
    }
}
