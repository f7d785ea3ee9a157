//! A word that a community has put on its list.

use sea_orm::entity::prelude::*;

use super::words::WordRule;
use crate::ids::{AccountId, CommunityId, ContentWordId};

/// A word that a community has put on its list.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "content_word")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ContentWordId,
    /// The community.
    pub community_id: CommunityId,
    /// What is said about it.
    pub rule: WordRule,
    /// The word.
    pub word: String,
    /// Who put it there.
    pub account_id: AccountId,
    /// When.
    pub created_at: DateTimeUtc,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
