//! Wishes of the past two years, spread over grids, categories, states and times, with the
//! texts of the demo; and wishes that wait for helpers.

use super::people::CROWD;
use crate::progress::Progress;
use crate::servers::Postgres;

/// How far the past reaches back.
pub const YEARS: u64 = 2;

/// Rows written at a time.
const CHUNK: u64 = 25_000;

/// Of so many newest wishes the search index is filled too: fifty terms a wish, which for a
/// million would be more rows than everything else together, and no list reads them.
const INDEXED: u64 = 20_000;

/// Out of 109 wishes, 100 are on the wall. Of the newest three of a hundred most are still on
/// their way; the others have ended, as wishes do within weeks.
const HELPERS: &str = "
CREATE FUNCTION bench_status(number bigint, total bigint) RETURNS text LANGUAGE sql IMMUTABLE RETURN
  CASE WHEN number % 109 >= 108 THEN 'merged' WHEN number % 109 >= 105 THEN 'withdrawn'
       WHEN number % 109 >= 102 THEN 'rejected'
       WHEN number % 109 >= 100 THEN CASE WHEN number > total * 97 / 100 THEN 'submitted' ELSE 'rejected' END
       WHEN number % 109 >= 96 THEN 'unmet' WHEN number <= total * 97 / 100 OR number % 109 >= 80 THEN 'confirmed'
       WHEN number % 109 >= 40 THEN 'open' WHEN number % 109 >= 15 THEN 'claimed' ELSE 'fulfilled' END;

CREATE TABLE bench_story AS
SELECT row_number() OVER (ORDER BY id) - 1 AS number, id, title, body, category_id, author_account_id FROM wish
WHERE community_id = :'community' AND status IN ('open', 'claimed', 'fulfilled', 'confirmed', 'unmet')
  AND author_account_id IS NOT NULL;
CREATE TABLE bench_grid AS
SELECT row_number() OVER (ORDER BY sort, id) - 1 AS number, id FROM grid WHERE community_id = :'community';
";

/// Wishes `from` to `to` of `total`: the first is two years old, the last of now. What still
/// runs is due next month, so that the background worker has nothing to do with it.
const WISHES: &str = "
SET session_replication_role = replica;
INSERT INTO wish (id, community_id, grid_id, category_id, channel, author_account_id, title, body, level, status,
                  appealed, reopened, returned_at, respond_due_at, solve_due_at, first_response_at, approved_at,
                  fulfilled_at, confirm_due_at, closed_at, rating, auto_confirmed, support_count, version,
                  created_at, updated_at)
SELECT bench_id(1, n), :'community', grid.id, story.category_id, 'mini_program', bench_id(3, n % :crowd),
       story.title || '（' || 1 + n % 30 || '号楼）', story.body, 'building', status, false, false,
       CASE WHEN status = 'returned' THEN made + interval '3 hours' END, made + interval '2 days',
       CASE WHEN status IN ('open', 'claimed', 'fulfilled') THEN now() + interval '30 days' ELSE made + interval '7 days' END,
       CASE WHEN status NOT IN ('submitted', 'withdrawn') THEN made + interval '3 hours' END,
       CASE WHEN n % 109 < 100 THEN made + interval '3 hours' END,
       CASE WHEN status IN ('fulfilled', 'confirmed') THEN made + interval '4 days' END,
       CASE WHEN status = 'fulfilled' THEN now() + interval '30 days' END,
       CASE WHEN status IN ('confirmed', 'unmet', 'rejected', 'withdrawn', 'merged') THEN made + interval '5 days' END,
       CASE WHEN status = 'confirmed' THEN 3 + n % 3 END, false, n % 4, 1 + n % 5, made, made + interval '5 days'
FROM generate_series(:from::bigint, :to::bigint) n
CROSS JOIN LATERAL (SELECT bench_status(n, :total) AS status,
                           now() - (:total - n) * (interval '1 year' * :years / :total) AS made) AS at
JOIN bench_story story ON story.number = n % (SELECT count(*) FROM bench_story)
JOIN bench_grid grid ON grid.number = (n / 7) % (SELECT count(*) FROM bench_grid);

INSERT INTO wish_claim (id, community_id, wish_id, helper_kind, helper_id, account_id, accepted_at, expires_at, created_at)
SELECT bench_id(7, n), :'community', bench_id(1, n), 'account', bench_id(3, (n + 1) % :crowd), bench_id(3, (n + 1) % :crowd),
       now(), now() + interval '30 days', now()
FROM generate_series(:from::bigint, :to::bigint) n WHERE bench_status(n, :total) IN ('claimed', 'fulfilled');

INSERT INTO wish_term (community_id, term, wish_id)
SELECT :'community', term, bench_id(1, n)
FROM generate_series(greatest(:from::bigint, :total - :indexed), :to::bigint) n
JOIN bench_story story ON story.number = n % (SELECT count(*) FROM bench_story)
CROSS JOIN LATERAL (SELECT term FROM wish_term WHERE wish_id = story.id
                    UNION VALUES ('号楼'), ('号'), ('楼'), ((1 + n % 30)::text)) AS terms
WHERE n % 109 < 100;
";

/// Open wishes that nobody has claimed yet.
const POOL: &str = "
SET session_replication_role = replica;
INSERT INTO wish (id, community_id, grid_id, category_id, channel, author_account_id, title, body, level, status, appealed,
                  reopened, respond_due_at, solve_due_at, first_response_at, approved_at, auto_confirmed, support_count,
                  version, created_at, updated_at)
SELECT bench_id(2, n), :'community', grid.id, story.category_id, 'mini_program', story.author_account_id, story.title,
       story.body, 'building', 'open', false, false, now(), now() + interval '30 days', now(), now(), false, 0, 1, now(), now()
FROM generate_series(:from::bigint, :to::bigint) n
JOIN bench_story story ON story.number = n % (SELECT count(*) FROM bench_story)
JOIN bench_grid grid ON grid.number = (n / 7) % (SELECT count(*) FROM bench_grid);
";

/// Fills a database that has the demo's data and the crowd with `count` wishes on the wall.
pub async fn fill(
    postgres: &Postgres,
    progress: &Progress,
    database: &str,
    community: &str,
    count: u64,
) -> anyhow::Result<()> {
    let total = count.div_ceil(100) * 109;
    progress.stage(format!("造 {total} 条心愿 / making {total} wishes"), total.div_ceil(CHUNK) + 1);
    let head =
        format!("\\set community '{community}'\n\\set crowd {CROWD}\n\\set years {YEARS}\n\\set total {total}\n");
    postgres.sql(database, &format!("{head}{HELPERS}")).await?;
    for from in (1..=total).step_by(CHUNK as usize) {
        let to = total.min(from + CHUNK - 1);
        let range = format!("\\set from {from}\n\\set to {to}\n\\set indexed {INDEXED}\n");
        postgres.sql(database, &format!("{head}{range}{WISHES}")).await?;
        progress.step();
    }
    postgres.sql(database, "VACUUM ANALYZE; CHECKPOINT;").await?;
    progress.step();
    Ok(())
}

/// Adds wishes to be claimed, numbered from 0.
pub async fn pool(
    postgres: &Postgres,
    progress: &Progress,
    database: &str,
    community: &str,
    count: u64,
) -> anyhow::Result<()> {
    progress.stage(format!("造 {count} 条待认领的心愿 / making {count} open wishes"), count.div_ceil(CHUNK) + 1);
    for from in (0..count).step_by(CHUNK as usize) {
        let to = count.min(from + CHUNK) - 1;
        let head = format!("\\set community '{community}'\n\\set from {from}\n\\set to {to}\n");
        postgres.sql(database, &format!("{head}{POOL}")).await?;
        progress.step();
    }
    postgres.sql(database, "VACUUM ANALYZE wish; CHECKPOINT;").await?;
    progress.step();
    Ok(())
}
