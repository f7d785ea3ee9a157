//! The life of a volunteer (domain.md section 5). These rows are the only transition rules: the
//! service obeys them, responses offer them, docs/state-machines.md prints them.

pub mod certificate;
pub mod minutes_claim;
pub mod redemption;

use entity::volunteers::VolunteerStatus::{Active, Retired};
use entity::volunteers::{VolunteerStatus, VolunteerVerb};

use crate::auth::Actor;
use crate::error::{Code, Result};
use crate::kernel::state::{self, Move, To};

/// What somebody is to one volunteer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The volunteer.
    Oneself,
    /// Works for the community, and it is somebody else.
    Staff,
}

use Standing::{Oneself, Staff};

/// A row of the table.
pub type VolunteerMove = Move<VolunteerStatus, VolunteerVerb, Standing>;

/// The table.
#[rustfmt::skip]
pub const MOVES: &[VolunteerMove] = &[
    Move { from: &[Active],          verb: VolunteerVerb::Change,  by: &[Oneself], to: To::Same },
    Move { from: &[Active],          verb: VolunteerVerb::Retire,  by: &[Oneself], to: To::State(Retired) },
    Move { from: &[Retired],         verb: VolunteerVerb::Return,  by: &[Oneself], to: To::State(Active) },
    Move { from: &[Active],          verb: VolunteerVerb::Tag,     by: &[Staff],   to: To::Same },
    Move { from: &[Active],          verb: VolunteerVerb::Train,   by: &[Staff],   to: To::Same },
    Move { from: &[Active, Retired], verb: VolunteerVerb::Honour,  by: &[Staff],   to: To::Same },
    Move { from: &[Active, Retired], verb: VolunteerVerb::Block,   by: &[Staff],   to: To::Same },
    Move { from: &[Active, Retired], verb: VolunteerVerb::Unblock, by: &[Staff],   to: To::Same },
];

/// What the actor is to this volunteer; staff decide nothing about themselves.
pub fn standings(actor: &Actor, row: &entity::volunteers::volunteer::Model) -> Vec<Standing> {
    match actor.account_id() {
        Some(account) if account == row.account_id => vec![Oneself],
        Some(_) if actor.is_staff_of(row.community_id) => vec![Staff],
        _ => Vec::new(),
    }
}

/// The state that `verb` leads to.
///
/// # Errors
/// `own_matter` for staff who are the volunteer, `forbidden`, `illegal_transition`.
pub fn next(status: VolunteerStatus, verb: VolunteerVerb, standings: &[Standing]) -> Result<VolunteerStatus> {
    let of_staff = MOVES.iter().any(|row| row.verb == verb && row.by == [Staff]);
    if of_staff && standings.contains(&Oneself) {
        return Err(Code::OwnMatter.into());
    }
    state::next(MOVES, status, verb, standings)
}

/// What these standings may do now.
pub fn allowed(status: VolunteerStatus, standings: &[Standing]) -> Vec<VolunteerVerb> {
    state::allowed(MOVES, status, standings)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_verb_but_registering_has_a_row() {
        for verb in VolunteerVerb::ALL.iter().filter(|verb| **verb != VolunteerVerb::Register) {
            assert!(MOVES.iter().any(|row| row.verb == *verb), "{verb}");
        }
    }
}
