//! Writes a plan: places before what lies in them, all in the caller's transaction.

use entity::ids::{CommunityId, ImportJobId};
use serde_json::{Value, json};

use super::{Changes, Plan};
use crate::community::service::{Kept, bulk};
use crate::error::Result;
use crate::kernel::db::{Tx, chunks};

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
    let data = json!({ "importId": import });
    let mut writer = Writer { tx, community, data, done: 0, all: plan.figures().to_write(), written };
    writer.kind(plan.compounds).await?;
    writer.kind(plan.buildings).await?;
    writer.kind(plan.units).await?;
    writer.kind(plan.dwellings).await?;
    writer.kind(plan.households).await?;
    writer.kind(plan.residents).await
}

struct Writer<'a> {
    tx: &'a Tx<'a>,
    community: CommunityId,
    data: Value,
    done: u64,
    all: u64,
    written: Written<'a>,
}

impl Writer<'_> {
    async fn kind<E: Kept>(&mut self, changes: Changes<E>) -> Result<()> {
        for rows in chunks(changes.created) {
            let count = rows.len();
            bulk::create::<E>(self.tx, self.community, rows, &self.data).await?;
            self.count(count);
        }
        for rows in chunks(changes.changed) {
            let count = rows.len();
            bulk::change::<E>(self.tx, self.community, rows, &self.data).await?;
            self.count(count);
        }
        Ok(())
    }

    fn count(&mut self, more: usize) {
        self.done += more as u64;
        (self.written)(self.done, self.all);
    }
}
