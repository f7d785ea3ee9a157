//! What is said about an owner, checked and sealed.

use entity::community::{owner, resident};
use entity::deliberations::OwnerKind;
use entity::ids::CommunityId;
use sea_orm::ActiveValue::Set;

use super::store;
use crate::auth::service::roles;
use crate::community::view::OwnerInput;
use crate::error::{Code, Result};
use crate::kernel::Vault;
use crate::kernel::crypto::Field;
use crate::kernel::db::Tx;

/// The fields that a body sets; `current` is the row that is to be changed.
pub async fn fields(
    tx: &Tx<'_>,
    community: CommunityId,
    input: OwnerInput,
    current: Option<&owner::Model>,
) -> Result<owner::ActiveModel> {
    check(&input, current)?;
    let mut fields =
        owner::ActiveModel { kind: Set(input.kind), resident_id: Set(input.resident_id), ..Default::default() };
    if let Some(id) = input.resident_id {
        let row = store::referred::<resident::Entity>(tx, community, id, "/residentId").await?;
        if row.erased_at.is_some() {
            return Err(Code::Invalid.error().at("/residentId", Code::UnknownReference));
        }
    }
    seal(tx.vault(), &input, &mut fields)?;
    match &input.phone {
        // Whether the phone had an account already is nobody's business: either way there is one now.
        Some(Some(phone)) => fields.account_id = Set(Some(roles::reachable(tx, phone, None).await?.id)),
        Some(None) => fields.account_id = Set(None),
        None => {}
    }
    Ok(fields)
}

fn check(input: &OwnerInput, current: Option<&owner::Model>) -> Result<()> {
    let fault = |pointer, code| Err(Code::Invalid.error().at(pointer, code));
    let is_person = input.kind == OwnerKind::Person;
    if current.is_none() && input.name.is_none() {
        return fault("/name", Code::MissingField);
    }
    if input.resident_id.is_some() && !is_person {
        return fault("/residentId", Code::InvalidValue);
    }
    match &input.id_number {
        Some(Some(number)) if !number.fits(input.kind) => fault("/idNumber", Code::InvalidValue),
        // A number that stays would be one of the other kind.
        None if current
            .is_some_and(|row| row.id_number_sealed.is_some() && is_person != (row.kind == OwnerKind::Person)) =>
        {
            fault("/idNumber", Code::MissingField)
        }
        _ => Ok(()),
    }
}

fn seal(vault: &Vault, input: &OwnerInput, fields: &mut owner::ActiveModel) -> Result<()> {
    if let Some(name) = &input.name {
        fields.name_sealed = Set(vault.seal(Field::Name, name)?);
        fields.name_blind = Set(vault.blind(Field::Name, name));
    }
    if let Some(number) = &input.id_number {
        fields.id_number_sealed = Set(number.as_deref().map(|n| vault.seal(Field::IdNumber, n)).transpose()?);
        fields.id_number_blind = Set(number.as_deref().map(|n| vault.blind(Field::IdNumber, n)));
    }
    Ok(())
}
