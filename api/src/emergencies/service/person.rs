//! Emergencies and one person's data: a copy of everything, and forgetting.

use entity::emergencies::call_up_answer;
use entity::ids::AccountId;
use sea_orm::QueryOrder;
use sea_orm::prelude::*;
use serde_json::{Value, json};

use crate::error::Result;
use crate::kernel::Kernel;
use crate::kernel::crypto::Field;
use crate::kernel::db::Tx;

/// Everything about an account that this room knows.
pub async fn about(kernel: &Kernel, account: AccountId) -> Result<Value> {
    let own = call_up_answer::Entity::find().filter(call_up_answer::Column::AccountId.eq(account));
    let own = own.order_by_asc(call_up_answer::Column::Id).all(&kernel.db).await?;
    let answer = |row: &call_up_answer::Model| {
        let note = row.note_sealed.as_deref().map(|note| kernel.vault.open(Field::Note, note)).transpose()?;
        Ok(json!({
            "emergencyId": row.emergency_id, "gridId": row.grid_id, "reply": row.reply, "laterAt": row.later_at,
            "note": note.map(|note| note.to_string()), "calledAt": row.created_at, "answeredAt": row.answered_at,
        }))
    };
    Ok(json!({ "callUps": own.iter().map(answer).collect::<Result<Vec<_>>>()? }))
}

/// That somebody was called and what they answered stays as a figure; their own words go.
pub async fn forget(tx: &Tx<'_>, account: AccountId) -> Result<()> {
    call_up_answer::Entity::update_many()
        .col_expr(call_up_answer::Column::NoteSealed, Expr::value(None::<String>))
        .filter(call_up_answer::Column::AccountId.eq(account))
        .exec(tx)
        .await?;
    Ok(())
}
