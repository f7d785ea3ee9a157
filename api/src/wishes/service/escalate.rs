//! One level up: by hand, or by itself when the deadline has passed; and the end of
//! a wish that could not be met.

use entity::ids::WishId;
use entity::wishes::{ClaimEnd, Level, WishVerb, wish};
use sea_orm::ActiveValue::Set;

use super::case::{Case, Step};
use super::claim;
use crate::auth::Actor;
use crate::error::{Code, Result};
use crate::kernel::db::Tx;

/// The next level, if there is one.
pub fn above(level: Level) -> Option<Level> {
    match level {
        Level::Building => Some(Level::Compound),
        Level::Compound => Some(Level::Community),
        Level::Community => Some(Level::Subdistrict),
        Level::Subdistrict => None,
    }
}

/// Hands the wish to the next level, whose people are told.
pub async fn escalate(tx: &Tx<'_>, actor: &Actor, id: WishId, version: i32, reason: String) -> Result<wish::Model> {
    let case = Case::open(tx, actor, id).await?;
    case.seen(version)?;
    raise(tx, &case, Some(reason), false).await
}

/// The deadline has passed: the next level by itself, once a deadline.
pub async fn overdue(tx: &Tx<'_>, case: &Case) -> Result<wish::Model> {
    raise(tx, case, None, true).await
}

async fn raise(tx: &Tx<'_>, case: &Case, reason: Option<String>, overdue: bool) -> Result<wish::Model> {
    let level = above(case.wish.level).ok_or_else(|| Code::TopLevel.error())?;
    let mut change = wish::ActiveModel { level: Set(level), ..Default::default() };
    if overdue {
        change.overdue_level = Set(Some(level));
    }
    let data = serde_json::json!({ "overdue": overdue });
    case.go(tx, WishVerb::Escalate, Step { reason, ..Step::set(change) }.with(data)).await
}

/// Closes a wish that cannot be met, with the reason that the author will read.
pub async fn close(tx: &Tx<'_>, actor: &Actor, id: WishId, version: i32, reason: String) -> Result<wish::Model> {
    let case = Case::open(tx, actor, id).await?;
    case.seen(version)?;
    let change = wish::ActiveModel { closed_at: Set(Some(tx.now())), ..Default::default() };
    let wish = case.go(tx, WishVerb::Close, Step { reason: Some(reason), ..Step::set(change) }).await?;
    if let Some(live) = &case.claim {
        claim::end(tx, live, ClaimEnd::Closed).await?;
    }
    Ok(wish)
}
