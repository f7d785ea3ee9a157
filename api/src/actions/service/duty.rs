//! Posts of an emergency: its actions listed, and somebody put on duty by whoever leads.

use entity::actions::action;
use entity::ids::{AccountId, ActionId, EmergencyId};
use sea_orm::prelude::*;
use sea_orm::{Condition, QueryOrder, QuerySelect};

use super::case::Case;
use super::together::Spot;
use crate::actions::signing::{Book, Desk, Manner};
use crate::actions::view::SignupItem;
use crate::auth::Actor;
use crate::error::{Code, Result};
use crate::kernel::db::Tx;
use crate::kernel::page::{Cursor, Page};

/// A page of the actions of an emergency, newest first.
pub async fn rosters(
    conn: &impl ConnectionTrait,
    id: EmergencyId,
    (cursor, size): (Option<&str>, u64),
) -> Result<Page<action::Model>> {
    let (by, by_id) = (action::Column::CreatedAt, action::Column::Id);
    let mut rows = action::Entity::find().filter(action::Column::EmergencyId.eq(id));
    if let Some(cursor) = cursor {
        let (instant, id): (DateTimeUtc, ActionId) = Cursor::decode(&id, cursor)?;
        let behind = Condition::any().add(by.lt(instant)).add(by_id.lt(id));
        rows = rows.filter(Condition::all().add(by.lte(instant)).add(behind));
    }
    let rows = rows.order_by_desc(by).order_by_desc(by_id).limit(size + 1).all(conn).await?;
    Page::cut(rows, size, &id, |row| (row.created_at, row.id))
}

/// Puts somebody on duty, also when the shift has begun. Conditions, places and overlaps stand, and so does that
/// they must have agreed.
///
/// # Errors
/// `not_found` for an action of something else, `forbidden` for who does not lead it, and as for a sign-up.
pub async fn assign(tx: &Tx<'_>, actor: &Actor, id: EmergencyId, spot: Spot, account: AccountId) -> Result<SignupItem> {
    let case = Case::read(tx, Some(actor), spot.action).await?;
    if case.action.emergency_id != Some(id) {
        return Err(Code::NotFound.into());
    }
    case.led()?;
    let wanted = spot.wanted(account);
    let mut book = Book::open(Desk::open(tx, &[wanted]).await?);
    let entered =
        book.enter(&wanted, Manner { assigned: true, ..Manner::own(actor.account()?, tx.cause().clone()) })?;
    book.write(tx).await?;
    Ok(entered)
}
