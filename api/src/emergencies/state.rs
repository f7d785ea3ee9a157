//! The life of an emergency (domain.md section 5). These rows are the only transition rules: the services obey
//! them, responses offer them, docs/state-machines.md prints them.

use entity::emergencies::EmergencyStatus::{self, Closed, Open};
use entity::emergencies::{EmergencyVerb, emergency};

use crate::error::Result;
use crate::kernel::state::{self, Move, To};

/// What somebody is to one emergency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Administers its community.
    Admin,
    /// Works for its community.
    Staff,
    /// Leads one of its grids.
    Leader,
    /// A volunteer who was called up.
    Called,
    /// Lives in one of its grids.
    Resident,
}

/// A row of the table.
pub type EmergencyMove = Move<EmergencyStatus, EmergencyVerb, Standing>;

/// The table.
#[rustfmt::skip]
pub const MOVES: &[EmergencyMove] = &[
    Move { from: &[Open], verb: EmergencyVerb::CallUp, by: &[Standing::Staff, Standing::Leader], to: To::Same },
    Move { from: &[Open], verb: EmergencyVerb::Answer, by: &[Standing::Called],                  to: To::Same },
    Move { from: &[Open], verb: EmergencyVerb::Roster, by: &[Standing::Staff, Standing::Leader], to: To::Same },
    Move { from: &[Open], verb: EmergencyVerb::Assign, by: &[Standing::Staff, Standing::Leader], to: To::Same },
    Move { from: &[Open], verb: EmergencyVerb::Close,  by: &[Standing::Admin],                   to: To::State(Closed) },
];

/// States from which nothing leads on.
pub const ENDED: &[EmergencyStatus] = &[Closed];

/// What this caller may do now, as responses offer it.
pub fn allowed(one: &emergency::Model, standings: &[Standing]) -> Vec<EmergencyVerb> {
    state::allowed(MOVES, one.status, standings)
}

/// The state that `verb` leads to.
///
/// # Errors
/// `forbidden`, `illegal_transition`.
pub fn next(one: &emergency::Model, verb: EmergencyVerb, standings: &[Standing]) -> Result<EmergencyStatus> {
    state::next(MOVES, one.status, verb, standings)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_but_the_final_one_can_be_left() {
        for status in EmergencyStatus::ALL {
            let left = MOVES.iter().any(|row| row.from.contains(status) && matches!(row.to, To::State(_)));
            assert_eq!(left, !ENDED.contains(status), "{status}");
        }
    }

    #[test]
    fn every_verb_but_the_first_one_has_one_row() {
        for verb in EmergencyVerb::ALL.iter().filter(|verb| **verb != EmergencyVerb::Open) {
            assert_eq!(MOVES.iter().filter(|row| row.verb == *verb).count(), 1, "{verb}");
        }
    }
}
