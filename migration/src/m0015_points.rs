//! Points and minutes: a ledger of two ends, the rules for points, minutes added by hand, rewards.

mod ledger;

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend};

use crate::build::{index, never_changed, refers, unique};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ledger::up(manager).await?;
        point_rule(manager).await?;
        minutes_claim(manager).await?;
        reward(manager).await?;
        redemption(manager).await?;
        index(manager, "volunteer", &["community_id", "honour_roll", "id"]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_index(Index::drop().name("ix_volunteer_community_id_honour_roll_id").table("volunteer").to_owned())
            .await?;
        manager.get_connection().execute_unprepared("DROP VIEW ledger_posting").await?;
        for table in ["redemption", "reward", "minutes_claim", "point_rule", "ledger_transfer", "ledger_account"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        if manager.get_database_backend() == DbBackend::Postgres {
            let sql = "DROP FUNCTION IF EXISTS post_transfer(), refuse_by_hand()";
            manager.get_connection().execute_unprepared(sql).await?;
        }
        Ok(())
    }
}

async fn point_rule(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("point_rule")
        .col(uuid("id").primary_key())
        .col(uuid("community_id"))
        .col(string_len("kind", 32))
        .col(string_len_null("category", 32))
        .col(string_len_null("role", 32))
        .col(integer("points_per_hour"))
        .col(integer("points_flat"))
        .col(integer("minutes_flat"))
        .col(timestamp_with_time_zone("valid_from"))
        .col(uuid("created_by"))
        .col(timestamp_with_time_zone("created_at"))
        .foreign_key(&mut refers("point_rule", "community_id", "community"))
        .foreign_key(&mut refers("point_rule", "created_by", "account"))
        .check(Expr::cust("points_per_hour >= 0 AND points_flat >= 0 AND minutes_flat >= 0"))
        .to_owned();
    manager.create_table(table).await?;
    index(manager, "point_rule", &["community_id", "kind", "valid_from"]).await?;
    never_changed(manager, "point_rule").await
}

async fn minutes_claim(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("minutes_claim")
        .col(uuid("id").primary_key())
        .col(uuid("community_id"))
        .col(uuid("volunteer_id"))
        .col(string_len("kind", 32))
        .col(date("served_on"))
        .col(integer("minutes"))
        .col(text("reason"))
        .col(string_len("status", 32))
        .col(uuid("asked_by"))
        .col(uuid_null("decided_by"))
        .col(text_null("decision_reason"))
        .col(timestamp_with_time_zone_null("decided_at"))
        .col(integer("version"))
        .col(timestamp_with_time_zone("created_at"))
        .foreign_key(&mut refers("minutes_claim", "community_id", "community"))
        .foreign_key(&mut refers("minutes_claim", "volunteer_id", "volunteer"))
        .foreign_key(&mut refers("minutes_claim", "asked_by", "account"))
        .foreign_key(&mut refers("minutes_claim", "decided_by", "account"))
        .check(Expr::cust("minutes BETWEEN 1 AND 1440"))
        .check(Expr::cust("decided_by IS NULL OR decided_by <> asked_by OR status = 'withdrawn'"))
        .to_owned();
    manager.create_table(table).await?;
    index(manager, "minutes_claim", &["community_id", "status", "id"]).await?;
    index(manager, "minutes_claim", &["volunteer_id", "id"]).await
}

async fn reward(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("reward")
        .col(uuid("id").primary_key())
        .col(uuid("community_id"))
        .col(uuid("partner_id"))
        .col(string_len("title", 60))
        .col(text_null("description"))
        .col(big_integer("price"))
        .col(integer("stock"))
        .col(boolean("active"))
        .col(integer("version"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .foreign_key(&mut refers("reward", "community_id", "community"))
        .foreign_key(&mut refers("reward", "partner_id", "partner"))
        .check(Expr::col("price").gt(0))
        .check(Expr::col("stock").gte(0))
        .to_owned();
    manager.create_table(table).await?;
    index(manager, "reward", &["community_id", "active", "id"]).await?;
    index(manager, "reward", &["partner_id"]).await
}

async fn redemption(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("redemption")
        .col(uuid("id").primary_key())
        .col(uuid("community_id"))
        .col(uuid("reward_id"))
        .col(uuid("partner_id"))
        .col(uuid("account_id"))
        .col(big_integer("price"))
        .col(string_len("code", 16))
        .col(string_len("status", 32))
        .col(uuid("transfer_id"))
        .col(uuid_null("decided_by"))
        .col(timestamp_with_time_zone_null("decided_at"))
        .col(integer("version"))
        .col(timestamp_with_time_zone("created_at"))
        .foreign_key(&mut refers("redemption", "community_id", "community"))
        .foreign_key(&mut refers("redemption", "reward_id", "reward"))
        .foreign_key(&mut refers("redemption", "partner_id", "partner"))
        .foreign_key(&mut refers("redemption", "account_id", "account"))
        .foreign_key(&mut refers("redemption", "transfer_id", "ledger_transfer"))
        .foreign_key(&mut refers("redemption", "decided_by", "account"))
        .to_owned();
    manager.create_table(table).await?;
    unique(manager, "redemption", &["partner_id", "code"]).await?;
    unique(manager, "redemption", &["transfer_id"]).await?;
    index(manager, "redemption", &["account_id", "id"]).await?;
    index(manager, "redemption", &["partner_id", "status", "id"]).await?;
    index(manager, "redemption", &["community_id", "status", "id"]).await
}
