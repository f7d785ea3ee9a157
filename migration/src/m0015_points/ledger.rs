//! The ledger: accounts, transfers of two ends, and balances that follow them.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend};

use crate::build::{index, only_reason_erased, partial_unique, refers, unique};

pub async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    ledger_account(manager).await?;
    ledger_transfer(manager).await?;
    balances(manager).await
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
fn transfers() -> TableCreateStatement {
    Table::create()
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
        .to_owned()
}

/// What of a transfer never changes: all but the reason, which may be erased.
const FIXED: &[&str] = &[
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

async fn ledger_transfer(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager.create_table(transfers()).await?;
    let source = &["source_kind", "source_id", "unit"];
    partial_unique(manager, "ledger_transfer", "source", source, "source_id IS NOT NULL").await?;
    partial_unique(manager, "ledger_transfer", "reverses", &["reverses"], "reverses IS NOT NULL").await?;
    index(manager, "ledger_transfer", &["from_account", "id"]).await?;
    index(manager, "ledger_transfer", &["to_account", "id"]).await?;
    only_reason_erased(manager, "ledger_transfer", FIXED).await
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
