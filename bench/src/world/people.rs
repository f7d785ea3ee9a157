//! The crowd: verified residents who are volunteers, too.

use crate::servers::Postgres;

/// How many they are: so many that in no run one of them holds an unfair number of wishes.
pub const CROWD: u64 = 5_000;

/// Adds the crowd to the demo's community. Names are those of the demo's residents, sealed as they are.
pub async fn invite(postgres: &Postgres, database: &str, community: &str) -> anyhow::Result<()> {
    let sql = format!(
        "
UPDATE community SET claim_limit = 100 WHERE id = '{community}';

INSERT INTO account (id, community_id, failed_logins, status, version, created_at, updated_at)
SELECT bench_id(3, n), '{community}', 0, 'active', 1, now(), now() FROM generate_series(0, {CROWD} - 1) n;

INSERT INTO session (id, account_id, created_at, last_used_at, expires_at)
SELECT bench_id(4, n), bench_id(3, n), now(), now(), now() + interval '1 year' FROM generate_series(0, {CROWD} - 1) n;

WITH homes AS (SELECT array_agg(id ORDER BY id) AS ids FROM household WHERE community_id = '{community}'),
names AS (SELECT array_agg(name_sealed ORDER BY id) AS sealed, array_agg(name_blind ORDER BY id) AS blind
          FROM resident WHERE community_id = '{community}')
INSERT INTO resident (id, community_id, household_id, account_id, name_sealed, name_blind, relation, is_owner, tags,
                      version, created_at, updated_at)
SELECT bench_id(5, n), '{community}', homes.ids[1 + n % cardinality(homes.ids)], bench_id(3, n),
       names.sealed[1 + n % cardinality(names.sealed)], names.blind[1 + n % cardinality(names.blind)],
       'other', false, '[]', 1, now(), now()
FROM generate_series(0, {CROWD} - 1) n, homes, names;

INSERT INTO role_grant (id, community_id, account_id, role, scope_kind, scope_id, created_at)
SELECT bench_id(6, n), '{community}', bench_id(3, n), 'volunteer', 'community', '{community}', now()
FROM generate_series(0, {CROWD} - 1) n;
"
    );
    postgres.sql(database, &sql).await.map(drop)
}
