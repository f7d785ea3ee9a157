//! Events that WeChat pushed.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::build::{index, partial_index, unique};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("wechat_event")
            .col(uuid("id").primary_key())
            .col(string_len("appid", 64))
            .col(string_len("dedupe_key", 64))
            .col(string_len("kind", 64))
            .col(string_len_null("openid_blind", 64))
            .col(text("message_sealed"))
            .col(string_len_null("outcome", 32))
            .col(string_len_null("note", 200))
            .col(timestamp_with_time_zone("received_at"))
            .col(timestamp_with_time_zone_null("processed_at"))
            .check(Expr::cust("(outcome IS NULL) = (processed_at IS NULL)"))
            .to_owned();
        manager.create_table(table).await?;
        unique(manager, "wechat_event", &["appid", "dedupe_key"]).await?;
        index(manager, "wechat_event", &["received_at"]).await?;
        index(manager, "wechat_event", &["openid_blind"]).await?;
        partial_index(manager, "wechat_event", "parked", &["received_at"], "outcome = 'parked'").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("wechat_event").to_owned()).await
    }
}
