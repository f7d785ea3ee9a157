//! 居民: the roster. Personal data is sealed, found by its blind index and shown masked.

use entity::community::{ResidentTag, household, resident};
use entity::ids::CommunityId;
use sea_orm::ActiveValue::Set;
use sea_orm::QueryTrait;
use sea_orm::prelude::*;

use super::{Resource, moves, store};
use crate::community::view::{Resident, ResidentInput, ResidentQuery, mask_id_number};
use crate::error::{Code, Result};
use crate::kernel::Vault;
use crate::kernel::crypto::{Field, mask_name, mask_phone};
use crate::kernel::db::Tx;

impl Resource for resident::Entity {
    type Query = ResidentQuery;
    type Input = ResidentInput;
    type View = Resident;
    const PATH: &'static str = "/residents";

    fn narrow(vault: &Vault, rows: Select<Self>, query: &ResidentQuery) -> Select<Self> {
        let phone = query.phone.as_deref().map(|phone| vault.blind(Field::Phone, phone));
        let name = query.name.as_deref().map(|name| vault.blind(Field::Name, name));
        let staying = (!query.moved_out.unwrap_or(false)).then_some(());
        rows.apply_if(query.household_id, |rows, id| rows.filter(resident::Column::HouseholdId.eq(id)))
            .apply_if(query.is_owner, |rows, owner| rows.filter(resident::Column::IsOwner.eq(owner)))
            .apply_if(phone, |rows, phone| rows.filter(resident::Column::PhoneBlind.eq(phone)))
            .apply_if(name, |rows, name| rows.filter(resident::Column::NameBlind.eq(name)))
            .apply_if(staying, |rows, ()| rows.filter(resident::Column::MovedOutAt.is_null()))
    }

    async fn fields(
        tx: &Tx<'_>,
        community: CommunityId,
        input: ResidentInput,
        current: Option<&resident::Model>,
    ) -> Result<resident::ActiveModel> {
        check(tx, community, &input, current).await?;
        let mut fields = resident::ActiveModel {
            household_id: Set(input.household_id),
            relation: Set(input.relation),
            is_owner: Set(input.is_owner),
            tags: Set(tags(&input.tags)),
            ..Default::default()
        };
        seal(tx.vault(), &input, &mut fields)?;
        match (current, input.household_id) {
            (Some(row), None) if row.moved_out_at.is_none() => moves::out(tx, row, &mut fields).await?,
            (_, Some(_)) => fields.moved_out_at = Set(None),
            _ => {}
        }
        Ok(fields)
    }

    async fn show(conn: &impl ConnectionTrait, vault: &Vault, rows: Vec<resident::Model>) -> Result<Vec<Resident>> {
        let places = store::places_of(conn, rows.iter().filter_map(|row| row.household_id)).await?;
        let place = |row: &resident::Model| row.household_id.and_then(|id| places.get(&id).cloned());
        rows.into_iter().map(|row| masked(vault, place(&row), row)).collect()
    }
}

async fn check(
    tx: &Tx<'_>,
    community: CommunityId,
    input: &ResidentInput,
    current: Option<&resident::Model>,
) -> Result<()> {
    let missing = |pointer| Err(Code::Invalid.error().at(pointer, Code::MissingField));
    match (current, input.household_id) {
        (None, None) => return missing("/householdId"),
        (_, Some(id)) => {
            store::referred::<household::Entity>(tx, community, id, "/householdId").await?;
        }
        _ => {}
    }
    if current.is_none() && input.name.is_none() {
        return missing("/name");
    }
    if current.is_some_and(|row| row.erased_at.is_some()) {
        return Err(Code::IllegalTransition.into());
    }
    let born = input.birth_date.flatten();
    if born.is_some_and(|day| day > tx.now().date_naive()) {
        return Err(Code::Invalid.error().at("/birthDate", Code::InvalidValue));
    }
    Ok(())
}

fn seal(vault: &Vault, input: &ResidentInput, fields: &mut resident::ActiveModel) -> Result<()> {
    if let Some(name) = &input.name {
        fields.name_sealed = Set(vault.seal(Field::Name, name)?);
        fields.name_blind = Set(vault.blind(Field::Name, name));
    }
    if let Some(phone) = &input.phone {
        fields.phone_sealed = Set(phone.as_deref().map(|phone| vault.seal(Field::Phone, phone)).transpose()?);
        fields.phone_blind = Set(phone.as_deref().map(|phone| vault.blind(Field::Phone, phone)));
    }
    if let Some(number) = &input.id_number {
        fields.id_number_sealed = Set(number.as_deref().map(|n| vault.seal(Field::IdNumber, n)).transpose()?);
        fields.id_number_blind = Set(number.as_deref().map(|n| vault.blind(Field::IdNumber, n)));
    }
    if let Some(born) = input.birth_date {
        fields.birth_date = Set(born);
    }
    Ok(())
}

/// A resident as everybody who may read the roster sees them.
fn masked(vault: &Vault, place: Option<String>, row: resident::Model) -> Result<Resident> {
    let open = |field, sealed: Option<&str>| sealed.map(|sealed| vault.open(field, sealed)).transpose();
    Ok(Resident {
        id: row.id,
        community_id: row.community_id,
        household_id: row.household_id,
        place,
        account_id: row.account_id,
        name: mask_name(&vault.open(Field::Name, &row.name_sealed)?),
        phone: open(Field::Phone, row.phone_sealed.as_deref())?.map(|phone| mask_phone(&phone)),
        id_number: open(Field::IdNumber, row.id_number_sealed.as_deref())?.map(|number| mask_id_number(&number)),
        birth_year: row.birth_date.map(|day| chrono::Datelike::year(&day)),
        relation: row.relation,
        is_owner: row.is_owner,
        tags: read_tags(row.tags),
        moved_out_at: row.moved_out_at,
        erased_at: row.erased_at,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
    })
}

/// Tags as they are stored.
pub fn tags(tags: &[ResidentTag]) -> Json {
    let mut words: Vec<&str> = tags.iter().map(|tag| tag.as_str()).collect();
    words.sort_unstable();
    words.dedup();
    words.into()
}

/// Tags as they were stored; a word that is no tag any more is passed over.
pub fn read_tags(stored: Json) -> Vec<ResidentTag> {
    let words: Vec<Json> = serde_json::from_value(stored).unwrap_or_default();
    words.into_iter().filter_map(|word| serde_json::from_value(word).ok()).collect()
}
