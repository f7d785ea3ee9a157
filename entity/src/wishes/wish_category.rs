//! A category with its deadlines, data of the community.

use sea_orm::entity::prelude::*;

use crate::ids::{CommunityId, WishCategoryId};

/// A category with its deadlines, data of the community.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "wish_category")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: WishCategoryId,
    /// The community.
    pub community_id: CommunityId,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name_zh: String,
    /// Its name in English.
    pub name_en: String,
    /// Working days until the first contact.
    pub respond_days: i32,
    /// Working days until it is solved.
    pub solve_days: i32,
    /// Working days that a claim lives.
    pub claim_days: i32,
    /// Whether new wishes may use it.
    pub active: bool,
    /// Its place in lists.
    pub sort: i32,
    /// Counts its changes.
    pub version: i32,
    /// When it was made.
    pub created_at: DateTimeUtc,
    /// When it was changed last.
    pub updated_at: DateTimeUtc,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
