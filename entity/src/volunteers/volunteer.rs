//! 志愿者: who offered to help.

use sea_orm::entity::prelude::*;

use super::words::{Tags, Times, VolunteerStatus};
use crate::ids::{AccountId, CommunityId, PartnerId, VolunteerId};

/// 志愿者: who offered to help.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "volunteer")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: VolunteerId,
    /// Their community.
    pub community_id: CommunityId,
    /// Their account.
    pub account_id: AccountId,
    /// The volunteer number, printed on certificates.
    pub number: String,
    /// Whether they serve.
    pub status: VolunteerStatus,
    /// Their real name, sealed: a certificate names them.
    #[sea_orm(column_type = "Text")]
    pub name_sealed: String,
    /// Their day of birth: some shifts have a minimum age.
    pub birth_date: Date,
    /// Who is responsible for somebody under 18, sealed.
    #[sea_orm(column_type = "Text", nullable)]
    pub guardian_name_sealed: Option<String>,
    /// The guardian's phone, sealed.
    #[sea_orm(column_type = "Text", nullable)]
    pub guardian_phone_sealed: Option<String>,
    /// When the guardian agreed.
    pub guardian_consent_at: Option<DateTimeUtc>,
    /// When they would help.
    #[sea_orm(column_type = "JsonBinary")]
    pub times: Times,
    /// Tags such as party_member.
    #[sea_orm(column_type = "JsonBinary")]
    pub tags: Tags,
    /// The partner unit they come from.
    pub partner_id: Option<PartnerId>,
    /// Whether the public honour roll may name them.
    pub honour_roll: bool,
    /// Whether they may be called up in an emergency.
    pub emergency_ready: bool,
    /// No sign-up before.
    pub blocked_until: Option<DateTimeUtc>,
    /// When they registered.
    pub registered_at: DateTimeUtc,
    /// When they retired.
    pub retired_at: Option<DateTimeUtc>,
    /// Counts their changes.
    pub version: i32,
    /// When they were changed last.
    pub updated_at: DateTimeUtc,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
