//! What helpers do: claims, notes of the work, more time.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::build::{index, partial_index, partial_unique, refers};

pub async fn wish_claim(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("wish_claim")
        .col(uuid("id").primary_key())
        .col(uuid("community_id"))
        .col(uuid("wish_id"))
        .col(string_len("helper_kind", 32))
        .col(uuid("helper_id"))
        .col(uuid("account_id"))
        .col(uuid_null("assigned_by"))
        .col(timestamp_with_time_zone_null("accepted_at"))
        .col(timestamp_with_time_zone("expires_at"))
        .col(timestamp_with_time_zone_null("ended_at"))
        .col(string_len_null("end_kind", 32))
        .col(timestamp_with_time_zone("created_at"))
        .foreign_key(&mut refers("wish_claim", "community_id", "community"))
        .foreign_key(&mut refers("wish_claim", "wish_id", "wish"))
        .foreign_key(&mut refers("wish_claim", "account_id", "account"))
        .to_owned();
    manager.create_table(table).await?;
    partial_unique(manager, "wish_claim", "live", &["wish_id"], "ended_at IS NULL").await?;
    partial_index(manager, "wish_claim", "helper", &["helper_kind", "helper_id"], "ended_at IS NULL").await?;
    partial_index(manager, "wish_claim", "expiry", &["expires_at"], "ended_at IS NULL").await?;
    index(manager, "wish_claim", &["account_id", "created_at"]).await?;
    index(manager, "wish_claim", &["wish_id", "created_at"]).await?;
    Ok(())
}

pub async fn wish_note(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("wish_note")
        .col(uuid("id").primary_key())
        .col(uuid("wish_id"))
        .col(uuid_null("claim_id"))
        .col(string_len("kind", 32))
        .col(text("text"))
        .col(uuid("account_id"))
        .col(timestamp_with_time_zone("created_at"))
        .foreign_key(&mut refers("wish_note", "wish_id", "wish"))
        .foreign_key(&mut refers("wish_note", "claim_id", "wish_claim"))
        .foreign_key(&mut refers("wish_note", "account_id", "account"))
        .to_owned();
    manager.create_table(table).await?;
    index(manager, "wish_note", &["wish_id", "created_at"]).await?;
    Ok(())
}

pub async fn wish_extension(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("wish_extension")
        .col(uuid("id").primary_key())
        .col(uuid("community_id"))
        .col(uuid("wish_id"))
        .col(uuid("asked_by"))
        .col(integer("days"))
        .col(string_len("reason", 200))
        .col(string_len("status", 32))
        .col(uuid_null("decided_by"))
        .col(timestamp_with_time_zone_null("decided_at"))
        .col(timestamp_with_time_zone("created_at"))
        .foreign_key(&mut refers("wish_extension", "community_id", "community"))
        .foreign_key(&mut refers("wish_extension", "wish_id", "wish"))
        .foreign_key(&mut refers("wish_extension", "asked_by", "account"))
        .check(Expr::col("days").between(1, 60))
        .to_owned();
    manager.create_table(table).await?;
    partial_unique(manager, "wish_extension", "open", &["wish_id"], "status = 'asked'").await?;
    Ok(())
}
