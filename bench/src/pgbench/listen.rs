//! Which statements a request makes siwei send, read from PostgreSQL's log.

use std::fs;
use std::time::Duration;

use anyhow::{Context, ensure};

use crate::servers::Postgres;

/// The log has been quiet for so long: nothing more comes.
const QUIET: Duration = Duration::from_millis(300);

/// Columns of PostgreSQL's CSV log.
const MESSAGE: usize = 13;
const DETAIL: usize = 14;
const APPLICATION: usize = 22;

/// One statement with its parameters as PostgreSQL prints them; none is NULL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The text, with `$1`, `$2` …
    pub sql: String,
    /// What stood for those.
    pub parameters: Vec<Option<String>>,
}

/// The statements that `work` makes siwei send. The database must log all statements
/// (`log_statement = all`), and siwei must be at rest otherwise.
pub async fn listen<T>(
    postgres: &Postgres,
    work: impl Future<Output = anyhow::Result<T>>,
) -> anyhow::Result<Vec<Statement>> {
    let before = settled(postgres).await?.len();
    work.await?;
    let log = settled(postgres).await?;
    let statements = read(&log[before..])?;
    ensure!(!statements.is_empty(), "PostgreSQL's log shows no statement of siwei's");
    Ok(statements)
}

/// The log, once nothing is added any more.
async fn settled(postgres: &Postgres) -> anyhow::Result<Vec<u8>> {
    let path = postgres.log();
    let read = || fs::read(&path).with_context(|| format!("{} cannot be read", path.display()));
    let mut log = read()?;
    loop {
        tokio::time::sleep(QUIET).await;
        let now = read()?;
        if now.len() == log.len() {
            return Ok(now);
        }
        log = now;
    }
}

fn read(log: &[u8]) -> anyhow::Result<Vec<Statement>> {
    let mut statements = Vec::new();
    for entry in csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(log).records() {
        let entry = entry?;
        let column = |at| entry.get(at).unwrap_or_default();
        let kind = column(MESSAGE).split_once(": ");
        if let (Some((kind, sql)), "siwei") = (kind, column(APPLICATION))
            && (kind == "statement" || kind.starts_with("execute "))
        {
            statements.push(Statement { sql: sql.to_owned(), parameters: parameters(column(DETAIL)) });
        }
    }
    Ok(statements)
}

/// Reads `parameters: $1 = 'it''s', $2 = NULL`; later versions of PostgreSQL write a capital P.
fn parameters(detail: &str) -> Vec<Option<String>> {
    let mut found = Vec::new();
    let mut rest = detail.split_once(": ").map_or("", |(_, list)| list);
    while let Some((_, value)) = rest.split_once(" = ") {
        let Some(quoted) = value.strip_prefix('\'') else {
            found.push(None);
            rest = value;
            continue;
        };
        let end = closing_quote(quoted);
        found.push(Some(quoted[..end].replace("''", "'")));
        rest = &quoted[end..];
    }
    found
}

/// The quote that is not doubled.
fn closing_quote(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match (bytes[at], bytes.get(at + 1)) {
            (b'\'', Some(b'\'')) => at += 2,
            (b'\'', _) => return at,
            _ => at += 1,
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_may_hold_quotes_commas_and_nothing() {
        let read = parameters("parameters: $1 = 'it''s', $2 = NULL, $3 = 'a, $4 = ''b''', $4 = ''");
        let expected = [Some("it's"), None, Some("a, $4 = 'b'"), Some("")];
        assert_eq!(read, expected.map(|value| value.map(str::to_owned)));
        assert!(parameters("").is_empty());
    }

    #[test]
    fn only_what_siwei_executes_is_read() -> anyhow::Result<()> {
        let line = |message: &str, application: &str| {
            format!("{}\"{message}\",,,,,,,,,{application},x\n", "t,".repeat(MESSAGE))
        };
        let log = line("statement: BEGIN", "siwei")
            + &line("execute sqlx_s_3: SELECT \"\"id\"\" FROM wish", "siwei")
            + &line("statement: SELECT 1", "psql")
            + &line("checkpoint starting: time", "");
        let sql: Vec<String> = read(log.as_bytes())?.into_iter().map(|statement| statement.sql).collect();
        assert_eq!(sql, ["BEGIN", "SELECT \"id\" FROM wish"]);
        Ok(())
    }
}
