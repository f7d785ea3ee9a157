//! Wishes and one person's data: a copy of everything, and forgetting who it was.

use entity::ids::{AccountId, WishId};
use entity::wishes::{HelperKind, WishVerb, wish, wish_claim, wish_note, wish_support};
use sea_orm::ActiveValue::Set;
use sea_orm::QueryOrder;
use sea_orm::prelude::*;
use serde_json::{Value, json};

use super::{Case, SUBJECT, claim, submit};
use crate::auth::Actor;
use crate::error::Result;
use crate::kernel::crypto::Field;
use crate::kernel::db::Tx;
use crate::kernel::event::{self, Subject};
use crate::kernel::{Kernel, Vault};
use crate::wishes::state;

/// Everything about an account that wishes know.
pub async fn about(kernel: &Kernel, account: AccountId) -> Result<Value> {
    let conn = &kernel.db;
    let made = of_author(conn, account).await?;
    let supported = wish_support::Entity::find().filter(wish_support::Column::AccountId.eq(account)).all(conn).await?;
    let claimed = wish_claim::Entity::find().filter(wish_claim::Column::AccountId.eq(account)).all(conn).await?;
    let noted = wish_note::Entity::find().filter(wish_note::Column::AccountId.eq(account)).all(conn).await?;
    Ok(json!({
        "made": made.iter().map(|row| own(&kernel.vault, row)).collect::<Result<Vec<_>>>()?,
        "supported": supported.iter().map(|row| json!({ "wishId": row.wish_id, "at": row.created_at }))
            .collect::<Vec<_>>(),
        "claimed": claimed.iter().map(|row| json!({
            "wishId": row.wish_id, "at": row.created_at, "endedAt": row.ended_at, "endKind": row.end_kind,
        })).collect::<Vec<_>>(),
        "noted": noted.iter().map(|row| json!({
            "wishId": row.wish_id, "kind": row.kind, "text": row.text, "at": row.created_at,
        })).collect::<Vec<_>>(),
    }))
}

fn own(vault: &Vault, row: &wish::Model) -> Result<Value> {
    let open = |field, sealed: &Option<String>| -> Result<Option<String>> {
        let opened = sealed.as_deref().map(|sealed| vault.open(field, sealed)).transpose()?;
        Ok(opened.map(|text| text.to_string()))
    };
    Ok(json!({
        "id": row.id,
        "title": row.title,
        "body": row.body,
        "status": row.status,
        "beneficiary": open(Field::Beneficiary, &row.beneficiary_sealed)?,
        "contactName": open(Field::Name, &row.contact_name_sealed)?,
        "contactPhone": open(Field::Phone, &row.contact_phone_sealed)?,
        "contactAddress": open(Field::Address, &row.contact_address_sealed)?,
        "rating": row.rating,
        "ratingComment": row.rating_comment,
        "createdAt": row.created_at,
    }))
}

/// Lets go of everything the actor holds, takes back what still can be, and removes from
/// the rest what tells whose it was. The wishes themselves stay: they were public.
pub async fn forget(tx: &Tx<'_>, actor: &Actor) -> Result<()> {
    let account = actor.account()?;
    let held = wish_claim::Entity::find()
        .filter(wish_claim::Column::HelperKind.eq(HelperKind::Account))
        .filter(wish_claim::Column::HelperId.eq(Uuid::from(account)))
        .filter(wish_claim::Column::EndedAt.is_null());
    for row in held.all(tx).await? {
        let_go(tx, actor, row.wish_id).await?;
    }
    for row in of_author(tx, account).await? {
        take_back(tx, actor, row.id).await?;
        let nameless = wish::ActiveModel {
            beneficiary_sealed: Set(None),
            contact_name_sealed: Set(None),
            contact_phone_sealed: Set(None),
            contact_address_sealed: Set(None),
            rating_comment: Set(None),
            ..Default::default()
        };
        wish::Entity::update_many().set(nameless).filter(wish::Column::Id.eq(row.id)).exec(tx).await?;
        event::forget_reasons(tx, Subject::new(SUBJECT, row.id)).await?;
    }
    Ok(())
}

async fn let_go(tx: &Tx<'_>, actor: &Actor, id: WishId) -> Result<()> {
    let case = Case::open(tx, actor, id).await?;
    let version = case.wish.version;
    let verbs = state::allowed(&case.wish, &case.standings, tx.now());
    if verbs.contains(&WishVerb::Decline) {
        claim::decline(tx, actor, id, version, None).await?;
    } else if verbs.contains(&WishVerb::Release) {
        claim::release(tx, actor, id, version, None).await?;
    }
    Ok(())
}

async fn take_back(tx: &Tx<'_>, actor: &Actor, id: WishId) -> Result<()> {
    let case = Case::open(tx, actor, id).await?;
    if state::allowed(&case.wish, &case.standings, tx.now()).contains(&WishVerb::Withdraw) {
        submit::withdraw(tx, actor, id, case.wish.version, None).await?;
    }
    Ok(())
}

async fn of_author(conn: &impl ConnectionTrait, account: AccountId) -> Result<Vec<wish::Model>> {
    let own = wish::Entity::find().filter(wish::Column::AuthorAccountId.eq(account));
    Ok(own.order_by_asc(wish::Column::Id).all(conn).await?)
}
