//! One page of an inbox: the sources in one order, by one query, however many there are; then what they name.

use sea_orm::prelude::*;
use sea_orm::sea_query::{Order, Query, SelectStatement, UnionType};
use sea_orm::{FromQueryResult, StatementBuilder};

use super::desk::{Desk, Now, Wanted};
use super::show;
use super::source::{Key, Source};
use super::view::InboxItem;
use crate::auth::Actor;
use crate::error::Result;
use crate::kernel::Kernel;
use crate::kernel::page::{Cursor, Page};

/// Names an item: whether it is urgent, when it is due, the rank of its kind, its id.
#[derive(Clone, Copy, Debug, FromQueryResult)]
pub struct Pointer {
    /// Whether it comes before all others.
    pub urgency: i32,
    /// When it is due.
    pub due_at: DateTimeUtc,
    /// The rank of its kind.
    pub kind: i32,
    /// Its id.
    pub id: Uuid,
}

/// One page: what is urgent first, then what is due first.
pub async fn page(
    kernel: &Kernel,
    actor: &Actor,
    desk: &Desk,
    wanted: &Wanted,
    now: Now,
    (cursor, size): (Option<&str>, u64),
) -> Result<Page<InboxItem>> {
    let last: Option<Key> = cursor.map(|cursor| Cursor::decode(wanted, cursor)).transpose()?;
    let sources = Source::of(desk, wanted, now);
    let keys = sources.iter().map(|source| source.keys(last, size + 1));
    let Some(mut all) = union(keys) else {
        return Page::cut(Vec::new(), size, wanted, |item: &InboxItem| item.id);
    };
    for column in ["urgency", "due_at", "kind", "id"] {
        all.order_by(column, Order::Asc);
    }
    all.limit(size + 1);
    let statement = StatementBuilder::build(&all, &kernel.db.get_database_backend());
    let rows = Pointer::find_by_statement(statement).all(&kernel.db).await?;
    let page = Page::cut(rows, size, wanted, |row| (row.urgency, row.due_at, row.kind, row.id))?;
    let items = show::items(kernel, actor, &page.items, now).await?;
    Ok(page.with_items(items))
}

/// The rows of all of these, each of which may be sorted and limited.
fn union(mut queries: impl Iterator<Item = SelectStatement>) -> Option<SelectStatement> {
    let whole = |query: SelectStatement| {
        Query::select().columns(["urgency", "due_at", "kind", "id"]).from_subquery(query, "source").to_owned()
    };
    let first = whole(queries.next()?);
    Some(queries.fold(first, |mut all, query| all.union(UnionType::All, whole(query)).to_owned()))
}
