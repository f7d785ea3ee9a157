//! Pictures.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::build::{index, partial_index, refers};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        media(manager).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["media"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

async fn media(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("media")
        .col(uuid("id").primary_key())
        .col(uuid_null("community_id"))
        .col(uuid("account_id"))
        .col(string_len("key", 200))
        .col(string_len("thumb_key", 200))
        .col(string_len("mime", 64))
        .col(integer("width"))
        .col(integer("height"))
        .col(big_integer("bytes"))
        .col(string_len("digest", 64))
        .col(string_len("status", 32))
        .col(boolean("attached"))
        .col(timestamp_with_time_zone("created_at"))
        .foreign_key(&mut refers("media", "community_id", "community"))
        .foreign_key(&mut refers("media", "account_id", "account"))
        .to_owned();
    manager.create_table(table).await?;
    index(manager, "media", &["account_id", "created_at"]).await?;
    partial_index(manager, "media", "orphans", &["created_at"], "attached = false").await?;
    Ok(())
}
