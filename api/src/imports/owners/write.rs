//! Writes a plan: owners before what they own, all in the caller's transaction.

use super::Plan;
use crate::community::service::owners::shares;
use crate::error::{Code, Result};
use crate::imports::changes::Writer;
use crate::kernel::db::Tx;

/// Writes what an import changes.
///
/// # Errors
/// `records_changed` when somebody else has changed the same records meanwhile.
pub async fn write(tx: &Tx<'_>, plan: Plan, mut writer: Writer<'_>) -> Result<()> {
    writer.kind(plan.owners).await?;
    let (ended, begun) = (plan.ended.len(), plan.begun.len());
    shares::end(tx, plan.ended).await?;
    writer.count(ended);
    shares::add(tx, plan.begun, || Code::RecordsChanged.error()).await?;
    writer.count(begun);
    Ok(())
}
