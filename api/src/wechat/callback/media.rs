//! The result of WeChat's check of a picture.

use entity::wechat::EventOutcome;

use super::process::Done;
use crate::error::Result;
use crate::kernel::db::Tx;

/// Takes the result of a check: `message` is the whole event as WeChat wrote it, JSON or XML
/// ([`crate::wechat::push::event`] reads both). Runs within the transaction that notes the event as worked
/// on, after the outbox, at least once.
///
/// No picture is sent to be checked yet, so no result can be matched: it is kept, parked with its reason.
pub async fn media_check_arrived(tx: &Tx<'_>, message: &str) -> Result<Done> {
    let _ = (tx, message);
    Ok((EventOutcome::Parked, Some("no picture waits for a check of WeChat's")))
}
