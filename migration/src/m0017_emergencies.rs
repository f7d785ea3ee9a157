//! Emergencies: the grids they are open for, who is called up and what they answer. Posts are shifts of
//! actions, urgent requests are wishes; both name their emergency. What belongs to a drill never counts:
//! the ledger refuses it, and no wish is urgent in one.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend};

use crate::build::{index, partial_index, partial_unique, refers, unique};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        emergency(manager).await?;
        emergency_grid(manager).await?;
        call_up(manager).await?;
        call_up_answer(manager).await?;
        linked(manager).await?;
        never_counted(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let triggers = match manager.get_database_backend() {
            DbBackend::Postgres => POSTGRES_DROP,
            _ => SQLITE_DROP,
        };
        manager.get_connection().execute_unprepared(triggers).await?;
        for (table, column) in [("action", "post"), ("action", "emergency_id"), ("wish", "emergency_id")] {
            manager.alter_table(Table::alter().table(table).drop_column(column).to_owned()).await?;
        }
        for table in ["call_up_answer", "call_up", "emergency_grid", "emergency"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

async fn emergency(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("emergency")
        .col(uuid("id").primary_key())
        .col(uuid("community_id"))
        .col(string_len("kind", 32))
        .col(string_len("title", 60))
        .col(text("message"))
        .col(text("reason"))
        .col(string_len("status", 32))
        .col(text_null("summary"))
        .col(uuid("opened_by"))
        .col(timestamp_with_time_zone("opened_at"))
        .col(uuid_null("closed_by"))
        .col(timestamp_with_time_zone_null("closed_at"))
        .col(integer("version"))
        .col(timestamp_with_time_zone("updated_at"))
        .foreign_key(&mut refers("emergency", "community_id", "community"))
        .foreign_key(&mut refers("emergency", "opened_by", "account"))
        .foreign_key(&mut refers("emergency", "closed_by", "account"))
        .check(Expr::cust("(status = 'closed') = (closed_at IS NOT NULL)"))
        .to_owned();
    manager.create_table(table).await?;
    index(manager, "emergency", &["community_id", "opened_at", "id"]).await
}

/// Guard: of real emergencies a grid has one open at most.
async fn emergency_grid(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("emergency_grid")
        .col(uuid("emergency_id"))
        .col(uuid("grid_id"))
        .col(boolean("real_open"))
        .primary_key(Index::create().col("emergency_id").col("grid_id"))
        .foreign_key(&mut refers("emergency_grid", "emergency_id", "emergency"))
        .foreign_key(&mut refers("emergency_grid", "grid_id", "grid"))
        .to_owned();
    manager.create_table(table).await?;
    partial_unique(manager, "emergency_grid", "real_open", &["grid_id"], "real_open").await?;
    index(manager, "emergency_grid", &["grid_id", "emergency_id"]).await
}

async fn call_up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("call_up")
        .col(uuid("id").primary_key())
        .col(uuid("community_id"))
        .col(uuid("emergency_id"))
        .col(text("message"))
        .col(json_binary("skills"))
        .col(timestamp_with_time_zone_null("answer_by"))
        .col(integer("called"))
        .col(uuid("called_by"))
        .col(timestamp_with_time_zone("created_at"))
        .foreign_key(&mut refers("call_up", "community_id", "community"))
        .foreign_key(&mut refers("call_up", "emergency_id", "emergency"))
        .foreign_key(&mut refers("call_up", "called_by", "account"))
        .check(Expr::col("called").gte(0))
        .to_owned();
    manager.create_table(table).await?;
    index(manager, "call_up", &["emergency_id", "id"]).await
}

/// Guard: a volunteer is called up for an emergency once.
async fn call_up_answer(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = Table::create();
    table
        .table("call_up_answer")
        .col(uuid("id").primary_key())
        .col(uuid("community_id"))
        .col(uuid("emergency_id"))
        .col(uuid("call_up_id"))
        .col(uuid("volunteer_id"))
        .col(uuid("account_id"))
        .col(uuid("grid_id"))
        .col(string_len("reply", 32))
        .col(timestamp_with_time_zone_null("later_at"))
        .col(text_null("note_sealed"))
        .col(timestamp_with_time_zone_null("answered_at"))
        .col(integer("version"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .check(Expr::cust("(reply = 'silent') = (answered_at IS NULL)"))
        .check(Expr::cust("later_at IS NULL OR reply = 'later'"));
    for (column, target) in [
        ("community_id", "community"),
        ("emergency_id", "emergency"),
        ("call_up_id", "call_up"),
        ("volunteer_id", "volunteer"),
        ("account_id", "account"),
        ("grid_id", "grid"),
    ] {
        table.foreign_key(&mut refers("call_up_answer", column, target));
    }
    manager.create_table(table.to_owned()).await?;
    unique(manager, "call_up_answer", &["emergency_id", "volunteer_id"]).await?;
    index(manager, "call_up_answer", &["emergency_id", "id"]).await?;
    index(manager, "call_up_answer", &["call_up_id"]).await?;
    index(manager, "call_up_answer", &["account_id", "id"]).await
}

/// What names an emergency. SQLite cannot drop a column that a foreign key uses, so it has none there.
async fn linked(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    for (table, column) in [
        ("action", uuid_null("emergency_id")),
        ("action", string_len_null("post", 32)),
        ("wish", uuid_null("emergency_id")),
    ] {
        manager.alter_table(Table::alter().table(table).add_column(column).to_owned()).await?;
    }
    if manager.get_database_backend() == DbBackend::Postgres {
        for table in ["action", "wish"] {
            manager.create_foreign_key(refers(table, "emergency_id", "emergency")).await?;
        }
    }
    let linked = "emergency_id IS NOT NULL";
    partial_index(manager, "action", "emergency", &["emergency_id", "created_at", "id"], linked).await?;
    partial_index(manager, "wish", "urgent", &["community_id", "id"], linked).await?;
    partial_index(manager, "wish", "of_emergency", &["emergency_id"], linked).await
}

/// Guard: nothing that was done in a drill is posted, and no wish is urgent in one.
async fn never_counted(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let triggers = match manager.get_database_backend() {
        DbBackend::Postgres => POSTGRES,
        _ => SQLITE,
    };
    manager.get_connection().execute_unprepared(triggers).await.map(drop)
}

const SQLITE: &str = "
CREATE TRIGGER ledger_transfer_no_drill BEFORE INSERT ON ledger_transfer
WHEN NEW.source_kind = 'attendance' AND EXISTS (
  SELECT 1 FROM attendance
  JOIN signup ON signup.id = attendance.signup_id
  JOIN action ON action.id = signup.action_id
  LEFT JOIN emergency ON emergency.id = action.emergency_id
  WHERE attendance.id = NEW.source_id AND (action.kind = 'drill' OR emergency.kind = 'drill'))
BEGIN SELECT RAISE(ABORT, 'a drill is never counted'); END;
CREATE TRIGGER wish_no_drill BEFORE INSERT ON wish
WHEN NEW.emergency_id IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM emergency WHERE id = NEW.emergency_id AND kind = 'real')
BEGIN SELECT RAISE(ABORT, 'nothing is urgent in a drill'); END;
";

const POSTGRES: &str = "
CREATE FUNCTION refuse_drill() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM attendance
    JOIN signup ON signup.id = attendance.signup_id
    JOIN action ON action.id = signup.action_id
    LEFT JOIN emergency ON emergency.id = action.emergency_id
    WHERE attendance.id = NEW.source_id AND (action.kind = 'drill' OR emergency.kind = 'drill'))
  THEN RAISE EXCEPTION 'a drill is never counted'; END IF;
  RETURN NEW;
END $$;
CREATE FUNCTION refuse_urgent_in_drill() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM emergency WHERE id = NEW.emergency_id AND kind = 'real')
  THEN RAISE EXCEPTION 'nothing is urgent in a drill'; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ledger_transfer_no_drill BEFORE INSERT ON ledger_transfer FOR EACH ROW
WHEN (NEW.source_kind = 'attendance') EXECUTE FUNCTION refuse_drill();
CREATE TRIGGER wish_no_drill BEFORE INSERT ON wish FOR EACH ROW
WHEN (NEW.emergency_id IS NOT NULL) EXECUTE FUNCTION refuse_urgent_in_drill();
";

const SQLITE_DROP: &str = "
DROP TRIGGER ledger_transfer_no_drill;
DROP TRIGGER wish_no_drill;
DROP INDEX ix_action_emergency;
DROP INDEX ix_wish_urgent;
DROP INDEX ix_wish_of_emergency;
";

const POSTGRES_DROP: &str = "
DROP TRIGGER ledger_transfer_no_drill ON ledger_transfer;
DROP TRIGGER wish_no_drill ON wish;
DROP FUNCTION refuse_drill(), refuse_urgent_in_drill();
DROP INDEX ix_action_emergency;
DROP INDEX ix_wish_urgent;
DROP INDEX ix_wish_of_emergency;
";
