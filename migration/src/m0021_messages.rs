//! Messages through WeChat: who agreed to how many, what was sent, when nobody's phone is to ring.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::build::{index, partial_index, partial_unique, refers, unique};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        quiet_hours(manager).await?;
        message_grant(manager).await?;
        subscribe_message(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["subscribe_message", "message_grant"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        for column in ["quiet_until", "quiet_from"] {
            manager.alter_table(Table::alter().table("community").drop_column(column).to_owned()).await?;
        }
        Ok(())
    }
}

/// From 21:00 to 8:00, in minutes of the day. SQLite adds one column a statement.
async fn quiet_hours(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    for (column, minute) in [("quiet_from", 21 * 60), ("quiet_until", 8 * 60)] {
        let added = Table::alter().table("community").add_column(integer(column).default(minute).to_owned()).to_owned();
        manager.alter_table(added).await?;
    }
    Ok(())
}

async fn message_grant(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("message_grant")
        .col(uuid("account_id"))
        .col(string_len("template_id", 64))
        .col(integer("remaining"))
        .col(timestamp_with_time_zone("granted_at"))
        .primary_key(Index::create().col("account_id").col("template_id"))
        .foreign_key(&mut refers("message_grant", "account_id", "account"))
        .check(Expr::cust("remaining >= 0"))
        .to_owned();
    manager.create_table(table).await
}

async fn subscribe_message(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("subscribe_message")
        .col(uuid("id").primary_key())
        .col(uuid("account_id"))
        .col(uuid_null("community_id"))
        .col(string_len("kind", 32))
        .col(string_len("dedupe_key", 128))
        .col(string_len_null("subject_kind", 32))
        .col(uuid_null("subject_id"))
        .col(string_len("title", 200))
        .col(timestamp_with_time_zone("happened_at"))
        .col(string_len("status", 32))
        .col(timestamp_with_time_zone("due_at"))
        .col(integer("attempts"))
        .col(timestamp_with_time_zone_null("tried_at"))
        .col(timestamp_with_time_zone_null("leased_until"))
        .col(string_len_null("appid", 64))
        .col(string_len_null("template_id", 64))
        .col(big_integer_null("errcode"))
        .col(string_len_null("msg_id", 64))
        .col(timestamp_with_time_zone_null("settled_at"))
        .col(timestamp_with_time_zone("created_at"))
        .foreign_key(&mut refers("subscribe_message", "account_id", "account"))
        .foreign_key(&mut refers("subscribe_message", "community_id", "community"))
        .check(Expr::cust("(status = 'sending') = (leased_until IS NOT NULL)"))
        .to_owned();
    manager.create_table(table).await?;
    unique(manager, "subscribe_message", &["dedupe_key"]).await?;
    index(manager, "subscribe_message", &["account_id", "created_at"]).await?;
    index(manager, "subscribe_message", &["created_at"]).await?;
    index(manager, "subscribe_message", &["msg_id"]).await?;
    partial_index(manager, "subscribe_message", "due", &["due_at", "account_id"], "status = 'waiting'").await?;
    partial_index(manager, "subscribe_message", "failed", &["settled_at"], "status IN ('failed', 'uncertain')").await?;
    // WeChat refuses two at once for one person (43108), and so does the database.
    partial_unique(manager, "subscribe_message", "one_at_a_time", &["account_id"], "status = 'sending'").await
}
