//! 产权: that owners own dwellings, many at once.

use entity::community::ownership;
use entity::ids::{DwellingId, OwnerId};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use sea_orm::{Condition, SqlErr};

use crate::error::{Error, Result};
use crate::kernel::db::{Tx, chunks};

/// Pairs that one statement names: they are joined by OR, which SQLite does not take a thousand of.
const PAIRS: usize = 200;

/// Writes down that these own those.
///
/// # Errors
/// What `torn` says when one of them is gone meanwhile, or is written down already.
pub async fn add(tx: &Tx<'_>, pairs: Vec<(OwnerId, DwellingId)>, torn: impl Fn() -> Error) -> Result<()> {
    let row = |(owner, dwelling)| ownership::ActiveModel {
        owner_id: Set(owner),
        dwelling_id: Set(dwelling),
        created_at: Set(tx.now()),
    };
    for pairs in chunks(pairs) {
        let written = ownership::Entity::insert_many(pairs.into_iter().map(row)).exec_without_returning(tx).await;
        written.map_err(|error| match error.sql_err() {
            Some(SqlErr::ForeignKeyConstraintViolation(_) | SqlErr::UniqueConstraintViolation(_)) => {
                torn().cause(error)
            }
            _ => error.into(),
        })?;
    }
    Ok(())
}

/// Ends that these own those.
pub async fn end(tx: &Tx<'_>, pairs: Vec<(OwnerId, DwellingId)>) -> Result<()> {
    for pairs in pairs.chunks(PAIRS) {
        let any = pairs.iter().fold(Condition::any(), |any, (owner, dwelling)| {
            let one = Condition::all().add(ownership::Column::OwnerId.eq(*owner));
            any.add(one.add(ownership::Column::DwellingId.eq(*dwelling)))
        });
        ownership::Entity::delete_many().filter(any).exec(tx).await?;
    }
    Ok(())
}
