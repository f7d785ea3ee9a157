//! A helper takes a wish on, is assigned to it, or lets go of it. One live claim a
//! wish by a partial unique index; a fair limit a helper, counted under a lock.

use chrono::{DateTime, Utc};
use entity::auth::Role;
use entity::community::{community, partner, team};
use entity::ids::{AccountId, WishClaimId, WishId};
use entity::wishes::{ClaimEnd, HelperKind, WishStatus, WishVerb, wish, wish_category, wish_claim};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use sea_orm::{DbBackend, Statement};
use serde_json::json;

use super::case::{Case, Step};
use super::deadlines::calendar;
use crate::auth::{Actor, Scope};
use crate::error::{Code, OrConflict, Result};
use crate::kernel::db::Tx;
use crate::wishes::{standing, store};

/// Who helps: a person, a team or a partner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Helper {
    /// What kind.
    pub kind: HelperKind,
    /// Which one.
    pub id: Uuid,
}

/// Takes the wish on, in person or for a team or partner that the actor speaks for.
pub async fn claim(
    tx: &Tx<'_>,
    actor: &Actor,
    id: WishId,
    version: i32,
    helper: Option<Helper>,
) -> Result<wish::Model> {
    let account = actor.account()?;
    let case = Case::open(tx, actor, id).await?;
    if case.wish.status == WishStatus::Claimed {
        return Err(Code::AlreadyClaimed.into());
    }
    case.seen(version)?;
    let helper = helper.unwrap_or(Helper { kind: HelperKind::Account, id: account.0 });
    may_act_for(tx, actor, &case.wish, helper).await?;
    let wish = case.go(tx, WishVerb::Claim, Step::default().with(json!({ "helperKind": helper.kind }))).await?;
    begin(tx, &wish, helper, account, None).await?;
    Ok(wish)
}

/// Assigns a helper, who may decline.
pub async fn assign(tx: &Tx<'_>, actor: &Actor, id: WishId, version: i32, helper: Helper) -> Result<wish::Model> {
    let case = Case::open(tx, actor, id).await?;
    case.seen(version)?;
    let account = assignee(tx, &case.wish, helper).await?;
    let step = Step::default().with(json!({ "helperKind": helper.kind, "helperId": helper.id }));
    let wish = case.go(tx, WishVerb::Assign, step).await?;
    begin(tx, &wish, helper, account, actor.account_id()).await?;
    Ok(wish)
}

/// The assignee takes it on.
pub async fn accept(tx: &Tx<'_>, actor: &Actor, id: WishId, version: i32) -> Result<wish::Model> {
    let case = Case::open(tx, actor, id).await?;
    case.seen(version)?;
    let wish = case.go(tx, WishVerb::Accept, Step::default()).await?;
    let accepted = wish_claim::ActiveModel {
        accepted_at: Set(Some(tx.now())),
        account_id: Set(actor.account()?),
        ..Default::default()
    };
    let claim = wish_claim::Column::Id.eq(case.claim()?.id);
    wish_claim::Entity::update_many().set(accepted).filter(claim).exec(tx).await?;
    Ok(wish)
}

/// The assignee does not take it on; it is open again.
pub async fn decline(
    tx: &Tx<'_>,
    actor: &Actor,
    id: WishId,
    version: i32,
    reason: Option<String>,
) -> Result<wish::Model> {
    let_go(tx, actor, id, version, (WishVerb::Decline, ClaimEnd::Declined), reason).await
}

/// The helper lets go.
pub async fn release(
    tx: &Tx<'_>,
    actor: &Actor,
    id: WishId,
    version: i32,
    reason: Option<String>,
) -> Result<wish::Model> {
    let_go(tx, actor, id, version, (WishVerb::Release, ClaimEnd::Released), reason).await
}

/// The grid leader or the staff take it away from the helper.
pub async fn revoke(tx: &Tx<'_>, actor: &Actor, id: WishId, version: i32, reason: String) -> Result<wish::Model> {
    let_go(tx, actor, id, version, (WishVerb::Revoke, ClaimEnd::Revoked), Some(reason)).await
}

async fn let_go(
    tx: &Tx<'_>,
    actor: &Actor,
    id: WishId,
    version: i32,
    (verb, end_kind): (WishVerb, ClaimEnd),
    reason: Option<String>,
) -> Result<wish::Model> {
    let case = Case::open(tx, actor, id).await?;
    case.seen(version)?;
    let wish = case.go(tx, verb, Step { reason, ..Step::default() }).await?;
    end(tx, case.claim()?, end_kind).await?;
    Ok(wish)
}

/// Ends a live claim.
pub async fn end(tx: &Tx<'_>, claim: &wish_claim::Model, kind: ClaimEnd) -> Result<()> {
    let ended =
        wish_claim::ActiveModel { ended_at: Set(Some(tx.now())), end_kind: Set(Some(kind)), ..Default::default() };
    let live = wish_claim::Column::Id.eq(claim.id);
    let ended = wish_claim::Entity::update_many().set(ended).filter(live).filter(wish_claim::Column::EndedAt.is_null());
    ended.exec(tx).await?;
    Ok(())
}

/// Notes that what the helper did is disputed, and gives the claim its full time again.
pub async fn renew(tx: &Tx<'_>, wish: &wish::Model, claim: &wish_claim::Model) -> Result<()> {
    let renewed = wish_claim::ActiveModel {
        expires_at: Set(expiry(tx, wish).await?),
        disputed_at: Set(Some(tx.now())),
        ..Default::default()
    };
    wish_claim::Entity::update_many().set(renewed).filter(wish_claim::Column::Id.eq(claim.id)).exec(tx).await?;
    Ok(())
}

async fn begin(
    tx: &Tx<'_>,
    wish: &wish::Model,
    helper: Helper,
    account: AccountId,
    assigned_by: Option<AccountId>,
) -> Result<()> {
    within_limit(tx, wish, helper).await?;
    let row = wish_claim::ActiveModel {
        id: Set(WishClaimId::new()),
        community_id: Set(wish.community_id),
        wish_id: Set(wish.id),
        helper_kind: Set(helper.kind),
        helper_id: Set(helper.id),
        account_id: Set(account),
        assigned_by: Set(assigned_by),
        accepted_at: Set(assigned_by.is_none().then(|| tx.now())),
        expires_at: Set(expiry(tx, wish).await?),
        disputed_at: Set(None),
        ended_at: Set(None),
        end_kind: Set(None),
        created_at: Set(tx.now()),
    };
    wish_claim::Entity::insert(row).exec_without_returning(tx).await.or_conflict(Code::AlreadyClaimed)?;
    Ok(())
}

/// The claim lives for the category's working days.
async fn expiry(tx: &Tx<'_>, wish: &wish::Model) -> Result<DateTime<Utc>> {
    let category = wish_category::Entity::find_by_id(wish.category_id).one(tx).await?;
    let days = category.map_or(1, |category| category.claim_days);
    let (calendar, zone) = calendar(tx, wish.community_id).await?;
    Ok(calendar.add_working_days(tx.now(), days, zone))
}

/// No helper holds more than the community's fair limit at a time. Parallel claims of
/// one helper wait for each other here, so that none is counted too late.
async fn within_limit(tx: &Tx<'_>, wish: &wish::Model, helper: Helper) -> Result<()> {
    if tx.get_database_backend() == DbBackend::Postgres {
        let sql = "SELECT pg_advisory_xact_lock(hashtextextended($1, 11))";
        let name = format!("helper:{}:{}", helper.kind, helper.id);
        tx.execute_raw(Statement::from_sql_and_values(DbBackend::Postgres, sql, [name.into()])).await?;
    }
    let community = community::Entity::find_by_id(wish.community_id).one(tx).await?;
    let limit = community.map_or(0, |community| community.claim_limit);
    let live = wish_claim::Entity::find()
        .filter(wish_claim::Column::CommunityId.eq(wish.community_id))
        .filter(wish_claim::Column::HelperKind.eq(helper.kind))
        .filter(wish_claim::Column::HelperId.eq(helper.id))
        .filter(wish_claim::Column::EndedAt.is_null());
    let held = live.count(tx).await?;
    if held >= u64::try_from(limit).unwrap_or(0) {
        return Err(Code::ClaimLimit.error().with("limit", limit));
    }
    Ok(())
}

/// Volunteers and staff help in person; members help for their team or partner.
async fn may_act_for(tx: &Tx<'_>, actor: &Actor, wish: &wish::Model, helper: Helper) -> Result<()> {
    let account = actor.account()?;
    let mine = match helper.kind {
        HelperKind::Account => {
            helper.id == account.0 && (actor.is_volunteer_in(wish.community_id) || actor.is_staff_of(wish.community_id))
        }
        HelperKind::Team => store::teams_of(tx, wish.community_id, account).await?.contains(&helper.id.into()),
        HelperKind::Partner => actor.holds(Role::PartnerMember, Scope::Partner(helper.id.into())),
    };
    if mine { Ok(()) } else { Err(Code::Forbidden.into()) }
}

/// The person who answers for an assigned helper: itself, the team's leader, somebody of the partner.
async fn assignee(tx: &Tx<'_>, wish: &wish::Model, helper: Helper) -> Result<AccountId> {
    let unknown = || Code::Invalid.error().at("/helper/id", Code::UnknownReference);
    let account = match helper.kind {
        HelperKind::Account => volunteer(tx, wish, AccountId(helper.id)).await?,
        HelperKind::Team => {
            let here = team::Entity::find_by_id(helper.id).filter(team::Column::CommunityId.eq(wish.community_id));
            here.one(tx).await?.and_then(|team| team.leader_account_id)
        }
        HelperKind::Partner => {
            let here =
                partner::Entity::find_by_id(helper.id).filter(partner::Column::CommunityId.eq(wish.community_id));
            let partner = here.one(tx).await?.ok_or_else(unknown)?;
            standing::somebody_of(tx, partner.id).await?
        }
    };
    let account = account.ok_or_else(unknown)?;
    if wish.author_account_id == Some(account) {
        return Err(Code::OwnMatter.into());
    }
    Ok(account)
}

/// The account, if it may help in person in this community.
async fn volunteer(tx: &Tx<'_>, wish: &wish::Model, account: AccountId) -> Result<Option<AccountId>> {
    let grants = crate::auth::grants(tx, account).await?;
    let helpers = [Role::Volunteer, Role::CommunityStaff, Role::CommunityAdmin];
    let helps = grants.iter().any(|grant| helpers.contains(&grant.role));
    let here = entity::auth::account::Entity::find_by_id(account)
        .filter(entity::auth::account::Column::CommunityId.eq(wish.community_id));
    Ok(here.one(tx).await?.filter(|_| helps).map(|account| account.id))
}
