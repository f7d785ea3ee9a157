//! Many rows in one statement whose text does not depend on how many there are. PostgreSQL is
//! handed one parameter, so that it parses and plans the statement once a connection; a list of
//! values would be another statement for each number of rows. SQLite, which has neither a wire
//! nor such a cache to spare, gets the list.

use sea_orm::prelude::*;
use sea_orm::sea_query::{Func, InsertStatement, PgFunc, Query, SimpleExpr};
use sea_orm::{ActiveModelTrait, ActiveValue, DbBackend, ExprTrait, Iterable, Value};
use serde::ser::{Error as _, SerializeMap};
use serde::{Serialize, Serializer};

use super::db::Tx;
use crate::error::{Code, Error, Result};

/// Writes these rows; what is not set is NULL. Conflicts and what comes back are the caller's to add.
///
/// # Errors
/// An internal error for a type of column that no such table has had yet.
pub fn insert<A: ActiveModelTrait>(tx: &Tx<'_>, rows: &[A]) -> Result<InsertStatement> {
    let columns = || <A::Entity as EntityTrait>::Column::iter();
    let mut statement = Query::insert().into_table(A::Entity::default()).columns(columns()).to_owned();
    if tx.get_database_backend() == DbBackend::Postgres {
        let table = A::Entity::default().table_name().to_owned();
        let json = serde_json::to_string(&rows.iter().map(Row).collect::<Vec<_>>()).map_err(broken)?;
        let kind = SimpleExpr::cust(format!("NULL::\"{table}\""));
        let rows = Func::cust("json_populate_recordset").arg(kind).arg(Expr::val(json).cast_as("json"));
        let select = Query::select().columns(columns()).from_function(rows, "new").to_owned();
        statement.select_from(select).map_err(broken)?;
        return Ok(statement);
    }
    for row in rows {
        let values = columns().map(|column| Expr::val(row.get(column).into_value().unwrap_or(Value::String(None))));
        statement.values(values).map_err(broken)?;
    }
    Ok(statement)
}

/// Whether a column has one of these values.
pub fn among<C, V>(conn: &impl ConnectionTrait, column: C, values: impl IntoIterator<Item = V>) -> SimpleExpr
where
    C: ColumnTrait,
    V: Into<Value>,
    Vec<V>: Into<Value>,
{
    if conn.get_database_backend() == DbBackend::Postgres {
        let values: Value = values.into_iter().collect::<Vec<V>>().into();
        return Expr::col(column.as_column_ref()).eq(PgFunc::any(Expr::val(values)));
    }
    column.is_in(values)
}

/// A row as the JSON that PostgreSQL reads as a row of the table.
struct Row<'r, A>(&'r A);

impl<A: ActiveModelTrait> Serialize for Row<'_, A> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_map(None)?;
        for column in <A::Entity as EntityTrait>::Column::iter() {
            if let ActiveValue::Set(value) | ActiveValue::Unchanged(value) = self.0.get(column) {
                field(&mut fields, column.as_str(), value)?;
            }
        }
        fields.end()
    }
}

/// Writes one field; NULL is what is left out.
fn field<M: SerializeMap>(fields: &mut M, name: &str, value: Value) -> Result<(), M::Error> {
    match value {
        Value::Bool(Some(value)) => fields.serialize_entry(name, &value),
        Value::Int(Some(value)) => fields.serialize_entry(name, &value),
        Value::BigInt(Some(value)) => fields.serialize_entry(name, &value),
        Value::String(Some(value)) => fields.serialize_entry(name, &value),
        Value::Uuid(Some(value)) => fields.serialize_entry(name, &value),
        Value::Json(Some(value)) => fields.serialize_entry(name, &value),
        Value::ChronoDateTimeUtc(Some(value)) => fields.serialize_entry(name, &value),
        value if value == value.as_null() => Ok(()),
        _ => Err(M::Error::custom(format_args!("{name} has a type that is not written in bulk"))),
    }
}

fn broken(cause: impl Into<anyhow::Error>) -> Error {
    Code::Internal.error().cause(cause)
}
