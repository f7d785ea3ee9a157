//! Rolls, ballots and what belongs to them.

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
        roll_entry(manager).await?;
        roll_voter(manager).await?;
        ballot(manager).await?;
        ballot_key(manager).await?;
        ballot_leaf(manager).await?;
        paper_ballot(manager).await?;
        ballot_conflict(manager).await?;
        ballot_proxy(manager).await?;
        ballot_delivery(manager).await?;
        deliberation_evaluation(manager).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [
            "deliberation_evaluation",
            "ballot_delivery",
            "ballot_proxy",
            "ballot_conflict",
            "paper_ballot",
            "ballot_leaf",
            "ballot_key",
            "ballot",
            "roll_voter",
            "roll_entry",
        ] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

async fn roll_entry(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("roll_entry")
        .col(uuid("id").primary_key())
        .col(uuid("deliberation_id"))
        .col(uuid("subject"))
        .col(uuid("building_id"))
        .col(integer("heads"))
        .col(big_integer("area"))
        .col(json_binary("parts"))
        .foreign_key(&mut refers("roll_entry", "deliberation_id", "deliberation"))
        .foreign_key(&mut refers("roll_entry", "building_id", "building"))
        .check(Expr::col("heads").eq(1))
        .check(Expr::col("area").gte(0))
        .to_owned();
    manager.create_table(table).await?;
    unique(manager, "roll_entry", &["deliberation_id", "subject"]).await?;
    index(manager, "roll_entry", &["deliberation_id", "building_id", "id"]).await?;
    Ok(())
}

async fn roll_voter(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("roll_voter")
        .col(uuid("entry_id"))
        .col(uuid("account_id"))
        .col(uuid("deliberation_id"))
        .primary_key(Index::create().col("entry_id").col("account_id"))
        .foreign_key(&mut refers("roll_voter", "entry_id", "roll_entry"))
        .foreign_key(&mut refers("roll_voter", "account_id", "account"))
        .foreign_key(&mut refers("roll_voter", "deliberation_id", "deliberation"))
        .to_owned();
    manager.create_table(table).await?;
    index(manager, "roll_voter", &["deliberation_id", "account_id"]).await?;
    index(manager, "roll_voter", &["account_id", "deliberation_id"]).await?;
    Ok(())
}

async fn ballot(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("ballot")
        .col(uuid("id").primary_key())
        .col(uuid("deliberation_id"))
        .col(uuid("entry_id"))
        .col(string_len("channel", 32))
        .col(uuid_null("account_id"))
        .col(text_null("content"))
        .col(string_len_null("leaf", 64))
        .col(integer("sequence"))
        .col(timestamp_with_time_zone("cast_at"))
        .foreign_key(&mut refers("ballot", "deliberation_id", "deliberation"))
        .foreign_key(&mut refers("ballot", "entry_id", "roll_entry"))
        .foreign_key(&mut refers("ballot", "account_id", "account"))
        .check(Expr::col("sequence").gt(0))
        .to_owned();
    manager.create_table(table).await?;
    unique(manager, "ballot", &["deliberation_id", "entry_id"]).await?;
    index(manager, "ballot", &["deliberation_id", "leaf"]).await?;
    Ok(())
}

async fn ballot_key(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("ballot_key")
        .col(uuid("id").primary_key())
        .col(uuid("deliberation_id"))
        .col(text("key_sealed"))
        .foreign_key(&mut refers("ballot_key", "deliberation_id", "deliberation"))
        .to_owned();
    manager.create_table(table).await?;
    unique(manager, "ballot_key", &["deliberation_id"]).await?;
    Ok(())
}

async fn ballot_leaf(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("ballot_leaf")
        .col(uuid("deliberation_id"))
        .col(string_len("hash", 64))
        .col(string_len("salt", 64))
        .col(json_binary("choice"))
        .col(integer("heads"))
        .col(big_integer("area"))
        .primary_key(Index::create().col("deliberation_id").col("hash"))
        .foreign_key(&mut refers("ballot_leaf", "deliberation_id", "deliberation"))
        .check(Expr::col("heads").eq(1))
        .check(Expr::col("area").gte(0))
        .to_owned();
    manager.create_table(table).await?;
    crate::build::never_changed(manager, "ballot_leaf").await?;
    Ok(())
}

async fn paper_ballot(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("paper_ballot")
        .col(uuid("id").primary_key())
        .col(uuid("deliberation_id"))
        .col(uuid("entry_id"))
        .col(string_len("channel", 32))
        .col(string_len("state", 32))
        .col(uuid("entered_by"))
        .col(text_null("content"))
        .col(uuid_null("media_id"))
        .col(timestamp_with_time_zone("created_at"))
        .foreign_key(&mut refers("paper_ballot", "deliberation_id", "deliberation"))
        .foreign_key(&mut refers("paper_ballot", "entry_id", "roll_entry"))
        .foreign_key(&mut refers("paper_ballot", "entered_by", "account"))
        .foreign_key(&mut refers("paper_ballot", "media_id", "media"))
        .to_owned();
    manager.create_table(table).await?;
    unique(manager, "paper_ballot", &["deliberation_id", "entry_id", "entered_by"]).await?;
    index(manager, "paper_ballot", &["deliberation_id", "created_at", "id"]).await?;
    Ok(())
}

async fn ballot_conflict(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("ballot_conflict")
        .col(uuid("deliberation_id"))
        .col(uuid("entry_id"))
        .col(string_len("kept", 32))
        .col(string_len("dropped", 32))
        .col(timestamp_with_time_zone("created_at"))
        .primary_key(Index::create().col("deliberation_id").col("entry_id"))
        .foreign_key(&mut refers("ballot_conflict", "deliberation_id", "deliberation"))
        .foreign_key(&mut refers("ballot_conflict", "entry_id", "roll_entry"))
        .to_owned();
    manager.create_table(table).await?;
    Ok(())
}

async fn ballot_proxy(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("ballot_proxy")
        .col(uuid("id").primary_key())
        .col(uuid("deliberation_id"))
        .col(uuid("entry_id"))
        .col(uuid("agent_account_id"))
        .col(uuid_null("media_id"))
        .col(uuid("entered_by"))
        .col(timestamp_with_time_zone("created_at"))
        .foreign_key(&mut refers("ballot_proxy", "deliberation_id", "deliberation"))
        .foreign_key(&mut refers("ballot_proxy", "entry_id", "roll_entry"))
        .foreign_key(&mut refers("ballot_proxy", "agent_account_id", "account"))
        .foreign_key(&mut refers("ballot_proxy", "media_id", "media"))
        .foreign_key(&mut refers("ballot_proxy", "entered_by", "account"))
        .to_owned();
    manager.create_table(table).await?;
    unique(manager, "ballot_proxy", &["deliberation_id", "entry_id"]).await?;
    index(manager, "ballot_proxy", &["deliberation_id", "agent_account_id"]).await?;
    Ok(())
}

async fn ballot_delivery(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("ballot_delivery")
        .col(uuid("id").primary_key())
        .col(uuid("deliberation_id"))
        .col(uuid("entry_id"))
        .col(string_len("method", 32))
        .col(uuid_null("media_id"))
        .col(string_len_null("note", 200))
        .col(timestamp_with_time_zone("delivered_at"))
        .col(uuid("by_account_id"))
        .col(timestamp_with_time_zone("created_at"))
        .foreign_key(&mut refers("ballot_delivery", "deliberation_id", "deliberation"))
        .foreign_key(&mut refers("ballot_delivery", "entry_id", "roll_entry"))
        .foreign_key(&mut refers("ballot_delivery", "media_id", "media"))
        .foreign_key(&mut refers("ballot_delivery", "by_account_id", "account"))
        .to_owned();
    manager.create_table(table).await?;
    index(manager, "ballot_delivery", &["deliberation_id", "entry_id"]).await?;
    index(manager, "ballot_delivery", &["deliberation_id", "created_at", "id"]).await?;
    Ok(())
}

async fn deliberation_evaluation(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("deliberation_evaluation")
        .col(uuid("deliberation_id"))
        .col(uuid("entry_id"))
        .col(uuid("account_id"))
        .col(integer("score"))
        .col(string_len_null("comment", 200))
        .col(timestamp_with_time_zone("created_at"))
        .primary_key(Index::create().col("deliberation_id").col("entry_id"))
        .foreign_key(&mut refers("deliberation_evaluation", "deliberation_id", "deliberation"))
        .foreign_key(&mut refers("deliberation_evaluation", "entry_id", "roll_entry"))
        .foreign_key(&mut refers("deliberation_evaluation", "account_id", "account"))
        .check(Expr::col("score").between(1, 5))
        .to_owned();
    manager.create_table(table).await?;
    Ok(())
}
