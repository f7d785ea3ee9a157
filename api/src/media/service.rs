//! What happens to pictures: kept, registered, attached, shown, swept out.

use std::collections::HashMap;

use aws_lc_rs::{digest, rand};
use bytes::Bytes;
use chrono::{DateTime, Duration, Utc};
use entity::auth::account;
use entity::ids::{AccountId, MediaId};
use entity::media::{MediaStatus, media};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use sea_orm::{Condition, QueryOrder, QuerySelect};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::PictureStore;
use super::picture::MIME;
use super::view::Picture;
use crate::auth::Actor;
use crate::error::{Code, Error, Result};
use crate::kernel::db::{self, Cause, Tx};
use crate::kernel::{Kernel, outbox};

/// The topic under which the objects of removed pictures wait to be deleted.
pub const TOPIC_REMOVED: &str = "media_removed";

/// How long a picture may lie unattached, and the span of the quota.
const DAY: Duration = Duration::hours(24);

/// Pictures swept out in one transaction.
const SWEEP: u64 = 100;

/// The two objects of a picture.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Objects {
    key: String,
    thumb_key: String,
}

/// A picture whose objects are kept, but which has no row yet.
pub struct Kept {
    objects: Objects,
    digest: String,
    bytes: i64,
    width: i32,
    height: i32,
}

/// Makes the picture and keeps it under keys that nobody can guess.
///
/// # Errors
/// `picture_quota` before any work is done; what [`PictureStore::process`] refuses.
pub async fn keep(kernel: &Kernel, pictures: &PictureStore, actor: &Actor, bytes: Bytes) -> Result<Kept> {
    actor.require_community()?;
    within_quota(&kernel.db, kernel, actor.account()?, kernel.clock.approximate()).await?;
    let made = pictures.process(bytes).await?;
    let name = random_name()?;
    let objects = Objects { key: format!("pictures/{name}.jpg"), thumb_key: format!("pictures/{name}.thumb.jpg") };
    let kept = Kept {
        digest: hex::encode(digest::digest(&digest::SHA256, &made.full)),
        bytes: i64::try_from(made.full.len()).unwrap_or(i64::MAX),
        width: i32::try_from(made.width).unwrap_or(i32::MAX),
        height: i32::try_from(made.height).unwrap_or(i32::MAX),
        objects,
    };
    pictures.put(&kept.objects.thumb_key, made.thumbnail).await?;
    pictures.put(&kept.objects.key, made.full).await?;
    Ok(kept)
}

/// Gives a kept picture its row.
pub async fn register(tx: &Tx<'_>, actor: &Actor, kept: &Kept) -> Result<Picture> {
    let account = actor.account()?;
    // One upload of an account at a time, or two could both be the last of the quota.
    account::Entity::find_by_id(account).lock_exclusive().one(tx).await?;
    within_quota(tx, tx.kernel(), account, tx.now()).await?;
    let row = media::ActiveModel {
        id: Set(MediaId::new()),
        community_id: Set(actor.community),
        account_id: Set(account),
        key: Set(kept.objects.key.clone()),
        thumb_key: Set(kept.objects.thumb_key.clone()),
        mime: Set(MIME.to_owned()),
        width: Set(kept.width),
        height: Set(kept.height),
        bytes: Set(kept.bytes),
        digest: Set(kept.digest.clone()),
        status: Set(MediaStatus::Ready),
        attached: Set(false),
        created_at: Set(tx.now()),
    };
    Ok(Picture::new(&row.insert(tx).await?, &tx.kernel().links, tx.now()))
}

/// Removes the objects of a picture that got no row after all.
pub async fn discard(pictures: &PictureStore, kept: &Kept) {
    if let Err(error) = remove_objects(pictures, &kept.objects).await {
        tracing::warn!(%error, key = kept.objects.key, "an unused picture is left behind");
    }
}

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
        .filter(media::Column::Status.eq(MediaStatus::Ready))
        .exec(tx)
        .await?;
    match usize::try_from(attached.rows_affected) {
        Ok(count) if count == pictures.len() => Ok(()),
        _ => Err(Code::Invalid.error().at(pointer, Code::UnknownPicture)),
    }
}

/// The pictures by id, with addresses that work for a while; one query for all.
pub async fn pictures(
    kernel: &Kernel,
    conn: &impl ConnectionTrait,
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
    Ok(rows.iter().map(|row| (row.id, Picture::new(row, &kernel.links, now))).collect())
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

/// Refuses one more picture when the account has uploaded its share within a day.
async fn within_quota(
    conn: &impl ConnectionTrait,
    kernel: &Kernel,
    account: AccountId,
    now: DateTime<Utc>,
) -> Result<()> {
    let quota = u64::from(kernel.settings.limits.pictures_per_day.max(1));
    let last_in_the_way: Option<DateTime<Utc>> = media::Entity::find()
        .select_only()
        .column(media::Column::CreatedAt)
        .filter(media::Column::AccountId.eq(account))
        .filter(media::Column::CreatedAt.gt(now - DAY))
        .order_by_desc(media::Column::CreatedAt)
        .offset(quota - 1)
        .limit(1)
        .into_tuple()
        .one(conn)
        .await?;
    let Some(uploaded) = last_in_the_way else { return Ok(()) };
    let wait = (uploaded + DAY - now).num_seconds().max(1).unsigned_abs();
    Err(Code::PictureQuota.error().with("limit", quota).retry_after(wait))
}

fn random_name() -> Result<String> {
    let mut bytes = [0_u8; 16];
    rand::fill(&mut bytes).map_err(|_| Error::from(Code::Internal))?;
    Ok(hex::encode(bytes))
}
