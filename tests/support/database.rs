//! A database for each test: a copy of a template, as an SQLite file or, when
//! `SIWEI_TEST_DATABASE_URL` names one, on a PostgreSQL server. It goes when the test ends.

use std::path::Path;
use std::{fs, io};

use tempfile::TempDir;
use uuid::Uuid;

use crate::postgres::Postgres;
use crate::template::{Content, Template};

/// A database of a test's own, with the folder for everything else that its server keeps.
#[derive(Debug)]
pub struct TestDatabase {
    folder: TempDir,
    copy: Option<Copy>,
}

/// A database on PostgreSQL.
#[derive(Debug)]
struct Copy {
    server: String,
    name: String,
    url: String,
}

impl TestDatabase {
    /// Makes one.
    pub async fn with(content: Content) -> Self {
        let folder = tempfile::Builder::new().prefix("siwei-test-").tempdir().expect("no temporary folder");
        let postgres = Postgres::named().await;
        let template = Template::ready(content, postgres.as_ref()).await;
        copy_files(&template.folder, folder.path()).expect("no copy of the template's files");
        let copy = match postgres {
            Some(postgres) => Some(Copy::of(&template, postgres).await),
            None => None,
        };
        Self { folder, copy }
    }

    /// Its address; empty for the SQLite file in the data folder.
    pub fn url(&self) -> String {
        self.copy.as_ref().map(|copy| copy.url.clone()).unwrap_or_default()
    }

    /// The data folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }
}

/// Copies what is in a folder.
fn copy_files(from: &Path, to: &Path) -> io::Result<()> {
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let copy = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            fs::create_dir(&copy)?;
            copy_files(&entry.path(), &copy)?;
        } else {
            fs::copy(entry.path(), copy)?;
        }
    }
    Ok(())
}

impl Copy {
    async fn of(template: &Template, server: Postgres) -> Self {
        let name = format!("siwei_test_{}", Uuid::now_v7().simple());
        // Nothing is kept, so copying files is half the work of writing every page into the log (PostgreSQL 15).
        server.run(&format!("CREATE DATABASE {name} TEMPLATE {} STRATEGY FILE_COPY", template.name)).await;
        let copy = Self { url: server.url_of(&name), server: server.url().to_owned(), name };
        server.close().await;
        copy
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        let (server, drop) = (self.server.clone(), format!("DROP DATABASE {} WITH (FORCE)", self.name));
        let dropped = in_a_thread(async move || Postgres::at(server).await.run(&drop).await);
        if dropped.is_err() {
            eprintln!("the test database {} is left behind", self.name);
        }
    }
}

/// Does something on a thread and system of its own, as a server would: the test's runtime may be going down.
pub(crate) fn in_a_thread<T: Send + 'static>(work: impl AsyncFnOnce() -> T + Send + 'static) -> std::thread::Result<T> {
    std::thread::spawn(move || actix_web::rt::System::new().block_on(work())).join()
}
