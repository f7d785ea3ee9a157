//! 日历订阅: an address under which somebody's calendar reads the own sign-ups.

use sea_orm::entity::prelude::*;

use crate::ids::{AccountId, CalendarFeedId};

/// 日历订阅: an address under which somebody's calendar reads the own sign-ups.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "calendar_feed")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CalendarFeedId,
    /// Whose it is.
    pub account_id: AccountId,
    /// Which of the few that an account may have.
    pub slot: i32,
    /// What the person calls it.
    pub name: String,
    /// SHA-256 of the token in the address.
    pub token_hash: String,
    /// When it was made.
    pub created_at: DateTimeUtc,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
