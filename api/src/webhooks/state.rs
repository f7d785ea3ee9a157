//! The life of one message, and when it is tried again (Standard Webhooks: five seconds,
//! five minutes … ten hours).

use aws_lc_rs::rand;
use chrono::Duration;
use entity::webhooks::WebhookDeliveryStatus::{Delivered, Failed, Pending};
use entity::webhooks::{WebhookDeliveryStatus, WebhookDeliveryVerb};

use crate::error::Result;
use crate::kernel::state::{self, Move, To};

/// What somebody is to a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Administers the community.
    Admin,
    /// The worker that delivers.
    Worker,
}

use Standing::{Admin, Worker};

/// The table.
#[rustfmt::skip]
pub const MOVES: &[Move<WebhookDeliveryStatus, WebhookDeliveryVerb, Standing>] = &[
    Move { from: &[Pending],                    verb: WebhookDeliveryVerb::Succeed,  by: &[Worker], to: To::State(Delivered) },
    Move { from: &[Pending],                    verb: WebhookDeliveryVerb::TryAgain, by: &[Worker], to: To::Same },
    Move { from: &[Pending],                    verb: WebhookDeliveryVerb::GiveUp,   by: &[Worker], to: To::State(Failed) },
    Move { from: &[Delivered, Failed],          verb: WebhookDeliveryVerb::Retry,    by: &[Admin],  to: To::State(Pending) },
];

/// The state that `verb` leads to.
///
/// # Errors
/// `forbidden`, `illegal_transition`.
pub fn next(status: WebhookDeliveryStatus, verb: WebhookDeliveryVerb, by: Standing) -> Result<WebhookDeliveryStatus> {
    state::next(MOVES, status, verb, &[by])
}

/// What an admin may do now.
pub fn allowed(status: WebhookDeliveryStatus) -> Vec<WebhookDeliveryVerb> {
    state::allowed(MOVES, status, &[Admin])
}

/// Seconds between one try and the next.
const PAUSES: [i64; 7] = [5, 5 * 60, 30 * 60, 2 * 3_600, 5 * 3_600, 10 * 3_600, 10 * 3_600];

/// Tries before a message is given up.
pub const MAX_ATTEMPTS: i32 = 8;

/// How long to wait after so many tries; up to a tenth longer, so that what failed together does not
/// come back together. Nothing when it is given up.
pub fn pause(attempts: i32) -> Option<Duration> {
    let tried = usize::try_from(attempts).ok()?.checked_sub(1)?;
    let pause = Duration::seconds(*PAUSES.get(tried)?);
    let mut byte = [0_u8];
    // Without randomness it is a little less spread out, and no more.
    let _ = rand::fill(&mut byte);
    Some(pause + pause * i32::from(byte[0]) / 2_560)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_ten_hours_and_the_eighth_try_is_the_last() {
        for (attempts, seconds) in (1..).zip(PAUSES) {
            for _ in 0..50 {
                let pause = pause(attempts).map(|pause| pause.num_milliseconds()).unwrap_or_default();
                assert!((seconds * 1_000..seconds * 1_100).contains(&pause), "{attempts}: {pause}");
            }
        }
        assert_eq!(pause(MAX_ATTEMPTS), None);
        assert_eq!(pause(0), None);
    }
}
