//! The life of a redemption: the partner hands over, or the points come back.

use entity::volunteers::RedemptionStatus::{Cancelled, HandedOver, Placed};
use entity::volunteers::{RedemptionStatus, RedemptionVerb, redemption};

use crate::auth::Actor;
use crate::error::{Code, Result};
use crate::kernel::state::{self, Move, To};

/// What somebody is to a redemption.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Who gave the points.
    Holder,
    /// Speaks for the partner, and it is somebody else's.
    Partner,
    /// Works for the community, and it is somebody else's.
    Staff,
}

use Standing::{Holder, Partner, Staff};

/// The table.
#[rustfmt::skip]
pub const MOVES: &[Move<RedemptionStatus, RedemptionVerb, Standing>] = &[
    Move { from: &[Placed], verb: RedemptionVerb::HandOver, by: &[Partner, Staff],         to: To::State(HandedOver) },
    Move { from: &[Placed], verb: RedemptionVerb::Cancel,   by: &[Holder, Partner, Staff], to: To::State(Cancelled) },
];

/// What the actor is to it; empty for somebody to whom it does not exist.
pub fn standings(actor: &Actor, row: &redemption::Model) -> Vec<Standing> {
    match actor.account_id() {
        Some(account) if account == row.account_id => vec![Holder],
        Some(_) => {
            let all =
                [(actor.partners().contains(&row.partner_id), Partner), (actor.is_staff_of(row.community_id), Staff)];
            all.into_iter().filter(|(is, _)| *is).map(|(_, standing)| standing).collect()
        }
        None => Vec::new(),
    }
}

/// The state that `verb` leads to.
///
/// # Errors
/// `own_matter` for who hands over to oneself, `forbidden`, `illegal_transition`.
pub fn next(status: RedemptionStatus, verb: RedemptionVerb, standings: &[Standing]) -> Result<RedemptionStatus> {
    if verb == RedemptionVerb::HandOver && standings.contains(&Holder) {
        return Err(Code::OwnMatter.into());
    }
    state::next(MOVES, status, verb, standings)
}

/// What these standings may do now.
pub fn allowed(status: RedemptionStatus, standings: &[Standing]) -> Vec<RedemptionVerb> {
    state::allowed(MOVES, status, standings)
}
