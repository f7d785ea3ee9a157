//! Writes a plan: places before what lies in them, all in the caller's transaction.

use entity::ids::{CommunityId, ImportJobId};
use serde_json::json;

use super::{Changes, Plan};
use crate::community::service::{Kept, bulk};
use crate::error::Result;
use crate::kernel::db::Tx;

/// Hears how many records of how many are written.
pub type Written<'a> = &'a (dyn Fn(u64, u64) + Sync);

/// Writes what an import changes; `written` hears how many records of how many are done.
///
/// # Errors
/// `records_changed` when somebody else has changed the same records meanwhile.
pub async fn write(
    tx: &Tx<'_>,
    community: CommunityId,
    import: ImportJobId,
    plan: Plan,
    written: Written<'_>,
) -> Result<()> {
    let (mut done, all) = (0, plan.figures().to_write());
    let mut count = |more: u64| {
        done += more;
        written(done, all);
    };
    count(one_kind(tx, community, import, plan.compounds).await?);
    count(one_kind(tx, community, import, plan.buildings).await?);
    count(one_kind(tx, community, import, plan.units).await?);
    count(one_kind(tx, community, import, plan.dwellings).await?);
    count(one_kind(tx, community, import, plan.households).await?);
    count(one_kind(tx, community, import, plan.residents).await?);
    Ok(())
}

async fn one_kind<E: Kept>(
    tx: &Tx<'_>,
    community: CommunityId,
    import: ImportJobId,
    changes: Changes<E>,
) -> Result<u64> {
    let (data, count) = (json!({ "importId": import }), changes.created.len() + changes.changed.len());
    bulk::create::<E>(tx, community, changes.created, &data).await?;
    bulk::change::<E>(tx, community, changes.changed, &data).await?;
    Ok(count as u64)
}
