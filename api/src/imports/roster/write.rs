//! Writes a plan: places before what lies in them, all in the caller's transaction.

use super::Plan;
use crate::error::Result;
use crate::imports::changes::Writer;

/// Writes what an import changes.
///
/// # Errors
/// `records_changed` when somebody else has changed the same records meanwhile.
pub async fn write(plan: Plan, mut writer: Writer<'_>) -> Result<()> {
    writer.kind(plan.compounds).await?;
    writer.kind(plan.buildings).await?;
    writer.kind(plan.units).await?;
    writer.kind(plan.dwellings).await?;
    writer.kind(plan.households).await?;
    writer.kind(plan.residents).await
}
