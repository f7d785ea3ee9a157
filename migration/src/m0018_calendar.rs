//! Addresses for calendars, and actions that repeat.

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
        calendar_feed(manager).await?;
        action_series(manager).await?;
        action_occurrence(manager).await?;
        // Which actions carry a wish or a deliberation out, and what moves on when they end.
        index(manager, "action", &["wish_id"]).await?;
        index(manager, "action", &["deliberation_id"]).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for name in ["ix_action_wish_id", "ix_action_deliberation_id"] {
            manager.drop_index(Index::drop().name(name).table("action").to_owned()).await?;
        }
        for table in ["action_occurrence", "action_series", "calendar_feed"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

async fn calendar_feed(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("calendar_feed")
        .col(uuid("id").primary_key())
        .col(uuid("account_id"))
        .col(integer("slot"))
        .col(string_len("name", 60))
        .col(string_len("token_hash", 64))
        .col(timestamp_with_time_zone("created_at"))
        .foreign_key(&mut refers("calendar_feed", "account_id", "account"))
        // At most five an account: the slots are numbered, and each is taken once.
        .check(Expr::cust("slot BETWEEN 1 AND 5"))
        .to_owned();
    manager.create_table(table).await?;
    unique(manager, "calendar_feed", &["account_id", "slot"]).await?;
    unique(manager, "calendar_feed", &["token_hash"]).await
}

async fn action_series(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("action_series")
        .col(uuid("id").primary_key())
        .col(uuid("community_id"))
        .col(date("first_on"))
        .col(string_len("rrule", 200))
        .col(string_len("holidays", 32))
        .col(uuid("created_by"))
        .col(integer("version"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .foreign_key(&mut refers("action_series", "community_id", "community"))
        .foreign_key(&mut refers("action_series", "created_by", "account"))
        .to_owned();
    manager.create_table(table).await?;
    index(manager, "action_series", &["community_id", "created_at", "id"]).await
}

async fn action_occurrence(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("action_occurrence")
        .col(uuid("series_id"))
        .col(date("planned_on"))
        .col(string_len("outcome", 32))
        .col(string_len_null("holiday", 64))
        .col(boolean("provisional"))
        .col(date_null("held_on"))
        .col(uuid_null("action_id"))
        .primary_key(Index::create().col("series_id").col("planned_on"))
        .foreign_key(&mut refers("action_occurrence", "series_id", "action_series"))
        .foreign_key(&mut refers("action_occurrence", "action_id", "action"))
        .check(Expr::cust("(action_id IS NULL) = (held_on IS NULL)"))
        .to_owned();
    manager.create_table(table).await?;
    // A day of a series has one action, and an action belongs to one day.
    unique(manager, "action_occurrence", &["series_id", "held_on"]).await?;
    unique(manager, "action_occurrence", &["action_id"]).await
}
