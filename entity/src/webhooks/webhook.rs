//! Where a third party's program wants to be told what happens.

use sea_orm::entity::prelude::*;

use super::words::{WebhookEvents, WebhookStop};
use crate::ids::{AccountId, ApiClientId, CommunityId, WebhookId};

/// Where a third party's program wants to be told what happens.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "webhook")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: WebhookId,
    /// The community.
    pub community_id: CommunityId,
    /// The program.
    pub api_client_id: ApiClientId,
    /// Where it is told.
    #[sea_orm(column_type = "Text")]
    pub url: String,
    /// What it is for.
    pub description: Option<String>,
    /// What it wants to hear about.
    #[sea_orm(column_type = "JsonBinary")]
    pub events: WebhookEvents,
    /// Whether it is told.
    pub enabled: bool,
    /// Why not.
    pub stopped_because: Option<WebhookStop>,
    /// Since when not.
    pub stopped_at: Option<DateTimeUtc>,
    /// What messages are signed with.
    #[sea_orm(column_type = "Text")]
    pub secret_sealed: String,
    /// What they were signed with before, and are signed with as well for a while.
    #[sea_orm(column_type = "Text", nullable)]
    pub old_secret_sealed: Option<String>,
    /// Until when.
    pub old_secret_until: Option<DateTimeUtc>,
    /// Since when nothing has arrived.
    pub failing_since: Option<DateTimeUtc>,
    /// Who made it.
    pub created_by: AccountId,
    /// Counts changes by people.
    pub version: i32,
    /// When it was made.
    pub created_at: DateTimeUtc,
    /// When somebody changed it.
    pub updated_at: DateTimeUtc,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
