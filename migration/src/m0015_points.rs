//! Points and minutes: a ledger of two ends, the rules for points, minutes added by hand, rewards.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend};

use crate::build::{index, never_changed, only_reason_erased, partial_unique, refers, unique};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ledger_account(manager).await?;
        ledger_transfer(manager).await?;
        balances(manager).await?;
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

async fn ledger_account(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("ledger_account")
        .col(uuid("id").primary_key())
        .col(uuid("community_id"))
        .col(string_len("owner_kind", 32))
        .col(uuid("owner_id"))
        .col(string_len("unit", 32))
        .col(big_integer("balance"))
        .col(big_integer_null("floor"))
        .col(timestamp_with_time_zone("created_at"))
        .index(Index::create().unique().name("ux_ledger_account_end").col("id").col("community_id").col("unit"))
        .foreign_key(&mut refers("ledger_account", "community_id", "community"))
        .check(Expr::cust("floor IS NULL OR balance >= floor"))
        .to_owned();
    manager.create_table(table).await?;
    unique(manager, "ledger_account", &["owner_kind", "owner_id", "unit"]).await
}

/// Both ends are accounts of the transfer's community and unit, and a reversal is its original with the
/// ends exchanged: foreign keys say so.
async fn ledger_transfer(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = Table::create()
        .table("ledger_transfer")
        .col(uuid("id").primary_key())
        .col(uuid("community_id"))
        .col(string_len("unit", 32))
        .col(uuid("from_account"))
        .col(uuid("to_account"))
        .col(big_integer("amount"))
        .col(string_len("kind", 32))
        .col(text_null("reason"))
        .col(string_len_null("source_kind", 32))
        .col(uuid_null("source_id"))
        .col(string_len_null("service_kind", 32))
        .col(timestamp_with_time_zone_null("served_at"))
        .col(uuid_null("reverses"))
        .col(uuid_null("by_account"))
        .col(timestamp_with_time_zone("at"))
        .index(
            Index::create()
                .unique()
                .name("ux_ledger_transfer_ends")
                .col("id")
                .col("from_account")
                .col("to_account")
                .col("amount"),
        )
        .foreign_key(&mut end("from_account"))
        .foreign_key(&mut end("to_account"))
        .foreign_key(&mut refers("ledger_transfer", "by_account", "account"))
        .foreign_key(&mut reversal())
        .check(Expr::col("amount").gt(0))
        .check(Expr::cust("from_account <> to_account"))
        .to_owned();
    manager.create_table(table).await?;
    let source = &["source_kind", "source_id", "unit"];
    partial_unique(manager, "ledger_transfer", "source", source, "source_id IS NOT NULL").await?;
    partial_unique(manager, "ledger_transfer", "reverses", &["reverses"], "reverses IS NOT NULL").await?;
    index(manager, "ledger_transfer", &["from_account", "id"]).await?;
    index(manager, "ledger_transfer", &["to_account", "id"]).await?;
    let fixed = &[
        "id",
        "community_id",
        "unit",
        "from_account",
        "to_account",
        "amount",
        "kind",
        "source_kind",
        "source_id",
        "service_kind",
        "served_at",
        "reverses",
        "by_account",
        "at",
    ];
    only_reason_erased(manager, "ledger_transfer", fixed).await
}

fn end(column: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .name(format!("fk_ledger_transfer_{column}"))
        .from_tbl("ledger_transfer")
        .from_col(column)
        .from_col("community_id")
        .from_col("unit")
        .to_tbl("ledger_account")
        .to_col("id")
        .to_col("community_id")
        .to_col("unit")
        .to_owned()
}

fn reversal() -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .name("fk_ledger_transfer_reverses")
        .from_tbl("ledger_transfer")
        .from_col("reverses")
        .from_col("to_account")
        .from_col("from_account")
        .from_col("amount")
        .to_tbl("ledger_transfer")
        .to_col("id")
        .to_col("from_account")
        .to_col("to_account")
        .to_col("amount")
        .to_owned()
}

/// The balance follows the transfers, by the database's own hand.
async fn balances(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let connection = manager.get_connection();
    connection.execute_unprepared(POSTINGS).await?;
    let triggers = match manager.get_database_backend() {
        DbBackend::Postgres => POSTGRES_BALANCES,
        _ => SQLITE_BALANCES,
    };
    connection.execute_unprepared(triggers).await.map(drop)
}

const POSTINGS: &str = "
CREATE VIEW ledger_posting AS
SELECT id AS transfer_id, to_account AS account_id, unit, amount, kind, reason, source_kind, source_id, reverses, at
FROM ledger_transfer
UNION ALL
SELECT id AS transfer_id, from_account AS account_id, unit, -amount AS amount, kind, reason, source_kind, source_id,
       reverses, at
FROM ledger_transfer";

const SQLITE_BALANCES: &str = "
CREATE TRIGGER ledger_transfer_posts AFTER INSERT ON ledger_transfer BEGIN
  UPDATE ledger_account SET balance = balance - NEW.amount WHERE id = NEW.from_account;
  UPDATE ledger_account SET balance = balance + NEW.amount WHERE id = NEW.to_account;
END;
CREATE TRIGGER ledger_account_no_delete BEFORE DELETE ON ledger_account
BEGIN SELECT RAISE(ABORT, 'ledger_account is never deleted'); END;
CREATE TRIGGER ledger_account_starts_empty BEFORE INSERT ON ledger_account WHEN NEW.balance <> 0
BEGIN SELECT RAISE(ABORT, 'ledger_account starts empty'); END;
";

const POSTGRES_BALANCES: &str = "
CREATE FUNCTION post_transfer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE ledger_account SET balance = balance - NEW.amount WHERE id = NEW.from_account;
  UPDATE ledger_account SET balance = balance + NEW.amount WHERE id = NEW.to_account;
  RETURN NULL;
END $$;
CREATE FUNCTION refuse_by_hand() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% follows its transfers', TG_TABLE_NAME; END $$;
CREATE TRIGGER ledger_transfer_posts AFTER INSERT ON ledger_transfer FOR EACH ROW EXECUTE FUNCTION post_transfer();
CREATE TRIGGER ledger_account_no_delete BEFORE DELETE ON ledger_account FOR EACH ROW EXECUTE FUNCTION refuse_by_hand();
CREATE TRIGGER ledger_account_starts_empty BEFORE INSERT ON ledger_account FOR EACH ROW WHEN (NEW.balance <> 0)
EXECUTE FUNCTION refuse_by_hand();
CREATE TRIGGER ledger_account_no_hand BEFORE UPDATE ON ledger_account FOR EACH ROW WHEN (pg_trigger_depth() = 0)
EXECUTE FUNCTION refuse_by_hand();
";

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
