//! Where the items of an inbox come from. Each source reads one kind of thing in the order in which it is due,
//! from an index of its own: the conditions stand here as the partial indexes of the schema say them, word for
//! word. A wish stands in an inbox once, whatever else is to be said of it.

use chrono::{DateTime, Utc};
use entity::community::household_claim;
use entity::wishes::{wish, wish_extension};
use sea_orm::prelude::*;
use sea_orm::sea_query::{CaseStatement, Func, Order, SelectStatement};
use sea_orm::{Condition, ExprTrait, IntoSimpleExpr, QuerySelect, QueryTrait};

use super::desk::{Desk, Now, Wanted};
use super::rows::{disputed, held, in_others_hands, not_by, wishes};
use super::view::InboxKind;

const SUBMITTED: &str = "wish.status = 'submitted'";
pub(super) const IN_HAND: &str = "wish.status IN ('open', 'claimed')";
const RAISED: &str = "wish.level IN ('community', 'subdistrict')";
const NEAR: &str = "wish.level IN ('building', 'compound')";
const ASKED: &str = "wish_extension.status = 'asked'";
const TO_DECIDE: &str = "household_claim.status = 'submitted'";

/// What comes before all others: what is urgent in an emergency.
pub const URGENT: i32 = 0;

/// What is not.
const USUAL: i32 = 1;

/// What an item is sorted by: whether it is urgent, when it is due, its kind's rank, its id.
pub type Key = (i32, DateTime<Utc>, i32, Uuid);

/// One kind of thing that waits, with the rows that do.
pub struct Source {
    kind: InboxKind,
    urgency: i32,
    rows: SelectStatement,
    due: Expr,
    id: Expr,
}

impl Source {
    /// All that fill the inbox of this desk.
    pub fn of(desk: &Desk, wanted: &Wanted, now: Now) -> Vec<Self> {
        let mut sources = vec![new_wishes(desk), wishes_sent_in_again(desk), disputes(desk), overdue(desk, now)];
        sources.extend([extensions(desk, wanted), household_claims(desk)]);
        if desk.is_staff() {
            sources.extend([appeals(desk), escalations(desk)]);
        }
        sources.retain(|source| wanted.kinds.is_empty() || wanted.kinds.contains(&source.kind));
        sources.retain(|source| wanted.levels.is_empty() || source.kind != InboxKind::HouseholdClaim);
        sources.into_iter().flat_map(Self::by_urgency).map(|source| source.narrowed(wanted, now)).collect()
    }

    /// What is urgent apart from what is not, so that each is read in its own order from an index.
    fn by_urgency(self) -> Vec<Self> {
        if matches!(self.kind, InboxKind::HouseholdClaim | InboxKind::WishExtension) {
            return vec![self];
        }
        let (mut urgent, mut usual) = (self.rows.clone(), self.rows);
        urgent.and_where(wish::Column::EmergencyId.is_not_null());
        usual.and_where(wish::Column::EmergencyId.is_null());
        let source =
            |urgency, rows| Self { kind: self.kind, urgency, rows, due: self.due.clone(), id: self.id.clone() };
        vec![source(URGENT, urgent), source(USUAL, usual)]
    }

    fn narrowed(mut self, wanted: &Wanted, now: Now) -> Self {
        let grids = || wanted.grids.iter().copied();
        match self.kind {
            _ if wanted.grids.is_empty() => &mut self.rows,
            InboxKind::WishExtension => &mut self.rows,
            InboxKind::HouseholdClaim => self.rows.and_where(household_claim::Column::GridId.is_in(grids())),
            _ => self.rows.and_where(wish::Column::GridId.is_in(grids())),
        };
        if !wanted.levels.is_empty() && self.kind != InboxKind::WishExtension {
            self.rows.and_where(wish::Column::Level.is_in(wanted.levels.iter().copied()));
        }
        match wanted.overdue {
            Some(true) => self.rows.and_where(self.due.clone().lte(now.at)),
            Some(false) => self.rows.and_where(self.due.clone().gt(now.at)),
            None => &mut self.rows,
        };
        self
    }

    /// The keys of its first items behind `last`, at most so many.
    pub fn keys(&self, last: Option<Key>, most: u64) -> SelectStatement {
        let mut keys = self.rows.clone();
        keys.expr_as(Expr::val(self.urgency), "urgency")
            .expr_as(self.due.clone(), "due_at")
            .expr_as(Expr::val(self.kind.rank()), "kind")
            .expr_as(self.id.clone(), "id")
            .order_by_expr(self.due.clone(), Order::Asc)
            .order_by_expr(self.id.clone(), Order::Asc)
            .limit(most);
        if let Some((urgency, due, rank, id)) = last {
            match self.urgency.cmp(&urgency) {
                // All of it lies before the last item, or behind it.
                std::cmp::Ordering::Less => return keys.and_where(Expr::val(1).eq(0)).to_owned(),
                std::cmp::Ordering::Greater => return keys,
                std::cmp::Ordering::Equal => {}
            }
            let later = self.due.clone().gt(due);
            let behind = match self.kind.rank().cmp(&rank) {
                std::cmp::Ordering::Less => later,
                std::cmp::Ordering::Equal => later.or(self.due.clone().eq(due).and(self.id.clone().gt(id))),
                std::cmp::Ordering::Greater => later.or(self.due.clone().eq(due)),
            };
            // The first part is what the index can use.
            keys.cond_where(Condition::all().add(self.due.clone().gte(due)).add(behind));
        }
        keys
    }

    /// How many it has, how many of them are overdue, and how many are due today.
    pub fn figures(&self, now: Now) -> SelectStatement {
        let due = || self.due.clone();
        let counted = |condition: Expr| Func::count(CaseStatement::new().case(condition, 1));
        let mut figures = self.rows.clone();
        figures
            .expr_as(Expr::val(self.kind.rank()), "kind")
            .expr_as(Expr::val(self.urgency), "urgency")
            .expr_as(Func::count(self.id.clone()), "total")
            .expr_as(counted(due().lte(now.at)), "overdue")
            .expr_as(counted(due().gt(now.at).and(due().lte(now.end_of_day))), "due_today");
        figures
    }
}

/// Wishes that nobody has answered yet: due by when they are to be answered.
fn new_wishes(desk: &Desk) -> Source {
    let rows = to_review(desk).filter(wish::Column::FirstResponseAt.is_null());
    of_wishes(InboxKind::WishReview, rows, wish::Column::RespondDueAt)
}

/// Wishes that were returned and came back: they have been answered, so they are due when they are to be solved.
fn wishes_sent_in_again(desk: &Desk) -> Source {
    let rows = to_review(desk).filter(wish::Column::FirstResponseAt.is_not_null());
    of_wishes(InboxKind::WishReview, rows, wish::Column::SolveDueAt)
}

/// What came in and was not appealed: leaders review what has not gone above them.
fn to_review(desk: &Desk) -> Select<wish::Entity> {
    let rows = wishes(desk, SUBMITTED).filter(wish::Column::Appealed.eq(false));
    if desk.is_staff() { rows } else { rows.filter(Expr::cust(NEAR)) }
}

/// Appeals, but for whoever rejected the wish.
fn appeals(desk: &Desk) -> Source {
    let rows = wishes(desk, SUBMITTED)
        .filter(wish::Column::Appealed.eq(true))
        .filter(not_by(wish::Column::RejectedBy, desk.account));
    of_wishes(InboxKind::WishAppeal, rows, wish::Column::SolveDueAt)
}

/// Wishes whose author says that it is not done.
fn disputes(desk: &Desk) -> Source {
    let rows = in_others_hands(desk).filter(wish::Column::Id.in_subquery(disputed(desk)));
    of_wishes(InboxKind::WishDispute, rows, wish::Column::SolveDueAt)
}

/// Wishes that were raised to the level of the staff.
fn escalations(desk: &Desk) -> Source {
    let rows =
        in_others_hands(desk).filter(Expr::cust(RAISED)).filter(wish::Column::Id.not_in_subquery(disputed(desk)));
    of_wishes(InboxKind::WishEscalation, rows, wish::Column::SolveDueAt)
}

/// Wishes past their deadline; for staff those at the leaders' levels, for the others are [`escalations`].
fn overdue(desk: &Desk, now: Now) -> Source {
    let rows = in_others_hands(desk)
        .filter(wish::Column::SolveDueAt.lte(now.at))
        .filter(wish::Column::Id.not_in_subquery(disputed(desk)));
    let rows = if desk.is_staff() { rows.filter(Expr::cust(NEAR)) } else { rows };
    of_wishes(InboxKind::WishOverdue, rows, wish::Column::SolveDueAt)
}

/// Requests for more time for a wish that can still use it. There are few of them, so they come first and each
/// looks its wish up; a join would let SQLite begin with all wishes of a grid.
fn extensions(desk: &Desk, wanted: &Wanted) -> Source {
    use wish_extension::{Column, Entity};
    let mut its_wish =
        wishes(desk, IN_HAND).filter(wish::Column::Id.into_simple_expr().eq(Column::WishId.into_simple_expr()));
    if !wanted.grids.is_empty() {
        its_wish = its_wish.filter(wish::Column::GridId.is_in(wanted.grids.iter().copied()));
    }
    if !wanted.levels.is_empty() {
        its_wish = its_wish.filter(wish::Column::Level.is_in(wanted.levels.iter().copied()));
    }
    let rows = Entity::find()
        .select_only()
        .filter(Expr::cust(ASKED))
        .filter(Column::CommunityId.eq(desk.community))
        .filter(Column::AskedBy.ne(desk.account))
        .filter(Column::WishId.not_in_subquery(held(desk)))
        .filter(Expr::exists(its_wish.column(wish::Column::Id).into_query()));
    source(InboxKind::WishExtension, rows, Column::DueAt, Column::Id)
}

/// Claims to live somewhere.
fn household_claims(desk: &Desk) -> Source {
    use household_claim::{Column, Entity};
    let rows = Entity::find().select_only().filter(Expr::cust(TO_DECIDE)).filter(Column::AccountId.ne(desk.account));
    let rows = match &desk.led {
        Some(led) => rows.filter(Column::GridId.is_in(led.iter().copied())),
        None => rows.filter(Column::CommunityId.eq(desk.community)),
    };
    source(InboxKind::HouseholdClaim, rows, Column::DueAt, Column::Id)
}

fn of_wishes(kind: InboxKind, rows: Select<wish::Entity>, due: wish::Column) -> Source {
    source(kind, rows.filter(due.is_not_null()), due, wish::Column::Id)
}

fn source<E: EntityTrait>(kind: InboxKind, rows: Select<E>, due: E::Column, id: E::Column) -> Source {
    Source { kind, urgency: USUAL, rows: rows.into_query(), due: due.into_simple_expr(), id: id.into_simple_expr() }
}
