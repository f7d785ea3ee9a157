//! The life of minutes that are added by hand: somebody else decides.

use entity::volunteers::MinutesClaimStatus::{Approved, Rejected, Submitted, Withdrawn};
use entity::volunteers::{MinutesClaimStatus, MinutesClaimVerb, minutes_claim, volunteer};

use crate::auth::Actor;
use crate::error::{Code, Result};
use crate::kernel::state::{self, Move, To};

/// What somebody is to such minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Whose minutes they are.
    Volunteer,
    /// Who added them.
    Asker,
    /// Works for the community, and has neither served nor added them.
    Decider,
}

use Standing::{Asker, Decider, Volunteer};

/// The table.
#[rustfmt::skip]
pub const MOVES: &[Move<MinutesClaimStatus, MinutesClaimVerb, Standing>] = &[
    Move { from: &[Submitted], verb: MinutesClaimVerb::Approve,  by: &[Decider],          to: To::State(Approved) },
    Move { from: &[Submitted], verb: MinutesClaimVerb::Reject,   by: &[Decider],          to: To::State(Rejected) },
    Move { from: &[Submitted], verb: MinutesClaimVerb::Withdraw, by: &[Asker, Volunteer], to: To::State(Withdrawn) },
];

/// What the actor is to these minutes; empty for somebody to whom they do not exist.
pub fn standings(actor: &Actor, claim: &minutes_claim::Model, whose: &volunteer::Model) -> Vec<Standing> {
    let Some(account) = actor.account_id() else { return Vec::new() };
    let (own, asked) = (account == whose.account_id, account == claim.asked_by);
    let decides = actor.is_staff_of(claim.community_id) && !own && !asked;
    let all = [(own, Volunteer), (asked, Asker), (decides, Decider)];
    all.into_iter().filter(|(is, _)| *is).map(|(_, standing)| standing).collect()
}

/// The state that `verb` leads to.
///
/// # Errors
/// `own_matter` for who has served or added them, `forbidden`, `illegal_transition`.
pub fn next(status: MinutesClaimStatus, verb: MinutesClaimVerb, standings: &[Standing]) -> Result<MinutesClaimStatus> {
    if verb != MinutesClaimVerb::Withdraw && (standings.contains(&Asker) || standings.contains(&Volunteer)) {
        return Err(Code::OwnMatter.into());
    }
    state::next(MOVES, status, verb, standings)
}

/// What these standings may do now.
pub fn allowed(status: MinutesClaimStatus, standings: &[Standing]) -> Vec<MinutesClaimVerb> {
    state::allowed(MOVES, status, standings)
}
