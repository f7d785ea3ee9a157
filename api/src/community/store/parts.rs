//! What lies in the part of a community that somebody looks after: a leader's grids, a chief's buildings or
//! units. A dwelling lies where its building or unit does, a household where its dwelling does, a resident
//! where the household does; whoever has moved out lies nowhere. An owner lies where one of the own dwellings does.

use entity::community::{
    building, compound, dwelling, grid, household, owner, ownership, partner, resident, team, unit,
};
use sea_orm::prelude::*;
use sea_orm::{Condition, QuerySelect, QueryTrait};

use crate::community::service::Parts;

/// A table whose rows lie somewhere in a community.
pub trait Placed: EntityTrait {
    /// Whether a row lies in these parts. Only what they have is asked for: an `OR` with nothing would cost an index.
    fn lies_in(parts: &Parts) -> Condition;
}

impl Placed for grid::Entity {
    fn lies_in(parts: &Parts) -> Condition {
        let around = ids(building::Column::GridId, touched(parts));
        let of_chief = !parts.buildings.is_empty() || !parts.units.is_empty();
        Condition::any()
            .add_option(among(grid::Column::Id, &parts.grids))
            .add_option(of_chief.then(|| grid::Column::Id.in_subquery(around.into_query())))
    }
}

impl Placed for compound::Entity {
    fn lies_in(parts: &Parts) -> Condition {
        let around =
            ids(building::Column::CompoundId, touched(parts)).filter(building::Column::CompoundId.is_not_null());
        Condition::all().add(compound::Column::Id.in_subquery(around.into_query()))
    }
}

impl Placed for building::Entity {
    fn lies_in(parts: &Parts) -> Condition {
        touched(parts)
    }
}

impl Placed for unit::Entity {
    fn lies_in(parts: &Parts) -> Condition {
        in_whole(unit::Column::BuildingId, parts).add_option(among(unit::Column::Id, &parts.units))
    }
}

impl Placed for dwelling::Entity {
    fn lies_in(parts: &Parts) -> Condition {
        in_whole(dwelling::Column::BuildingId, parts).add_option(among(dwelling::Column::UnitId, &parts.units))
    }
}

impl Placed for household::Entity {
    fn lies_in(parts: &Parts) -> Condition {
        let homes = ids(dwelling::Column::Id, dwelling::Entity::lies_in(parts));
        Condition::all().add(household::Column::DwellingId.in_subquery(homes.into_query()))
    }
}

impl Placed for resident::Entity {
    fn lies_in(parts: &Parts) -> Condition {
        let homes = ids(household::Column::Id, household::Entity::lies_in(parts));
        Condition::all().add(resident::Column::HouseholdId.in_subquery(homes.into_query()))
    }
}

impl Placed for owner::Entity {
    fn lies_in(parts: &Parts) -> Condition {
        let homes = ids(dwelling::Column::Id, dwelling::Entity::lies_in(parts));
        let there = Condition::all().add(ownership::Column::DwellingId.in_subquery(homes.into_query()));
        Condition::all().add(owner::Column::Id.in_subquery(ids(ownership::Column::OwnerId, there).into_query()))
    }
}

/// Teams and partners lie in no grid; grid leaders assign wishes to them and have to know who there is.
macro_rules! known_to_leaders {
    ($($table:ident)*) => {$(
        impl Placed for $table::Entity {
            fn lies_in(parts: &Parts) -> Condition {
                let nothing = parts.grids.is_empty().then(|| $table::Column::Id.is_null());
                Condition::all().add_option(nothing)
            }
        }
    )*};
}

known_to_leaders! { team partner }

/// Buildings that belong to the parts as a whole.
fn whole(parts: &Parts) -> Condition {
    Condition::any()
        .add_option(among(building::Column::GridId, &parts.grids))
        .add_option(among(building::Column::Id, &parts.buildings))
}

/// Buildings that belong to them at least with a unit.
fn touched(parts: &Parts) -> Condition {
    let of_units = among(unit::Column::Id, &parts.units).map(|units| {
        building::Column::Id.in_subquery(ids(unit::Column::BuildingId, Condition::all().add(units)).into_query())
    });
    whole(parts).add_option(of_units)
}

/// `column` names a building that belongs to the parts as a whole.
fn in_whole(column: impl ColumnTrait, parts: &Parts) -> Condition {
    let some = !parts.grids.is_empty() || !parts.buildings.is_empty();
    let whole = some.then(|| column.in_subquery(ids(building::Column::Id, whole(parts)).into_query()));
    Condition::any().add_option(whole)
}

/// `column` is one of `ids`, if there are any.
fn among<T: Copy + Into<Value>>(column: impl ColumnTrait, ids: &[T]) -> Option<Expr> {
    (!ids.is_empty()).then(|| column.is_in(ids.iter().copied()))
}

/// The values of `column` in the rows that `condition` names.
fn ids<C: ColumnTrait>(column: C, condition: Condition) -> Select<C::EntityName>
where
    C::EntityName: EntityTrait,
{
    <C::EntityName as EntityTrait>::find().select_only().column(column).filter(condition)
}
