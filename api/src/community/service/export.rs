//! Everything that is known about a person, for that person (个人信息保护法 art. 45).

use entity::auth::{role_grant, session, wechat_identity};
use entity::community::{dwelling, household, household_claim, resident, team, team_member};
use entity::ids::{AccountId, HouseholdId};
use sea_orm::prelude::*;
use sea_orm::{Condition, QueryOrder};

use super::{consents, deeds, me, owners, residents, store};
use crate::auth::Actor;
use crate::community::view::{Consent, MyAccount, MyExport, MyHouseholdClaim, MyRecord, MyRoleRecord, MySession};
use crate::error::Result;
use crate::kernel::crypto::Field;
use crate::kernel::{Kernel, Vault};
use crate::notifications::wechat as messages;
use crate::{actions, deliberations, emergencies, moderation, volunteers, wishes};

/// Gathers it.
pub async fn export(kernel: &Kernel, actor: &Actor) -> Result<MyExport> {
    let id = actor.account()?;
    let resident = resident::Entity::find().filter(resident::Column::AccountId.eq(id)).one(&kernel.db).await?;
    Ok(MyExport {
        exported_at: kernel.clock.now(&kernel.db).await?,
        account: account(kernel, actor).await?,
        roles: roles(&kernel.db, id).await?,
        sessions: sessions(&kernel.db, id).await?,
        looks: deeds::looks(kernel, id, resident.as_ref()).await?,
        looked: deeds::looked(&kernel.db, id).await?,
        pictures: deeds::pictures(kernel, id).await?,
        notifications: deeds::notifications(&kernel.db, id).await?,
        wechat_messages: messages::about(&kernel.db, id).await?,
        api_clients: deeds::api_clients(&kernel.db, id).await?,
        deeds: deeds::deeds(&kernel.db, id).await?,
        owners: owners::person::about(kernel, id, resident.as_ref()).await?,
        resident: match resident {
            Some(row) => Some(record(kernel, row).await?),
            None => None,
        },
        household_claims: household_claims(kernel, id).await?,
        consents: consents::of(&kernel.db, id).await?.into_iter().map(Consent::from).collect(),
        teams: teams(&kernel.db, id).await?,
        wishes: wishes::service::person::about(kernel, id).await?,
        deliberations: deliberations::service::person::about(&kernel.db, id).await?,
        volunteering: volunteers::service::person::about(kernel, id).await?,
        actions: actions::service::person::about(&kernel.db, id).await?,
        emergencies: emergencies::service::person::about(kernel, id).await?,
        moderation: moderation::service::person::about(&kernel.db, id).await?,
    })
}

async fn account(kernel: &Kernel, actor: &Actor) -> Result<MyAccount> {
    let row = me::row(&kernel.db, actor).await?;
    let bonds = wechat_identity::Entity::find().filter(wechat_identity::Column::AccountId.eq(row.id));
    Ok(MyAccount {
        id: row.id,
        display_name: opened(&kernel.vault, Field::Name, row.display_name_sealed.as_deref())?,
        phone: opened(&kernel.vault, Field::Phone, row.phone_sealed.as_deref())?,
        wechat_apps: bonds.all(&kernel.db).await?.into_iter().map(|bond| bond.appid).collect(),
        has_password: row.password_hash.is_some(),
        created_at: row.created_at,
        last_seen_at: row.last_seen_at,
    })
}

async fn roles(conn: &impl ConnectionTrait, id: AccountId) -> Result<Vec<MyRoleRecord>> {
    let held = role_grant::Entity::find().filter(role_grant::Column::AccountId.eq(id));
    let view = |row: role_grant::Model| MyRoleRecord {
        role: row.role,
        scope_kind: row.scope_kind,
        scope_id: (!row.scope_id.is_nil()).then_some(row.scope_id),
        granted_at: row.created_at,
        revoked_at: row.revoked_at,
    };
    Ok(held.order_by_asc(role_grant::Column::Id).all(conn).await?.into_iter().map(view).collect())
}

async fn sessions(conn: &impl ConnectionTrait, id: AccountId) -> Result<Vec<MySession>> {
    let rows = session::Entity::find().filter(session::Column::AccountId.eq(id)).order_by_desc(session::Column::Id);
    let view = |row: session::Model| MySession {
        id: row.id,
        user_agent: row.user_agent,
        created_at: row.created_at,
        last_used_at: row.last_used_at,
        ended_at: row.revoked_at,
    };
    Ok(rows.all(conn).await?.into_iter().map(view).collect())
}

async fn record(kernel: &Kernel, row: resident::Model) -> Result<MyRecord> {
    let address = match row.household_id {
        Some(household) => address(kernel, household).await?,
        None => None,
    };
    Ok(MyRecord {
        id: row.id,
        name: open(&kernel.vault, Field::Name, &row.name_sealed)?,
        phone: opened(&kernel.vault, Field::Phone, row.phone_sealed.as_deref())?,
        id_number: opened(&kernel.vault, Field::IdNumber, row.id_number_sealed.as_deref())?,
        birth_date: row.birth_date,
        relation: row.relation,
        is_owner: row.is_owner,
        tags: residents::read_tags(row.tags),
        address,
    })
}

async fn address(kernel: &Kernel, id: HouseholdId) -> Result<Option<String>> {
    let Some(home) = household::Entity::find_by_id(id).one(&kernel.db).await? else { return Ok(None) };
    let Some(row) = dwelling::Entity::find_by_id(home.dwelling_id).one(&kernel.db).await? else { return Ok(None) };
    let door = open(&kernel.vault, Field::Door, &row.door_sealed)?;
    let place = store::places(&kernel.db, &[row]).await?.into_values().next().unwrap_or_default();
    Ok(Some(format!("{place} {door}")))
}

async fn household_claims(kernel: &Kernel, id: AccountId) -> Result<Vec<MyHouseholdClaim>> {
    let own = own_claims(&kernel.db, id).await?;
    let view = |row: household_claim::Model| {
        Ok(MyHouseholdClaim {
            name: open(&kernel.vault, Field::Name, &row.name_sealed)?,
            note: row.note,
            status: row.status,
            reason: row.reason,
            created_at: row.created_at,
        })
    };
    own.into_iter().map(view).collect()
}

/// The claims to households of an account, newest first.
pub(super) async fn own_claims(conn: &impl ConnectionTrait, id: AccountId) -> Result<Vec<household_claim::Model>> {
    let own = household_claim::Entity::find().filter(household_claim::Column::AccountId.eq(id));
    Ok(own.order_by_desc(household_claim::Column::Id).all(conn).await?)
}

async fn teams(conn: &impl ConnectionTrait, id: AccountId) -> Result<Vec<String>> {
    let memberships = team_member::Entity::find().filter(team_member::Column::AccountId.eq(id)).all(conn).await?;
    let mine = Condition::any()
        .add(team::Column::Id.is_in(memberships.iter().map(|row| row.team_id)))
        .add(team::Column::LeaderAccountId.eq(id));
    let teams = team::Entity::find().filter(mine).order_by_asc(team::Column::Id);
    Ok(teams.all(conn).await?.into_iter().map(|row| row.name).collect())
}

pub(super) fn open(vault: &Vault, field: Field, sealed: &str) -> Result<String> {
    Ok(vault.open(field, sealed)?.to_string())
}

pub(super) fn opened(vault: &Vault, field: Field, sealed: Option<&str>) -> Result<Option<String>> {
    sealed.map(|sealed| open(vault, field, sealed)).transpose()
}
