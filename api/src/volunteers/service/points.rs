//! Points between people, the rules for points, and taking back what was a mistake.

use chrono::{DateTime, Duration, Utc};
use entity::auth::{AccountStatus, Role, account};
use entity::ids::{AccountId, CommunityId, LedgerTransferId, PointRuleId};
use entity::volunteers::{
    LedgerKind, LedgerOwner, LedgerUnit, ServiceKind, ledger_account, ledger_transfer, point_rule, volunteer,
};
use entity::wishes::wish_category;
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use sea_orm::{QueryOrder, QuerySelect};
use serde_json::json;

use super::ledger::{self, Owner, Transfer};
use crate::auth::Actor;
use crate::error::{Code, Result};
use crate::kernel::db::Tx;
use crate::kernel::event::{self, NewEvent, Subject};
use crate::volunteers::rule::Rate;

/// The kind of thing that events of transfers are about.
pub const SUBJECT: &str = "ledger_transfer";

/// One person gives at most so many points within `GIFT_DAYS`.
pub const GIFT_LIMIT: i64 = 500;

/// Days over which gifts are added up.
const GIFT_DAYS: i64 = 30;

/// Whom points are given to.
#[derive(Clone, Debug)]
pub enum Receiver {
    /// By the account.
    Account(AccountId),
    /// By the volunteer number.
    Number(String),
}

/// Somebody gives points to somebody else of the community, with a reason: an hour for an hour.
///
/// # Errors
/// `own_matter` to oneself, `gift_limit`, `not_enough_points`, `invalid` for a receiver there is not.
pub async fn give(
    tx: &Tx<'_>,
    actor: &Actor,
    to: Receiver,
    points: i64,
    reason: String,
) -> Result<ledger_transfer::Model> {
    let (giver, community) = (actor.account()?, actor.require_community()?);
    let receiver = receiver(tx, community, to).await?;
    if receiver == giver {
        return Err(Code::OwnMatter.into());
    }
    let gift = Transfer {
        unit: LedgerUnit::Points,
        from: Owner::Member(giver),
        to: Owner::Member(receiver),
        amount: points,
        kind: LedgerKind::Gift,
        reason: Some(reason),
        source: None,
        service: None,
    };
    let gift = ledger::post(tx, community, vec![gift]).await?.pop().ok_or_else(|| Code::Internal.error())?;
    // The giver's account is locked since the posting, so that gifts at the same time are added up, too.
    if given_lately(tx, &gift).await? > GIFT_LIMIT {
        return Err(Code::GiftLimit.error().with("limit", GIFT_LIMIT));
    }
    let given = NewEvent::new(community, Subject::new(SUBJECT, gift.id), "give");
    event::record(tx, given.with(json!({ "points": points })).announced()).await?;
    Ok(gift)
}

async fn given_lately(tx: &Tx<'_>, gift: &ledger_transfer::Model) -> Result<i64> {
    let given: Vec<i64> = ledger_transfer::Entity::find()
        .select_only()
        .column(ledger_transfer::Column::Amount)
        .filter(ledger_transfer::Column::FromAccount.eq(gift.from_account))
        .filter(ledger_transfer::Column::Kind.eq(LedgerKind::Gift))
        .filter(ledger_transfer::Column::At.gt(tx.now() - Duration::days(GIFT_DAYS)))
        .into_tuple()
        .all(tx)
        .await?;
    Ok(given.into_iter().sum())
}

async fn receiver(tx: &Tx<'_>, community: CommunityId, to: Receiver) -> Result<AccountId> {
    let (id, pointer) = match to {
        Receiver::Account(id) => (Some(id), "/toAccountId"),
        Receiver::Number(number) => {
            let known = volunteer::Entity::find()
                .filter(volunteer::Column::CommunityId.eq(community))
                .filter(volunteer::Column::Number.eq(number));
            (known.one(tx).await?.map(|row| row.account_id), "/toNumber")
        }
    };
    let unknown = || Code::Invalid.error().at(pointer, Code::UnknownReference);
    let known = account::Entity::find_by_id(id.ok_or_else(unknown)?)
        .filter(account::Column::CommunityId.eq(community))
        .filter(account::Column::Status.eq(AccountStatus::Active));
    Ok(known.one(tx).await?.ok_or_else(unknown)?.id)
}

/// Staff take back a transfer that was a mistake. What follows from a redemption is undone by cancelling that.
///
/// # Errors
/// `not_found` for a foreign one, `own_matter` for one from or to oneself, `already_reversed`,
/// `not_enough_points` when the points are spent, `illegal_transition` for what is no credit and no gift.
pub async fn take_back(
    tx: &Tx<'_>,
    actor: &Actor,
    id: LedgerTransferId,
    reason: String,
) -> Result<ledger_transfer::Model> {
    let row = ledger_transfer::Entity::find_by_id(id).one(tx).await?;
    let row = row.filter(|row| actor.is_staff_of(row.community_id)).ok_or_else(|| Code::NotFound.error())?;
    let ends = [row.from_account, row.to_account];
    let ends = ledger_account::Entity::find().filter(ledger_account::Column::Id.is_in(ends)).all(tx).await?;
    let me = actor.account()?;
    if ends.iter().any(|end| end.owner_kind == LedgerOwner::Member && end.owner_id == Uuid::from(me)) {
        return Err(Code::OwnMatter.into());
    }
    if !matches!(row.kind, LedgerKind::Service | LedgerKind::Gift) {
        return Err(Code::IllegalTransition.into());
    }
    let back = ledger::reverse(tx, &row, Some(reason)).await?;
    let reversed = NewEvent::new(row.community_id, Subject::new(SUBJECT, row.id), "reverse");
    event::record(tx, reversed.with(json!({ "byTransfer": back.id }))).await?;
    super::case::forget_answers(tx, row.community_id);
    Ok(back)
}

/// A rule to be made.
#[derive(Clone, Debug)]
pub struct NewRule {
    /// For which service.
    pub kind: ServiceKind,
    /// For wishes of this category only.
    pub category: Option<String>,
    /// For holders of this role only.
    pub role: Option<Role>,
    /// What it gives.
    pub rate: Rate,
    /// Since when; since now when left out.
    pub valid_from: Option<DateTime<Utc>>,
}

/// Staff make a rule. What it replaces stays, for what was done before it begins.
///
/// # Errors
/// `invalid` for one that begins in the past, or a category that there is not.
pub async fn make_rule(tx: &Tx<'_>, actor: &Actor, new: NewRule) -> Result<point_rule::Model> {
    let community = actor.require_staff()?;
    let from = new.valid_from.unwrap_or(tx.now());
    if from < tx.now() {
        return Err(Code::Invalid.error().at("/validFrom", Code::InvalidValue));
    }
    if let Some(category) = &new.category {
        let known = wish_category::Entity::find()
            .filter(wish_category::Column::CommunityId.eq(community))
            .filter(wish_category::Column::Code.eq(category));
        if new.kind != ServiceKind::Wish || known.one(tx).await?.is_none() {
            return Err(Code::Invalid.error().at("/category", Code::UnknownReference));
        }
    }
    let row = point_rule::ActiveModel {
        id: Set(PointRuleId::new()),
        community_id: Set(community),
        kind: Set(new.kind),
        category: Set(new.category),
        role: Set(new.role),
        points_per_hour: Set(new.rate.per_hour),
        points_flat: Set(new.rate.flat),
        minutes_flat: Set(new.rate.minutes),
        valid_from: Set(from),
        created_by: Set(actor.account()?),
        created_at: Set(tx.now()),
    };
    let row = row.insert(tx).await?;
    event::record(tx, NewEvent::new(community, Subject::new("point_rule", row.id), "make")).await?;
    Ok(row)
}

/// The rules that a community has made, the newest first.
pub async fn rules(conn: &impl ConnectionTrait, community: CommunityId) -> Result<Vec<point_rule::Model>> {
    let rules = point_rule::Entity::find()
        .filter(point_rule::Column::CommunityId.eq(community))
        .order_by_desc(point_rule::Column::ValidFrom)
        .order_by_desc(point_rule::Column::Id)
        .limit(500);
    Ok(rules.all(conn).await?)
}
