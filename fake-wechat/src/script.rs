//! What WeChat says on bad days.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use serde::Deserialize;

use crate::call::{Call, Endpoint};

/// One answer out of the ordinary.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Turn {
    /// An error code, with HTTP 200.
    Code(i64),
    /// The same as a string, as some calls write it.
    TextCode(i64),
    /// The ordinary answer, late; in the control's JSON, in milliseconds.
    #[serde(deserialize_with = "milliseconds")]
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

fn milliseconds<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
    u64::deserialize(deserializer).map(Duration::from_millis)
}

/// What is to be said: next, whenever something is mentioned, or always, in this order.
#[derive(Default)]
pub struct Script {
    next: HashMap<Endpoint, VecDeque<Turn>>,
    mentioned: Vec<(Endpoint, String, Turn)>,
    always: HashMap<Endpoint, Turn>,
}

impl Script {
    /// What the next call is answered with, before what is said here later.
    pub fn next(&mut self, endpoint: Endpoint, turn: Turn) {
        self.next.entry(endpoint).or_default().push_back(turn);
    }

    /// What every call is answered with in which `needle` stands: an openid, a template, a word.
    pub fn whenever(&mut self, endpoint: Endpoint, needle: String, turn: Turn) {
        self.mentioned.push((endpoint, needle, turn));
    }

    /// What every call is answered with.
    pub fn always(&mut self, endpoint: Endpoint, turn: Turn) {
        self.always.insert(endpoint, turn);
    }

    /// Back to ordinary days.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    pub(crate) fn turn(&mut self, endpoint: Endpoint, call: &Call) -> Turn {
        if let Some(turn) = self.next.get_mut(&endpoint).and_then(VecDeque::pop_front) {
            return turn;
        }
        let mut mentioned = self.mentioned.iter();
        let mentioned = mentioned.find(|(of, needle, _)| *of == endpoint && call.mentions(needle));
        mentioned.map(|(_, _, turn)| turn).or_else(|| self.always.get(&endpoint)).cloned().unwrap_or(Turn::Usual)
    }
}
