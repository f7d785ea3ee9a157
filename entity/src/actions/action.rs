//! 微行动: something done together, with shifts to sign up for.

use sea_orm::entity::prelude::*;

use super::words::{ActionKind, ActionStatus, HostKind, Programme, Skills, Trainings};
use crate::emergencies::DutyPost;
use crate::ids::{
    AccountId, ActionId, CommunityId, CompoundId, DeliberationId, EmergencyId, GridId, MediaId, TeamId, WishId,
};
use crate::moderation::Screening;
use crate::wishes::Datum;

/// 微行动: something done together, with shifts to sign up for.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "action")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ActionId,
    /// Its community.
    pub community_id: CommunityId,
    /// What it is.
    pub kind: ActionKind,
    /// Under which colour it runs.
    pub programme: Programme,
    /// Who holds it.
    pub host_kind: HostKind,
    /// Which community, team or partner unit that is.
    pub host_id: Uuid,
    /// In a line.
    pub title: String,
    /// The whole of it.
    #[sea_orm(column_type = "Text")]
    pub description: String,
    /// Where people meet, in words.
    pub place: String,
    /// Latitude in micro-degrees.
    pub lat: Option<i32>,
    /// Longitude in micro-degrees.
    pub lng: Option<i32>,
    /// The datum of the coordinates.
    pub datum: Option<Datum>,
    /// The grid it is for.
    pub grid_id: Option<GridId>,
    /// The compound it is for.
    pub compound_id: Option<CompoundId>,
    /// The poster.
    pub media_id: Option<MediaId>,
    /// Who leads it.
    pub leader_account_id: AccountId,
    /// Years that a volunteer must have on the day.
    pub minimum_age: Option<i32>,
    /// What a volunteer must be able to do, all of it.
    #[sea_orm(column_type = "JsonBinary")]
    pub skills: Skills,
    /// What a volunteer must have passed, all of it.
    #[sea_orm(column_type = "JsonBinary")]
    pub trainings: Trainings,
    /// Only for members of this team.
    pub team_id: Option<TeamId>,
    /// Sign-up begins; at once when nothing is said.
    pub signup_opens_at: Option<DateTimeUtc>,
    /// Sign-up ends; with the start of the shift when nothing is said.
    pub signup_closes_at: Option<DateTimeUtc>,
    /// Whoever cancels within so many hours of the start cancels late.
    pub cancel_hours: i32,
    /// How many may wait for each role; 0 for none.
    pub waitlist_limit: i32,
    /// How long an offered place is kept.
    pub offer_minutes: i32,
    /// How far it has come.
    pub status: ActionStatus,
    /// The start of its first shift.
    pub starts_at: Option<DateTimeUtc>,
    /// The end of its last shift.
    pub ends_at: Option<DateTimeUtc>,
    /// The deliberation it carries out.
    pub deliberation_id: Option<DeliberationId>,
    /// The wish it answers.
    pub wish_id: Option<WishId>,
    /// Its end completes that wish or decision, unless another action for the same is still to come.
    pub completes: bool,
    /// The emergency whose posts it fills.
    pub emergency_id: Option<EmergencyId>,
    /// Which posts those are.
    pub post: Option<DutyPost>,
    /// Whether others may see what it says.
    pub screening: Screening,
    /// The action that says the same and is looked at for both; none when it is looked at itself.
    pub screened_with: Option<ActionId>,
    /// Who entered it.
    pub created_by: AccountId,
    /// When it was published.
    pub published_at: Option<DateTimeUtc>,
    /// When it ended, one way or the other.
    pub closed_at: Option<DateTimeUtc>,
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
