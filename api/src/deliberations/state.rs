//! The life of a deliberation (domain.md section 4). These rows are the only transition
//! rules: the service obeys them, responses offer them, docs/state-machines.md prints them.

use entity::deliberations::DeliberationStatus::{
    Annulled, Closed, Counted, Decided, Declined, Discussing, Evaluating, Executing, Lapsed, Proposed, Published,
    Scheduled, Seconded, Voting, Withdrawn,
};
use entity::deliberations::{DeliberationStatus, DeliberationVerb as Verb, Outcome, deliberation};
use entity::wishes::Level;

use crate::error::{Code, Result};
use crate::kernel::state::{self, Move, To};

/// What somebody is to one deliberation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Who proposed it.
    Author,
    /// A verified resident of its place.
    Resident,
    /// Sits in the self-governance group of its compound.
    Group,
    /// Leads a grid that it lies in.
    Leader,
    /// Works for its community.
    Staff,
    /// Belongs to the team that proposed it or carries it out.
    Team,
    /// Stands on its frozen roll.
    Voter,
    /// The clock, and what follows from the move of something else.
    Clock,
}

use Standing::{Author, Clock, Group, Leader, Resident, Staff, Team, Voter};

/// A row of the table.
pub type DeliberationMove = Move<DeliberationStatus, Verb, Standing>;

/// The table.
#[rustfmt::skip]
pub const MOVES: &[DeliberationMove] = &[
    Move { from: &[Proposed],                                  verb: Verb::Second,         by: &[Resident],                       to: To::Same },
    Move { from: &[Proposed],                                  verb: Verb::ReachThreshold, by: &[Clock],                          to: To::State(Seconded) },
    Move { from: &[Proposed, Scheduled],                       verb: Verb::Lapse,          by: &[Clock],                          to: To::State(Lapsed) },
    Move { from: &[Seconded],                                  verb: Verb::Accept,         by: &[Group, Leader, Staff],           to: To::State(Discussing) },
    Move { from: &[Seconded],                                  verb: Verb::Decline,        by: &[Group, Leader, Staff],           to: To::State(Declined) },
    Move { from: &[Discussing],                                verb: Verb::Comment,        by: &[Author, Resident, Group, Leader, Staff], to: To::Same },
    Move { from: &[Discussing],                                verb: Verb::Moderate,       by: &[Staff],                          to: To::Same },
    Move { from: &[Discussing],                                verb: Verb::Schedule,       by: &[Group, Staff],                   to: To::State(Scheduled) },
    Move { from: &[Scheduled],                                 verb: Verb::Open,           by: &[Clock],                          to: To::State(Voting) },
    Move { from: &[Voting],                                    verb: Verb::Cast,           by: &[Voter],                          to: To::Same },
    Move { from: &[Voting],                                    verb: Verb::Change,         by: &[Voter],                          to: To::Same },
    Move { from: &[Voting],                                    verb: Verb::ReadPaper,      by: &[Staff],                          to: To::Same },
    Move { from: &[Voting],                                    verb: Verb::Entrust,        by: &[Staff],                          to: To::Same },
    Move { from: &[Voting],                                    verb: Verb::EndProxy,       by: &[Staff],                          to: To::Same },
    Move { from: &[Voting],                                    verb: Verb::Deliver,        by: &[Staff],                          to: To::Same },
    Move { from: &[Voting],                                    verb: Verb::Remind,         by: &[Group, Staff],                   to: To::Same },
    Move { from: &[Voting],                                    verb: Verb::CorrectRoll,    by: &[Staff],                          to: To::Same },
    Move { from: &[Voting],                                    verb: Verb::Extend,         by: &[Staff],                          to: To::Same },
    Move { from: &[Voting],                                    verb: Verb::Close,          by: &[Clock],                          to: To::State(Counted) },
    Move { from: &[Counted],                                   verb: Verb::Publish,        by: &[Staff],                          to: To::State(Published) },
    Move { from: &[Published],                                 verb: Verb::Object,         by: &[Voter],                          to: To::Same },
    Move { from: &[Published],                                 verb: Verb::Uphold,         by: &[Staff],                          to: To::State(Annulled) },
    Move { from: &[Published],                                 verb: Verb::Dismiss,        by: &[Staff],                          to: To::Same },
    Move { from: &[Published],                                 verb: Verb::Decide,         by: &[Clock],                          to: To::State(Decided) },
    Move { from: &[Decided],                                   verb: Verb::Execute,        by: &[Staff, Team, Clock],             to: To::State(Executing) },
    Move { from: &[Executing],                                 verb: Verb::Complete,       by: &[Staff, Team, Clock],             to: To::State(Evaluating) },
    Move { from: &[Evaluating],                                verb: Verb::Evaluate,       by: &[Voter],                          to: To::Same },
    Move { from: &[Evaluating],                                verb: Verb::EndEvaluation,  by: &[Clock],                          to: To::State(Closed) },
    Move { from: &[Decided, Executing],                        verb: Verb::PlanAction,     by: &[Clock],                          to: To::Same },
    Move { from: &[Decided, Executing],                        verb: Verb::EndAction,      by: &[Clock],                          to: To::Same },
    Move { from: &[Decided, Executing],                        verb: Verb::DropAction,     by: &[Clock],                          to: To::Same },
    Move { from: &[Proposed, Seconded, Discussing],            verb: Verb::Escalate,       by: &[Staff],                          to: To::Same },
    Move { from: &[Proposed, Seconded, Discussing, Scheduled], verb: Verb::Withdraw,       by: &[Author],                         to: To::State(Withdrawn) },
];

/// States from which nothing leads on.
pub const ENDED: &[DeliberationStatus] = &[Lapsed, Declined, Annulled, Closed, Withdrawn];

/// States in which question, options, roll, rule and dates stand fast.
pub const FIXED: &[DeliberationStatus] =
    &[Scheduled, Voting, Counted, Published, Annulled, Decided, Executing, Evaluating, Closed];

/// States in which nobody has accepted it for the community yet.
pub const UNREAD: &[DeliberationStatus] = &[Proposed, Seconded, Declined, Lapsed, Withdrawn];

/// Days after which a proposal lapses unless it is seconded.
pub const LAPSE_DAYS: i64 = 30;

/// By how many a matter of this level must be seconded.
pub fn second_threshold(level: Level) -> i32 {
    match level {
        Level::Building => 3,
        Level::Compound => 10,
        Level::Community | Level::Subdistrict => 20,
    }
}

/// The state that `verb` leads to, for somebody with these standings.
///
/// # Errors
/// `own_matter`, `forbidden`, `illegal_transition`, or what `condition` says.
pub fn next(deliberation: &deliberation::Model, verb: Verb, standings: &[Standing]) -> Result<DeliberationStatus> {
    let others_only = [Verb::Second, Verb::Accept, Verb::Decline, Verb::Uphold, Verb::Dismiss];
    if standings.contains(&Author) && others_only.contains(&verb) {
        return Err(Code::OwnMatter.into());
    }
    let to = state::next(MOVES, deliberation.status, verb, standings)?;
    condition(deliberation, verb)?;
    Ok(to)
}

/// What this caller may do now, as responses offer it.
pub fn allowed(deliberation: &deliberation::Model, standings: &[Standing]) -> Vec<Verb> {
    let verbs = state::allowed(MOVES, deliberation.status, standings).into_iter();
    verbs.filter(|verb| next(deliberation, *verb, standings).is_ok()).collect()
}

/// Conditions beside status and standing: what may happen once, or by the rules of this vote.
fn condition(deliberation: &deliberation::Model, verb: Verb) -> Result<()> {
    let adopted = deliberation.outcome == Some(Outcome::Adopted);
    let may_extend = deliberation.extendable && !deliberation.extended;
    match verb {
        Verb::Escalate if deliberation.level >= Level::Community => Err(Code::TopLevel.into()),
        Verb::Extend if !may_extend => Err(Code::IllegalTransition.into()),
        Verb::Change if !deliberation.changeable => Err(Code::IllegalTransition.into()),
        Verb::Entrust if deliberation.proxy_limit < 1 => Err(Code::IllegalTransition.into()),
        Verb::Execute if !adopted => Err(Code::IllegalTransition.into()),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_but_the_final_ones_can_be_left() {
        for status in DeliberationStatus::ALL {
            let left = MOVES.iter().any(|row| row.from.contains(status) && matches!(row.to, To::State(_)));
            assert_eq!(left, !ENDED.contains(status), "{status}");
        }
    }

    #[test]
    fn every_state_but_the_first_can_be_reached() {
        for status in DeliberationStatus::ALL.iter().filter(|status| **status != Proposed) {
            assert!(MOVES.iter().any(|row| row.to == To::State(*status)), "{status}");
        }
    }

    #[test]
    fn every_verb_but_proposing_has_one_row() {
        for verb in Verb::ALL.iter().filter(|verb| **verb != Verb::Propose) {
            assert_eq!(MOVES.iter().filter(|row| row.verb == *verb).count(), 1, "{verb}");
        }
    }

    #[test]
    fn nothing_that_was_scheduled_can_be_put_differently() {
        for row in MOVES.iter().filter(|row| row.verb == Verb::Schedule || row.verb == Verb::Escalate) {
            assert!(row.from.iter().all(|from| !FIXED.contains(from)), "{}", row.verb);
        }
    }
}
