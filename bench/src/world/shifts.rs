//! Shifts with as many places and volunteers as one wants, by SQL.

use super::ids::Kind;
use crate::progress::Progress;
use crate::servers::Postgres;

/// Rows written at a time.
const CHUNK: u64 = 50_000;

/// Shifts beside the hot one.
pub const MANY: u64 = 100;

/// Actions with a shift of one role each: number 0 is the hot one, 1 to 100 share the crowd; the same
/// again, a hundred and one further on, for pgbench. Each lasts an hour, none meets another.
const ACTIONS: &str = "
INSERT INTO action (id, community_id, kind, programme, host_kind, host_id, title, description, place, leader_account_id,
                    skills, trainings, cancel_hours, waitlist_limit, offer_minutes, status, starts_at, ends_at,
                    created_by, published_at, version, created_at, updated_at)
SELECT bench_id(14, n), :'community', 'patrol', 'none', 'community', :'community', '压测', '压测', '压测', bench_id(3, 0),
       '[]', '[]', 24, 0, 30, 'published', now() + make_interval(days => 7, hours => 2 * n),
       now() + make_interval(days => 7, hours => 2 * n + 1), bench_id(3, 0), now(), 1, now(), now()
FROM generate_series(0, 2 * :many + 1) n;
INSERT INTO shift (id, community_id, action_id, starts_at, ends_at, created_at)
SELECT bench_id(15, n), community_id, id, starts_at, ends_at, now()
FROM generate_series(0, 2 * :many + 1) n JOIN action ON action.id = bench_id(14, n);
INSERT INTO shift_role (id, shift_id, action_id, sort, name, capacity, taken, waiting, next_number)
SELECT bench_id(15, n), bench_id(15, n), bench_id(14, n), 0, '志愿者', :places, 0, 0, 1
FROM generate_series(0, 2 * :many + 1) n;
";

/// Volunteers with an account and a session of their own.
const VOLUNTEERS: &str = "
SET session_replication_role = replica;
INSERT INTO account (id, community_id, failed_logins, status, version, created_at, updated_at)
SELECT bench_id(10, n), :'community', 0, 'active', 1, now(), now() FROM generate_series(:from::bigint, :to::bigint) n;
INSERT INTO session (id, account_id, created_at, last_used_at, expires_at)
SELECT bench_id(11, n), bench_id(10, n), now(), now(), now() + interval '1 year'
FROM generate_series(:from::bigint, :to::bigint) n;
INSERT INTO volunteer (id, community_id, account_id, number, status, name_sealed, birth_date, times, tags, honour_roll,
                       emergency_ready, registered_at, version, updated_at)
SELECT bench_id(12, n), :'community', bench_id(10, n), 'BENCH' || n, 'active', '', '1970-01-01', '[]', '[]', false,
       false, now(), 1, now()
FROM generate_series(:from::bigint, :to::bigint) n;
";

/// Those of these shifts that have other places taken than confirmed sign-ups, or more than there are.
const WRONG: &str = "
SELECT count(*) FROM shift_role
WHERE id BETWEEN bench_id(15, 0) AND bench_id(15, 2 * :many + 1)
  AND (taken > capacity
   OR taken <> (SELECT count(*) FROM signup WHERE shift_role_id = shift_role.id AND status = 'confirmed'))
";

/// The address at which one signs up for a shift.
pub fn signups_path(shift: u64) -> String {
    format!("/api/v1/actions/{}/shifts/{}/signups", Kind::Action.id(shift), Kind::Shift.id(shift))
}

/// Makes the shifts, with so many places each, and the volunteers.
pub async fn call(
    postgres: &Postgres,
    progress: &Progress,
    database: &str,
    community: &str,
    (places, volunteers): (u64, u64),
) -> anyhow::Result<()> {
    let head = format!("\\set community '{community}'\n\\set many {MANY}\n\\set places {places}\n");
    postgres.sql(database, &format!("{head}{ACTIONS}")).await?;
    progress.stage(format!("造 {volunteers} 名志愿者 / making {volunteers} volunteers"), volunteers.div_ceil(CHUNK));
    for from in (0..volunteers).step_by(CHUNK as usize) {
        let range = format!("\\set from {from}\n\\set to {}\n", volunteers.min(from + CHUNK) - 1);
        postgres.sql(database, &format!("{head}{range}{VOLUNTEERS}")).await?;
        progress.step();
    }
    postgres.sql(database, "VACUUM ANALYZE; CHECKPOINT;").await.map(drop)
}

/// Shifts whose places do not agree with their sign-ups; 0 when siwei counts right.
pub async fn miscounted(postgres: &Postgres, database: &str) -> anyhow::Result<u64> {
    Ok(postgres.sql(database, &format!("\\set many {MANY}\n{WRONG}")).await?.parse()?)
}
