//! A vote with as many voters as one wants, by SQL.

use super::ids::Kind;
use crate::progress::Progress;
use crate::servers::Postgres;

/// Rows written at a time.
const CHUNK: u64 = 50_000;

/// A residents' motion that is open for a month. The rule is the one that siwei has for residents.
const VOTE: &str = "
INSERT INTO deliberation (id, community_id, level, title, body, proposer_kind, proposer_account_id, status,
                          second_threshold, second_count, lapses_at, question, method, electorate, secrecy, changeable,
                          extendable, extended, live_results, precedence, proxy_limit, rule, opens_at, closes_at,
                          roll_hash, roll_heads, roll_area, frozen_at, version, created_at, updated_at)
VALUES (bench_id(9, 0), :'community', 'community', '压测', '压测', 'resident', bench_id(3, 0), 'voting', 1, 1, now(),
        '是否同意？', 'motion', 'residents', 'open', false, false, false, false, 'first', 0,
        '{\"code\": \"advisory\", \"version\": 1, \"name\": {\"zh-CN\": \"征求意见\", \"en\": \"Advisory\"},
          \"source\": {\"zh-CN\": \"不作结论，仅公布票数\", \"en\": \"No verdict; the votes are published\"},
          \"electorates\": [\"residents\", \"households\", \"owners\"], \"takingPart\": [], \"agreeing\": [],
          \"binding\": false, \"silentFollowMajority\": false}',
        now() - interval '1 day', now() + interval '30 days', repeat('0', 64), :voters, 0, now(), 1, now(), now());
CREATE TABLE bench_tally (id int PRIMARY KEY, ballots bigint NOT NULL);
INSERT INTO bench_tally VALUES (1, 0);
";

/// Voters with an account and a session of their own …
const PEOPLE: &str = "
SET session_replication_role = replica;
INSERT INTO account (id, community_id, failed_logins, status, version, created_at, updated_at)
SELECT bench_id(10, n), :'community', 0, 'active', 1, now(), now() FROM generate_series(:from::bigint, :to::bigint) n;
INSERT INTO session (id, account_id, created_at, last_used_at, expires_at)
SELECT bench_id(11, n), bench_id(10, n), now(), now(), now() + interval '1 year'
FROM generate_series(:from::bigint, :to::bigint) n;
INSERT INTO roll_voter (entry_id, account_id, deliberation_id)
SELECT bench_id(12, n), bench_id(10, n), bench_id(9, 0) FROM generate_series(:from::bigint, :to::bigint) n;
";

/// … and entries on the roll, spread over the community's buildings.
const ROLL: &str = "
SET session_replication_role = replica;
INSERT INTO roll_entry (id, deliberation_id, subject, building_id, heads, area, parts)
SELECT bench_id(12, n), bench_id(9, 0), bench_id(12, n), homes.ids[1 + n % cardinality(homes.ids)], 1, 0, '[]'
FROM generate_series(:from::bigint, :to::bigint) n,
     (SELECT array_agg(id ORDER BY id) AS ids FROM building WHERE community_id = :'community') AS homes;
";

/// Ballots as siwei stores them: the leaf's hash is that of its canonical JSON (RFC 6962).
const BALLOTS: &str = "
SET session_replication_role = replica;
INSERT INTO ballot (id, deliberation_id, entry_id, channel, account_id, content, leaf, sequence, cast_at)
SELECT bench_id(13, n), bench_id(9, 0), bench_id(12, n), 'online', NULL,
       '{\"choice\":{\"kind\":\"' || kind || '\"},\"salt\":\"' || salt || '\"}',
       encode(sha256('\\x00'::bytea || convert_to('{\"choice\":{\"kind\":\"' || kind || '\"},\"deliberation\":\"' ||
         bench_id(9, 0) || '\",\"salt\":\"' || salt || '\",\"weight\":{\"area\":0,\"heads\":1}}', 'UTF8')), 'hex'), 1, now()
FROM generate_series(:from::bigint, :to::bigint) n
CROSS JOIN LATERAL (SELECT CASE n % 3 WHEN 0 THEN 'against' ELSE 'agree' END AS kind,
                           encode(sha256(n::text::bytea), 'hex') AS salt) AS said;
";

/// How much of a vote is made.
#[derive(Clone, Copy, Debug, Default)]
pub struct Vote {
    /// Entries on the roll.
    pub entries: u64,
    /// Of them, the first so many can vote over HTTP.
    pub people: u64,
    /// Of them, the first so many have voted.
    pub ballots: u64,
}

/// The deliberation's id.
pub fn deliberation() -> uuid::Uuid {
    Kind::Deliberation.id(0)
}

/// Makes the vote in a database that has the demo's data and the crowd.
pub async fn hold(
    postgres: &Postgres,
    progress: &Progress,
    database: &str,
    community: &str,
    vote: Vote,
) -> anyhow::Result<()> {
    let head = format!("\\set community '{community}'\n\\set voters {}\n", vote.entries);
    postgres.sql(database, &format!("{head}{VOTE}")).await?;
    let parts = [("名册 / roll", ROLL, vote.entries), ("选民 / voters", PEOPLE, vote.people)];
    for (what, sql, count) in parts.into_iter().chain([("选票 / ballots", BALLOTS, vote.ballots)]) {
        progress.stage(format!("造 {count} 条 / making {count}: {what}"), count.div_ceil(CHUNK));
        for from in (0..count).step_by(CHUNK as usize) {
            let range = format!("\\set from {from}\n\\set to {}\n", count.min(from + CHUNK) - 1);
            postgres.sql(database, &format!("{head}{range}{sql}")).await?;
            progress.step();
        }
    }
    postgres.sql(database, "VACUUM ANALYZE; CHECKPOINT;").await.map(drop)
}
