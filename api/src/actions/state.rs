//! The lives of an action and of a sign-up (domain.md section 5). These rows are the only
//! transition rules: the services obey them, responses offer them, docs/state-machines.md prints them.

use entity::actions::ActionStatus::{self, Cancelled, Draft, Finished, Published, Running};
use entity::actions::{ActionVerb, SignupStatus, SignupVerb, action, signup};
use entity::moderation::Screening;

use crate::error::{Code, Result};
use crate::kernel::state::{self, Move, To};

/// What somebody is to one action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Leads it, leads the grid or team that holds it, or speaks for the partner unit that does.
    Leader,
    /// Works for its community.
    Staff,
    /// The clock.
    Clock,
}

/// What somebody is to one sign-up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignupStanding {
    /// Whose sign-up it is.
    Volunteer,
    /// As [`Standing::Leader`] of the action.
    Leader,
    /// Works for the community.
    Staff,
    /// The clock, and what follows from the move of something else.
    Clock,
}

/// A row of the table of actions.
pub type ActionMove = Move<ActionStatus, ActionVerb, Standing>;

/// A row of the table of sign-ups.
pub type SignupMove = Move<SignupStatus, SignupVerb, SignupStanding>;

/// The table of actions.
#[rustfmt::skip]
pub const MOVES: &[ActionMove] = &[
    Move { from: &[Draft, Published],            verb: ActionVerb::Update,         by: &[Standing::Leader, Standing::Staff], to: To::Same },
    Move { from: &[Draft],                       verb: ActionVerb::Publish,        by: &[Standing::Leader, Standing::Staff], to: To::State(Published) },
    Move { from: &[Published, Running],          verb: ActionVerb::ChangeCapacity, by: &[Standing::Leader, Standing::Staff], to: To::Same },
    Move { from: &[Published, Running],          verb: ActionVerb::CancelShift,    by: &[Standing::Leader, Standing::Staff], to: To::Same },
    Move { from: &[Published],                   verb: ActionVerb::Begin,          by: &[Standing::Clock],                   to: To::State(Running) },
    Move { from: &[Running],                     verb: ActionVerb::Finish,         by: &[Standing::Clock],                   to: To::State(Finished) },
    Move { from: &[Draft, Published, Running],   verb: ActionVerb::Cancel,         by: &[Standing::Leader, Standing::Staff], to: To::State(Cancelled) },
];

use SignupStatus::{Attended, Attending, Cancelled as Gone, Confirmed, Credited, NoShow, Offered, Waitlisted};

/// The table of sign-ups.
#[rustfmt::skip]
pub const SIGNUP_MOVES: &[SignupMove] = &[
    Move { from: &[Waitlisted],                             verb: SignupVerb::Offer,      by: &[SignupStanding::Clock],                                                          to: To::State(Offered) },
    Move { from: &[Offered],                                verb: SignupVerb::Accept,     by: &[SignupStanding::Volunteer],                                                      to: To::State(Confirmed) },
    Move { from: &[Offered],                                verb: SignupVerb::Decline,    by: &[SignupStanding::Volunteer],                                                      to: To::State(Gone) },
    Move { from: &[Offered],                                verb: SignupVerb::Lapse,      by: &[SignupStanding::Clock],                                                          to: To::State(Waitlisted) },
    Move { from: &[Offered, Waitlisted],                    verb: SignupVerb::Drop,       by: &[SignupStanding::Clock],                                                          to: To::State(Gone) },
    Move { from: &[Confirmed, Waitlisted, Offered],         verb: SignupVerb::Cancel,     by: &[SignupStanding::Volunteer, SignupStanding::Leader, SignupStanding::Staff],       to: To::State(Gone) },
    Move { from: &[Confirmed, Waitlisted, Offered, Attending], verb: SignupVerb::CallOff, by: &[SignupStanding::Clock],                                                          to: To::State(Gone) },
    Move { from: &[Confirmed],                              verb: SignupVerb::CheckIn,    by: &[SignupStanding::Volunteer, SignupStanding::Leader, SignupStanding::Staff],       to: To::State(Attending) },
    Move { from: &[Attending],                              verb: SignupVerb::CheckOut,   by: &[SignupStanding::Volunteer, SignupStanding::Leader, SignupStanding::Staff],       to: To::State(Attended) },
    Move { from: &[Attending],                              verb: SignupVerb::Close,      by: &[SignupStanding::Clock],                                                          to: To::State(Attended) },
    Move { from: &[Confirmed],                              verb: SignupVerb::MarkNoShow, by: &[SignupStanding::Leader, SignupStanding::Staff, SignupStanding::Clock],           to: To::State(NoShow) },
    Move { from: &[NoShow],                                 verb: SignupVerb::Appeal,     by: &[SignupStanding::Volunteer],                                                      to: To::Same },
    Move { from: &[NoShow],                                 verb: SignupVerb::Uphold,     by: &[SignupStanding::Leader, SignupStanding::Staff],                                  to: To::State(Attended) },
    Move { from: &[NoShow],                                 verb: SignupVerb::Dismiss,    by: &[SignupStanding::Leader, SignupStanding::Staff],                                  to: To::Same },
    Move { from: &[Attended],                               verb: SignupVerb::Approve,    by: &[SignupStanding::Leader, SignupStanding::Staff],                                  to: To::State(Credited) },
];

/// States of an action that everybody may see; a cancelled draft was never published.
pub const ENDED: &[ActionStatus] = &[Finished, Cancelled];

/// States of a sign-up from which nothing leads on.
pub const SIGNUP_ENDED: &[SignupStatus] = &[Gone, Credited];

/// States in which a sign-up stands in the way of another one at the same time.
pub const BUSY: &[SignupStatus] = &[Confirmed, Waitlisted, Offered, Attending, Attended, Credited];

/// Whether a sign-up in this state holds a place of its role; an offered place is held, too.
pub fn holds(status: SignupStatus) -> bool {
    !matches!(status, Waitlisted | Gone)
}

/// Whether a sign-up in this state waits for a place.
pub fn waits(status: SignupStatus) -> bool {
    status == Waitlisted
}

/// Whether others than those who lead it see it, as far as it is theirs to see.
pub fn is_shown(one: &action::Model) -> bool {
    one.published_at.is_some() && one.screening == Screening::Passed
}

/// What this caller may do with an action now, as responses offer it. What has not passed review is published by
/// staff, who read it with that.
pub fn allowed(one: &action::Model, standings: &[Standing]) -> Vec<ActionVerb> {
    let mut verbs = state::allowed(MOVES, one.status, standings);
    if one.screening != Screening::Passed && !standings.contains(&Standing::Staff) {
        verbs.retain(|verb| *verb != ActionVerb::Publish);
    }
    verbs
}

/// The state that `verb` leads an action to.
///
/// # Errors
/// `forbidden`, `illegal_transition`.
pub fn next(one: &action::Model, verb: ActionVerb, standings: &[Standing]) -> Result<ActionStatus> {
    state::next(MOVES, one.status, verb, standings)
}

/// The state that `verb` leads a sign-up to.
///
/// # Errors
/// `own_matter` for whoever would decide about the own attendance, `forbidden`,
/// `illegal_transition`, `already_decided` for a second appeal.
pub fn signup_next(one: &signup::Model, verb: SignupVerb, standings: &[SignupStanding]) -> Result<SignupStatus> {
    let others_only = matches!(verb, SignupVerb::Approve | SignupVerb::Uphold | SignupVerb::Dismiss);
    if others_only && standings.contains(&SignupStanding::Volunteer) {
        return Err(Code::OwnMatter.into());
    }
    let to = state::next(SIGNUP_MOVES, one.status, verb, standings)?;
    match verb {
        SignupVerb::Appeal if one.appealed_at.is_some() => Err(Code::AlreadyAppealedNoShow.into()),
        SignupVerb::Uphold | SignupVerb::Dismiss if one.appealed_at.is_none() => Err(Code::IllegalTransition.into()),
        SignupVerb::Uphold | SignupVerb::Dismiss if one.appeal_decided_at.is_some() => Err(Code::AlreadyDecided.into()),
        _ => Ok(to),
    }
}

/// What this caller may do with a sign-up now.
pub fn signup_allowed(one: &signup::Model, standings: &[SignupStanding]) -> Vec<SignupVerb> {
    let verbs = state::allowed(SIGNUP_MOVES, one.status, standings).into_iter();
    verbs.filter(|verb| signup_next(one, *verb, standings).is_ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_but_the_final_ones_can_be_left() {
        for status in ActionStatus::ALL {
            let left = MOVES.iter().any(|row| row.from.contains(status) && matches!(row.to, To::State(_)));
            assert_eq!(left, !ENDED.contains(status), "{status}");
        }
        for status in SignupStatus::ALL {
            let left = SIGNUP_MOVES.iter().any(|row| row.from.contains(status) && matches!(row.to, To::State(_)));
            assert_eq!(left, !SIGNUP_ENDED.contains(status), "{status}");
        }
    }

    #[test]
    fn every_state_but_the_first_ones_can_be_reached() {
        for status in ActionStatus::ALL.iter().filter(|status| **status != Draft) {
            assert!(MOVES.iter().any(|row| row.to == To::State(*status)), "{status}");
        }
        for status in SignupStatus::ALL {
            assert!(SIGNUP_MOVES.iter().any(|row| row.to == To::State(*status)), "{status}");
        }
    }

    #[test]
    fn every_verb_but_the_first_ones_has_one_row() {
        for verb in ActionVerb::ALL.iter().filter(|verb| **verb != ActionVerb::Create) {
            assert_eq!(MOVES.iter().filter(|row| row.verb == *verb).count(), 1, "{verb}");
        }
        let first = [SignupVerb::SignUp, SignupVerb::Override];
        for verb in SignupVerb::ALL.iter().filter(|verb| !first.contains(verb)) {
            assert_eq!(SIGNUP_MOVES.iter().filter(|row| row.verb == *verb).count(), 1, "{verb}");
        }
    }

    #[test]
    fn whoever_holds_a_place_does_not_wait() {
        for status in SignupStatus::ALL {
            assert_eq!((holds(*status), waits(*status)) == (false, false), *status == Gone, "{status}");
        }
    }
}
