//! A role in a shift, with so many places.

use sea_orm::entity::prelude::*;

use crate::ids::{ActionId, ShiftId, ShiftRoleId};

/// A role in a shift, with so many places.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "shift_role")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ShiftRoleId,
    /// The shift.
    pub shift_id: ShiftId,
    /// The action.
    pub action_id: ActionId,
    /// Its place in the list.
    pub sort: i32,
    /// What one does.
    pub name: String,
    /// Places.
    pub capacity: i32,
    /// Places that are taken or on offer; changes only with a sign-up's state.
    pub taken: i32,
    /// How many wait; changes only with a sign-up's state.
    pub waiting: i32,
    /// The next number in the queue.
    pub next_number: i32,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
