//! Webhooks of third parties' programs, and what was sent to them.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::build::{index, partial_index, refers, unique};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        webhook(manager).await?;
        webhook_delivery(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["webhook_delivery", "webhook"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

async fn webhook(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("webhook")
        .col(uuid("id").primary_key())
        .col(uuid("community_id"))
        .col(uuid("api_client_id"))
        .col(text("url"))
        .col(string_len_null("description", 200))
        .col(json_binary("events"))
        .col(boolean("enabled"))
        .col(string_len_null("stopped_because", 32))
        .col(timestamp_with_time_zone_null("stopped_at"))
        .col(text("secret_sealed"))
        .col(text_null("old_secret_sealed"))
        .col(timestamp_with_time_zone_null("old_secret_until"))
        .col(timestamp_with_time_zone_null("failing_since"))
        .col(uuid("created_by"))
        .col(integer("version"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .foreign_key(&mut refers("webhook", "community_id", "community"))
        .foreign_key(&mut refers("webhook", "api_client_id", "api_client"))
        .foreign_key(&mut refers("webhook", "created_by", "account"))
        .check(Expr::cust("enabled = (stopped_because IS NULL)"))
        .check(Expr::cust("(old_secret_sealed IS NULL) = (old_secret_until IS NULL)"))
        .to_owned();
    manager.create_table(table).await?;
    index(manager, "webhook", &["community_id", "created_at", "id"]).await?;
    index(manager, "webhook", &["api_client_id"]).await?;
    partial_index(manager, "webhook", "old_secrets", &["old_secret_until"], "old_secret_until IS NOT NULL").await
}

async fn webhook_delivery(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("webhook_delivery")
        .col(uuid("id").primary_key())
        .col(uuid("webhook_id"))
        .col(uuid_null("event_id"))
        .col(string_len("kind", 32))
        .col(uuid("subject_id"))
        .col(text("body"))
        .col(string_len("status", 32))
        .col(integer("attempts"))
        .col(timestamp_with_time_zone("next_at"))
        .col(timestamp_with_time_zone_null("leased_until"))
        .col(timestamp_with_time_zone_null("last_attempt_at"))
        .col(integer_null("response_status"))
        .col(text_null("response_start"))
        .col(string_len_null("failure", 32))
        .col(timestamp_with_time_zone_null("delivered_at"))
        .col(timestamp_with_time_zone("created_at"))
        .foreign_key(refers("webhook_delivery", "webhook_id", "webhook").on_delete(ForeignKeyAction::Cascade))
        .foreign_key(&mut refers("webhook_delivery", "event_id", "event"))
        .to_owned();
    manager.create_table(table).await?;
    unique(manager, "webhook_delivery", &["webhook_id", "event_id"]).await?;
    index(manager, "webhook_delivery", &["webhook_id", "id"]).await?;
    index(manager, "webhook_delivery", &["created_at"]).await?;
    partial_index(manager, "webhook_delivery", "due", &["next_at", "webhook_id"], "status = 'pending'").await
}
