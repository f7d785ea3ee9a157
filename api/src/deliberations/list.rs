//! The list of deliberations: newest first, keyset pages.

use entity::deliberations::{DeliberationStatus, deliberation};
use entity::ids::{AccountId, DeliberationId};
use entity::wishes::Level;
use sea_orm::prelude::*;
use sea_orm::{Condition, QueryOrder, QuerySelect};
use serde::Serialize;

use super::store;
use crate::auth::Actor;
use crate::error::Result;
use crate::kernel::page::{Cursor, Page};

/// What narrows the list; also what its cursors are bound to.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Filter {
    /// Only in these states.
    pub statuses: Vec<DeliberationStatus>,
    /// Only of these levels.
    pub levels: Vec<Level>,
    /// Only of this author.
    pub author: Option<AccountId>,
}

/// One page of what the actor may see.
pub async fn page(
    conn: &impl ConnectionTrait,
    actor: &Actor,
    filter: &Filter,
    cursor: Option<&str>,
    size: u64,
) -> Result<Page<deliberation::Model>> {
    let (at, by_id) = (deliberation::Column::CreatedAt, deliberation::Column::Id);
    let mut rows = narrow(store::visible_to(actor), filter).order_by_desc(at).order_by_desc(by_id).limit(size + 1);
    if let Some(cursor) = cursor {
        let (instant, id): (DateTimeUtc, DeliberationId) = Cursor::decode(filter, cursor)?;
        // The first part is what the index can use; the second decides among equal instants.
        let behind = Condition::any().add(at.lt(instant)).add(by_id.lt(id));
        rows = rows.filter(Condition::all().add(at.lte(instant)).add(behind));
    }
    Page::cut(rows.all(conn).await?, size, filter, |row| (row.created_at, row.id))
}

fn narrow(mut rows: Select<deliberation::Entity>, filter: &Filter) -> Select<deliberation::Entity> {
    if !filter.statuses.is_empty() {
        rows = rows.filter(deliberation::Column::Status.is_in(filter.statuses.iter().copied()));
    }
    if !filter.levels.is_empty() {
        rows = rows.filter(deliberation::Column::Level.is_in(filter.levels.iter().copied()));
    }
    if let Some(author) = filter.author {
        rows = rows.filter(deliberation::Column::ProposerAccountId.eq(author));
    }
    rows
}
