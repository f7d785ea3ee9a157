//! The register of owners and one person's data: what tells who it was, a copy of it, and
//! forgetting it. That somebody owns the dwelling stays, for the roll must not shrink.

use entity::community::{dwelling, owner, resident};
use entity::deliberations::OwnerKind;
use entity::ids::AccountId;
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use sea_orm::{Condition, QueryOrder};

use super::{Kept, owned, store};
use crate::community::view::MyOwnership;
use crate::error::Result;
use crate::kernel::Kernel;
use crate::kernel::crypto::Field;
use crate::kernel::db::Tx;
use crate::kernel::event::Subject;
use crate::kernel::redact::Redaction;

/// The records of this person: those of the own account, and of the same person on the roster.
pub async fn of(
    conn: &impl ConnectionTrait,
    account: AccountId,
    resident: Option<&resident::Model>,
) -> Result<Vec<owner::Model>> {
    let numbered = resident.and_then(|row| Some((row.community_id, row.id_number_blind.clone()?)));
    let same = numbered.map(|(community, number)| {
        Condition::all().add(owner::Column::CommunityId.eq(community)).add(owner::Column::IdNumberBlind.eq(number))
    });
    let mine = Condition::any()
        .add(owner::Column::AccountId.eq(account))
        .add_option(resident.map(|row| owner::Column::ResidentId.eq(row.id)))
        .add_option(same);
    Ok(owner::Entity::find().filter(mine).order_by_asc(owner::Column::Id).all(conn).await?)
}

/// Adds the words that tell who somebody is; an organisation's are not theirs.
pub fn words(tx: &Tx<'_>, rows: &[owner::Model], words: &mut Redaction) -> Result<()> {
    for row in rows.iter().filter(|row| row.kind == OwnerKind::Person) {
        words.name(&tx.vault().open(Field::Name, &row.name_sealed)?);
        if let Some(sealed) = row.id_number_sealed.as_deref() {
            words.number(&tx.vault().open(Field::IdNumber, sealed)?);
        }
    }
    Ok(())
}

/// Takes the person out of the records; returns those that have told who it was. An
/// organisation stays what it is, without the account that spoke for it.
pub async fn forget(tx: &Tx<'_>, rows: &[owner::Model], nobody: &str) -> Result<Vec<Subject>> {
    let mut told = Vec::new();
    for row in rows {
        let mut fields = owner::ActiveModel { account_id: Set(None), ..Default::default() };
        if row.kind == OwnerKind::Person {
            fields.resident_id = Set(None);
            fields.name_sealed = Set(tx.vault().seal(Field::Name, nobody)?);
            fields.name_blind = Set(tx.vault().blind(Field::Name, &Uuid::new_v4().to_string()));
            fields.id_number_sealed = Set(None);
            fields.id_number_blind = Set(None);
            told.push(Subject::new(owner::Entity::KIND, row.id));
        }
        store::change::<owner::Entity>(tx, row, row.version, fields).await?;
    }
    Ok(told)
}

/// A copy of it.
pub async fn about(
    kernel: &Kernel,
    account: AccountId,
    resident: Option<&resident::Model>,
) -> Result<Vec<MyOwnership>> {
    let mut about = Vec::new();
    for row in of(&kernel.db, account, resident).await? {
        let open = |field, sealed: &str| kernel.vault.open(field, sealed).map(|text| text.to_string());
        let dwellings = store::dwellings(&kernel.db, owned(&kernel.db, row.id).await?.into_iter()).await?;
        about.push(MyOwnership {
            id: row.id,
            kind: row.kind,
            name: open(Field::Name, &row.name_sealed)?,
            id_number: row.id_number_sealed.as_deref().map(|sealed| open(Field::IdNumber, sealed)).transpose()?,
            addresses: addresses(kernel, &dwellings).await?,
        });
    }
    Ok(about)
}

async fn addresses(kernel: &Kernel, dwellings: &[dwelling::Model]) -> Result<Vec<String>> {
    let places = store::places(&kernel.db, dwellings).await?;
    let address = |row: &dwelling::Model| {
        let place = places.get(&row.id).map(String::as_str).unwrap_or_default();
        Ok(format!("{place} {}", &*kernel.vault.open(Field::Door, &row.door_sealed)?))
    };
    dwellings.iter().map(address).collect()
}
