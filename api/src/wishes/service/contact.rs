//! Whom to call: for the live helper only. Each look is recorded, and the author can see the record.

use entity::community::{building, compound, dwelling, household, resident, unit, unmasking};
use entity::ids::{UnmaskingId, WishId};
use entity::wishes::wish;
use sea_orm::ActiveValue::Set;
use sea_orm::QueryOrder;
use sea_orm::prelude::*;
use serde_json::json;

use super::case::{Case, SUBJECT};
use crate::auth::Actor;
use crate::error::{Code, Result};
use crate::kernel::crypto::Field;
use crate::kernel::db::Tx;
use crate::kernel::event::{self, NewEvent, Subject};
use crate::wishes::state::Standing;

/// Whom to contact, in clear.
#[derive(Clone, Debug, Default)]
pub struct ContactDetails {
    /// Name.
    pub name: Option<String>,
    /// Phone.
    pub phone: Option<String>,
    /// Address, door number included.
    pub address: Option<String>,
    /// For whom it is, if not for the author.
    pub beneficiary: Option<String>,
}

/// Shows the contact and writes down that it was shown.
///
/// # Errors
/// `forbidden` for everybody but the live helper and who wrote it down.
pub async fn look(tx: &Tx<'_>, actor: &Actor, id: WishId) -> Result<ContactDetails> {
    let case = Case::open(tx, actor, id).await?;
    if !case.is(Standing::Helper) && !wrote_down(actor, &case) {
        return Err(Code::Forbidden.into());
    }
    let row = unmasking::ActiveModel {
        id: Set(UnmaskingId::new()),
        community_id: Set(case.wish.community_id),
        by_account_id: Set(actor.account()?),
        subject_kind: Set(SUBJECT.to_owned()),
        subject_id: Set(id.0),
        fields: Set(json!(["name", "phone", "address", "beneficiary"])),
        reason: Set(None),
        at: Set(tx.now()),
    };
    unmasking::Entity::insert(row).exec_without_returning(tx).await?;
    let happened = NewEvent::new(case.wish.community_id, Subject::new(SUBJECT, id), "look_at_contact");
    event::record(tx, happened).await?;
    details(tx, &case.wish).await
}

/// Who took the wish of somebody without an account down entered the contact, and calls back to ask whether all
/// is well. Colleagues do not; for residents with an account staff have the roster, with a reason for each look.
fn wrote_down(actor: &Actor, case: &Case) -> bool {
    case.is(Standing::Proxy)
        && actor.account_id().is_some_and(|account| case.wish.entered_by_account_id == Some(account))
}

/// Who has looked at the contact, newest first; for the author and the staff.
pub async fn looks(conn: &impl ConnectionTrait, case: &Case) -> Result<Vec<unmasking::Model>> {
    if !case.is(Standing::Author) && !case.is(Standing::Staff) {
        return Err(Code::Forbidden.into());
    }
    let looks = unmasking::Entity::find()
        .filter(unmasking::Column::SubjectKind.eq(SUBJECT))
        .filter(unmasking::Column::SubjectId.eq(case.wish.id.0))
        .order_by_desc(unmasking::Column::At)
        .order_by_desc(unmasking::Column::Id);
    Ok(looks.all(conn).await?)
}

/// What the wish itself says, and where it is silent the author's entry on the roster.
async fn details(tx: &Tx<'_>, wish: &wish::Model) -> Result<ContactDetails> {
    let open = |field, sealed: &Option<String>| {
        sealed.as_deref().map(|sealed| tx.vault().open(field, sealed).map(|plain| plain.to_string())).transpose()
    };
    let author = author(tx, wish).await?;
    let said = ContactDetails {
        name: open(Field::Name, &wish.contact_name_sealed)?,
        phone: open(Field::Phone, &wish.contact_phone_sealed)?,
        address: open(Field::Address, &wish.contact_address_sealed)?,
        beneficiary: open(Field::Beneficiary, &wish.beneficiary_sealed)?,
    };
    let Some(author) = author else { return Ok(said) };
    let home = match said.address {
        None => home(tx, &author).await?,
        Some(_) => None,
    };
    let (name, phone) = (open(Field::Name, &Some(author.name_sealed))?, open(Field::Phone, &author.phone_sealed)?);
    Ok(ContactDetails {
        name: said.name.or(name),
        phone: said.phone.or(phone),
        address: said.address.or(home),
        beneficiary: said.beneficiary,
    })
}

async fn author(tx: &Tx<'_>, wish: &wish::Model) -> Result<Option<resident::Model>> {
    let Some(account) = wish.author_account_id else { return Ok(None) };
    let author = resident::Entity::find()
        .filter(resident::Column::AccountId.eq(account))
        .filter(resident::Column::ErasedAt.is_null());
    Ok(author.one(tx).await?)
}

/// 小区 楼栋 单元 门牌, as people say it.
async fn home(tx: &Tx<'_>, resident: &resident::Model) -> Result<Option<String>> {
    let Some(household) = resident.household_id else { return Ok(None) };
    let Some(household) = household::Entity::find_by_id(household).one(tx).await? else { return Ok(None) };
    let Some(dwelling) = dwelling::Entity::find_by_id(household.dwelling_id).one(tx).await? else { return Ok(None) };
    let building = building::Entity::find_by_id(dwelling.building_id).one(tx).await?;
    let mut parts = Vec::new();
    if let Some(compound) = building.as_ref().and_then(|building| building.compound_id) {
        parts.extend(compound::Entity::find_by_id(compound).one(tx).await?.map(|compound| compound.name));
    }
    parts.extend(building.map(|building| building.name));
    if let Some(unit) = dwelling.unit_id {
        parts.extend(unit::Entity::find_by_id(unit).one(tx).await?.map(|unit| unit.name));
    }
    parts.push(tx.vault().open(Field::Door, &dwelling.door_sealed)?.to_string());
    Ok(Some(parts.join(" ")))
}
