//! What becomes of the records of a kind, and how that is written.

use entity::ids::{CommunityId, ImportJobId};
use sea_orm::prelude::*;
use serde_json::json;

use super::view::Figure;
use crate::community::service::{Kept, bulk};
use crate::error::Result;
use crate::kernel::db::{Tx, chunks};

/// Hears how many records of how many are written.
pub type Written<'a> = &'a (dyn Fn(u64, u64) + Sync);

/// What becomes of the records of one kind.
#[derive(Debug)]
pub struct Changes<E: Kept> {
    /// New ones.
    pub created: Vec<(E::Id, E::ActiveModel)>,
    /// Known ones, with the fields that become others.
    pub changed: Vec<(E::Model, E::ActiveModel)>,
    /// Known ones that stay as they are.
    pub unchanged: u64,
}

impl<E: Kept> Default for Changes<E> {
    fn default() -> Self {
        Self { created: Vec::new(), changed: Vec::new(), unchanged: 0 }
    }
}

impl<E: Kept> Changes<E> {
    /// A known one: changed if any field is set.
    pub fn known(&mut self, row: &E::Model, fields: E::ActiveModel) {
        use sea_orm::ActiveModelTrait;
        if fields.is_changed() {
            self.changed.push((row.clone(), fields));
        } else {
            self.unchanged += 1;
        }
    }

    /// How many of them.
    pub fn figure(&self) -> Figure {
        Figure { created: self.created.len() as u64, changed: self.changed.len() as u64, unchanged: self.unchanged }
    }
}

/// Writes records of one kind after another, all in the caller's transaction.
pub struct Writer<'a> {
    tx: &'a Tx<'a>,
    community: CommunityId,
    data: Json,
    done: u64,
    all: u64,
    written: Written<'a>,
}

impl<'a> Writer<'a> {
    /// Writes what an import changes: `all` records, of which `written` hears.
    pub fn new(tx: &'a Tx<'a>, community: CommunityId, import: ImportJobId, all: u64, written: Written<'a>) -> Self {
        Self { tx, community, data: json!({ "importId": import }), done: 0, all, written }
    }

    /// Writes the records of one kind.
    ///
    /// # Errors
    /// `records_changed` when somebody else has changed the same records meanwhile.
    pub async fn kind<E: Kept>(&mut self, changes: Changes<E>) -> Result<()> {
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

    /// Counts what is written.
    pub fn count(&mut self, more: usize) {
        self.done += more as u64;
        (self.written)(self.done, self.all);
    }
}
