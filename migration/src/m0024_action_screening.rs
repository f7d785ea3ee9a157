//! What an action says is looked at before others see it; the days of a series, which say the same, at once.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::build::partial_index;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // What was there before had passed.
        let screening = string_len("screening", 32).default("passed").to_owned();
        for column in [screening, uuid_null("screened_with")] {
            manager.alter_table(Table::alter().table("action").add_column(column).to_owned()).await?;
        }
        partial_index(manager, "action", "alike", &["screened_with"], "screened_with IS NOT NULL").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("ix_action_alike").table("action").to_owned()).await?;
        for column in ["screened_with", "screening"] {
            manager.alter_table(Table::alter().table("action").drop_column(column).to_owned()).await?;
        }
        Ok(())
    }
}
