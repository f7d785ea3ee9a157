//! From an approved claim to a verified resident: the account is linked to its row of
//! the roster, which is written if there is none.

use entity::auth::account;
use entity::community::{household, household_claim, resident};
use entity::ids::{CommunityId, HouseholdId, ResidentId};
use sea_orm::ActiveValue::Set;
use sea_orm::ExprTrait;
use sea_orm::prelude::*;
use sea_orm::{Condition, QueryOrder};
use serde_json::json;

use super::{bulk, store};
use crate::error::{Code, Result};
use crate::kernel::crypto::Field;
use crate::kernel::db::Tx;

/// Links the claimant to the roster; `chosen` is the household that the decider named.
pub async fn link(tx: &Tx<'_>, claim: &household_claim::Model, chosen: Option<HouseholdId>) -> Result<ResidentId> {
    bulk::wait(tx, claim.community_id).await?;
    let account = join(tx, claim).await?;
    let households = households(tx, claim, chosen).await?;
    let name = tx.vault().open(Field::Name, &claim.name_sealed)?;
    let known = resident::Entity::find()
        .filter(resident::Column::HouseholdId.is_in(households.iter().map(|row| row.id)))
        .filter(resident::Column::NameBlind.eq(tx.vault().blind(Field::Name, &name)))
        .filter(resident::Column::MovedOutAt.is_null())
        .filter(resident::Column::ErasedAt.is_null())
        .order_by_asc(resident::Column::Id)
        .all(tx)
        .await?;
    match known.iter().find(|row| row.account_id.is_none()) {
        Some(row) => known_one(tx, row, &account).await,
        None if known.is_empty() => new_one(tx, claim, &account, households.first(), &name).await,
        None => Err(Code::ResidentTaken.into()),
    }
}

/// Makes the account one of the community's.
async fn join(tx: &Tx<'_>, claim: &household_claim::Model) -> Result<account::Model> {
    let free = Condition::any()
        .add(account::Column::CommunityId.is_null())
        .add(account::Column::CommunityId.eq(claim.community_id));
    let joined = account::Entity::update_many()
        .col_expr(account::Column::CommunityId, Expr::value(Some(claim.community_id)))
        .col_expr(account::Column::Version, Expr::col(account::Column::Version).add(1))
        .col_expr(account::Column::UpdatedAt, Expr::value(tx.now()))
        .filter(account::Column::Id.eq(claim.account_id))
        .filter(free)
        .exec_with_returning(tx)
        .await?;
    joined.into_iter().next().ok_or_else(|| Code::OtherCommunity.into())
}

/// The households behind the claimed door, or the one of them that was chosen.
async fn households(
    tx: &Tx<'_>,
    claim: &household_claim::Model,
    chosen: Option<HouseholdId>,
) -> Result<Vec<household::Model>> {
    let behind = household::Entity::find()
        .filter(household::Column::DwellingId.eq(claim.dwelling_id))
        .order_by_asc(household::Column::Id)
        .all(tx)
        .await?;
    let Some(chosen) = chosen else { return Ok(behind) };
    let named: Vec<_> = behind.into_iter().filter(|row| row.id == chosen).collect();
    if named.is_empty() {
        return Err(Code::Invalid.error().at("/householdId", Code::UnknownReference));
    }
    Ok(named)
}

/// Somebody whom the roster knows; the phone is added if it was not known.
async fn known_one(tx: &Tx<'_>, row: &resident::Model, account: &account::Model) -> Result<ResidentId> {
    let mut fields = resident::ActiveModel { account_id: Set(Some(account.id)), ..Default::default() };
    if row.phone_sealed.is_none() {
        fields.phone_sealed = Set(account.phone_sealed.clone());
        fields.phone_blind = Set(account.phone_blind.clone());
    }
    let linked = store::change::<resident::Entity>(tx, row, row.version, fields).await;
    linked.map(|row| row.id)
}

/// Somebody whom the roster does not know yet, in the first household behind the door.
async fn new_one(
    tx: &Tx<'_>,
    claim: &household_claim::Model,
    account: &account::Model,
    household: Option<&household::Model>,
    name: &str,
) -> Result<ResidentId> {
    let household = match household {
        Some(row) => row.id,
        None => new_household(tx, claim.community_id, claim).await?,
    };
    let fields = resident::ActiveModel {
        household_id: Set(Some(household)),
        account_id: Set(Some(account.id)),
        name_sealed: Set(tx.vault().seal(Field::Name, name)?),
        name_blind: Set(tx.vault().blind(Field::Name, name)),
        phone_sealed: Set(account.phone_sealed.clone()),
        phone_blind: Set(account.phone_blind.clone()),
        relation: Set(claim.relation),
        is_owner: Set(claim.is_owner),
        tags: Set(json!([])),
        ..Default::default()
    };
    store::insert::<resident::Entity>(tx, claim.community_id, fields).await.map(|row| row.id)
}

async fn new_household(tx: &Tx<'_>, community: CommunityId, claim: &household_claim::Model) -> Result<HouseholdId> {
    let fields = household::ActiveModel { dwelling_id: Set(claim.dwelling_id), ..Default::default() };
    store::insert::<household::Entity>(tx, community, fields).await.map(|row| row.id)
}
