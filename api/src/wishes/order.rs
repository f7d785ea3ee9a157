//! The orders that lists of wishes come in. Each has an index that keeps it, so that the last page costs no
//! more than the first.

use chrono::{DateTime, Utc};
use entity::ids::WishId;
use entity::wishes::{WishStatus, wish};
use sea_orm::prelude::*;
use sea_orm::{Condition, ExprTrait, Order, QueryOrder};
use serde::Serialize;

use crate::error::{Code, Result};

/// By what a list is sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum By {
    /// When it was submitted.
    CreatedAt,
    /// By when it is to be answered; of what waits for its answer.
    RespondDueAt,
    /// By when it is to be solved; of what is open or in hand.
    SolveDueAt,
}

/// The order of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Sort {
    by: By,
    descending: bool,
}

impl Default for Sort {
    /// The newest first.
    fn default() -> Self {
        Self { by: By::CreatedAt, descending: true }
    }
}

/// What a row is sorted by, and its id among equals.
pub type Key = (Option<DateTime<Utc>>, WishId);

impl Sort {
    /// The oldest first.
    pub const OLDEST: Self = Self { by: By::CreatedAt, descending: false };

    /// Reads the parameter `sort`; the newest first unless it says otherwise.
    ///
    /// # Errors
    /// `malformed_query` for an order that there is not.
    pub fn parse(text: Option<&str>) -> Result<Self> {
        let Some(text) = text else { return Ok(Self::default()) };
        let (name, descending) = text.strip_prefix('-').map_or((text, false), |name| (name, true));
        let by = match name {
            "createdAt" => By::CreatedAt,
            "respondDueAt" => By::RespondDueAt,
            "solveDueAt" => By::SolveDueAt,
            _ => return Err(wrong()),
        };
        Ok(Self { by, descending })
    }

    /// The states that the order is for: those in which the deadline still runs.
    pub fn states(self) -> Option<&'static [WishStatus]> {
        match self.by {
            By::CreatedAt => None,
            By::RespondDueAt => Some(&[WishStatus::Submitted]),
            By::SolveDueAt => Some(&[WishStatus::Open, WishStatus::Claimed]),
        }
    }

    /// Refuses states whose deadline does not run.
    ///
    /// # Errors
    /// `malformed_query` at `sort`.
    pub fn fits(self, statuses: &[WishStatus]) -> Result<()> {
        let fits = self.states().is_none_or(|due| statuses.iter().all(|status| due.contains(status)));
        if fits { Ok(()) } else { Err(wrong()) }
    }

    /// Puts rows in this order.
    pub fn apply(self, wishes: Select<wish::Entity>) -> Select<wish::Entity> {
        let order = if self.descending { Order::Desc } else { Order::Asc };
        let wishes = match self.by {
            By::CreatedAt => wishes,
            // Word for word as the partial indexes say it, or they are not used.
            By::RespondDueAt => wishes.filter(Expr::cust("wish.status = 'submitted'")),
            By::SolveDueAt => wishes.filter(Expr::cust("wish.status IN ('open', 'claimed')")),
        };
        let wishes = if self.by == By::CreatedAt { wishes } else { wishes.filter(self.column().is_not_null()) };
        wishes.order_by(self.column(), order.clone()).order_by(wish::Column::Id, order)
    }

    /// The key of a row.
    pub fn key(self, wish: &wish::Model) -> Key {
        let at = match self.by {
            By::CreatedAt => Some(wish.created_at),
            By::RespondDueAt => wish.respond_due_at,
            By::SolveDueAt => wish.solve_due_at,
        };
        (at, wish.id)
    }

    /// Rows behind a key.
    pub fn behind(self, (at, id): Key) -> Condition {
        let (column, own) = (self.column(), wish::Column::Id);
        let (later, next) = if self.descending {
            (column.lte(at), column.lt(at).or(own.lt(id)))
        } else {
            (column.gte(at), column.gt(at).or(own.gt(id)))
        };
        // The first part is what the index can use; the second decides among equal instants.
        Condition::all().add(later).add(next)
    }

    fn column(self) -> wish::Column {
        match self.by {
            By::CreatedAt => wish::Column::CreatedAt,
            By::RespondDueAt => wish::Column::RespondDueAt,
            By::SolveDueAt => wish::Column::SolveDueAt,
        }
    }
}

fn wrong() -> crate::error::Error {
    Code::MalformedQuery.error().at("sort", Code::InvalidValue)
}
