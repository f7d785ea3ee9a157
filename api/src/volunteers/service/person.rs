//! Volunteers and one person's data: a copy of everything.

use entity::ids::{AccountId, VolunteerId};
use entity::volunteers::{LedgerUnit, certificate, minutes_claim, redemption, volunteer_honour};
use sea_orm::prelude::*;
use serde_json::{Value, json};

use super::ledger;
use crate::error::Result;
use crate::kernel::Kernel;
use crate::kernel::crypto::Field;
use crate::kernel::db::Tx;
use crate::kernel::redact::Redaction;
use crate::volunteers::store::{self, More};

/// What looks at this person's data as a volunteer are about.
pub async fn subject(conn: &impl ConnectionTrait, account: AccountId) -> Result<Option<Uuid>> {
    Ok(store::of_account(conn, account).await?.map(|row| row.id.into()))
}

/// The names that tell who the volunteer behind an account is.
pub async fn words(tx: &Tx<'_>, account: AccountId, words: &mut Redaction) -> Result<()> {
    let Some(row) = store::of_account(tx, account).await? else { return Ok(()) };
    words.name(&tx.vault().open(Field::Name, &row.name_sealed)?);
    if let Some(guardian) = &row.guardian_name_sealed {
        words.name(&tx.vault().open(Field::Name, guardian)?);
    }
    if let Some(phone) = &row.guardian_phone_sealed {
        words.number(&tx.vault().open(Field::Phone, phone)?);
    }
    Ok(())
}

/// More postings than anybody has.
const MOST: u64 = 100_000;

/// Everything about an account that this room knows.
pub async fn about(kernel: &Kernel, account: AccountId) -> Result<Value> {
    let units = [LedgerUnit::Points, LedgerUnit::Minutes, LedgerUnit::AddedMinutes];
    let mut postings = Vec::new();
    for unit in units {
        let rows = ledger::statement(&kernel.db, account, unit, (None, MOST)).await?;
        postings.extend(rows.items.into_iter().map(|row| {
            json!({
                "unit": row.unit, "amount": row.amount, "kind": row.kind, "reason": row.reason,
                "sourceKind": row.source_kind, "sourceId": row.source_id, "at": row.at,
            })
        }));
    }
    let redeemed = redemption::Entity::find().filter(redemption::Column::AccountId.eq(account)).all(&kernel.db).await?;
    let redeemed: Vec<Value> = redeemed
        .iter()
        .map(|row| json!({ "rewardId": row.reward_id, "price": row.price, "status": row.status, "at": row.created_at }))
        .collect();
    Ok(json!({
        "volunteer": volunteer(kernel, account).await?,
        "postings": postings,
        "redemptions": redeemed,
    }))
}

async fn volunteer(kernel: &Kernel, account: AccountId) -> Result<Option<Value>> {
    let Some(row) = store::of_account(&kernel.db, account).await? else { return Ok(None) };
    let open = |field, sealed: &Option<String>| -> Result<Option<String>> {
        let opened = sealed.as_deref().map(|sealed| kernel.vault.open(field, sealed)).transpose()?;
        Ok(opened.map(|text| text.to_string()))
    };
    let more = More::of(&kernel.db, &[row.id]).await?;
    let trainings = store::trainings(&kernel.db, row.id).await?;
    let trainings: Vec<Value> = trainings
        .iter()
        .map(|row| json!({ "training": row.training, "passedOn": row.passed_on, "validUntil": row.valid_until }))
        .collect();
    Ok(Some(json!({
        "id": row.id,
        "number": row.number,
        "status": row.status,
        "name": kernel.vault.open(Field::Name, &row.name_sealed)?.to_string(),
        "birthDate": row.birth_date,
        "guardianName": open(Field::Name, &row.guardian_name_sealed)?,
        "guardianPhone": open(Field::Phone, &row.guardian_phone_sealed)?,
        "guardianConsentAt": row.guardian_consent_at,
        "skills": more.skills(row.id),
        "gridIds": more.grids(row.id),
        "times": row.times,
        "tags": row.tags,
        "partnerId": row.partner_id,
        "honourRoll": row.honour_roll,
        "emergencyReady": row.emergency_ready,
        "blockedUntil": row.blocked_until,
        "trainings": trainings,
        "minutesClaims": claims(&kernel.db, row.id).await?,
        "certificates": certificates(kernel, row.id).await?,
        "honours": honours(&kernel.db, row.id).await?,
        "registeredAt": row.registered_at,
        "retiredAt": row.retired_at,
    })))
}

async fn claims(conn: &impl ConnectionTrait, id: VolunteerId) -> Result<Vec<Value>> {
    let rows = minutes_claim::Entity::find().filter(minutes_claim::Column::VolunteerId.eq(id)).all(conn).await?;
    let claim = |row: &minutes_claim::Model| {
        json!({
            "servedOn": row.served_on, "minutes": row.minutes, "kind": row.kind, "reason": row.reason,
            "status": row.status, "decisionReason": row.decision_reason, "at": row.created_at,
        })
    };
    Ok(rows.iter().map(claim).collect())
}

async fn certificates(kernel: &Kernel, id: VolunteerId) -> Result<Vec<Value>> {
    let rows = certificate::Entity::find().filter(certificate::Column::VolunteerId.eq(id)).all(&kernel.db).await?;
    let certificate = |row: &certificate::Model| {
        let file = row.record_sealed.as_ref().map(|_| super::certificates::file(&kernel.vault, row)).transpose()?;
        Ok(json!({ "number": row.number, "status": row.status, "issuedAt": row.issued_at, "file": file }))
    };
    rows.iter().map(certificate).collect()
}

async fn honours(conn: &impl ConnectionTrait, id: VolunteerId) -> Result<Vec<Value>> {
    let rows = volunteer_honour::Entity::find().filter(volunteer_honour::Column::VolunteerId.eq(id)).all(conn).await?;
    let honour =
        |row: &volunteer_honour::Model| json!({ "title": row.title, "givenBy": row.given_by, "givenOn": row.given_on });
    Ok(rows.iter().map(honour).collect())
}
