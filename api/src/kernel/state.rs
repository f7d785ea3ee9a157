//! Transition tables: the only place where the moves of a thing with a life are
//! written. A table drives the service, `allowedActions` and the printed diagrams.

use std::fmt::Display;

use crate::error::{Code, Result};

/// Where a move leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum To<S> {
    /// To this state.
    State(S),
    /// Nowhere: something happens, the state stays.
    Same,
}

/// One row: from these states, by these people, this verb leads there.
#[derive(Clone, Copy, Debug)]
pub struct Move<S: 'static, V: 'static, W: 'static> {
    /// The states in which it can happen.
    pub from: &'static [S],
    /// What is done.
    pub verb: V,
    /// Who may do it: what they must be to this very thing.
    pub by: &'static [W],
    /// Where it leads.
    pub to: To<S>,
}

impl<S: Copy + PartialEq, V: Copy + PartialEq, W: Copy + PartialEq> Move<S, V, W> {
    fn starts(&self, status: S, verb: V) -> bool {
        self.verb == verb && self.from.contains(&status)
    }

    fn open_to(&self, standings: &[W]) -> bool {
        self.by.iter().any(|standing| standings.contains(standing))
    }

    fn leads(&self, status: S) -> S {
        match self.to {
            To::State(state) => state,
            To::Same => status,
        }
    }
}

/// The state that `verb` leads to.
///
/// # Errors
/// `forbidden` when none of the rows of this verb is for these standings,
/// `illegal_transition` when they may do it, but not from this status.
pub fn next<S, V, W>(moves: &[Move<S, V, W>], status: S, verb: V, standings: &[W]) -> Result<S>
where
    S: Copy + PartialEq,
    V: Copy + PartialEq,
    W: Copy + PartialEq,
{
    let mine = |row: &&Move<S, V, W>| row.verb == verb && row.open_to(standings);
    if !moves.iter().any(|row| mine(&row)) {
        return Err(Code::Forbidden.into());
    }
    let row = moves.iter().filter(mine).find(|row| row.starts(status, verb));
    row.map(|row| row.leads(status)).ok_or_else(|| Code::IllegalTransition.into())
}

/// What these standings may do from this status, in the order of the table, each verb once.
pub fn allowed<S, V, W>(moves: &[Move<S, V, W>], status: S, standings: &[W]) -> Vec<V>
where
    S: Copy + PartialEq,
    V: Copy + PartialEq,
    W: Copy + PartialEq,
{
    let open = moves.iter().filter(|row| row.from.contains(&status) && row.open_to(standings));
    open.fold(Vec::new(), |mut verbs, row| {
        if !verbs.contains(&row.verb) {
            verbs.push(row.verb);
        }
        verbs
    })
}

/// The table as a Mermaid state diagram.
pub fn mermaid<S, V, W>(moves: &[Move<S, V, W>]) -> String
where
    S: Copy + PartialEq + Display,
    V: Copy + PartialEq + Display,
    W: Copy + PartialEq,
{
    let mut lines = vec!["stateDiagram-v2".to_owned()];
    for row in moves {
        for &from in row.from {
            let line = format!("    {from} --> {}: {}", row.leads(from), row.verb);
            if !lines.contains(&line) {
                lines.push(line);
            }
        }
    }
    lines.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Copy, Debug, PartialEq)]
    enum Door {
        Open,
        Shut,
    }

    #[derive(Clone, Copy, Debug, PartialEq)]
    enum Who {
        Porter,
        Guest,
    }

    const MOVES: &[Move<Door, &str, Who>] = &[
        Move { from: &[Door::Shut], verb: "open", by: &[Who::Porter], to: To::State(Door::Open) },
        Move { from: &[Door::Open], verb: "shut", by: &[Who::Porter, Who::Guest], to: To::State(Door::Shut) },
        Move { from: &[Door::Open, Door::Shut], verb: "paint", by: &[Who::Porter], to: To::Same },
    ];

    #[test]
    fn a_listed_move_leads_on() {
        assert_eq!(next(MOVES, Door::Shut, "open", &[Who::Porter]).ok(), Some(Door::Open));
        assert_eq!(next(MOVES, Door::Shut, "paint", &[Who::Porter]).ok(), Some(Door::Shut));
    }

    #[test]
    fn who_may_never_is_told_so_and_who_may_later_learns_that_it_is_not_yet_time() {
        let code = |status, who| next(MOVES, status, "open", &[who]).map_err(|error| error.code());
        assert_eq!(code(Door::Shut, Who::Guest), Err(Code::Forbidden));
        assert_eq!(code(Door::Open, Who::Porter), Err(Code::IllegalTransition));
    }

    #[test]
    fn only_what_is_possible_now_is_offered() {
        assert_eq!(allowed(MOVES, Door::Open, &[Who::Guest]), ["shut"]);
        assert_eq!(allowed(MOVES, Door::Shut, &[Who::Guest]), Vec::<&str>::new());
    }
}
