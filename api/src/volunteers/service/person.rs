//! Volunteers and one person's data: a copy of everything.

use entity::ids::AccountId;
use sea_orm::prelude::*;
use serde_json::{Value, json};

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

/// Everything about an account that this room knows.
pub async fn about(kernel: &Kernel, account: AccountId) -> Result<Value> {
    Ok(json!({ "volunteer": volunteer(kernel, account).await? }))
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
        "registeredAt": row.registered_at,
        "retiredAt": row.retired_at,
    })))
}
