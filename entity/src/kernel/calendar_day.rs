//! A day that is not what its weekday says: a holiday or a make-up working day.

use sea_orm::entity::prelude::*;

use super::words::DayKind;

/// A day that is not what its weekday says: a holiday or a make-up working day.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "calendar_day")]
pub struct Model {
    /// The day.
    #[sea_orm(primary_key, auto_increment = false)]
    pub date: Date,
    /// Holiday or working day.
    pub kind: DayKind,
    /// The holiday it belongs to.
    pub name: String,
    /// Where this is laid down.
    pub source: String,
    /// Not yet announced officially.
    pub provisional: bool,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
