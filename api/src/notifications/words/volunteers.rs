//! What is said of volunteers, their minutes, points and certificates.

use entity::volunteers::{CertificateVerb, MinutesClaimVerb, RedemptionVerb, VolunteerVerb};

use super::Title;

/// What a volunteer reads.
pub fn for_volunteer(verb: VolunteerVerb) -> Option<Title> {
    Some(match verb {
        VolunteerVerb::Block => ("您的活动报名已暂停，请查看说明", "You cannot sign up for a while: see why"),
        VolunteerVerb::Unblock => ("您可以重新报名活动了", "You can sign up again"),
        VolunteerVerb::Train => ("您的培训已登记", "A training of yours was entered"),
        _ => return None,
    })
}

/// What staff read who decide about minutes that were added by hand.
pub const MINUTES_WAIT: Title = ("有补录的时长待审核", "Minutes added by hand wait for review");

/// What staff read who issue certificates.
pub const CERTIFICATE_WAITS: Title = ("有服务证明待出具", "A certificate of service was asked for");

/// What the partner's people read.
pub const REDEMPTION_WAITS: Title = ("有人兑换了您单位的奖品", "Somebody gave points for a reward of yours");

/// What the one reads who was given points.
pub const POINTS_GIVEN: Title = ("有人赠送了您积分", "Somebody gave you points");

/// What the one reads whose minutes were decided about.
pub fn for_claimed_minutes(verb: MinutesClaimVerb) -> Option<Title> {
    match verb {
        MinutesClaimVerb::Approve => Some(("您补录的时长已通过", "Your added minutes were approved")),
        MinutesClaimVerb::Reject => {
            Some(("您补录的时长未通过，请查看原因", "Your added minutes were refused: see why"))
        }
        MinutesClaimVerb::Submit | MinutesClaimVerb::Withdraw => None,
    }
}

/// What the one reads who asked for a certificate.
pub fn for_certified(verb: CertificateVerb) -> Option<Title> {
    match verb {
        CertificateVerb::Issue => Some(("您的服务证明已出具", "Your certificate was issued")),
        CertificateVerb::Decline => Some(("您的服务证明未能出具", "Your certificate was declined")),
        CertificateVerb::Revoke => Some(("您的服务证明已撤销", "Your certificate was revoked")),
        CertificateVerb::Request | CertificateVerb::Withdraw => None,
    }
}

/// What the one reads who gave points for a reward.
pub fn for_redeemer(verb: RedemptionVerb) -> Option<Title> {
    match verb {
        RedemptionVerb::HandOver => Some(("您兑换的奖品已领取", "Your reward was handed over")),
        RedemptionVerb::Cancel => {
            Some(("您的兑换已取消，积分已退回", "Your redemption was cancelled: points are back"))
        }
        RedemptionVerb::Place => None,
    }
}
