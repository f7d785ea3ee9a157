//! The life of one message, and when it is tried again.

use chrono::Duration;
use entity::wechat::MessageStatus::{self, Dropped, Failed, NobodyThere, NotWanted, Sending, Sent, Uncertain, Waiting};
use entity::wechat::MessageVerb;

use crate::error::Result;
use crate::kernel::state::{self, Move, To};

/// What somebody is to a message: only the worker moves it, and WeChat tells it more afterwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The worker that sends.
    Worker,
    /// WeChat, by the callback.
    Wechat,
}

use Standing::{Wechat, Worker};

/// The table.
#[rustfmt::skip]
pub const MOVES: &[Move<MessageStatus, MessageVerb, Standing>] = &[
    Move { from: &[Waiting],                     verb: MessageVerb::Take,        by: &[Worker], to: To::State(Sending) },
    Move { from: &[Sending],                     verb: MessageVerb::Succeed,     by: &[Worker], to: To::State(Sent) },
    Move { from: &[Sending],                     verb: MessageVerb::TryAgain,    by: &[Worker], to: To::State(Waiting) },
    Move { from: &[Waiting, Sending],            verb: MessageVerb::Decline,     by: &[Worker], to: To::State(NotWanted) },
    Move { from: &[Waiting, Sending],            verb: MessageVerb::Miss,        by: &[Worker], to: To::State(NobodyThere) },
    Move { from: &[Waiting],                     verb: MessageVerb::Drop,        by: &[Worker], to: To::State(Dropped) },
    Move { from: &[Waiting, Sending],            verb: MessageVerb::GiveUp,      by: &[Worker], to: To::State(Failed) },
    Move { from: &[Sending],                     verb: MessageVerb::LoseTrack,   by: &[Worker], to: To::State(Uncertain) },
    Move { from: &[Waiting, Sending, Uncertain], verb: MessageVerb::LearnSent,   by: &[Wechat], to: To::State(Sent) },
    Move { from: &[Sent, Uncertain],             verb: MessageVerb::LearnFailed, by: &[Wechat], to: To::State(Failed) },
];

/// The state that `verb` leads to.
///
/// # Errors
/// `forbidden`, `illegal_transition`.
pub fn next(status: MessageStatus, verb: MessageVerb, by: Standing) -> Result<MessageStatus> {
    state::next(MOVES, status, verb, &[by])
}

/// A message that has not been taken so long after it was written is given up: it is no news any more. A
/// digest waits for a day before its first try.
pub const TOO_OLD: Duration = Duration::hours(48);

/// 10 s, 20 s, 40 s … at most an hour. After a lost answer a minute at least: meanwhile WeChat may tell by
/// the callback that it has sent the message.
pub fn pause(attempts: i32, silent: bool) -> Duration {
    let doublings = u32::try_from(attempts.clamp(1, 12) - 1).unwrap_or(0);
    let pause = Duration::seconds(10 * 2_i64.pow(doublings)).min(Duration::hours(1));
    if silent { pause.max(Duration::minutes(1)) } else { pause }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_an_hour_and_a_lost_answer_waits_a_minute() {
        assert_eq!([1, 2, 3, 10, 99].map(|tries| pause(tries, false).num_seconds()), [10, 20, 40, 3_600, 3_600]);
        assert_eq!([1, 3, 4].map(|tries| pause(tries, true).num_seconds()), [60, 60, 80]);
    }
}
