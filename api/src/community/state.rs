//! The life of a claim to a household (domain.md section 2): a grid leader decides it,
//! above the leader the staff, and nobody decides the own one.

use entity::community::ClaimStatus::{Approved, Rejected, Submitted, Withdrawn};
use entity::community::{ClaimStatus, ClaimVerb};

use crate::kernel::state::{Move, To};

/// What somebody is to one claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Whose claim it is.
    Claimant,
    /// Leads the grid of the dwelling, or works for its community; never the claimant.
    Decider,
}

/// The table.
#[rustfmt::skip]
pub const MOVES: &[Move<ClaimStatus, ClaimVerb, Standing>] = &[
    Move { from: &[Submitted], verb: ClaimVerb::Approve,  by: &[Standing::Decider],  to: To::State(Approved) },
    Move { from: &[Submitted], verb: ClaimVerb::Reject,   by: &[Standing::Decider],  to: To::State(Rejected) },
    Move { from: &[Submitted], verb: ClaimVerb::Withdraw, by: &[Standing::Claimant], to: To::State(Withdrawn) },
];
