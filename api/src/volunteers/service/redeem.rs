//! Points for rewards: given, handed over against a code, or cancelled.

use entity::ids::{RedemptionId, RewardId};
use entity::volunteers::{
    LedgerKind, LedgerSource, LedgerUnit, RedemptionStatus, RedemptionVerb, ledger_transfer, redemption, reward,
};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use sea_orm::{Condition, ExprTrait, QueryOrder, QuerySelect, QueryTrait};
use serde::Serialize;
use serde_json::json;

use super::ledger::{self, Owner, Transfer};
use crate::auth::Actor;
use crate::error::{Code, OrConflict, OrRefused, Result};
use crate::kernel::db::Tx;
use crate::kernel::event::{self, NewEvent, Subject};
use crate::kernel::page::{Cursor, Page};
use crate::volunteers::state::redemption as state;

/// The kind of thing that events of redemptions are about.
pub const SUBJECT: &str = "redemption";

/// Gives points for a reward: one fewer is left, the points go to the partner, and there is a code to show.
///
/// # Errors
/// `not_found`, `stale` when the price is another one by now, `out_of_stock`, `not_enough_points`.
pub async fn redeem(tx: &Tx<'_>, actor: &Actor, id: RewardId, price: i64) -> Result<redemption::Model> {
    let account = actor.account()?;
    let row = reward::Entity::find_by_id(id).one(tx).await?;
    let row = row.filter(|row| row.active && actor.community == Some(row.community_id));
    let row = row.ok_or_else(|| Code::NotFound.error())?;
    // The database refuses a stock below zero; whoever comes after the last one is told so.
    let taken = reward::Entity::update_many()
        .col_expr(reward::Column::Stock, Expr::col(reward::Column::Stock).sub(1))
        .col_expr(reward::Column::Version, Expr::col(reward::Column::Version).add(1))
        .filter(reward::Column::Id.eq(id))
        .filter(reward::Column::Active.eq(true))
        .filter(reward::Column::Price.eq(price));
    let taken = taken.exec(tx).await.or_refused(Code::OutOfStock, Code::OutOfStock)?;
    if taken.rows_affected == 0 {
        return Err(Code::Stale.into());
    }
    let redemption = RedemptionId::new();
    let paid = Transfer {
        unit: LedgerUnit::Points,
        from: Owner::Member(account),
        to: Owner::Partner(row.partner_id),
        amount: price,
        kind: LedgerKind::Redemption,
        reason: None,
        source: Some((LedgerSource::Redemption, redemption.into())),
        service: None,
    };
    let paid = ledger::post(tx, row.community_id, vec![paid]).await?.pop().ok_or_else(|| Code::Internal.error())?;
    let placed = redemption::ActiveModel {
        id: Set(redemption),
        community_id: Set(row.community_id),
        reward_id: Set(id),
        partner_id: Set(row.partner_id),
        account_id: Set(account),
        price: Set(price),
        code: Set(code()?),
        status: Set(RedemptionStatus::Placed),
        transfer_id: Set(paid.id),
        version: Set(1),
        created_at: Set(tx.now()),
        ..Default::default()
    };
    // The same code twice at one partner is a matter of one in a hundred million: tried again, it is another.
    let placed = placed.insert(tx).await.or_conflict(Code::Unavailable)?;
    remember(tx, &placed, RedemptionVerb::Place, "").await?;
    Ok(placed)
}

/// Eight digits that nobody guesses.
fn code() -> Result<String> {
    let mut bytes = [0_u8; 8];
    aws_lc_rs::rand::fill(&mut bytes)
        .map_err(|_| Code::Internal.error().cause(anyhow::anyhow!("no random numbers")))?;
    Ok(format!("{:08}", u64::from_be_bytes(bytes) % 100_000_000))
}

/// The partner has handed it over, against the code.
///
/// # Errors
/// `own_matter` for the own one, `wrong_pickup_code`.
pub async fn hand_over(
    tx: &Tx<'_>,
    actor: &Actor,
    id: RedemptionId,
    seen: i32,
    code: &str,
) -> Result<redemption::Model> {
    let row = locked(tx, actor, id).await?;
    let to = state::next(row.status, RedemptionVerb::HandOver, &state::standings(actor, &row))?;
    if row.code != code {
        return Err(Code::WrongPickupCode.error().at("/code", Code::InvalidValue));
    }
    end(tx, actor, &row, seen, (RedemptionVerb::HandOver, to)).await
}

/// It comes to nothing: the points come back, and the stock.
pub async fn cancel(tx: &Tx<'_>, actor: &Actor, id: RedemptionId, seen: i32) -> Result<redemption::Model> {
    let row = locked(tx, actor, id).await?;
    let to = state::next(row.status, RedemptionVerb::Cancel, &state::standings(actor, &row))?;
    let moved = end(tx, actor, &row, seen, (RedemptionVerb::Cancel, to)).await?;
    reward::Entity::update_many()
        .col_expr(reward::Column::Stock, Expr::col(reward::Column::Stock).add(1))
        .col_expr(reward::Column::Version, Expr::col(reward::Column::Version).add(1))
        .filter(reward::Column::Id.eq(row.reward_id))
        .exec(tx)
        .await?;
    let paid = ledger_transfer::Entity::find_by_id(row.transfer_id).one(tx).await?;
    ledger::reverse(tx, &paid.ok_or_else(|| Code::Internal.error())?, None).await?;
    Ok(moved)
}

async fn locked(tx: &Tx<'_>, actor: &Actor, id: RedemptionId) -> Result<redemption::Model> {
    let row = redemption::Entity::find_by_id(id).lock_exclusive().one(tx).await?;
    row.filter(|row| !state::standings(actor, row).is_empty()).ok_or_else(|| Code::NotFound.into())
}

async fn end(
    tx: &Tx<'_>,
    actor: &Actor,
    row: &redemption::Model,
    seen: i32,
    (verb, to): (RedemptionVerb, RedemptionStatus),
) -> Result<redemption::Model> {
    let change = redemption::ActiveModel {
        status: Set(to),
        decided_by: Set(actor.account_id()),
        decided_at: Set(Some(tx.now())),
        version: Set(seen + 1),
        ..Default::default()
    };
    let moved = redemption::Entity::update_many()
        .set(change)
        .filter(redemption::Column::Id.eq(row.id))
        .filter(redemption::Column::Version.eq(seen))
        .filter(redemption::Column::Status.eq(row.status));
    let moved = moved.exec_with_returning(tx).await?.into_iter().next().ok_or_else(|| Code::Stale.error())?;
    remember(tx, &moved, verb, row.status.as_str()).await?;
    Ok(moved)
}

/// What narrows a list of redemptions; also what its cursors are bound to.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Filter {
    /// Only in this state.
    pub status: Option<RedemptionStatus>,
    /// Only with this code.
    pub code: Option<String>,
}

/// A page of redemptions, the newest first: the own ones, those at the partner one speaks for, all for staff.
pub async fn redemptions(
    conn: &impl ConnectionTrait,
    actor: &Actor,
    filter: &Filter,
    (cursor, size): (Option<&str>, u64),
) -> Result<Page<redemption::Model>> {
    let account = actor.account()?;
    let key = &(account, filter);
    let mut mine = Condition::any().add(redemption::Column::AccountId.eq(account));
    mine = mine.add(redemption::Column::PartnerId.is_in(actor.partners()));
    if let Ok(community) = actor.require_staff() {
        mine = mine.add(redemption::Column::CommunityId.eq(community));
    }
    let mut rows = redemption::Entity::find()
        .filter(mine)
        .apply_if(filter.status, |rows, status| rows.filter(redemption::Column::Status.eq(status)))
        .apply_if(filter.code.clone(), |rows, code| rows.filter(redemption::Column::Code.eq(code)));
    if let Some(cursor) = cursor {
        rows = rows.filter(redemption::Column::Id.lt(Cursor::decode::<RedemptionId>(key, cursor)?));
    }
    let rows = rows.order_by_desc(redemption::Column::Id).limit(size + 1).all(conn).await?;
    Page::cut(rows, size, key, |row| row.id)
}

async fn remember(tx: &Tx<'_>, row: &redemption::Model, verb: RedemptionVerb, from: &str) -> Result<()> {
    let happened = NewEvent::new(row.community_id, Subject::new(SUBJECT, row.id), verb.as_str())
        .moved(from, row.status)
        .with(json!({ "rewardId": row.reward_id, "price": row.price }))
        .announced();
    event::record(tx, happened).await.map(drop)
}
