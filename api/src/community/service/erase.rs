//! Erasing oneself (个人信息保护法 art. 47): what tells who it was goes; what the community
//! must keep (that a wish was made, that so many people live here) stays without the name,
//! and nothing leads from the bare number of the account to a door any more.

use entity::auth::{AccountStatus, Role, account, refresh_token, role_grant, session, wechat_identity};
use entity::community::{ClaimStatus, consent, household_claim, resident, team, team_member};
use entity::ids::{AccountId, HouseholdClaimId};
use entity::kernel::idempotency;
use entity::notifications::notification;
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use sea_orm::{ExprTrait, QuerySelect, QueryTrait};
use serde_json::json;

use super::{Kept, claims, owners, store, traces};
use crate::auth::Actor;
use crate::error::{Code, Result};
use crate::kernel::crypto::Field;
use crate::kernel::db::Tx;
use crate::kernel::event::{self, NewEvent, Subject};
use crate::notifications::wechat as messages;
use crate::wechat::callback;
use crate::{actions, deliberations, emergencies, moderation, volunteers, wishes};

/// Stands where a name stood.
const NOBODY: &str = "已注销";

/// Erases the person behind the actor.
///
/// # Errors
/// `last_admin` for the last administrator of a community or of the platform.
pub async fn erase(tx: &Tx<'_>, actor: &Actor) -> Result<()> {
    let id = actor.account()?;
    refuse_last_admin(tx, id).await?;
    let resident = resident::Entity::find().filter(resident::Column::AccountId.eq(id)).one(tx).await?;
    let owned = owners::person::of(tx, id, resident.as_ref()).await?;
    let mut redaction = traces::words(tx, id, resident.as_ref()).await?;
    owners::person::words(tx, &owned, &mut redaction)?;
    volunteers::service::person::words(tx, id, &mut redaction).await?;
    let account = Subject::new(traces::ACCOUNT, id);
    let mut subjects = vec![account];
    let wishes = wishes::service::forget::forget(tx, actor, &redaction).await?;
    subjects.extend(wishes.into_iter().map(|wish| Subject::new(wishes::service::SUBJECT, wish)));
    deliberations::service::forget::forget(tx, actor, &redaction).await?;
    subjects.extend(volunteers::service::forget::forget(tx, id, NOBODY).await?);
    let signups = actions::service::forget::forget(tx, actor).await?;
    subjects.extend(signups.into_iter().map(|signup| Subject::new(actions::service::SIGNUP, signup)));
    emergencies::service::person::forget(tx, id).await?;
    moderation::service::person::forget(tx, id).await?;
    subjects.extend(owners::person::forget(tx, &owned, NOBODY).await?);
    subjects.extend(forget_claims(tx, actor).await?.into_iter().map(|claim| Subject::new(claims::SUBJECT, claim)));
    if let Some(row) = resident {
        forget_resident(tx, &row).await?;
        subjects.push(Subject::new(resident::Entity::KIND, row.id));
    }
    leave_teams(tx, id).await?;
    traces::redact_reasons(tx, id, &subjects, &redaction).await?;
    forget_account(tx, id).await?;
    let erased = NewEvent::new(actor.community, account, "erase");
    event::record(tx, erased.moved(AccountStatus::Active, AccountStatus::Erased)).await.map(drop)
}

/// Somebody must be left to run the community and the platform. The grants are locked,
/// so that two last admins cannot leave at the same time.
async fn refuse_last_admin(tx: &Tx<'_>, id: AccountId) -> Result<()> {
    let admins = role_grant::Entity::find()
        .filter(role_grant::Column::Role.is_in([Role::CommunityAdmin, Role::PlatformAdmin]))
        .filter(role_grant::Column::RevokedAt.is_null())
        .lock_exclusive()
        .all(tx)
        .await?;
    let alone = |own: &role_grant::Model| {
        !admins.iter().any(|row| row.account_id != id && row.role == own.role && row.scope_id == own.scope_id)
    };
    let last = admins.iter().filter(|row| row.account_id == id).any(alone);
    if last { Err(Code::LastAdmin.into()) } else { Ok(()) }
}

/// Claims to households go whole: each leads from the account to a door.
async fn forget_claims(tx: &Tx<'_>, actor: &Actor) -> Result<Vec<HouseholdClaimId>> {
    let own = household_claim::Column::AccountId.eq(actor.account()?);
    let claims = household_claim::Entity::find().filter(own.clone()).all(tx).await?;
    for claim in claims.iter().filter(|claim| claim.status == ClaimStatus::Submitted) {
        claims::decide(tx, actor, claim.id, claim.version, claims::Decision::Withdraw).await?;
    }
    household_claim::Entity::delete_many().filter(own).exec(tx).await?;
    Ok(claims.into_iter().map(|claim| claim.id).collect())
}

/// The roster still counts a head; nothing says whose, nor behind which door.
async fn forget_resident(tx: &Tx<'_>, row: &resident::Model) -> Result<()> {
    let nobody = resident::ActiveModel {
        account_id: Set(None),
        household_id: Set(None),
        name_sealed: Set(tx.vault().seal(Field::Name, NOBODY)?),
        name_blind: Set(tx.vault().blind(Field::Name, &Uuid::new_v4().to_string())),
        phone_sealed: Set(None),
        phone_blind: Set(None),
        id_number_sealed: Set(None),
        id_number_blind: Set(None),
        birth_date: Set(None),
        is_owner: Set(false),
        tags: Set(json!([])),
        erased_at: Set(Some(tx.now())),
        ..Default::default()
    };
    store::change::<resident::Entity>(tx, row, row.version, nobody).await.map(drop)
}

async fn leave_teams(tx: &Tx<'_>, id: AccountId) -> Result<()> {
    team_member::Entity::delete_many().filter(team_member::Column::AccountId.eq(id)).exec(tx).await?;
    for row in team::Entity::find().filter(team::Column::LeaderAccountId.eq(id)).all(tx).await? {
        let nobody = team::ActiveModel { leader_account_id: Set(None), ..Default::default() };
        store::change::<team::Entity>(tx, &row, row.version, nobody).await?;
    }
    Ok(())
}

/// The account is a bare number from now on; every session and role ends, every bond is cut.
async fn forget_account(tx: &Tx<'_>, id: AccountId) -> Result<()> {
    end_sessions(tx, id).await?;
    give_up_roles(tx, id).await?;
    // Their openid leads to the events, so these go before it.
    callback::forget(tx, id).await?;
    messages::forget(tx, id).await?;
    wechat_identity::Entity::delete_many().filter(wechat_identity::Column::AccountId.eq(id)).exec(tx).await?;
    notification::Entity::delete_many().filter(notification::Column::AccountId.eq(id)).exec(tx).await?;
    let answers = idempotency::Column::Caller.eq(format!("account:{id}"));
    idempotency::Entity::delete_many().filter(answers).exec(tx).await?;
    let row = me_without_anything(tx, id).await?;
    row.update(tx).await?;
    Ok(())
}

async fn end_sessions(tx: &Tx<'_>, id: AccountId) -> Result<()> {
    let sessions = session::Entity::find()
        .select_only()
        .column(session::Column::Id)
        .filter(session::Column::AccountId.eq(id))
        .into_query();
    let tokens = Expr::col(refresh_token::Column::SessionId).in_subquery(sessions);
    refresh_token::Entity::delete_many().filter(tokens).exec(tx).await?;
    let ended = session::ActiveModel {
        user_agent: Set(None),
        revoked_at: Set(Some(tx.now())),
        revoked_reason: Set(Some("erased".to_owned())),
        ..Default::default()
    };
    session::Entity::update_many().set(ended).filter(session::Column::AccountId.eq(id)).exec(tx).await?;
    Ok(())
}

/// The roles end; that they were held stays on record, as does what was consented to.
async fn give_up_roles(tx: &Tx<'_>, id: AccountId) -> Result<()> {
    let given_up =
        role_grant::ActiveModel { revoked_at: Set(Some(tx.now())), revoked_by: Set(Some(id)), ..Default::default() };
    let live = role_grant::Column::RevokedAt.is_null();
    let own = role_grant::Column::AccountId.eq(id);
    role_grant::Entity::update_many().set(given_up).filter(own).filter(live).exec(tx).await?;
    let withdrawn = consent::ActiveModel { withdrawn_at: Set(Some(tx.now())), ..Default::default() };
    let live = consent::Column::WithdrawnAt.is_null();
    consent::Entity::update_many()
        .set(withdrawn)
        .filter(consent::Column::AccountId.eq(id))
        .filter(live)
        .exec(tx)
        .await?;
    Ok(())
}

async fn me_without_anything(tx: &Tx<'_>, id: AccountId) -> Result<account::ActiveModel> {
    let row = account::Entity::find_by_id(id).lock_exclusive().one(tx).await?;
    let row = row.ok_or_else(|| Code::Unauthenticated.error())?;
    Ok(account::ActiveModel {
        id: Set(id),
        display_name_sealed: Set(None),
        phone_sealed: Set(None),
        phone_blind: Set(None),
        password_hash: Set(None),
        status: Set(AccountStatus::Erased),
        version: Set(row.version + 1),
        updated_at: Set(tx.now()),
        last_seen_at: Set(None),
        failed_logins: Set(0),
        locked_until: Set(None),
        ..Default::default()
    })
}
