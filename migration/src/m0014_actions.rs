//! Actions, their shifts and roles, who signed up, who came.

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
        action(manager).await?;
        shift(manager).await?;
        shift_role(manager).await?;
        signup(manager).await?;
        attendance(manager).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["attendance", "signup", "shift_role", "shift", "action"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

async fn action(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = Table::create();
    table
        .table("action")
        .col(uuid("id").primary_key())
        .col(uuid("community_id"))
        .col(string_len("kind", 32))
        .col(string_len("programme", 32))
        .col(string_len("host_kind", 32))
        .col(uuid("host_id"))
        .col(string_len("title", 60))
        .col(text("description"))
        .col(string_len("place", 120))
        .col(integer_null("lat"))
        .col(integer_null("lng"))
        .col(string_len_null("datum", 32))
        .col(uuid_null("grid_id"))
        .col(uuid_null("compound_id"))
        .col(uuid_null("media_id"))
        .col(uuid("leader_account_id"))
        .col(integer_null("minimum_age"))
        .col(json_binary("skills"))
        .col(json_binary("trainings"))
        .col(uuid_null("team_id"))
        .col(timestamp_with_time_zone_null("signup_opens_at"))
        .col(timestamp_with_time_zone_null("signup_closes_at"))
        .col(integer("cancel_hours"))
        .col(integer("waitlist_limit"))
        .col(integer("offer_minutes"))
        .col(string_len("status", 32))
        .col(timestamp_with_time_zone_null("starts_at"))
        .col(timestamp_with_time_zone_null("ends_at"))
        .col(uuid_null("deliberation_id"))
        .col(uuid_null("wish_id"))
        .col(uuid("created_by"))
        .col(timestamp_with_time_zone_null("published_at"))
        .col(timestamp_with_time_zone_null("closed_at"))
        .col(integer("version"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .check(Expr::col("waitlist_limit").gte(0))
        .check(Expr::col("offer_minutes").gt(0));
    for (column, target) in [
        ("community_id", "community"),
        ("grid_id", "grid"),
        ("compound_id", "compound"),
        ("media_id", "media"),
        ("leader_account_id", "account"),
        ("team_id", "team"),
        ("deliberation_id", "deliberation"),
        ("wish_id", "wish"),
        ("created_by", "account"),
    ] {
        table.foreign_key(&mut refers("action", column, target));
    }
    manager.create_table(table.to_owned()).await?;
    index(manager, "action", &["community_id", "starts_at", "id"]).await?;
    index(manager, "action", &["community_id", "created_at", "id"]).await?;
    index(manager, "action", &["grid_id", "starts_at", "id"]).await?;
    index(manager, "action", &["leader_account_id", "created_at", "id"]).await?;
    index(manager, "action", &["created_by", "created_at", "id"]).await?;
    index(manager, "action", &["host_id", "created_at", "id"]).await?;
    partial_index(manager, "action", "beginning", &["starts_at"], "status = 'published'").await?;
    partial_index(manager, "action", "finishing", &["ends_at"], "status = 'running'").await?;
    Ok(())
}

async fn shift(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("shift")
        .col(uuid("id").primary_key())
        .col(uuid("community_id"))
        .col(uuid("action_id"))
        .col(timestamp_with_time_zone("starts_at"))
        .col(timestamp_with_time_zone("ends_at"))
        .col(timestamp_with_time_zone_null("cancelled_at"))
        .col(timestamp_with_time_zone_null("settled_at"))
        .col(timestamp_with_time_zone("created_at"))
        .foreign_key(&mut refers("shift", "community_id", "community"))
        .foreign_key(&mut refers("shift", "action_id", "action"))
        .check(Expr::col("ends_at").gt(Expr::col("starts_at")))
        .to_owned();
    manager.create_table(table).await?;
    index(manager, "shift", &["action_id", "starts_at", "id"]).await?;
    let open = "settled_at IS NULL AND cancelled_at IS NULL";
    partial_index(manager, "shift", "settling", &["ends_at"], open).await?;
    Ok(())
}

async fn shift_role(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("shift_role")
        .col(uuid("id").primary_key())
        .col(uuid("shift_id"))
        .col(uuid("action_id"))
        .col(integer("sort"))
        .col(string_len("name", 30))
        .col(integer("capacity"))
        .col(integer("taken"))
        .col(integer("waiting"))
        .col(integer("next_number"))
        .foreign_key(&mut refers("shift_role", "shift_id", "shift"))
        .foreign_key(&mut refers("shift_role", "action_id", "action"))
        .check(Expr::cust("taken BETWEEN 0 AND capacity"))
        .check(Expr::col("waiting").gte(0))
        .check(Expr::col("next_number").gt(0))
        .to_owned();
    manager.create_table(table).await?;
    unique(manager, "shift_role", &["shift_id", "name"]).await?;
    index(manager, "shift_role", &["action_id"]).await?;
    Ok(())
}

async fn signup(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = Table::create();
    table
        .table("signup")
        .col(uuid("id").primary_key())
        .col(uuid("community_id"))
        .col(uuid("action_id"))
        .col(uuid("shift_id"))
        .col(uuid("shift_role_id"))
        .col(uuid("volunteer_id"))
        .col(uuid("account_id"))
        .col(string_len("status", 32))
        .col(integer_null("number"))
        .col(integer("lapses"))
        .col(timestamp_with_time_zone_null("offer_ends_at"))
        .col(uuid("by_account_id"))
        .col(uuid_null("team_id"))
        .col(boolean("late_cancel"))
        .col(boolean("overridden"))
        .col(text_null("reason"))
        .col(text_null("appeal"))
        .col(timestamp_with_time_zone_null("appealed_at"))
        .col(text_null("appeal_answer"))
        .col(timestamp_with_time_zone_null("appeal_decided_at"))
        .col(integer("version"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .check(Expr::cust("status <> 'waitlisted' OR number IS NOT NULL"))
        .check(Expr::cust("status <> 'offered' OR offer_ends_at IS NOT NULL"));
    for (column, target) in [
        ("community_id", "community"),
        ("action_id", "action"),
        ("shift_id", "shift"),
        ("shift_role_id", "shift_role"),
        ("volunteer_id", "volunteer"),
        ("account_id", "account"),
        ("by_account_id", "account"),
        ("team_id", "team"),
    ] {
        table.foreign_key(&mut refers("signup", column, target));
    }
    manager.create_table(table.to_owned()).await?;
    partial_unique(manager, "signup", "once", &["shift_id", "volunteer_id"], "status <> 'cancelled'").await?;
    partial_unique(manager, "signup", "number", &["shift_role_id", "number"], "status = 'waitlisted'").await?;
    index(manager, "signup", &["shift_role_id", "status", "number"]).await?;
    index(manager, "signup", &["volunteer_id", "status"]).await?;
    index(manager, "signup", &["action_id", "created_at", "id"]).await?;
    index(manager, "signup", &["account_id", "created_at", "id"]).await?;
    partial_index(manager, "signup", "offers", &["offer_ends_at"], "status = 'offered'").await?;
    Ok(())
}

async fn attendance(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = Table::create();
    table
        .table("attendance")
        .col(uuid("id").primary_key())
        .col(uuid("community_id"))
        .col(uuid("signup_id"))
        .col(uuid("shift_id"))
        .col(uuid("volunteer_id"))
        .col(timestamp_with_time_zone("checked_in_at"))
        .col(string_len("in_evidence", 32))
        .col(timestamp_with_time_zone_null("in_received_at"))
        .col(timestamp_with_time_zone_null("checked_out_at"))
        .col(string_len_null("out_evidence", 32))
        .col(timestamp_with_time_zone_null("out_received_at"))
        .col(boolean("closed_by_rule"))
        .col(integer_null("minutes"))
        .col(integer("added_minutes"))
        .col(text_null("added_reason"))
        .col(uuid_null("approved_by"))
        .col(timestamp_with_time_zone_null("approved_at"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .check(Expr::cust("minutes IS NULL OR minutes >= 0"))
        .check(Expr::cust("checked_out_at IS NULL OR checked_out_at >= checked_in_at"))
        .check(Expr::col("added_minutes").gte(0));
    for (column, target) in [
        ("community_id", "community"),
        ("signup_id", "signup"),
        ("shift_id", "shift"),
        ("volunteer_id", "volunteer"),
        ("approved_by", "account"),
    ] {
        table.foreign_key(&mut refers("attendance", column, target));
    }
    manager.create_table(table.to_owned()).await?;
    unique(manager, "attendance", &["signup_id"]).await?;
    index(manager, "attendance", &["volunteer_id", "checked_in_at"]).await?;
    Ok(())
}
