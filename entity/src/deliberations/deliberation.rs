//! 微议事: a matter from its proposal to its evaluation.

use sea_orm::entity::prelude::*;

use super::vote_words::{Electorate, Method, Outcome, Precedence, Secrecy};
use super::words::{DeliberationStatus, ProposerKind};
use crate::ids::{AccountId, BuildingId, CommunityId, CompoundId, DeliberationId, TeamId};
use crate::moderation::Screening;
use crate::wishes::Level;

/// 微议事: a matter from its proposal to its evaluation.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "deliberation")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DeliberationId,
    /// The community.
    pub community_id: CommunityId,
    /// Whose matter it is: a building's, a compound's, the community's.
    pub level: Level,
    /// The compound, at that level and below.
    pub compound_id: Option<CompoundId>,
    /// The building, at that level.
    pub building_id: Option<BuildingId>,
    /// What it is about, in a line.
    pub title: String,
    /// The whole of it.
    #[sea_orm(column_type = "Text")]
    pub body: String,
    /// Whether others may see title and body.
    pub screening: Screening,
    /// A resident, a team, staff.
    pub proposer_kind: ProposerKind,
    /// The person who proposed it.
    pub proposer_account_id: AccountId,
    /// The team for which it was proposed.
    pub team_id: Option<TeamId>,
    /// Where it stands.
    pub status: DeliberationStatus,
    /// It is seconded by so many.
    pub second_threshold: i32,
    /// A cache of the rows of deliberation_second.
    pub second_count: i32,
    /// It lapses then unless it is seconded.
    pub lapses_at: DateTimeUtc,
    /// What is voted on.
    #[sea_orm(column_type = "Text", nullable)]
    pub question: Option<String>,
    /// How it is voted on.
    pub method: Option<Method>,
    /// For approval: how many may be chosen.
    pub at_most: Option<i32>,
    /// Who decides.
    pub electorate: Option<Electorate>,
    /// Open or secret.
    pub secrecy: Option<Secrecy>,
    /// A ballot may be changed while the vote is open.
    pub changeable: bool,
    /// The end may be put off, once.
    pub extendable: bool,
    /// It was put off.
    pub extended: bool,
    /// Choices are shown before closing.
    pub live_results: bool,
    /// Which ballot counts when one came online and one on paper.
    pub precedence: Option<Precedence>,
    /// Written proxies that one person may hold.
    pub proxy_limit: i32,
    /// The rule, copied when it was scheduled.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub rule: Option<Json>,
    /// The vote opens then.
    pub opens_at: Option<DateTimeUtc>,
    /// The vote closes then.
    pub closes_at: Option<DateTimeUtc>,
    /// The hash of the frozen roll.
    pub roll_hash: Option<String>,
    /// Heads on the roll.
    pub roll_heads: Option<i64>,
    /// Area on the roll in 0.01 m².
    pub roll_area: Option<i64>,
    /// At closing: heads of those who were served and did not vote.
    pub silent_heads: Option<i64>,
    /// At closing: their area in 0.01 m².
    pub silent_area: Option<i64>,
    /// When the roll was frozen.
    pub frozen_at: Option<DateTimeUtc>,
    /// When it was counted.
    pub counted_at: Option<DateTimeUtc>,
    /// The root of the leaves.
    pub merkle_root: Option<String>,
    /// The count.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub tally: Option<Json>,
    /// The verdict.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub verdict: Option<Json>,
    /// The count by building, without groups that would tell on somebody.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub by_building: Option<Json>,
    /// What the verdict says.
    pub outcome: Option<Outcome>,
    /// The signature of the published bundle.
    #[sea_orm(column_type = "Text", nullable)]
    pub signature: Option<String>,
    /// The public key that it was signed with, hex.
    pub public_key: Option<String>,
    /// When the result was published.
    pub published_at: Option<DateTimeUtc>,
    /// Objections are heard until then.
    pub objections_until: Option<DateTimeUtc>,
    /// When it became final.
    pub decided_at: Option<DateTimeUtc>,
    /// When it was carried out.
    pub completed_at: Option<DateTimeUtc>,
    /// It is graded until then.
    pub evaluation_until: Option<DateTimeUtc>,
    /// When it came to an end.
    pub closed_at: Option<DateTimeUtc>,
    /// Counts its changes.
    pub version: i32,
    /// When it was proposed.
    pub created_at: DateTimeUtc,
    /// When it was changed last.
    pub updated_at: DateTimeUtc,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
