//! What WeChat says on bad days.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use super::Endpoint;

/// One answer out of the ordinary.
#[derive(Clone, Debug)]
pub enum Turn {
    /// An error code, with HTTP 200.
    Code(i64),
    /// The same as a string, as some calls write it.
    TextCode(i64),
    /// The ordinary answer, late.
    Late(Duration),
    /// An HTTP status, with a page for people.
    Status(u16),
    /// The connection is closed without an answer.
    Reset,
    /// All is done as usual, and then the connection is closed without an answer.
    Lost,
    /// This body, with HTTP 200.
    Body(String),
    /// The ordinary answer.
    Usual,
}

/// What is to be said, by call.
#[derive(Default)]
pub struct Script {
    next: HashMap<Endpoint, VecDeque<Turn>>,
    always: HashMap<Endpoint, Turn>,
}

impl Script {
    pub(super) fn next(&mut self, endpoint: Endpoint, turn: Turn) {
        self.next.entry(endpoint).or_default().push_back(turn);
    }

    pub(super) fn always(&mut self, endpoint: Endpoint, turn: Turn) {
        self.always.insert(endpoint, turn);
    }

    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    pub(super) fn turn(&mut self, endpoint: Endpoint) -> Turn {
        let next = self.next.get_mut(&endpoint).and_then(VecDeque::pop_front);
        next.or_else(|| self.always.get(&endpoint).cloned()).unwrap_or(Turn::Usual)
    }
}
