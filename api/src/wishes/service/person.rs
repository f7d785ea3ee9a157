//! Wishes and one person's data: a copy of everything.

use entity::ids::AccountId;
use entity::wishes::{wish, wish_claim, wish_extension, wish_note, wish_support};
use sea_orm::QueryOrder;
use sea_orm::prelude::*;
use serde_json::{Value, json};

use crate::error::Result;
use crate::kernel::crypto::Field;
use crate::kernel::{Kernel, Vault};

/// Everything about an account that wishes know.
pub async fn about(kernel: &Kernel, account: AccountId) -> Result<Value> {
    let conn = &kernel.db;
    let made = of_author(conn, account).await?;
    let supported = wish_support::Entity::find().filter(wish_support::Column::AccountId.eq(account)).all(conn).await?;
    let claimed = wish_claim::Entity::find().filter(wish_claim::Column::AccountId.eq(account)).all(conn).await?;
    let noted = wish_note::Entity::find().filter(wish_note::Column::AccountId.eq(account)).all(conn).await?;
    let asked = wish_extension::Entity::find().filter(wish_extension::Column::AskedBy.eq(account)).all(conn).await?;
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
        "extensionsAsked": asked.iter().map(|row| json!({
            "wishId": row.wish_id, "days": row.days, "reason": row.reason, "status": row.status, "at": row.created_at,
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
        "lat": row.lat,
        "lng": row.lng,
        "datum": row.datum,
        "channel": row.channel,
        "externalRef": row.external_ref,
        "createdAt": row.created_at,
    }))
}

/// The wishes of an account, oldest first.
pub async fn of_author(conn: &impl ConnectionTrait, account: AccountId) -> Result<Vec<wish::Model>> {
    let own = wish::Entity::find().filter(wish::Column::AuthorAccountId.eq(account));
    Ok(own.order_by_asc(wish::Column::Id).all(conn).await?)
}
