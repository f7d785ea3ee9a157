//! Certificates of service, and the commendations that they name.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::build::{index, partial_unique, refers};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        certificate(manager).await?;
        volunteer_honour(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["volunteer_honour", "certificate"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

async fn certificate(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("certificate")
        .col(uuid("id").primary_key())
        .col(uuid("community_id"))
        .col(uuid("volunteer_id"))
        .col(string_len("status", 32))
        .col(string_len_null("number", 64))
        .col(text_null("record_sealed"))
        .col(string_len_null("content_hash", 64))
        .col(string_len_null("signature", 128))
        .col(string_len_null("public_key", 64))
        .col(big_integer("minutes"))
        .col(big_integer("added_minutes"))
        .col(uuid_null("decided_by"))
        .col(timestamp_with_time_zone_null("issued_at"))
        .col(timestamp_with_time_zone_null("revoked_at"))
        .col(integer("version"))
        .col(timestamp_with_time_zone("created_at"))
        .foreign_key(&mut refers("certificate", "community_id", "community"))
        .foreign_key(&mut refers("certificate", "volunteer_id", "volunteer"))
        .foreign_key(&mut refers("certificate", "decided_by", "account"))
        .check(Expr::cust("status NOT IN ('issued', 'revoked') OR (number IS NOT NULL AND signature IS NOT NULL)"))
        .to_owned();
    manager.create_table(table).await?;
    partial_unique(manager, "certificate", "number", &["number"], "number IS NOT NULL").await?;
    partial_unique(manager, "certificate", "asked", &["volunteer_id"], "status = 'requested'").await?;
    index(manager, "certificate", &["volunteer_id", "id"]).await?;
    index(manager, "certificate", &["community_id", "status", "id"]).await?;
    index(manager, "certificate", &["community_id", "issued_at", "id"]).await
}

async fn volunteer_honour(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("volunteer_honour")
        .col(uuid("volunteer_id"))
        .col(string_len("title", 60))
        .col(date("given_on"))
        .col(string_len("given_by", 60))
        .col(uuid("entered_by"))
        .col(timestamp_with_time_zone("created_at"))
        .primary_key(Index::create().col("volunteer_id").col("title").col("given_on"))
        .foreign_key(&mut refers("volunteer_honour", "volunteer_id", "volunteer"))
        .foreign_key(&mut refers("volunteer_honour", "entered_by", "account"))
        .to_owned();
    manager.create_table(table).await
}
