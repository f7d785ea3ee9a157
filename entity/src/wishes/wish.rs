//! 微心愿.

use sea_orm::entity::prelude::*;

use super::words::{Datum, Level, WishChannel, WishStatus};
use crate::ids::{AccountId, BuildingId, CommunityId, CompoundId, EmergencyId, GridId, WishCategoryId, WishId};
use crate::moderation::Screening;

/// 微心愿.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "wish")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: WishId,
    /// The community.
    pub community_id: CommunityId,
    /// The grid it lies in.
    pub grid_id: GridId,
    /// The compound it lies in.
    pub compound_id: Option<CompoundId>,
    /// The building it lies in.
    pub building_id: Option<BuildingId>,
    /// Its category.
    pub category_id: WishCategoryId,
    /// How it came in.
    pub channel: WishChannel,
    /// The case number in the channel it came from.
    pub external_ref: Option<String>,
    /// Whose wish it is.
    pub author_account_id: Option<AccountId>,
    /// The staff member who wrote it down.
    pub entered_by_account_id: Option<AccountId>,
    /// For whom it is, if not the author, sealed.
    #[sea_orm(column_type = "Text", nullable)]
    pub beneficiary_sealed: Option<String>,
    /// Whom to contact, sealed.
    #[sea_orm(column_type = "Text", nullable)]
    pub contact_name_sealed: Option<String>,
    /// Their phone, sealed.
    #[sea_orm(column_type = "Text", nullable)]
    pub contact_phone_sealed: Option<String>,
    /// Where to go, sealed.
    #[sea_orm(column_type = "Text", nullable)]
    pub contact_address_sealed: Option<String>,
    /// What is wished, in a line.
    pub title: String,
    /// The whole of it.
    #[sea_orm(column_type = "Text")]
    pub body: String,
    /// Whether others may see title and body.
    pub screening: Screening,
    /// Who looks after it.
    pub level: Level,
    /// Where it stands.
    pub status: WishStatus,
    /// Who rejected it; does not decide the appeal.
    pub rejected_by: Option<AccountId>,
    /// The one appeal was made.
    pub appealed: bool,
    /// The one reopening was made.
    pub reopened: bool,
    /// Its deadlines rest since then.
    pub returned_at: Option<DateTimeUtc>,
    /// First contact by then.
    pub respond_due_at: Option<DateTimeUtc>,
    /// Solved by then.
    pub solve_due_at: Option<DateTimeUtc>,
    /// First contact.
    pub first_response_at: Option<DateTimeUtc>,
    /// When it was approved.
    pub approved_at: Option<DateTimeUtc>,
    /// When the helper was done.
    pub fulfilled_at: Option<DateTimeUtc>,
    /// It is confirmed by itself then.
    pub confirm_due_at: Option<DateTimeUtc>,
    /// When it came to an end.
    pub closed_at: Option<DateTimeUtc>,
    /// 1 to 5.
    pub rating: Option<i32>,
    /// What the author says.
    #[sea_orm(column_type = "Text", nullable)]
    pub rating_comment: Option<String>,
    /// Whether others may see what the author says.
    pub rating_screening: Screening,
    /// Confirmed by the clock, unrated.
    pub auto_confirmed: bool,
    /// The level at which being overdue raised it last.
    pub overdue_level: Option<Level>,
    /// The wish it was merged into.
    pub merged_into: Option<WishId>,
    /// A cache of the rows of wish_support.
    pub support_count: i32,
    /// The real emergency in which it is urgent.
    pub emergency_id: Option<EmergencyId>,
    /// Latitude in micro-degrees.
    pub lat: Option<i32>,
    /// Longitude in micro-degrees.
    pub lng: Option<i32>,
    /// The datum of the coordinates.
    pub datum: Option<Datum>,
    /// Counts its changes.
    pub version: i32,
    /// When it was submitted.
    pub created_at: DateTimeUtc,
    /// When it was changed last.
    pub updated_at: DateTimeUtc,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
