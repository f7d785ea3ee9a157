//! What the inbox needs: by when a claim or a request is decided, which help is disputed, and the order of
//! what is due. Lists that leaders read find the dwellings of a building.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend};

use crate::build::{index, partial_index};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// The tables whose rows somebody decides by a day.
const DECIDED: [&str; 2] = ["household_claim", "wish_extension"];

/// Table, name, columns, condition. The queries say the conditions word for word.
#[rustfmt::skip]
const INDEXES: [(&str, &str, &[&str], &str); 8] = [
    ("wish", "to_review", &["community_id", "respond_due_at", "id"], "status = 'submitted'"),
    ("wish", "in_hand", &["community_id", "solve_due_at", "id"], "status IN ('open', 'claimed')"),
    ("wish", "in_hand_of_grid", &["grid_id", "solve_due_at", "id"], "status IN ('open', 'claimed')"),
    ("wish", "raised", &["community_id", "solve_due_at", "id"], "status IN ('open', 'claimed') AND level IN ('community', 'subdistrict')"),
    ("wish_claim", "disputed", &["community_id", "wish_id"], "ended_at IS NULL AND disputed_at IS NOT NULL"),
    ("wish_extension", "asked", &["community_id", "due_at", "id"], "status = 'asked'"),
    ("household_claim", "to_decide", &["community_id", "due_at", "id"], "status = 'submitted'"),
    ("household_claim", "to_decide_of_grid", &["grid_id", "due_at", "id"], "status = 'submitted'"),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in DECIDED {
            due_at(manager, table).await?;
        }
        let disputed =
            Table::alter().table("wish_claim").add_column(timestamp_with_time_zone_null("disputed_at")).to_owned();
        manager.alter_table(disputed).await?;
        for (table, name, columns, condition) in INDEXES {
            partial_index(manager, table, name, columns, condition).await?;
        }
        index(manager, "dwelling", &["building_id", "id"]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_index(manager, "dwelling", "ix_dwelling_building_id_id").await?;
        for (table, name, _, _) in INDEXES {
            drop_index(manager, table, &format!("ix_{table}_{name}")).await?;
        }
        for (table, column) in DECIDED.map(|table| (table, "due_at")).into_iter().chain([("wish_claim", "disputed_at")])
        {
            manager.alter_table(Table::alter().table(table).drop_column(column).to_owned()).await?;
        }
        Ok(())
    }
}

/// Adds the column. SQLite adds none that must have a value without a default, so the beginning of time is
/// the default; rows that are there already are due three days after they were written.
async fn due_at(manager: &SchemaManager<'_>, table: &'static str) -> Result<(), DbErr> {
    let mut column = timestamp_with_time_zone("due_at");
    column.default(Expr::cust("'1970-01-01T00:00:00+00:00'"));
    manager.alter_table(Table::alter().table(table).add_column(column).to_owned()).await?;
    let (later, afterwards) = match manager.get_database_backend() {
        DbBackend::Postgres => {
            ("created_at + interval '3 days'", format!("ALTER TABLE {table} ALTER COLUMN due_at DROP DEFAULT"))
        }
        _ => ("strftime('%Y-%m-%dT%H:%M:%S+00:00', created_at, '+3 days')", String::new()),
    };
    let connection = manager.get_connection();
    connection.execute_unprepared(&format!("UPDATE {table} SET due_at = {later}")).await?;
    if !afterwards.is_empty() {
        connection.execute_unprepared(&afterwards).await?;
    }
    Ok(())
}

async fn drop_index(manager: &SchemaManager<'_>, table: &'static str, name: &str) -> Result<(), DbErr> {
    manager.drop_index(Index::drop().table(table).name(name).to_owned()).await
}
