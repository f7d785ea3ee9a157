//! The life of a review: who may do what, when.

use entity::moderation::ReviewStatus::{Checking, Passed, Refused, Waiting};
use entity::moderation::{ReviewStatus, ReviewVerb, Screening, content_review};

use crate::auth::Actor;
use crate::error::Result;
use crate::kernel::state::{self, Move, To};

/// What somebody is to a review.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The list of words, and WeChat.
    Check,
    /// Wrote or uploaded it.
    Author,
    /// Works for the community and did not write it; who refused it does not decide the appeal.
    Reviewer,
    /// Sees it.
    Neighbour,
}

use Standing::{Author, Check, Neighbour, Reviewer};

/// The table.
#[rustfmt::skip]
pub const MOVES: &[Move<ReviewStatus, ReviewVerb, Standing>] = &[
    Move { from: &[Checking],                   verb: ReviewVerb::Pass,   by: &[Check],     to: To::State(Passed) },
    Move { from: &[Checking],                   verb: ReviewVerb::Hold,   by: &[Check],     to: To::State(Waiting) },
    Move { from: &[Waiting],                    verb: ReviewVerb::Pass,   by: &[Reviewer],  to: To::State(Passed) },
    Move { from: &[Waiting],                    verb: ReviewVerb::Refuse, by: &[Reviewer],  to: To::State(Refused) },
    Move { from: &[Refused],                    verb: ReviewVerb::Appeal, by: &[Author],    to: To::State(Waiting) },
    Move { from: &[Checking, Passed],           verb: ReviewVerb::Report, by: &[Neighbour], to: To::State(Waiting) },
    Move { from: &[Waiting],                    verb: ReviewVerb::Report, by: &[Neighbour], to: To::Same },
    Move { from: &[Checking, Waiting, Passed, Refused], verb: ReviewVerb::Submit, by: &[Author],    to: To::State(Checking) },
];

/// The state that `verb` leads to.
///
/// # Errors
/// `forbidden`, `illegal_transition`.
pub fn next(status: ReviewStatus, verb: ReviewVerb, standings: &[Standing]) -> Result<ReviewStatus> {
    state::next(MOVES, status, verb, standings)
}

/// What somebody with these standings may do now; written again is in its own room, reported at its place.
pub fn allowed(row: &content_review::Model, standings: &[Standing]) -> Vec<ReviewVerb> {
    let mut verbs = state::allowed(MOVES, row.status, standings);
    verbs.retain(|verb| match verb {
        ReviewVerb::Submit | ReviewVerb::Report => false,
        ReviewVerb::Appeal => row.appealed_at.is_none(),
        _ => true,
    });
    verbs
}

/// What somebody is to a review.
pub fn standings(actor: &Actor, row: &content_review::Model) -> Vec<Standing> {
    let account = actor.account_id();
    let author = account.is_some() && row.author_account_id == account;
    let refused = row.appealed_at.is_some() && row.decided_by.is_some() && row.decided_by == account;
    let reviewer = actor.is_staff_of(row.community_id) && !author && !refused;
    let held = [(author, Author), (reviewer, Reviewer)];
    held.into_iter().filter_map(|(is, standing)| is.then_some(standing)).collect()
}

/// What a review says about whether others see the thing.
pub fn screening(row: &content_review::Model) -> Screening {
    match row.status {
        ReviewStatus::Checking if row.withheld => Screening::Checking,
        ReviewStatus::Waiting if row.withheld => Screening::Held,
        ReviewStatus::Checking | ReviewStatus::Waiting | ReviewStatus::Passed => Screening::Passed,
        ReviewStatus::Refused => Screening::Refused,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Code;

    #[test]
    fn what_others_do_not_see_waits_for_a_check_or_a_person_or_can_be_appealed_against() {
        for status in [Checking, Waiting, Refused] {
            let left = MOVES.iter().any(|row| row.from.contains(&status) && matches!(row.to, To::State(_)));
            assert!(left, "{status}");
        }
        assert_eq!(state::allowed(MOVES, Refused, &[Author]), [ReviewVerb::Appeal, ReviewVerb::Submit]);
    }

    #[test]
    fn only_a_person_refuses_and_never_the_author() {
        let refusing = MOVES.iter().filter(|row| row.verb == ReviewVerb::Refuse);
        assert!(refusing.flat_map(|row| row.by).all(|by| *by == Reviewer));
        assert_eq!(next(Checking, ReviewVerb::Refuse, &[Check]).map_err(|error| error.code()), Err(Code::Forbidden));
    }
}
