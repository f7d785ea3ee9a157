//! The in-app inbox.

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
        notification(manager).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["notification"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

async fn notification(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("notification")
        .col(uuid("id").primary_key())
        .col(uuid_null("community_id"))
        .col(uuid("account_id"))
        .col(uuid_null("event_id"))
        .col(string_len("kind", 32))
        .col(string_len("subject_kind", 32))
        .col(uuid("subject_id"))
        .col(string_len("title_zh", 200))
        .col(string_len("title_en", 200))
        .col(timestamp_with_time_zone_null("read_at"))
        .col(timestamp_with_time_zone("created_at"))
        .foreign_key(&mut refers("notification", "community_id", "community"))
        .foreign_key(&mut refers("notification", "account_id", "account"))
        .foreign_key(&mut refers("notification", "event_id", "event"))
        .to_owned();
    manager.create_table(table).await?;
    unique(manager, "notification", &["account_id", "event_id"]).await?;
    index(manager, "notification", &["account_id", "created_at", "id"]).await?;
    partial_index(manager, "notification", "unread", &["account_id"], "read_at IS NULL").await?;
    Ok(())
}
