//! The register of owners.

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
        owner(manager).await?;
        ownership(manager).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["ownership", "owner"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

async fn owner(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("owner")
        .col(uuid("id").primary_key())
        .col(uuid("community_id"))
        .col(string_len("kind", 32))
        .col(text("name_sealed"))
        .col(string_len("name_blind", 64))
        .col(text_null("id_number_sealed"))
        .col(string_len_null("id_number_blind", 64))
        .col(uuid_null("resident_id"))
        .col(uuid_null("account_id"))
        .col(integer("version"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .foreign_key(&mut refers("owner", "community_id", "community"))
        .foreign_key(&mut refers("owner", "resident_id", "resident"))
        .foreign_key(&mut refers("owner", "account_id", "account"))
        .to_owned();
    manager.create_table(table).await?;
    partial_unique(manager, "owner", "id_number", &["community_id", "id_number_blind"], "id_number_blind IS NOT NULL")
        .await?;
    partial_unique(manager, "owner", "resident", &["resident_id"], "resident_id IS NOT NULL").await?;
    index(manager, "owner", &["community_id", "id"]).await?;
    index(manager, "owner", &["community_id", "name_blind"]).await?;
    Ok(())
}

async fn ownership(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("ownership")
        .col(uuid("owner_id"))
        .col(uuid("dwelling_id"))
        .col(timestamp_with_time_zone("created_at"))
        .primary_key(Index::create().col("owner_id").col("dwelling_id"))
        .foreign_key(&mut refers("ownership", "owner_id", "owner"))
        .foreign_key(&mut refers("ownership", "dwelling_id", "dwelling"))
        .to_owned();
    manager.create_table(table).await?;
    index(manager, "ownership", &["dwelling_id"]).await?;
    Ok(())
}
