//! What happens to pictures: kept, registered, attached, shown, swept out.

mod keep;
mod screened;

use std::collections::HashMap;

use chrono::Duration;
use entity::ids::MediaId;
use entity::media::{MediaStatus, media};
use sea_orm::prelude::*;
use sea_orm::{Condition, QueryOrder, QuerySelect};
use serde_json::json;

use self::keep::Objects;
use super::PictureStore;
use super::view::{Looker, Picture};
use crate::auth::Actor;
use crate::error::{Code, Result};
use crate::kernel::db::{self, Cause, Tx};
use crate::kernel::{Kernel, outbox};

pub use self::keep::{Kept, discard, keep, register};
pub use self::screened::{screened, seen};

/// The topic under which the objects of removed pictures wait to be deleted.
pub const TOPIC_REMOVED: &str = "media_removed";

/// How long a picture may lie unattached, and the span of the quota.
const DAY: Duration = Duration::hours(24);

/// Pictures swept out in one transaction.
const SWEEP: u64 = 100;

/// Removes the objects of a picture that was swept out; for the worker, on [`TOPIC_REMOVED`].
pub async fn removed(pictures: &PictureStore, objects: Json) -> Result<()> {
    let objects: Objects = serde_json::from_value(objects).map_err(|error| Code::Internal.error().cause(error))?;
    remove_objects(pictures, &objects).await
}

async fn remove_objects(pictures: &PictureStore, objects: &Objects) -> Result<()> {
    pictures.remove(&objects.key).await?;
    pictures.remove(&objects.thumb_key).await
}

/// Attaches pictures to what they show: the actor's own and unattached ones only, each once.
///
/// # Errors
/// `invalid` at `pointer` when one is not there to be attached.
pub async fn attach(tx: &Tx<'_>, actor: &Actor, pictures: &[MediaId], pointer: &str) -> Result<()> {
    if pictures.is_empty() {
        return Ok(());
    }
    let attached = media::Entity::update_many()
        .col_expr(media::Column::Attached, Expr::value(true))
        .filter(media::Column::Id.is_in(pictures.iter().copied()))
        .filter(media::Column::AccountId.eq(actor.account()?))
        .filter(media::Column::Attached.eq(false))
        .filter(media::Column::Status.ne(MediaStatus::Removed))
        .exec(tx)
        .await?;
    match usize::try_from(attached.rows_affected) {
        Ok(count) if count == pictures.len() => Ok(()),
        _ => Err(Code::Invalid.error().at(pointer, Code::UnknownPicture)),
    }
}

/// Gives up pictures that nothing shows any more; the sweep takes them.
pub async fn detach(tx: &Tx<'_>, pictures: &[MediaId]) -> Result<()> {
    if pictures.is_empty() {
        return Ok(());
    }
    media::Entity::update_many()
        .col_expr(media::Column::Attached, Expr::value(false))
        .filter(media::Column::Id.is_in(pictures.iter().copied()))
        .exec(tx)
        .await?;
    Ok(())
}

/// The pictures by id that somebody may see, with addresses that work for a while; one query for all.
pub async fn pictures(
    kernel: &Kernel,
    conn: &impl ConnectionTrait,
    looker: Looker,
    ids: impl IntoIterator<Item = MediaId>,
) -> Result<HashMap<MediaId, Picture>> {
    let ids: Vec<MediaId> = ids.into_iter().collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let now = kernel.clock.approximate();
    let rows = media::Entity::find()
        .filter(media::Column::Id.is_in(ids))
        .filter(media::Column::Status.ne(MediaStatus::Removed))
        .all(conn)
        .await?;
    let seen = rows.iter().filter(|row| looker.sees(row.status == MediaStatus::Ready, Some(row.account_id)));
    Ok(seen.map(|row| (row.id, Picture::new(row, &kernel.links, now))).collect())
}

/// A picture's row, to be shown.
///
/// # Errors
/// `not_found` when it was removed or never was.
pub async fn shown(kernel: &Kernel, id: MediaId) -> Result<media::Model> {
    let row = media::Entity::find_by_id(id).one(&kernel.db).await?;
    row.filter(|row| row.status != MediaStatus::Removed).ok_or_else(|| Code::NotFound.into())
}

/// Takes out what has lain unattached for a day; its objects follow through the outbox.
/// For the worker: call again while it returns more than nothing.
pub async fn sweep(kernel: &Kernel) -> Result<usize> {
    db::write(kernel, Cause::system(), async |tx| {
        let old: Vec<MediaId> = media::Entity::find()
            .select_only()
            .column(media::Column::Id)
            .filter(media::Column::Attached.eq(false))
            .filter(media::Column::CreatedAt.lt(tx.now() - DAY))
            .order_by_asc(media::Column::CreatedAt)
            .limit(SWEEP)
            .into_tuple()
            .all(tx)
            .await?;
        // Asked again in the deletion: one may have been attached in this very moment.
        let unattached = media::Column::Attached.eq(false);
        remove(tx, Condition::all().add(media::Column::Id.is_in(old)).add(unattached)).await
    })
    .await
}

/// Removes pictures that nothing refers to any more; their objects follow through the outbox.
pub async fn remove(tx: &Tx<'_>, which: Condition) -> Result<usize> {
    let gone = media::Entity::delete_many().filter(which).exec_with_returning(tx).await?;
    for row in &gone {
        let objects = Objects { key: row.key.clone(), thumb_key: row.thumb_key.clone() };
        outbox::put(tx, TOPIC_REMOVED, json!(objects), None, None).await?;
    }
    Ok(gone.len())
}
