//! The few words that all migrations share.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend};

/// A foreign key from `table.column` to `target.id`.
pub fn refers(table: &'static str, column: &'static str, target: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create().name(format!("fk_{table}_{column}")).from(table, column).to(target, "id").to_owned()
}

/// An index for the order of a list or a look-up.
pub async fn index(manager: &SchemaManager<'_>, table: &'static str, columns: &[&'static str]) -> Result<(), DbErr> {
    manager.create_index(named("ix", table, columns)).await
}

/// A uniqueness that always holds.
pub async fn unique(manager: &SchemaManager<'_>, table: &'static str, columns: &[&'static str]) -> Result<(), DbErr> {
    manager.create_index(named("ux", table, columns).unique().to_owned()).await
}

/// A uniqueness among the rows that `condition` names.
pub async fn partial_unique(
    manager: &SchemaManager<'_>,
    table: &'static str,
    name: &str,
    columns: &[&'static str],
    condition: &'static str,
) -> Result<(), DbErr> {
    manager.create_index(partial("ux", table, name, columns, condition).unique().to_owned()).await
}

/// An index of the rows that `condition` names.
pub async fn partial_index(
    manager: &SchemaManager<'_>,
    table: &'static str,
    name: &str,
    columns: &[&'static str],
    condition: &'static str,
) -> Result<(), DbErr> {
    manager.create_index(partial("ix", table, name, columns, condition)).await
}

fn named(kind: &str, table: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    let mut index = Index::create();
    index.name(format!("{kind}_{table}_{}", columns.join("_"))).table(table);
    for column in columns {
        index.col(*column);
    }
    index
}

fn partial(
    kind: &str,
    table: &'static str,
    name: &str,
    columns: &[&'static str],
    condition: &'static str,
) -> IndexCreateStatement {
    let mut index = named(kind, table, columns);
    index.name(format!("{kind}_{table}_{name}")).and_where(Expr::cust(condition));
    index
}

/// Lets nobody delete an event or a link of the chain, nor change what the chain
/// covers; an event may only be sealed, and its reason erased.
pub async fn append_only(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let sql = match manager.get_database_backend() {
        DbBackend::Postgres => POSTGRES_APPEND_ONLY,
        _ => SQLITE_APPEND_ONLY,
    };
    manager.get_connection().execute_unprepared(sql).await.map(drop)
}

/// Lets nobody delete or change a row of `table`; [`append_only`] has run before.
pub async fn never_changed(manager: &SchemaManager<'_>, table: &str) -> Result<(), DbErr> {
    guard(manager, table, "").await
}

/// Lets nobody delete a row of `table` or change its `columns`; its reason may be erased,
/// and nothing else. [`append_only`] has run before.
pub async fn only_reason_erased(manager: &SchemaManager<'_>, table: &str, columns: &[&str]) -> Result<(), DbErr> {
    let all = |row: &str| columns.iter().map(|column| format!("{row}.{column}")).collect::<Vec<_>>().join(", ");
    let changed = format!("WHEN (NEW.reason IS NOT NULL OR ({}) IS DISTINCT FROM ({}))", all("NEW"), all("OLD"));
    guard(manager, table, &changed).await
}

/// Refuses to delete rows of `table`, and to change them `when` that is so.
async fn guard(manager: &SchemaManager<'_>, table: &str, when: &str) -> Result<(), DbErr> {
    let postgres = manager.get_database_backend() == DbBackend::Postgres;
    let action = match postgres {
        true => "EXECUTE FUNCTION refuse_change();".to_owned(),
        false => format!("BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END;"),
    };
    let mut triggers = format!(
        "CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} FOR EACH ROW {action}
         CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} FOR EACH ROW {when} {action}"
    );
    if postgres {
        triggers +=
            &format!("CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {action}");
    }
    manager.get_connection().execute_unprepared(&triggers).await.map(drop)
}

/// Undoes what [`append_only`] leaves behind once its tables are gone.
pub async fn drop_append_only(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    if manager.get_database_backend() == DbBackend::Postgres {
        let sql = "DROP FUNCTION IF EXISTS refuse_change(), guard_event()";
        manager.get_connection().execute_unprepared(sql).await?;
    }
    Ok(())
}

const SQLITE_APPEND_ONLY: &str = "
CREATE TRIGGER event_no_delete BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'event is append-only'); END;
CREATE TRIGGER event_no_update BEFORE UPDATE ON event
WHEN NEW.id IS NOT OLD.id OR NEW.community_id IS NOT OLD.community_id
  OR NEW.subject_kind IS NOT OLD.subject_kind OR NEW.subject_id IS NOT OLD.subject_id
  OR NEW.verb IS NOT OLD.verb OR NEW.by_kind IS NOT OLD.by_kind OR NEW.by_id IS NOT OLD.by_id
  OR NEW.request_id IS NOT OLD.request_id OR NEW.from_state IS NOT OLD.from_state
  OR NEW.to_state IS NOT OLD.to_state OR NEW.reason_digest IS NOT OLD.reason_digest
  OR NEW.reason_salt IS NOT OLD.reason_salt OR NEW.data IS NOT OLD.data OR NEW.at IS NOT OLD.at
  OR (NEW.reason IS NOT OLD.reason AND NEW.reason IS NOT NULL)
  OR (OLD.sealed AND NOT NEW.sealed)
BEGIN SELECT RAISE(ABORT, 'event is append-only'); END;
CREATE TRIGGER audit_seal_no_delete BEFORE DELETE ON audit_seal
BEGIN SELECT RAISE(ABORT, 'audit_seal is append-only'); END;
CREATE TRIGGER audit_seal_no_update BEFORE UPDATE ON audit_seal
BEGIN SELECT RAISE(ABORT, 'audit_seal is append-only'); END;
";

const POSTGRES_APPEND_ONLY: &str = "
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$;
CREATE FUNCTION guard_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.community_id, NEW.subject_kind, NEW.subject_id, NEW.verb, NEW.by_kind, NEW.by_id,
      NEW.request_id, NEW.from_state, NEW.to_state, NEW.reason_digest, NEW.reason_salt, NEW.data, NEW.at)
     IS DISTINCT FROM
     (OLD.id, OLD.community_id, OLD.subject_kind, OLD.subject_id, OLD.verb, OLD.by_kind, OLD.by_id,
      OLD.request_id, OLD.from_state, OLD.to_state, OLD.reason_digest, OLD.reason_salt, OLD.data, OLD.at)
     OR (NEW.reason IS DISTINCT FROM OLD.reason AND NEW.reason IS NOT NULL)
     OR (OLD.sealed AND NOT NEW.sealed)
  THEN RAISE EXCEPTION 'event is append-only'; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER event_no_delete BEFORE DELETE ON event FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER event_no_update BEFORE UPDATE ON event FOR EACH ROW EXECUTE FUNCTION guard_event();
CREATE TRIGGER audit_seal_no_delete BEFORE DELETE ON audit_seal FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_seal_no_update BEFORE UPDATE ON audit_seal FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER event_no_truncate BEFORE TRUNCATE ON event FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_seal_no_truncate BEFORE TRUNCATE ON audit_seal FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
";
