//! Deliberations up to the vote.

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
        deliberation_rule(manager).await?;
        deliberation(manager).await?;
        deliberation_option(manager).await?;
        deliberation_second(manager).await?;
        deliberation_comment(manager).await?;
        deliberation_media(manager).await?;
        deliberation_link(manager).await?;
        deliberation_objection(manager).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [
            "deliberation_objection",
            "deliberation_link",
            "deliberation_media",
            "deliberation_comment",
            "deliberation_second",
            "deliberation_option",
            "deliberation",
            "deliberation_rule",
        ] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

async fn deliberation_rule(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("deliberation_rule")
        .col(uuid("id").primary_key())
        .col(uuid("community_id"))
        .col(string_len("code", 32))
        .col(integer("version"))
        .col(json_binary("rule"))
        .col(uuid("by_account_id"))
        .col(timestamp_with_time_zone("created_at"))
        .foreign_key(&mut refers("deliberation_rule", "community_id", "community"))
        .foreign_key(&mut refers("deliberation_rule", "by_account_id", "account"))
        .to_owned();
    manager.create_table(table).await?;
    unique(manager, "deliberation_rule", &["community_id", "code", "version"]).await?;
    crate::build::never_changed(manager, "deliberation_rule").await?;
    Ok(())
}

async fn deliberation(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("deliberation")
        .col(uuid("id").primary_key())
        .col(uuid("community_id"))
        .col(string_len("level", 32))
        .col(uuid_null("compound_id"))
        .col(uuid_null("building_id"))
        .col(string_len("title", 60))
        .col(text("body"))
        .col(string_len("proposer_kind", 32))
        .col(uuid("proposer_account_id"))
        .col(uuid_null("team_id"))
        .col(string_len("status", 32))
        .col(integer("second_threshold"))
        .col(integer("second_count"))
        .col(timestamp_with_time_zone("lapses_at"))
        .col(text_null("question"))
        .col(string_len_null("method", 32))
        .col(integer_null("at_most"))
        .col(string_len_null("electorate", 32))
        .col(string_len_null("secrecy", 32))
        .col(boolean("changeable"))
        .col(boolean("extendable"))
        .col(boolean("extended"))
        .col(boolean("live_results"))
        .col(string_len_null("precedence", 32))
        .col(integer("proxy_limit"))
        .col(json_binary_null("rule"))
        .col(timestamp_with_time_zone_null("opens_at"))
        .col(timestamp_with_time_zone_null("closes_at"))
        .col(string_len_null("roll_hash", 64))
        .col(big_integer_null("roll_heads"))
        .col(big_integer_null("roll_area"))
        .col(big_integer_null("silent_heads"))
        .col(big_integer_null("silent_area"))
        .col(timestamp_with_time_zone_null("frozen_at"))
        .col(timestamp_with_time_zone_null("counted_at"))
        .col(string_len_null("merkle_root", 64))
        .col(json_binary_null("tally"))
        .col(json_binary_null("verdict"))
        .col(json_binary_null("by_building"))
        .col(string_len_null("outcome", 32))
        .col(text_null("signature"))
        .col(string_len_null("public_key", 64))
        .col(timestamp_with_time_zone_null("published_at"))
        .col(timestamp_with_time_zone_null("objections_until"))
        .col(timestamp_with_time_zone_null("decided_at"))
        .col(timestamp_with_time_zone_null("completed_at"))
        .col(timestamp_with_time_zone_null("evaluation_until"))
        .col(timestamp_with_time_zone_null("closed_at"))
        .col(integer("version"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .foreign_key(&mut refers("deliberation", "community_id", "community"))
        .foreign_key(&mut refers("deliberation", "compound_id", "compound"))
        .foreign_key(&mut refers("deliberation", "building_id", "building"))
        .foreign_key(&mut refers("deliberation", "proposer_account_id", "account"))
        .foreign_key(&mut refers("deliberation", "team_id", "team"))
        .check(Expr::col("second_count").gte(0))
        .check(Expr::col("second_threshold").gt(0))
        .check(Expr::col("closes_at").gt(Expr::col("opens_at")))
        .check(Expr::col("proxy_limit").gte(0))
        .check(Expr::cust("secrecy IS NULL OR secrecy <> 'secret' OR electorate <> 'owners'"))
        .to_owned();
    manager.create_table(table).await?;
    index(manager, "deliberation", &["community_id", "status", "created_at", "id"]).await?;
    index(manager, "deliberation", &["community_id", "created_at", "id"]).await?;
    index(manager, "deliberation", &["compound_id", "status", "created_at", "id"]).await?;
    index(manager, "deliberation", &["building_id", "status", "created_at", "id"]).await?;
    index(manager, "deliberation", &["proposer_account_id", "created_at", "id"]).await?;
    partial_index(manager, "deliberation", "lapse", &["lapses_at"], "status = 'proposed'").await?;
    partial_index(manager, "deliberation", "opening", &["opens_at"], "status = 'scheduled'").await?;
    partial_index(manager, "deliberation", "closing", &["closes_at"], "status = 'voting'").await?;
    partial_index(manager, "deliberation", "objections", &["objections_until"], "status = 'published'").await?;
    partial_index(manager, "deliberation", "evaluation", &["evaluation_until"], "status = 'evaluating'").await?;
    Ok(())
}

async fn deliberation_option(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("deliberation_option")
        .col(uuid("id").primary_key())
        .col(uuid("deliberation_id"))
        .col(integer("sort"))
        .col(string_len("text", 120))
        .foreign_key(&mut refers("deliberation_option", "deliberation_id", "deliberation"))
        .check(Expr::col("sort").gte(0))
        .to_owned();
    manager.create_table(table).await?;
    unique(manager, "deliberation_option", &["deliberation_id", "sort"]).await?;
    unique(manager, "deliberation_option", &["deliberation_id", "text"]).await?;
    Ok(())
}

async fn deliberation_second(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("deliberation_second")
        .col(uuid("deliberation_id"))
        .col(uuid("account_id"))
        .col(timestamp_with_time_zone("created_at"))
        .primary_key(Index::create().col("deliberation_id").col("account_id"))
        .foreign_key(&mut refers("deliberation_second", "deliberation_id", "deliberation"))
        .foreign_key(&mut refers("deliberation_second", "account_id", "account"))
        .to_owned();
    manager.create_table(table).await?;
    Ok(())
}

async fn deliberation_comment(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("deliberation_comment")
        .col(uuid("id").primary_key())
        .col(uuid("deliberation_id"))
        .col(uuid("account_id"))
        .col(string_len("author_kind", 32))
        .col(text("text"))
        .col(timestamp_with_time_zone_null("hidden_at"))
        .col(uuid_null("hidden_by"))
        .col(string_len_null("hidden_reason", 200))
        .col(integer("version"))
        .col(timestamp_with_time_zone("created_at"))
        .foreign_key(&mut refers("deliberation_comment", "deliberation_id", "deliberation"))
        .foreign_key(&mut refers("deliberation_comment", "account_id", "account"))
        .foreign_key(&mut refers("deliberation_comment", "hidden_by", "account"))
        .to_owned();
    manager.create_table(table).await?;
    index(manager, "deliberation_comment", &["deliberation_id", "created_at", "id"]).await?;
    Ok(())
}

async fn deliberation_media(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("deliberation_media")
        .col(uuid("deliberation_id"))
        .col(uuid("media_id"))
        .col(boolean("evidence"))
        .col(integer("sort"))
        .primary_key(Index::create().col("deliberation_id").col("media_id"))
        .foreign_key(&mut refers("deliberation_media", "deliberation_id", "deliberation"))
        .foreign_key(&mut refers("deliberation_media", "media_id", "media"))
        .to_owned();
    manager.create_table(table).await?;
    Ok(())
}

async fn deliberation_link(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("deliberation_link")
        .col(uuid("deliberation_id"))
        .col(string_len("kind", 32))
        .col(uuid("target_id"))
        .col(timestamp_with_time_zone("created_at"))
        .primary_key(Index::create().col("deliberation_id").col("kind").col("target_id"))
        .foreign_key(&mut refers("deliberation_link", "deliberation_id", "deliberation"))
        .to_owned();
    manager.create_table(table).await?;
    Ok(())
}

async fn deliberation_objection(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("deliberation_objection")
        .col(uuid("id").primary_key())
        .col(uuid("deliberation_id"))
        .col(uuid("account_id"))
        .col(text("text"))
        .col(string_len("status", 32))
        .col(uuid_null("decided_by"))
        .col(string_len_null("decision", 200))
        .col(timestamp_with_time_zone_null("decided_at"))
        .col(timestamp_with_time_zone("created_at"))
        .foreign_key(&mut refers("deliberation_objection", "deliberation_id", "deliberation"))
        .foreign_key(&mut refers("deliberation_objection", "account_id", "account"))
        .foreign_key(&mut refers("deliberation_objection", "decided_by", "account"))
        .to_owned();
    manager.create_table(table).await?;
    partial_unique(manager, "deliberation_objection", "open", &["deliberation_id", "account_id"], "status = 'raised'")
        .await?;
    index(manager, "deliberation_objection", &["deliberation_id", "created_at", "id"]).await?;
    Ok(())
}
