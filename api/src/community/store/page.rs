//! Pages of lists: in the order in which the rows were entered, or by their names.

use sea_orm::prelude::*;
use sea_orm::{Condition, ExprTrait, Order, QueryOrder, QuerySelect};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Kept;
use crate::error::{Code, Result};
use crate::kernel::page::{self, Cursor, Page};

/// Where a list starts, how long a page is and in which order.
pub trait Paged {
    /// What the list is narrowed to and its order; a cursor is good for this filter only.
    fn filter(&self) -> Json;
    /// The page before ended here.
    fn cursor(&self) -> Option<&str>;
    /// Rows a page.
    fn page_size(&self) -> Option<u64>;
    /// Whether the rows are counted.
    fn with_total(&self) -> bool;
    /// The order: `createdAt` unless it says otherwise.
    fn sort(&self) -> Option<&str>;
}

/// One page of `rows`.
///
/// # Errors
/// `malformed_query` for an order that this table has no index for.
pub async fn page<E: Kept>(conn: &impl ConnectionTrait, rows: Select<E>, query: &impl Paged) -> Result<Page<E::Model>> {
    match (direction(query.sort(), "name"), E::NAME) {
        (Some(order), Some(name)) => page_by_name(conn, rows, name, order, query).await,
        _ => page_by(conn, rows, E::ID, E::id, query).await,
    }
}

/// One page of `rows` by their ids, which grow with time.
pub async fn page_by<E, K>(
    conn: &impl ConnectionTrait,
    rows: Select<E>,
    id: E::Column,
    key: impl Fn(&E::Model) -> K,
    query: &impl Paged,
) -> Result<Page<E::Model>>
where
    E: EntityTrait<Model: Send + Sync>,
    K: Serialize + DeserializeOwned + Into<Value>,
{
    let order = direction(query.sort().or(Some("createdAt")), "createdAt");
    let order = order.ok_or_else(|| Code::MalformedQuery.error().at("sort", Code::InvalidValue))?;
    let (size, total) = (page::size(query.page_size())?, total(conn, &rows, query).await?);
    let mut rows = rows.order_by(id, order.clone()).limit(size + 1);
    if let Some(cursor) = query.cursor() {
        let last = Cursor::decode::<K>(&query.filter(), cursor)?;
        rows = rows.filter(if order == Order::Asc { id.gt(last) } else { id.lt(last) });
    }
    Ok(Page::cut(rows.all(conn).await?, size, &query.filter(), key)?.with_total(total))
}

/// One page of `rows` by their names, among equals by their ids.
async fn page_by_name<E: Kept>(
    conn: &impl ConnectionTrait,
    rows: Select<E>,
    name: E::Column,
    order: Order,
    query: &impl Paged,
) -> Result<Page<E::Model>> {
    let (size, total) = (page::size(query.page_size())?, total(conn, &rows, query).await?);
    let mut rows = rows.order_by(name, order.clone()).order_by(E::ID, order.clone()).limit(size + 1);
    if let Some(cursor) = query.cursor() {
        let (last, id): (String, E::Id) = Cursor::decode(&query.filter(), cursor)?;
        let (from, behind) = match order {
            Order::Asc => (name.gte(last.clone()), name.gt(last).or(E::ID.gt(id))),
            _ => (name.lte(last.clone()), name.lt(last).or(E::ID.lt(id))),
        };
        rows = rows.filter(Condition::all().add(from).add(behind));
    }
    let key = |row: &E::Model| (row.get(name).unwrap::<String>(), E::id(row));
    Ok(Page::cut(rows.all(conn).await?, size, &query.filter(), key)?.with_total(total))
}

/// Counted only when somebody asks.
async fn total<E>(conn: &impl ConnectionTrait, rows: &Select<E>, query: &impl Paged) -> Result<Option<u64>>
where
    E: EntityTrait<Model: Send + Sync>,
{
    Ok(if query.with_total() { Some(rows.clone().count(conn).await?) } else { None })
}

/// The direction in which `sort` goes by `name`; none when it goes by something else.
fn direction(sort: Option<&str>, name: &str) -> Option<Order> {
    let sort = sort?;
    match sort.strip_prefix('-') {
        Some(rest) if rest == name => Some(Order::Desc),
        None if sort == name => Some(Order::Asc),
        _ => None,
    }
}
