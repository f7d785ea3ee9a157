//! The transition tables of the volunteers' room.

use entity::volunteers::{
    CertificateStatus, CertificateVerb, MinutesClaimStatus, MinutesClaimVerb, RedemptionStatus, RedemptionVerb,
    VolunteerStatus, VolunteerVerb,
};

use super::Machine;

/// All of them.
pub fn machines() -> String {
    volunteers() + &minutes_claims() + &redemptions() + &certificates()
}

fn volunteers() -> String {
    use crate::volunteers::state::{MOVES, Standing};
    let meanings = VolunteerStatus::ALL.iter().map(|status| format!("`{status}` {}", status.meaning()));
    Machine {
        title: "志愿者 Volunteer",
        first: "active",
        states: meanings.collect::<Vec<_>>().join("、"),
        moves: MOVES,
        verb: VolunteerVerb::meaning,
        who: |standing| match standing {
            Standing::Oneself => "本人",
            Standing::Staff => "社区工作者",
        },
    }
    .print()
}

fn minutes_claims() -> String {
    use crate::volunteers::state::minutes_claim::{MOVES, Standing};
    let meanings = MinutesClaimStatus::ALL.iter().map(|status| format!("`{status}` {}", status.meaning()));
    Machine {
        title: "补录时长 Minutes added by hand",
        first: "submitted",
        states: meanings.collect::<Vec<_>>().join("、"),
        moves: MOVES,
        verb: MinutesClaimVerb::meaning,
        who: |standing| match standing {
            Standing::Volunteer => "志愿者本人",
            Standing::Asker => "录入者",
            Standing::Decider => "另一位社区工作者",
        },
    }
    .print()
}

fn redemptions() -> String {
    use crate::volunteers::state::redemption::{MOVES, Standing};
    let meanings = RedemptionStatus::ALL.iter().map(|status| format!("`{status}` {}", status.meaning()));
    Machine {
        title: "积分兑换 Redemption",
        first: "placed",
        states: meanings.collect::<Vec<_>>().join("、"),
        moves: MOVES,
        verb: RedemptionVerb::meaning,
        who: |standing| match standing {
            Standing::Holder => "兑换人",
            Standing::Partner => "共建单位成员",
            Standing::Staff => "社区工作者",
        },
    }
    .print()
}

fn certificates() -> String {
    use crate::volunteers::state::{Standing, certificate::MOVES};
    let meanings = CertificateStatus::ALL.iter().map(|status| format!("`{status}` {}", status.meaning()));
    Machine {
        title: "服务证明 Certificate",
        first: "requested",
        states: meanings.collect::<Vec<_>>().join("、"),
        moves: MOVES,
        verb: CertificateVerb::meaning,
        who: |standing| match standing {
            Standing::Oneself => "本人",
            Standing::Staff => "社区工作者",
        },
    }
    .print()
}
