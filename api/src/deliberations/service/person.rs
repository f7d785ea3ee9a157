//! Deliberations and one person's data: a copy of everything.

use entity::deliberations::{deliberation, deliberation_comment as comment, deliberation_second as second};
use entity::ids::AccountId;
use sea_orm::QueryOrder;
use sea_orm::prelude::*;
use serde_json::{Value, json};

use crate::error::Result;

/// Everything about an account that deliberations know.
pub async fn about(conn: &impl ConnectionTrait, account: AccountId) -> Result<Value> {
    let raised = of_proposer(conn, account).await?;
    let seconded = second::Entity::find().filter(second::Column::AccountId.eq(account));
    let seconded = seconded.order_by_asc(second::Column::CreatedAt).all(conn).await?;
    let said = comment::Entity::find().filter(comment::Column::AccountId.eq(account));
    let said = said.order_by_asc(comment::Column::Id).all(conn).await?;
    Ok(json!({
        "raised": raised.iter().map(|row| json!({
            "id": row.id, "title": row.title, "body": row.body, "as": row.proposer_kind, "status": row.status,
            "at": row.created_at,
        })).collect::<Vec<_>>(),
        "seconded": seconded.iter().map(|row| json!({ "deliberationId": row.deliberation_id, "at": row.created_at }))
            .collect::<Vec<_>>(),
        "comments": said.iter().map(|row| json!({
            "id": row.id, "deliberationId": row.deliberation_id, "text": row.text, "at": row.created_at,
            "hiddenAt": row.hidden_at, "hiddenReason": row.hidden_reason,
        })).collect::<Vec<_>>(),
    }))
}

/// What an account has raised, oldest first.
pub async fn of_proposer(conn: &impl ConnectionTrait, account: AccountId) -> Result<Vec<deliberation::Model>> {
    let own = deliberation::Entity::find().filter(deliberation::Column::ProposerAccountId.eq(account));
    Ok(own.order_by_asc(deliberation::Column::Id).all(conn).await?)
}
