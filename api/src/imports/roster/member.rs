//! Somebody in the sheet and the record of the same person: what becomes another.

use entity::community::{Relation, resident};
use entity::ids::{DwellingId, HouseholdId, ResidentId};
use sea_orm::ActiveValue::Set;

use super::known::People;
use super::{Person, Plan};
use crate::community::service::tags;
use crate::error::Result;
use crate::kernel::Vault;
use crate::kernel::crypto::Field;

/// Somebody in the sheet.
#[derive(Debug)]
pub struct Member<'a> {
    /// The row.
    pub row: usize,
    /// The dwelling.
    pub home: DwellingId,
    /// What the row says.
    pub person: &'a Person,
    /// The blind index of the name.
    pub name: String,
    /// The blind index of the identity number.
    pub number: Option<String>,
}

/// Who somebody in the sheet is on record.
#[derive(Clone, Copy, Debug)]
pub enum Found {
    /// This one of the known people.
    Known(usize),
    /// Nobody yet.
    New,
}

/// Plans what becomes of somebody.
pub fn settle(
    vault: &Vault,
    member: &Member<'_>,
    household: HouseholdId,
    who: Found,
    known: &People,
    plan: &mut Plan,
) -> Result<()> {
    match who {
        Found::Known(index) => {
            let row = &known.rows[index];
            plan.residents.known(row, news(vault, member, household, row)?);
        }
        Found::New => plan.residents.created.push((ResidentId::new(), newcomer(vault, member, household)?)),
    }
    Ok(())
}

/// What the sheet says otherwise than the record.
fn news(
    vault: &Vault,
    member: &Member<'_>,
    household: HouseholdId,
    row: &resident::Model,
) -> Result<resident::ActiveModel> {
    let (mut fields, person) = (resident::ActiveModel::default(), member.person);
    if row.household_id != Some(household) || row.moved_out_at.is_some() {
        (fields.household_id, fields.moved_out_at) = (Set(Some(household)), Set(None));
    }
    if row.name_blind != member.name {
        name(vault, member, &mut fields)?;
    }
    if member.number.is_some() && row.id_number_blind != member.number {
        number(vault, member, &mut fields)?;
    }
    let blind = person.phone.as_deref().map(|phone| vault.blind(Field::Phone, phone));
    if blind.is_some() && row.phone_blind != blind {
        phone(vault, member, &mut fields)?;
    }
    if let Some(day) = person.birth_date.filter(|day| row.birth_date != Some(*day)) {
        fields.birth_date = Set(Some(day));
    }
    if let Some(relation) = person.relation.filter(|relation| row.relation != *relation) {
        fields.relation = Set(relation);
    }
    if let Some(owner) = person.is_owner.filter(|owner| row.is_owner != *owner) {
        fields.is_owner = Set(owner);
    }
    if let Some(tags) = person.tags.as_deref().map(tags).filter(|tags| row.tags != *tags) {
        fields.tags = Set(tags);
    }
    Ok(fields)
}

fn newcomer(vault: &Vault, member: &Member<'_>, household: HouseholdId) -> Result<resident::ActiveModel> {
    let person = member.person;
    let mut fields = resident::ActiveModel {
        household_id: Set(Some(household)),
        account_id: Set(None),
        birth_date: Set(person.birth_date),
        relation: Set(person.relation.unwrap_or(Relation::Other)),
        is_owner: Set(person.is_owner.unwrap_or(false)),
        tags: Set(tags(person.tags.as_deref().unwrap_or_default())),
        moved_out_at: Set(None),
        erased_at: Set(None),
        ..Default::default()
    };
    name(vault, member, &mut fields)?;
    number(vault, member, &mut fields)?;
    phone(vault, member, &mut fields)?;
    Ok(fields)
}

fn name(vault: &Vault, member: &Member<'_>, fields: &mut resident::ActiveModel) -> Result<()> {
    fields.name_sealed = Set(vault.seal(Field::Name, &member.person.name)?);
    fields.name_blind = Set(member.name.clone());
    Ok(())
}

fn number(vault: &Vault, member: &Member<'_>, fields: &mut resident::ActiveModel) -> Result<()> {
    let number = member.person.id_number.as_deref();
    fields.id_number_sealed = Set(number.map(|number| vault.seal(Field::IdNumber, number)).transpose()?);
    fields.id_number_blind = Set(member.number.clone());
    Ok(())
}

fn phone(vault: &Vault, member: &Member<'_>, fields: &mut resident::ActiveModel) -> Result<()> {
    let phone = member.person.phone.as_deref();
    fields.phone_sealed = Set(phone.map(|phone| vault.seal(Field::Phone, phone)).transpose()?);
    fields.phone_blind = Set(phone.map(|phone| vault.blind(Field::Phone, phone)));
    Ok(())
}
