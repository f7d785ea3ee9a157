//! Wishes and all that belongs to them.

mod help;

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
        wish_category(manager).await?;
        wish(manager).await?;
        wish_support(manager).await?;
        help::wish_claim(manager).await?;
        help::wish_note(manager).await?;
        wish_media(manager).await?;
        wish_term(manager).await?;
        help::wish_extension(manager).await?;
        wish_merge(manager).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [
            "wish_merge",
            "wish_extension",
            "wish_term",
            "wish_media",
            "wish_note",
            "wish_claim",
            "wish_support",
            "wish",
            "wish_category",
        ] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

async fn wish_category(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("wish_category")
        .col(uuid("id").primary_key())
        .col(uuid("community_id"))
        .col(string_len("code", 32))
        .col(string_len("name_zh", 30))
        .col(string_len("name_en", 60))
        .col(integer("respond_days"))
        .col(integer("solve_days"))
        .col(integer("claim_days"))
        .col(boolean("active"))
        .col(integer("sort"))
        .col(integer("version"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .foreign_key(&mut refers("wish_category", "community_id", "community"))
        .to_owned();
    manager.create_table(table).await?;
    unique(manager, "wish_category", &["community_id", "code"]).await?;
    Ok(())
}

async fn wish(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("wish")
        .col(uuid("id").primary_key())
        .col(uuid("community_id"))
        .col(uuid("grid_id"))
        .col(uuid_null("compound_id"))
        .col(uuid_null("building_id"))
        .col(uuid("category_id"))
        .col(string_len("channel", 32))
        .col(string_len_null("external_ref", 64))
        .col(uuid_null("author_account_id"))
        .col(uuid_null("entered_by_account_id"))
        .col(text_null("beneficiary_sealed"))
        .col(text_null("contact_name_sealed"))
        .col(text_null("contact_phone_sealed"))
        .col(text_null("contact_address_sealed"))
        .col(string_len("title", 60))
        .col(text("body"))
        .col(string_len("level", 32))
        .col(string_len("status", 32))
        .col(uuid_null("rejected_by"))
        .col(boolean("appealed"))
        .col(boolean("reopened"))
        .col(timestamp_with_time_zone_null("returned_at"))
        .col(timestamp_with_time_zone_null("respond_due_at"))
        .col(timestamp_with_time_zone_null("solve_due_at"))
        .col(timestamp_with_time_zone_null("first_response_at"))
        .col(timestamp_with_time_zone_null("approved_at"))
        .col(timestamp_with_time_zone_null("fulfilled_at"))
        .col(timestamp_with_time_zone_null("confirm_due_at"))
        .col(timestamp_with_time_zone_null("closed_at"))
        .col(integer_null("rating"))
        .col(text_null("rating_comment"))
        .col(boolean("auto_confirmed"))
        .col(string_len_null("overdue_level", 32))
        .col(uuid_null("merged_into"))
        .col(integer("support_count"))
        .col(integer_null("lat"))
        .col(integer_null("lng"))
        .col(string_len_null("datum", 32))
        .col(integer("version"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .foreign_key(&mut refers("wish", "community_id", "community"))
        .foreign_key(&mut refers("wish", "grid_id", "grid"))
        .foreign_key(&mut refers("wish", "compound_id", "compound"))
        .foreign_key(&mut refers("wish", "building_id", "building"))
        .foreign_key(&mut refers("wish", "category_id", "wish_category"))
        .foreign_key(&mut refers("wish", "author_account_id", "account"))
        .check(Expr::col("rating").between(1, 5))
        .check(Expr::col("support_count").gte(0))
        .to_owned();
    manager.create_table(table).await?;
    index(manager, "wish", &["community_id", "status", "created_at", "id"]).await?;
    index(manager, "wish", &["community_id", "created_at", "id"]).await?;
    index(manager, "wish", &["grid_id", "status", "created_at", "id"]).await?;
    index(manager, "wish", &["grid_id", "status", "respond_due_at", "id"]).await?;
    index(manager, "wish", &["author_account_id", "created_at", "id"]).await?;
    partial_index(manager, "wish", "approved", &["community_id", "approved_at"], "approved_at IS NOT NULL").await?;
    partial_index(manager, "wish", "overdue", &["solve_due_at"], "status IN ('open', 'claimed')").await?;
    partial_index(manager, "wish", "confirm_due", &["confirm_due_at"], "status = 'fulfilled'").await?;
    partial_index(manager, "wish", "merged", &["merged_into"], "merged_into IS NOT NULL").await?;
    partial_unique(
        manager,
        "wish",
        "external",
        &["community_id", "channel", "external_ref"],
        "external_ref IS NOT NULL",
    )
    .await?;
    Ok(())
}

async fn wish_support(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("wish_support")
        .col(uuid("id").primary_key())
        .col(uuid("wish_id"))
        .col(uuid("account_id"))
        .col(timestamp_with_time_zone("created_at"))
        .col(uuid_null("moved_from"))
        .foreign_key(&mut refers("wish_support", "wish_id", "wish"))
        .foreign_key(&mut refers("wish_support", "account_id", "account"))
        .to_owned();
    manager.create_table(table).await?;
    unique(manager, "wish_support", &["wish_id", "account_id"]).await?;
    Ok(())
}

async fn wish_media(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("wish_media")
        .col(uuid("wish_id"))
        .col(uuid("media_id"))
        .col(uuid_null("note_id"))
        .col(integer("sort"))
        .primary_key(Index::create().col("wish_id").col("media_id"))
        .foreign_key(&mut refers("wish_media", "wish_id", "wish"))
        .foreign_key(&mut refers("wish_media", "media_id", "media"))
        .foreign_key(&mut refers("wish_media", "note_id", "wish_note"))
        .to_owned();
    manager.create_table(table).await?;
    Ok(())
}

async fn wish_term(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("wish_term")
        .col(uuid("community_id"))
        .col(string_len("term", 32))
        .col(uuid("wish_id"))
        .primary_key(Index::create().col("community_id").col("term").col("wish_id"))
        .foreign_key(&mut refers("wish_term", "community_id", "community"))
        .foreign_key(&mut refers("wish_term", "wish_id", "wish"))
        .to_owned();
    manager.create_table(table).await?;
    index(manager, "wish_term", &["wish_id"]).await?;
    Ok(())
}

async fn wish_merge(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("wish_merge")
        .col(uuid("id").primary_key())
        .col(uuid("community_id"))
        .col(uuid("from_wish_id"))
        .col(uuid("into_wish_id"))
        .col(string_len("from_status", 32))
        .col(json_binary("moved"))
        .col(uuid("by_account_id"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone_null("undone_at"))
        .foreign_key(&mut refers("wish_merge", "community_id", "community"))
        .foreign_key(&mut refers("wish_merge", "from_wish_id", "wish"))
        .foreign_key(&mut refers("wish_merge", "into_wish_id", "wish"))
        .foreign_key(&mut refers("wish_merge", "by_account_id", "account"))
        .to_owned();
    manager.create_table(table).await?;
    partial_unique(manager, "wish_merge", "live", &["from_wish_id"], "undone_at IS NULL").await?;
    Ok(())
}
