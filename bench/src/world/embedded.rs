//! A vote in the embedded SQLite. The ids are those of [`super::votes`], which does the same in PostgreSQL.

use std::path::Path;

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection};

/// A residents' motion that is open for a month, its voters with their accounts and sessions, the roll.
/// `:home` is the community's id, `:people` how many can vote, `:entries` how many stand on the roll;
/// `bench_id(9, n)` and `instant('-1 day')` are
/// written out before it is run.
const VOTE: &str = "
PRAGMA foreign_keys = OFF;
BEGIN;
CREATE TEMP TABLE number AS
  WITH RECURSIVE count(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM count WHERE n + 1 < :entries) SELECT n FROM count;
INSERT INTO deliberation (id, community_id, level, title, body, proposer_kind, proposer_account_id, status,
                          second_threshold, second_count, lapses_at, question, method, electorate, secrecy, changeable,
                          extendable, extended, live_results, precedence, proxy_limit, rule, opens_at, closes_at,
                          roll_hash, roll_heads, roll_area, frozen_at, version, created_at, updated_at)
SELECT bench_id(9, 0), :home, 'community', '压测', '压测', 'resident', bench_id(10, 0), 'voting', 1, 1, instant('0 days'), '是否同意？',
       'motion', 'residents', 'open', 0, 0, 0, 0, 'first', 0,
       '{\"code\": \"advisory\", \"version\": 1, \"name\": {\"zh-CN\": \"征求意见\", \"en\": \"Advisory\"},
         \"source\": {\"zh-CN\": \"不作结论，仅公布票数\", \"en\": \"No verdict; the votes are published\"},
         \"electorates\": [\"residents\", \"households\", \"owners\"], \"takingPart\": [], \"agreeing\": [],
         \"binding\": false, \"silentFollowMajority\": false}',
       instant('-1 day'), instant('30 days'), printf('%064d', 0), :entries, 0, instant('0 days'), 1, instant('0 days'), instant('0 days');
INSERT INTO account (id, community_id, failed_logins, status, version, created_at, updated_at)
SELECT bench_id(10, n), :home, 0, 'active', 1, instant('0 days'), instant('0 days') FROM number WHERE n < :people;
INSERT INTO session (id, account_id, created_at, last_used_at, expires_at)
SELECT bench_id(11, n), bench_id(10, n), instant('0 days'), instant('0 days'), instant('365 days') FROM number WHERE n < :people;
INSERT INTO roll_voter (entry_id, account_id, deliberation_id)
SELECT bench_id(12, n), bench_id(10, n), bench_id(9, 0) FROM number WHERE n < :people;
INSERT INTO roll_entry (id, deliberation_id, subject, building_id, heads, area, parts)
SELECT bench_id(12, n), bench_id(9, 0), bench_id(12, n), home.id, 1, 0, '[]'
FROM number
JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS at, count(*) OVER () AS many
      FROM building WHERE community_id = :home) AS home ON home.at = n % home.many;
DROP TABLE number;
COMMIT;
PRAGMA foreign_keys = ON;
PRAGMA wal_checkpoint(TRUNCATE);
";

/// The bare ballot of an entry, written by the account of another.
const BALLOT: &str = "
INSERT INTO ballot (id, deliberation_id, entry_id, channel, account_id, content, leaf, sequence, cast_at)
VALUES (bench_id(16, ?1), bench_id(9, 0), bench_id(12, ?1), 'online', bench_id(10, 0),
        '{\"choice\":{\"kind\":\"agree\"},\"salt\":\"' || printf('%064x', ?1) || '\"}', printf('%064x', ?1), 1,
        instant('0 days'))
";

/// A connection to a database of siwei's, with siwei's own care for what is written.
pub async fn open(file: &Path) -> anyhow::Result<SqliteConnection> {
    let options = SqliteConnectOptions::new().filename(file).journal_mode(SqliteJournalMode::Wal);
    Ok(options.synchronous(SqliteSynchronous::Full).connect().await?)
}

/// Makes the vote in a database that has the demo's data; of the entries on the roll the first can vote over HTTP.
pub async fn hold(file: &Path, community: &str, people: u64, entries: u64) -> anyhow::Result<()> {
    let mut connection = open(file).await?;
    let home = format!("unhex('{}')", community.replace('-', ""));
    let sql = VOTE.replace(":home", &home).replace(":people", &people.to_string());
    let sql = written_out(&sql.replace(":entries", &entries.to_string()));
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection).await?;
    Ok(connection.close().await?)
}

/// The statement that writes the ballot with a number.
pub fn ballot() -> String {
    written_out(BALLOT)
}

/// SQLite knows no functions of one's own that are written in SQL.
fn written_out(sql: &str) -> String {
    let mut pieces = sql.split("bench_id(");
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (arguments, after) = piece.split_once(')').unwrap_or((piece, ""));
        text += &format!("unhex(printf('%08x%024x', {arguments})){after}");
    }
    text.replace("instant(", "strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now', ")
}
