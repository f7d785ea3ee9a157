//! What the tests' databases are copies of. Each is made once, by whichever test comes first.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use api::app::App;
use api::kernel::db;

use crate::app::quiet_config;
use crate::database::in_a_thread;
use crate::postgres::Postgres;

/// What a database has in it when a test begins.
#[derive(Clone, Copy, Debug)]
pub enum Content {
    /// Tables.
    Nothing,
    /// The demo's data, told from today on: it is made anew every hour.
    Demo,
}

/// A database that is only copied, with the folder for everything else.
pub struct Template {
    /// The database's name on PostgreSQL.
    pub name: String,
    /// The folder, with the database's file in it on SQLite.
    pub folder: PathBuf,
}

impl Template {
    /// The one with this content, made unless it is there.
    pub async fn ready(content: Content, postgres: Option<&Postgres>) -> Self {
        let name = content.name();
        let kind = if postgres.is_some() { "postgres" } else { "sqlite" };
        let template = Self { folder: std::env::temp_dir().join(format!("{name}.{kind}")), name };
        // Held until this returns: one of several test processes makes it, the others wait.
        let lock = File::create(template.folder.with_extension("lock")).expect("no file to lock");
        lock.lock().expect("the file is not locked");
        let has_files = template.folder.is_dir();
        match postgres {
            Some(server) if !(has_files && server.has(&template.name).await) => template.make_on(server, content).await,
            None if !has_files => template.make(content, String::new()).await,
            _ => {}
        }
        template
    }

    /// Fills a database under another name and renames it: a template that is there is whole.
    async fn make_on(&self, server: &Postgres, content: Content) {
        let unfinished = format!("{}_unfinished", self.name);
        for left_over in [&unfinished, &self.name] {
            server.run(&format!("DROP DATABASE IF EXISTS {left_over} WITH (FORCE)")).await;
        }
        server.run(&format!("CREATE DATABASE {unfinished}")).await;
        self.make(content, server.url_of(&unfinished)).await;
        server.run(&format!("ALTER DATABASE {unfinished} RENAME TO {}", self.name)).await;
    }

    /// Likewise the folder, in place of one whose database is gone.
    async fn make(&self, content: Content, url: String) {
        let unfinished = tempfile::tempdir().expect("no temporary folder").keep();
        let folder = unfinished.clone();
        in_a_thread(async move || content.fill(url, &folder).await).expect("the template cannot be made");
        let _ = fs::remove_dir_all(&self.folder);
        fs::rename(unfinished, &self.folder).expect("the template is not renamed");
    }
}

impl Content {
    /// Names it and this build of the tests: another build may have other migrations.
    fn name(self) -> String {
        let built = built().duration_since(UNIX_EPOCH).expect("the test program is older than 1970");
        let hour = UNIX_EPOCH.elapsed().expect("it is before 1970").as_secs() / 3600;
        match self {
            Self::Nothing => format!("siwei_template_{:x}", built.as_micros()),
            Self::Demo => format!("siwei_demo_{:x}_{hour}", built.as_micros()),
        }
    }

    /// Puts it into an empty database.
    async fn fill(self, url: String, folder: &Path) {
        let mut config = quiet_config(url, folder);
        match self {
            Self::Nothing => {
                let inside = db::connect(&config.database_url(), 2).await.expect("the template cannot be reached");
                db::migrate(&inside, &config.database_url()).await.expect("the migrations fail");
                inside.close().await.expect("the template's connection does not close");
            }
            Self::Demo => {
                config.demo = true;
                let app = App::build(config).await.expect("the demo cannot be built");
                // Too large a future for this thread's stack.
                Box::pin(api::demo::fill(&app)).await.expect("the demo data does not go in");
                app.kernel.db.clone().close().await.expect("the template's connections do not close");
            }
        }
    }
}

fn built() -> SystemTime {
    let program = std::env::current_exe().expect("the test program has no path");
    program.metadata().and_then(|data| data.modified()).expect("the test program has no date")
}
