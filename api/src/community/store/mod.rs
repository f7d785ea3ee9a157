//! Rows that staff keep: found within their community, changed by version, each change remembered.

pub mod claims;
mod owners;
mod page;
mod parts;
mod places;

use entity::community::{building, compound, dwelling, grid, household, owner, partner, resident, team, unit};
use entity::ids::{
    BuildingId, CommunityId, CompoundId, DwellingId, GridId, HouseholdId, OwnerId, PartnerId, ResidentId, TeamId,
    UnitId,
};
use sea_orm::prelude::*;
use sea_orm::{ActiveModelTrait, IntoActiveModel, SqlErr};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::service::Within;
use crate::error::{Code, OrConflict, Result};
use crate::kernel::db::Tx;
use crate::kernel::event::{self, NewEvent, Subject};

pub use owners::{Extent, OwnedRow, PartRow, Voice, owning, records, voices};
pub use page::{Paged, page, page_by};
pub use parts::Placed;
pub use places::{dwellings, places, places_of};

/// A table whose rows staff keep. All such tables have these columns.
pub trait Kept: Placed<Model: Send + Sync + IntoActiveModel<Self::ActiveModel>> {
    /// The type of its ids.
    type Id: Copy + Into<Uuid> + Into<Value> + From<Uuid> + Serialize + DeserializeOwned;
    /// The word for one row in the log of events.
    const KIND: &'static str;
    /// The column of the id.
    const ID: Self::Column;
    /// The column of the community.
    const COMMUNITY: Self::Column;
    /// The column of the version.
    const VERSION: Self::Column;
    /// The column of the instant of birth.
    const CREATED_AT: Self::Column;
    /// The column of the instant of the last change.
    const UPDATED_AT: Self::Column;
    /// The column of the name, where the community's rows have an index by it.
    const NAME: Option<Self::Column>;

    /// A row's id.
    fn id(row: &Self::Model) -> Self::Id;
    /// A row's community.
    fn community(row: &Self::Model) -> CommunityId;
    /// A row's version.
    fn version(row: &Self::Model) -> i32;
}

macro_rules! kept {
    ($($table:ident $id:ident $([$name:ident])?)*) => {$(
        impl Kept for $table::Entity {
            type Id = $id;
            const KIND: &'static str = stringify!($table);
            const ID: $table::Column = $table::Column::Id;
            const COMMUNITY: $table::Column = $table::Column::CommunityId;
            const VERSION: $table::Column = $table::Column::Version;
            const CREATED_AT: $table::Column = $table::Column::CreatedAt;
            const UPDATED_AT: $table::Column = $table::Column::UpdatedAt;
            const NAME: Option<$table::Column> = [$(Some($table::Column::$name),)? None][0];

            fn id(row: &$table::Model) -> $id {
                row.id
            }

            fn community(row: &$table::Model) -> CommunityId {
                row.community_id
            }

            fn version(row: &$table::Model) -> i32 {
                row.version
            }
        }
    )*};
}

kept! {
    compound CompoundId [Name]
    grid GridId
    building BuildingId
    unit UnitId
    dwelling DwellingId
    household HouseholdId
    resident ResidentId
    team TeamId [Name]
    partner PartnerId [Name]
    owner OwnerId
}

/// The rows that somebody may see.
pub fn seen<E: Kept>(within: &Within) -> Select<E> {
    let rows = E::find();
    match within {
        Within::Everywhere => rows,
        Within::Only(community) => rows.filter(E::COMMUNITY.eq(*community)),
        Within::Part(parts) => rows.filter(E::COMMUNITY.eq(parts.community)).filter(E::lies_in(parts)),
    }
}

/// The row with this id.
///
/// # Errors
/// `not_found` when there is none, or none that the caller may see.
pub async fn one<E: Kept>(conn: &impl ConnectionTrait, within: Within, id: E::Id) -> Result<E::Model> {
    seen::<E>(&within).filter(E::ID.eq(id)).one(conn).await?.ok_or_else(|| Code::NotFound.into())
}

/// The row of this community that a field of a body refers to.
///
/// # Errors
/// `invalid` at `pointer` when the community has no such row.
pub async fn referred<E: Kept>(
    conn: &impl ConnectionTrait,
    community: CommunityId,
    id: E::Id,
    pointer: &str,
) -> Result<E::Model> {
    let found = E::find().filter(E::ID.eq(id)).filter(E::COMMUNITY.eq(community)).one(conn).await?;
    found.ok_or_else(|| Code::Invalid.error().at(pointer, Code::UnknownReference))
}

/// Writes a new row; `fields` leaves out what all rows have.
pub async fn insert<E: Kept>(tx: &Tx<'_>, community: CommunityId, mut fields: E::ActiveModel) -> Result<E::Model> {
    fields.set(E::ID, Uuid::now_v7().into());
    fields.set(E::COMMUNITY, community.into());
    fields.set(E::VERSION, 1.into());
    fields.set(E::CREATED_AT, tx.now().into());
    fields.set(E::UPDATED_AT, tx.now().into());
    let row = E::insert(fields).exec_with_returning(tx).await.or_conflict(Code::AlreadyExists)?;
    remember::<E>(tx, &row, "create").await?;
    Ok(row)
}

/// Changes a row whose version the caller has seen.
///
/// # Errors
/// `stale` when somebody else changed it meanwhile.
pub async fn change<E: Kept>(
    tx: &Tx<'_>,
    row: &E::Model,
    expected: i32,
    mut fields: E::ActiveModel,
) -> Result<E::Model> {
    fields.set(E::VERSION, (expected + 1).into());
    fields.set(E::UPDATED_AT, tx.now().into());
    let changed = E::update_many()
        .set(fields)
        .filter(E::ID.eq(E::id(row)))
        .filter(E::VERSION.eq(expected))
        .exec_with_returning(tx)
        .await
        .or_conflict(Code::AlreadyExists)?;
    let row = changed.into_iter().next().ok_or_else(|| Code::Stale.error())?;
    remember::<E>(tx, &row, "change").await?;
    Ok(row)
}

/// Deletes a row that nothing refers to.
///
/// # Errors
/// `in_use` when something does, `stale` when somebody changed it meanwhile.
pub async fn remove<E: Kept>(tx: &Tx<'_>, row: &E::Model, expected: i32) -> Result<()> {
    let delete = E::delete_many().filter(E::ID.eq(E::id(row))).filter(E::VERSION.eq(expected));
    let deleted = delete.exec(tx).await.map_err(|error| match error.sql_err() {
        Some(SqlErr::ForeignKeyConstraintViolation(_)) => Code::InUse.error().cause(error),
        _ => error.into(),
    })?;
    if deleted.rows_affected == 0 {
        return Err(Code::Stale.into());
    }
    remember::<E>(tx, row, "delete").await
}

async fn remember<E: Kept>(tx: &Tx<'_>, row: &E::Model, verb: &'static str) -> Result<()> {
    let subject = Subject::new(E::KIND, E::id(row));
    event::record(tx, NewEvent::new(E::community(row), subject, verb)).await.map(drop)
}
