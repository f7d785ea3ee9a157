//! Typed ids: UUIDv7, public, one type for each kind of thing, so that none is taken for another.

use std::fmt;
use std::str::FromStr;

use sea_orm::{DbErr, DeriveValueType, TryFromU64};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// Makes an id type with all that a key needs.
macro_rules! typed_id {
    ($($name:ident)*) => {$(
        #[doc = concat!("Names one ", stringify!($name), ".")]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, DeriveValueType, ToSchema)]
        #[serde(transparent)]
        #[schema(value_type = String, format = Uuid)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A new id; later ones sort behind earlier ones.
            #[expect(clippy::new_without_default, reason = "each id is another one")]
            pub fn new() -> Self {
                Self(Uuid::now_v7())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl TryFromU64 for $name {
            fn try_from_u64(_: u64) -> Result<Self, DbErr> {
                Err(DbErr::ConvertFromU64(stringify!($name)))
            }
        }
    )*};
}

typed_id! {
    AccountId
    ActionId
    ActionSeriesId
    ApiClientId
    AttendanceId
    BallotDeliveryId
    BallotId
    BallotKeyId
    BallotProxyId
    BuildingId
    CalendarFeedId
    CallUpAnswerId
    CallUpId
    CertificateId
    CommentId
    CommunityId
    CompoundId
    ConsentId
    ContentReportId
    ContentReviewId
    ContentWordId
    DeliberationId
    DeliberationRuleId
    DwellingId
    EmergencyId
    EventId
    GridId
    HouseholdClaimId
    HouseholdId
    ImportJobId
    LedgerAccountId
    LedgerTransferId
    MediaId
    MinutesClaimId
    NotificationId
    ObjectionId
    OptionId
    OutboxId
    OwnerId
    PaperBallotId
    PartnerId
    PointRuleId
    RedemptionId
    RefreshTokenId
    ResidentId
    RewardId
    RoleGrantId
    RollEntryId
    SessionId
    ShiftId
    ShiftRoleId
    SignupId
    SubdistrictId
    SubscribeMessageId
    TeamId
    TeamMemberId
    UnitId
    UnmaskingId
    VolunteerId
    WebhookDeliveryId
    WebhookId
    WechatEventId
    WechatIdentityId
    WishCategoryId
    WishClaimId
    WishExtensionId
    WishId
    WishMergeId
    WishNoteId
    WishSupportId
}
