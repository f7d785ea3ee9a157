//! 召集: volunteers are asked whether they can come.

use sea_orm::entity::prelude::*;

use crate::actions::Skills;
use crate::ids::{AccountId, CallUpId, CommunityId, EmergencyId};

/// 召集: volunteers are asked whether they can come.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "call_up")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CallUpId,
    /// Its community.
    pub community_id: CommunityId,
    /// The emergency.
    pub emergency_id: EmergencyId,
    /// What those read who are called up.
    #[sea_orm(column_type = "Text")]
    pub message: String,
    /// What they must be able to do, all of it.
    #[sea_orm(column_type = "JsonBinary")]
    pub skills: Skills,
    /// An answer is hoped for by then.
    pub answer_by: Option<DateTimeUtc>,
    /// How many it reached whom none had reached before.
    pub called: i32,
    /// Who called.
    pub called_by: AccountId,
    /// When.
    pub created_at: DateTimeUtc,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
