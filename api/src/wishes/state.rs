//! The life of a wish (domain.md section 3). These rows are the only transition
//! rules: the service obeys them, responses offer them, docs/state-machines.md prints them.

use chrono::{DateTime, Duration, Utc};
use entity::moderation::Screening;
use entity::wishes::WishStatus::{
    Claimed, Confirmed, Fulfilled, Merged, Open, Rejected, Returned, Submitted, Unmet, Withdrawn,
};
use entity::wishes::{Level, WishStatus, WishVerb, wish};

use crate::error::{Code, Result};
use crate::kernel::state::{self, Move, To};

/// What somebody is to one wish.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Whose wish it is.
    Author,
    /// Speaks for an author without an account: who called the hotline, who walked in.
    Proxy,
    /// Who decides at its level: the grid leader, above that the staff; never the author.
    Reviewer,
    /// Leads the grid in which it lies.
    Leader,
    /// Works for its community.
    Staff,
    /// Lives in its community, and it is somebody else's.
    Neighbour,
    /// May claim it: a volunteer, for a team, for a partner, staff; never the author.
    Candidate,
    /// Was assigned to it and has not answered yet.
    Assignee,
    /// Holds the live claim.
    Helper,
    /// The clock, and what follows from the move of something else.
    Clock,
}

use Standing::{Assignee, Author, Candidate, Clock, Helper, Leader, Neighbour, Proxy, Reviewer, Staff};

/// A row of the table.
pub type WishMove = Move<WishStatus, WishVerb, Standing>;

/// The table.
#[rustfmt::skip]
pub const MOVES: &[WishMove] = &[
    Move { from: &[Submitted],                 verb: WishVerb::Approve,     by: &[Reviewer],             to: To::State(Open) },
    Move { from: &[Submitted],                 verb: WishVerb::Return,      by: &[Reviewer],             to: To::State(Returned) },
    Move { from: &[Submitted],                 verb: WishVerb::Reject,      by: &[Reviewer],             to: To::State(Rejected) },
    Move { from: &[Returned],                  verb: WishVerb::Resubmit,    by: &[Author, Proxy],        to: To::State(Submitted) },
    Move { from: &[Rejected],                  verb: WishVerb::Appeal,      by: &[Author, Proxy],        to: To::State(Submitted) },
    Move { from: &[Submitted, Returned, Open], verb: WishVerb::Withdraw,    by: &[Author, Proxy],        to: To::State(Withdrawn) },
    Move { from: &[Open, Claimed],             verb: WishVerb::Support,     by: &[Neighbour],            to: To::Same },
    Move { from: &[Open],                      verb: WishVerb::Claim,       by: &[Candidate],            to: To::State(Claimed) },
    Move { from: &[Open],                      verb: WishVerb::Assign,      by: &[Leader, Staff],        to: To::State(Claimed) },
    Move { from: &[Claimed],                   verb: WishVerb::Accept,      by: &[Assignee],             to: To::Same },
    Move { from: &[Claimed],                   verb: WishVerb::Decline,     by: &[Assignee],             to: To::State(Open) },
    Move { from: &[Claimed],                   verb: WishVerb::Release,     by: &[Helper],               to: To::State(Open) },
    Move { from: &[Claimed],                   verb: WishVerb::Revoke,      by: &[Leader, Staff],        to: To::State(Open) },
    Move { from: &[Claimed],                   verb: WishVerb::Expire,      by: &[Clock],                to: To::State(Open) },
    Move { from: &[Claimed],                   verb: WishVerb::Progress,    by: &[Helper],               to: To::Same },
    Move { from: &[Claimed],                   verb: WishVerb::Fulfil,      by: &[Helper, Clock],        to: To::State(Fulfilled) },
    Move { from: &[Fulfilled],                 verb: WishVerb::Confirm,     by: &[Author, Proxy],        to: To::State(Confirmed) },
    Move { from: &[Fulfilled],                 verb: WishVerb::Dispute,     by: &[Author, Proxy],        to: To::State(Claimed) },
    Move { from: &[Fulfilled],                 verb: WishVerb::AutoConfirm, by: &[Clock],                to: To::State(Confirmed) },
    Move { from: &[Open, Claimed],             verb: WishVerb::Escalate,    by: &[Leader, Staff, Clock], to: To::Same },
    Move { from: &[Open, Claimed],             verb: WishVerb::Close,       by: &[Staff],                to: To::State(Unmet) },
    Move { from: &[Open, Claimed],             verb: WishVerb::Extend,      by: &[Leader, Staff, Helper], to: To::Same },
    Move { from: &[Confirmed],                 verb: WishVerb::Reopen,      by: &[Author, Proxy],        to: To::State(Open) },
    Move { from: &[Open],                      verb: WishVerb::Merge,       by: &[Leader, Staff],        to: To::State(Merged) },
    Move { from: &[Merged],                    verb: WishVerb::Unmerge,     by: &[Leader, Staff],        to: To::State(Open) },
    Move { from: &[Open, Claimed],             verb: WishVerb::PlanAction,  by: &[Clock],                to: To::Same },
    Move { from: &[Open, Claimed],             verb: WishVerb::EndAction,   by: &[Clock],                to: To::Same },
    Move { from: &[Open, Claimed],             verb: WishVerb::DropAction,  by: &[Clock],                to: To::Same },
];

/// States in which a wish stands on the public wall.
pub const PUBLIC: &[WishStatus] = &[Open, Claimed, Fulfilled, Confirmed, Unmet];

/// Whether everybody may see a wish: its state, and that content safety has nothing against it.
pub fn is_public(wish: &wish::Model) -> bool {
    PUBLIC.contains(&wish.status) && wish.screening == Screening::Passed
}

/// States from which nothing but an appeal, a reopening or an undoing leads on.
pub const ENDED: &[WishStatus] = &[Rejected, Withdrawn, Confirmed, Unmet, Merged];

/// Days within which a confirmed wish can be reopened.
pub const REOPEN_DAYS: i64 = 30;

/// Days after which a fulfilled wish is confirmed by itself.
pub const AUTO_CONFIRM_DAYS: i64 = 7;

/// The state that `verb` leads to, for somebody with these standings.
///
/// # Errors
/// `own_matter`, `forbidden`, `illegal_transition`, or what `condition` says.
pub fn next(wish: &wish::Model, verb: WishVerb, standings: &[Standing], now: DateTime<Utc>) -> Result<WishStatus> {
    let others_only = [WishVerb::Approve, WishVerb::Return, WishVerb::Reject, WishVerb::Claim, WishVerb::Support];
    if standings.contains(&Author) && others_only.contains(&verb) {
        return Err(Code::OwnMatter.into());
    }
    let to = state::next(MOVES, wish.status, verb, standings)?;
    condition(wish, verb, now)?;
    Ok(to)
}

/// What this caller may do now, as responses offer it.
pub fn allowed(wish: &wish::Model, standings: &[Standing], now: DateTime<Utc>) -> Vec<WishVerb> {
    let verbs = state::allowed(MOVES, wish.status, standings).into_iter();
    verbs.filter(|verb| condition(wish, *verb, now).is_ok()).collect()
}

/// Conditions beside status and standing: what may happen once, or within a time.
fn condition(wish: &wish::Model, verb: WishVerb, now: DateTime<Utc>) -> Result<()> {
    match verb {
        WishVerb::Appeal if wish.appealed => Err(Code::AlreadyAppealed.into()),
        WishVerb::Escalate if wish.level == Level::Subdistrict => Err(Code::TopLevel.into()),
        WishVerb::Reopen if wish.reopened => Err(Code::AlreadyReopened.into()),
        WishVerb::Reopen if wish.closed_at.is_none_or(|at| now > at + Duration::days(REOPEN_DAYS)) => {
            Err(Code::ReopenTooLate.error().with("days", REOPEN_DAYS))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_but_the_final_ones_can_be_left() {
        for status in WishStatus::ALL {
            let left = MOVES.iter().any(|row| row.from.contains(status) && matches!(row.to, To::State(_)));
            assert_eq!(left, ![Withdrawn, Unmet].contains(status), "{status}");
        }
    }

    #[test]
    fn every_verb_but_submitting_has_a_row() {
        for verb in WishVerb::ALL.iter().filter(|verb| **verb != WishVerb::Submit) {
            assert!(MOVES.iter().any(|row| row.verb == *verb), "{verb}");
        }
    }
}
