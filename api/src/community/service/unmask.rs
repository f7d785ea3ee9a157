//! Looks at personal data in full. Each is remembered with its reason, in a table that
//! only grows (domain.md section 7).

use entity::auth::account;
use entity::community::{dwelling, household, household_claim, owner, partner, resident, unmasking};
use entity::ids::{AccountId, CommunityId, DwellingId, HouseholdClaimId, OwnerId, PartnerId, ResidentId, UnmaskingId};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use serde_json::json;

use super::{Kept, Within, claims, store};
use crate::auth::Actor;
use crate::community::view::{
    Unmask, UnmaskedDwelling, UnmaskedHouseholdClaim, UnmaskedOwner, UnmaskedPartner, UnmaskedResident,
};
use crate::error::{Code, Result};
use crate::kernel::Vault;
use crate::kernel::crypto::Field;
use crate::kernel::db::Tx;
use crate::kernel::event::{self, NewEvent, Subject};

/// A resident's personal data, for staff.
pub async fn resident(tx: &Tx<'_>, actor: &Actor, id: ResidentId, why: Unmask) -> Result<UnmaskedResident> {
    let row = store::one::<resident::Entity>(tx, Within::kept_by(actor)?, id).await?;
    let door = match row.household_id {
        Some(household) => Some(door_of(tx, household).await?),
        None => None,
    };
    let shown = UnmaskedResident {
        name: open(tx.vault(), Field::Name, &row.name_sealed)?,
        phone: opened(tx.vault(), Field::Phone, row.phone_sealed.as_deref())?,
        id_number: opened(tx.vault(), Field::IdNumber, row.id_number_sealed.as_deref())?,
        birth_date: row.birth_date,
        door,
    };
    let fields = &["name", "phone", "idNumber", "birthDate", "door"];
    remember(tx, actor, row.community_id, Subject::new(resident::Entity::KIND, id), fields, why).await?;
    Ok(shown)
}

/// Who an owner is, for staff.
pub async fn owner(tx: &Tx<'_>, actor: &Actor, id: OwnerId, why: Unmask) -> Result<UnmaskedOwner> {
    let row = store::one::<owner::Entity>(tx, Within::kept_by(actor)?, id).await?;
    let shown = UnmaskedOwner {
        name: open(tx.vault(), Field::Name, &row.name_sealed)?,
        id_number: opened(tx.vault(), Field::IdNumber, row.id_number_sealed.as_deref())?,
    };
    let subject = Subject::new(owner::Entity::KIND, id);
    remember(tx, actor, row.community_id, subject, &["name", "idNumber"], why).await?;
    Ok(shown)
}

/// A dwelling's door number, for staff.
pub async fn dwelling(tx: &Tx<'_>, actor: &Actor, id: DwellingId, why: Unmask) -> Result<UnmaskedDwelling> {
    let row = store::one::<dwelling::Entity>(tx, Within::kept_by(actor)?, id).await?;
    let door = open(tx.vault(), Field::Door, &row.door_sealed)?;
    let subject = Subject::new(dwelling::Entity::KIND, id);
    remember(tx, actor, row.community_id, subject, &["door"], why).await?;
    Ok(UnmaskedDwelling { door })
}

/// Whom to reach at a partner, for staff.
pub async fn partner(tx: &Tx<'_>, actor: &Actor, id: PartnerId, why: Unmask) -> Result<UnmaskedPartner> {
    let row = store::one::<partner::Entity>(tx, Within::kept_by(actor)?, id).await?;
    let contact = opened(tx.vault(), Field::Contact, row.contact_sealed.as_deref())?;
    let subject = Subject::new(partner::Entity::KIND, id);
    remember(tx, actor, row.community_id, subject, &["contact"], why).await?;
    Ok(UnmaskedPartner { contact })
}

/// Who claims to live where, for those who decide it.
pub async fn claim(tx: &Tx<'_>, actor: &Actor, id: HouseholdClaimId, why: Unmask) -> Result<UnmaskedHouseholdClaim> {
    let row = store::claims::one(tx, actor, id).await?;
    if !claims::decides(actor, &row) {
        return Err(Code::Forbidden.into());
    }
    let shown = UnmaskedHouseholdClaim {
        name: open(tx.vault(), Field::Name, &row.name_sealed)?,
        door: door(tx, &row).await?,
        phone: phone_of(tx, row.account_id).await?,
    };
    let subject = Subject::new(claims::SUBJECT, id);
    remember(tx, actor, row.community_id, subject, &["name", "door", "phone"], why).await?;
    Ok(shown)
}

async fn door_of(tx: &Tx<'_>, id: entity::ids::HouseholdId) -> Result<String> {
    let home = household::Entity::find_by_id(id).one(tx).await?.ok_or_else(|| Code::NotFound.error())?;
    let row = dwelling::Entity::find_by_id(home.dwelling_id).one(tx).await?.ok_or_else(|| Code::NotFound.error())?;
    open(tx.vault(), Field::Door, &row.door_sealed)
}

async fn door(tx: &Tx<'_>, claim: &household_claim::Model) -> Result<String> {
    let row = dwelling::Entity::find_by_id(claim.dwelling_id).one(tx).await?.ok_or_else(|| Code::NotFound.error())?;
    open(tx.vault(), Field::Door, &row.door_sealed)
}

async fn phone_of(tx: &Tx<'_>, id: AccountId) -> Result<Option<String>> {
    let row = account::Entity::find_by_id(id).one(tx).await?;
    opened(tx.vault(), Field::Phone, row.and_then(|row| row.phone_sealed).as_deref())
}

fn open(vault: &Vault, field: Field, sealed: &str) -> Result<String> {
    Ok(vault.open(field, sealed)?.to_string())
}

fn opened(vault: &Vault, field: Field, sealed: Option<&str>) -> Result<Option<String>> {
    sealed.map(|sealed| open(vault, field, sealed)).transpose()
}

/// Remembers that somebody has looked at these fields of something.
pub async fn remember(
    tx: &Tx<'_>,
    actor: &Actor,
    community: CommunityId,
    subject: Subject,
    fields: &[&str],
    why: impl Into<Option<Unmask>>,
) -> Result<()> {
    let look = unmasking::ActiveModel {
        id: Set(UnmaskingId::new()),
        community_id: Set(community),
        by_account_id: Set(actor.account()?),
        subject_kind: Set(subject.kind.to_owned()),
        subject_id: Set(subject.id),
        fields: Set(json!(fields)),
        reason: Set(why.into().map(|why| why.reason.into())),
        at: Set(tx.now()),
    };
    unmasking::Entity::insert(look).exec_without_returning(tx).await?;
    let looked = NewEvent::new(community, subject, "unmask").with(json!({ "fields": fields }));
    event::record(tx, looked).await.map(drop)
}
