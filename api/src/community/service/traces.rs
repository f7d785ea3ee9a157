//! What would still tell who somebody was after the fields with the name are empty: the
//! words that others, or they themselves, wrote where no name belongs.

use entity::auth::{account, wechat_identity};
use entity::community::{dwelling, household, resident, unmasking};
use entity::ids::AccountId;
use entity::kernel::{ByKind, event};
use sea_orm::prelude::*;
use sea_orm::{Condition, QuerySelect};

use crate::error::Result;
use crate::kernel::crypto::Field;
use crate::kernel::db::Tx;
use crate::kernel::event::{Subject, forget_reasons};
use crate::kernel::redact::Redaction;

/// The kind of an account in the log of events.
pub const ACCOUNT: &str = "account";

/// The words that tell who somebody is: names, numbers, door, WeChat's id.
pub async fn words(tx: &Tx<'_>, id: AccountId, resident: Option<&resident::Model>) -> Result<Redaction> {
    let open = |field, sealed: Option<&str>| sealed.map(|sealed| tx.vault().open(field, sealed)).transpose();
    let mut words = Redaction::default();
    if let Some(row) = account::Entity::find_by_id(id).one(tx).await? {
        open(Field::Name, row.display_name_sealed.as_deref())?.inspect(|name| words.name(name));
        open(Field::Phone, row.phone_sealed.as_deref())?.inspect(|phone| words.number(phone));
    }
    for bond in wechat_identity::Entity::find().filter(wechat_identity::Column::AccountId.eq(id)).all(tx).await? {
        words.number(&tx.vault().open(Field::OpenId, &bond.openid_sealed)?);
    }
    let Some(row) = resident else { return Ok(words) };
    words.name(&tx.vault().open(Field::Name, &row.name_sealed)?);
    open(Field::Phone, row.phone_sealed.as_deref())?.inspect(|phone| words.number(phone));
    open(Field::IdNumber, row.id_number_sealed.as_deref())?.inspect(|number| words.number(number));
    if let Some(door) = door(tx, row).await? {
        words.number(&tx.vault().open(Field::Door, &door)?);
    }
    Ok(words)
}

/// The door, sealed.
async fn door(tx: &Tx<'_>, row: &resident::Model) -> Result<Option<String>> {
    let Some(id) = row.household_id else { return Ok(None) };
    let Some(home) = household::Entity::find_by_id(id).one(tx).await? else { return Ok(None) };
    let dwelling = dwelling::Entity::find_by_id(home.dwelling_id).one(tx).await?;
    Ok(dwelling.map(|row| row.door_sealed))
}

/// Erases the reasons of all that happened to these things, and those with one of the words
/// in it of what the person did elsewhere and of looks at these things.
pub async fn redact_reasons(tx: &Tx<'_>, id: AccountId, subjects: &[Subject], words: &Redaction) -> Result<()> {
    for subject in subjects {
        forget_reasons(tx, *subject).await?;
        redact_looks(tx, *subject, words).await?;
    }
    let given = event::Entity::find()
        .select_only()
        .columns([event::Column::Id, event::Column::Reason])
        .filter(event::Column::ByKind.eq(ByKind::Account))
        .filter(event::Column::ById.eq(Uuid::from(id)))
        .filter(event::Column::Reason.is_not_null());
    let given: Vec<(Uuid, String)> = given.into_tuple().all(tx).await?;
    let telling = given.into_iter().filter(|(_, reason)| words.is_in(reason)).map(|(id, _)| id);
    event::Entity::update_many()
        .col_expr(event::Column::Reason, Expr::value(None::<String>))
        .filter(event::Column::Id.is_in(telling))
        .exec(tx)
        .await?;
    Ok(())
}

async fn redact_looks(tx: &Tx<'_>, subject: Subject, words: &Redaction) -> Result<()> {
    let at = Condition::all()
        .add(unmasking::Column::SubjectKind.eq(subject.kind))
        .add(unmasking::Column::SubjectId.eq(subject.id));
    let looks = unmasking::Entity::find().filter(at).filter(unmasking::Column::Reason.is_not_null()).all(tx).await?;
    let telling = |look: &unmasking::Model| look.reason.as_deref().is_some_and(|reason| words.is_in(reason));
    let telling: Vec<_> = looks.into_iter().filter(telling).map(|look| look.id).collect();
    unmasking::Entity::update_many()
        .col_expr(unmasking::Column::Reason, Expr::value(None::<String>))
        .filter(unmasking::Column::Id.is_in(telling))
        .exec(tx)
        .await?;
    Ok(())
}
