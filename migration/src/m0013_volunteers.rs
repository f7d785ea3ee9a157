//! Volunteers: who they are, what they can do, where and when they would help.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::build::{index, refers, unique};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        volunteer(manager).await?;
        volunteer_skill(manager).await?;
        volunteer_grid(manager).await?;
        volunteer_training(manager).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["volunteer_training", "volunteer_grid", "volunteer_skill", "volunteer"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

async fn volunteer(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("volunteer")
        .col(uuid("id").primary_key())
        .col(uuid("community_id"))
        .col(uuid("account_id"))
        .col(string_len("number", 32))
        .col(string_len("status", 32))
        .col(text("name_sealed"))
        .col(date("birth_date"))
        .col(text_null("guardian_name_sealed"))
        .col(text_null("guardian_phone_sealed"))
        .col(timestamp_with_time_zone_null("guardian_consent_at"))
        .col(json_binary("times"))
        .col(json_binary("tags"))
        .col(uuid_null("partner_id"))
        .col(boolean("honour_roll"))
        .col(boolean("emergency_ready"))
        .col(timestamp_with_time_zone_null("blocked_until"))
        .col(timestamp_with_time_zone("registered_at"))
        .col(timestamp_with_time_zone_null("retired_at"))
        .col(integer("version"))
        .col(timestamp_with_time_zone("updated_at"))
        .foreign_key(&mut refers("volunteer", "community_id", "community"))
        .foreign_key(&mut refers("volunteer", "account_id", "account"))
        .foreign_key(&mut refers("volunteer", "partner_id", "partner"))
        .to_owned();
    manager.create_table(table).await?;
    unique(manager, "volunteer", &["account_id"]).await?;
    unique(manager, "volunteer", &["community_id", "number"]).await?;
    index(manager, "volunteer", &["community_id", "id"]).await?;
    Ok(())
}

async fn volunteer_skill(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("volunteer_skill")
        .col(uuid("volunteer_id"))
        .col(string_len("skill", 32))
        .primary_key(Index::create().col("volunteer_id").col("skill"))
        .foreign_key(&mut refers("volunteer_skill", "volunteer_id", "volunteer"))
        .to_owned();
    manager.create_table(table).await?;
    index(manager, "volunteer_skill", &["skill", "volunteer_id"]).await
}

async fn volunteer_grid(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("volunteer_grid")
        .col(uuid("volunteer_id"))
        .col(uuid("grid_id"))
        .primary_key(Index::create().col("volunteer_id").col("grid_id"))
        .foreign_key(&mut refers("volunteer_grid", "volunteer_id", "volunteer"))
        .foreign_key(&mut refers("volunteer_grid", "grid_id", "grid"))
        .to_owned();
    manager.create_table(table).await?;
    index(manager, "volunteer_grid", &["grid_id", "volunteer_id"]).await
}

async fn volunteer_training(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("volunteer_training")
        .col(uuid("volunteer_id"))
        .col(string_len("training", 32))
        .col(date("passed_on"))
        .col(date_null("valid_until"))
        .col(uuid("entered_by"))
        .col(timestamp_with_time_zone("created_at"))
        .primary_key(Index::create().col("volunteer_id").col("training"))
        .foreign_key(&mut refers("volunteer_training", "volunteer_id", "volunteer"))
        .foreign_key(&mut refers("volunteer_training", "entered_by", "account"))
        .to_owned();
    manager.create_table(table).await
}
