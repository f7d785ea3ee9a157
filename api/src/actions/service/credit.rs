//! Approved minutes on their way to the volunteer's record.

use entity::actions::attendance;

use super::signup::SignupCase;
use crate::error::Result;
use crate::kernel::db::Tx;

/// Hands approved minutes over to the ledger of service. The ledger is not part of this room: until
/// it takes them, the attendance itself is the record of the minutes and of who approved them.
pub async fn credit(_tx: &Tx<'_>, _case: &SignupCase, _approved: &attendance::Model) -> Result<()> {
    Ok(())
}
