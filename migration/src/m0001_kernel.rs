//! The mechanisms: events and their chain, outbox, idempotency, calendar, leases.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

use crate::build::{index, partial_index, partial_unique, refers, unique};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        event(manager).await?;
        audit_seal(manager).await?;
        outbox(manager).await?;
        idempotency(manager).await?;
        calendar_day(manager).await?;
        job_lease(manager).await?;
        crate::build::append_only(manager).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["job_lease", "calendar_day", "idempotency", "outbox", "audit_seal", "event"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        crate::build::drop_append_only(manager).await?;
        Ok(())
    }
}

async fn event(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("event")
        .col(uuid("id").primary_key())
        .col(uuid_null("community_id"))
        .col(string_len("subject_kind", 32))
        .col(uuid("subject_id"))
        .col(string_len("verb", 32))
        .col(string_len("by_kind", 32))
        .col(uuid_null("by_id"))
        .col(string_len_null("request_id", 64))
        .col(string_len_null("from_state", 32))
        .col(string_len_null("to_state", 32))
        .col(text_null("reason"))
        .col(string_len_null("reason_digest", 64))
        .col(string_len_null("reason_salt", 32))
        .col(json_binary("data"))
        .col(timestamp_with_time_zone("at"))
        .col(boolean("sealed"))
        .to_owned();
    manager.create_table(table).await?;
    index(manager, "event", &["subject_kind", "subject_id", "at", "id"]).await?;
    index(manager, "event", &["community_id", "at"]).await?;
    index(manager, "event", &["by_id", "at"]).await?;
    partial_index(manager, "event", "unsealed", &["id"], "sealed = false").await?;
    Ok(())
}

async fn audit_seal(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("audit_seal")
        .col(big_integer("seq").primary_key())
        .col(uuid("event_id"))
        .col(string_len("prev_hash", 64))
        .col(string_len("hash", 64))
        .col(timestamp_with_time_zone("sealed_at"))
        .foreign_key(&mut refers("audit_seal", "event_id", "event"))
        .to_owned();
    manager.create_table(table).await?;
    unique(manager, "audit_seal", &["event_id"]).await?;
    Ok(())
}

async fn outbox(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("outbox")
        .col(uuid("id").primary_key())
        .col(string_len("topic", 64))
        .col(json_binary("payload"))
        .col(string_len_null("dedupe_key", 128))
        .col(timestamp_with_time_zone("available_at"))
        .col(integer("attempts"))
        .col(timestamp_with_time_zone_null("leased_until"))
        .col(timestamp_with_time_zone_null("parked_at"))
        .col(text_null("last_error"))
        .col(timestamp_with_time_zone("created_at"))
        .to_owned();
    manager.create_table(table).await?;
    partial_unique(manager, "outbox", "dedupe", &["dedupe_key"], "dedupe_key IS NOT NULL").await?;
    partial_index(manager, "outbox", "due", &["available_at"], "parked_at IS NULL").await?;
    Ok(())
}

async fn idempotency(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("idempotency")
        .col(string_len("caller", 80))
        .col(string_len("key", 128))
        .col(string_len("fingerprint", 64))
        .col(text_null("answer"))
        .col(timestamp_with_time_zone("created_at"))
        .primary_key(Index::create().col("caller").col("key"))
        .to_owned();
    manager.create_table(table).await?;
    index(manager, "idempotency", &["created_at"]).await?;
    Ok(())
}

async fn calendar_day(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("calendar_day")
        .col(date("date").primary_key())
        .col(string_len("kind", 32))
        .col(string_len("name", 64))
        .col(string_len("source", 200))
        .col(boolean("provisional"))
        .to_owned();
    manager.create_table(table).await?;
    Ok(())
}

async fn job_lease(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("job_lease")
        .col(string_len("name", 64).primary_key())
        .col(string_len("owner", 64))
        .col(timestamp_with_time_zone("until"))
        .to_owned();
    manager.create_table(table).await?;
    Ok(())
}
