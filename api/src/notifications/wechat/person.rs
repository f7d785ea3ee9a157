//! What is kept of a person here: for them, and to be forgotten with them.

use entity::ids::AccountId;
use entity::wechat::{message_grant, subscribe_message};
use sea_orm::QueryOrder;
use sea_orm::prelude::*;
use serde_json::{Value, json};

use super::grants;
use crate::error::Result;
use crate::kernel::db::Tx;

/// Everything about somebody's messages through WeChat.
pub async fn about(conn: &impl ConnectionTrait, account: AccountId) -> Result<Value> {
    let sent = subscribe_message::Entity::find()
        .filter(subscribe_message::Column::AccountId.eq(account))
        .order_by_desc(subscribe_message::Column::CreatedAt)
        .all(conn)
        .await?;
    let message = |row: subscribe_message::Model| {
        json!({
            "kind": row.kind, "title": row.title, "status": row.status, "createdAt": row.created_at,
            "settledAt": row.settled_at,
        })
    };
    let grant = |row: message_grant::Model| json!({ "templateId": row.template_id, "remaining": row.remaining, "grantedAt": row.granted_at });
    let grants = grants::of(conn, account).await?;
    Ok(json!({
        "subscriptions": grants.into_iter().map(grant).collect::<Vec<_>>(),
        "messages": sent.into_iter().map(message).collect::<Vec<_>>(),
    }))
}

/// Forgets all of it; what still waits is not sent.
pub async fn forget(tx: &Tx<'_>, account: AccountId) -> Result<()> {
    let messages = subscribe_message::Column::AccountId.eq(account);
    subscribe_message::Entity::delete_many().filter(messages).exec(tx).await?;
    message_grant::Entity::delete_many().filter(message_grant::Column::AccountId.eq(account)).exec(tx).await?;
    Ok(())
}
