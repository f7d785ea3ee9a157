//! How much waits: one query for all kinds.

use sea_orm::FromQueryResult;
use sea_orm::StatementBuilder;
use sea_orm::sea_query::UnionType;

use super::desk::{Desk, Now, Wanted};
use super::source::{Source, URGENT};
use super::view::{InboxCounts, InboxKind, KindCount};
use crate::error::Result;
use crate::kernel::Kernel;

#[derive(Debug, FromQueryResult)]
struct Figures {
    kind: i32,
    urgency: i32,
    total: i64,
    overdue: i64,
    due_today: i64,
}

/// What waits at this desk, by kind. Every kind that the desk decides about is there, if only with zeros.
pub async fn counts(kernel: &Kernel, desk: &Desk, wanted: &Wanted, now: Now) -> Result<InboxCounts> {
    let mut figures = Source::of(desk, wanted, now).into_iter().map(|source| source.figures(now));
    let mut counts = InboxCounts { as_of: now.at, total: 0, urgent: 0, overdue: 0, due_today: 0, kinds: Vec::new() };
    let Some(first) = figures.next() else { return Ok(counts) };
    let all = figures.fold(first, |mut all, query| all.union(UnionType::All, query).to_owned());
    let statement = StatementBuilder::build(&all, &kernel.db.get_database_backend());
    for row in Figures::find_by_statement(statement).all(&kernel.db).await? {
        add(&mut counts, &row);
    }
    counts.kinds.sort_by_key(|count| count.kind.rank());
    Ok(counts)
}

/// Adds a source to its kind, which may have several, and to the sum.
fn add(counts: &mut InboxCounts, row: &Figures) {
    let [total, overdue, due_today] = [row.total, row.overdue, row.due_today].map(i64::unsigned_abs);
    counts.total += total;
    counts.urgent += if row.urgency == URGENT { total } else { 0 };
    counts.overdue += overdue;
    counts.due_today += due_today;
    let Some(kind) = InboxKind::of_rank(row.kind) else { return };
    match counts.kinds.iter_mut().find(|count| count.kind == kind) {
        Some(count) => {
            count.total += total;
            count.overdue += overdue;
            count.due_today += due_today;
        }
        None => counts.kinds.push(KindCount { kind, total, overdue, due_today }),
    }
}
