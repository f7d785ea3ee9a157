//! What the staff keep beside the ballots that come online: keyset pages, the first entered first.

use entity::deliberations::{PaperState, ballot_conflict, ballot_delivery, ballot_proxy, paper_ballot};
use entity::ids::DeliberationId;
use sea_orm::prelude::*;
use sea_orm::{Condition, QueryOrder, QuerySelect};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::Result;
use crate::kernel::page::{Cursor, Page};

/// Which page.
#[derive(Clone, Copy, Debug)]
pub struct Which<'c> {
    /// The cursor that the page before gave.
    pub cursor: Option<&'c str>,
    /// Rows on it.
    pub size: u64,
}

/// Readings of ballots on paper.
pub async fn papers(
    conn: &impl ConnectionTrait,
    id: DeliberationId,
    state: Option<PaperState>,
    which: Which<'_>,
) -> Result<Page<paper_ballot::Model>> {
    let mut rows = paper_ballot::Entity::find().filter(paper_ballot::Column::DeliberationId.eq(id));
    if let Some(state) = state {
        rows = rows.filter(paper_ballot::Column::State.eq(state));
    }
    let columns = (paper_ballot::Column::CreatedAt, paper_ballot::Column::Id);
    page(conn, rows, columns, &("paper", id, state), which, |row| (row.created_at, row.id)).await
}

/// Voters from whom two ballots came.
pub async fn conflicts(
    conn: &impl ConnectionTrait,
    id: DeliberationId,
    which: Which<'_>,
) -> Result<Page<ballot_conflict::Model>> {
    let rows = ballot_conflict::Entity::find().filter(ballot_conflict::Column::DeliberationId.eq(id));
    let columns = (ballot_conflict::Column::CreatedAt, ballot_conflict::Column::EntryId);
    page(conn, rows, columns, &("conflicts", id), which, |row| (row.created_at, row.entry_id)).await
}

/// Written proxies.
pub async fn proxies(
    conn: &impl ConnectionTrait,
    id: DeliberationId,
    which: Which<'_>,
) -> Result<Page<ballot_proxy::Model>> {
    let rows = ballot_proxy::Entity::find().filter(ballot_proxy::Column::DeliberationId.eq(id));
    let columns = (ballot_proxy::Column::CreatedAt, ballot_proxy::Column::Id);
    page(conn, rows, columns, &("proxies", id), which, |row| (row.created_at, row.id)).await
}

/// The ledger of deliveries.
pub async fn deliveries(
    conn: &impl ConnectionTrait,
    id: DeliberationId,
    which: Which<'_>,
) -> Result<Page<ballot_delivery::Model>> {
    let rows = ballot_delivery::Entity::find().filter(ballot_delivery::Column::DeliberationId.eq(id));
    let columns = (ballot_delivery::Column::CreatedAt, ballot_delivery::Column::Id);
    page(conn, rows, columns, &("deliveries", id), which, |row| (row.created_at, row.id)).await
}

async fn page<E, K>(
    conn: &impl ConnectionTrait,
    rows: Select<E>,
    (at, by): (E::Column, E::Column),
    filter: &impl Serialize,
    which: Which<'_>,
    key: impl Fn(&E::Model) -> (DateTimeUtc, K),
) -> Result<Page<E::Model>>
where
    E: EntityTrait,
    K: Copy + Into<Value> + Serialize + DeserializeOwned,
{
    let mut rows = rows.order_by_asc(at).order_by_asc(by).limit(which.size + 1);
    if let Some(cursor) = which.cursor {
        let (instant, id): (DateTimeUtc, K) = Cursor::decode(filter, cursor)?;
        // The first part is what the index can use; the second decides among equal instants.
        let behind = Condition::any().add(at.gt(instant)).add(by.gt(id));
        rows = rows.filter(Condition::all().add(at.gte(instant)).add(behind));
    }
    Page::cut(rows.all(conn).await?, which.size, filter, key)
}
