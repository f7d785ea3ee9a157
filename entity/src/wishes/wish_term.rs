//! A searchable term of a public wish.

use sea_orm::entity::prelude::*;

use crate::ids::{CommunityId, WishId};

/// A searchable term of a public wish.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "wish_term")]
pub struct Model {
    /// The community.
    #[sea_orm(primary_key, auto_increment = false)]
    pub community_id: CommunityId,
    /// The term: two Chinese characters, or a word.
    #[sea_orm(primary_key, auto_increment = false)]
    pub term: String,
    /// The wish.
    #[sea_orm(primary_key, auto_increment = false)]
    pub wish_id: WishId,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
