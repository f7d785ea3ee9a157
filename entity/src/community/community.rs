//! 社区: the tenant that every row belongs to.

use sea_orm::entity::prelude::*;

use crate::ids::{CommunityId, SubdistrictId};

/// 社区: the tenant that every row belongs to.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "community")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CommunityId,
    /// The subdistrict it belongs to.
    pub subdistrict_id: SubdistrictId,
    /// Its name.
    pub name: String,
    /// Its 12-digit administrative division code.
    pub division_code: String,
    /// Its time zone, an IANA name.
    pub time_zone: String,
    /// Where its office is.
    pub address: Option<String>,
    /// Its area in square metres.
    pub area_m2: Option<i64>,
    /// Households by its own report.
    pub households_published: Option<i32>,
    /// Residents by its own report.
    pub residents_published: Option<i32>,
    /// Live claims that one helper may hold.
    pub claim_limit: i32,
    /// The minute of the day from which on nobody's phone is to ring.
    pub quiet_from: i32,
    /// The minute of the day from which on it may again.
    pub quiet_until: i32,
    /// Counts its changes.
    pub version: i32,
    /// When it was entered.
    pub created_at: DateTimeUtc,
    /// When it was changed last.
    pub updated_at: DateTimeUtc,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
