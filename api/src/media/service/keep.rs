//! From what somebody sends to objects with a row: whatever happens in between, no object is left
//! that nobody knows.

use aws_lc_rs::{digest, rand};
use bytes::Bytes;
use chrono::{DateTime, Duration, Utc};
use entity::auth::account;
use entity::ids::{AccountId, MediaId};
use entity::media::media;
use entity::moderation::ContentKind;
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use sea_orm::{QueryOrder, QuerySelect};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::screened::status;
use super::{DAY, TOPIC_REMOVED, remove_objects};
use crate::auth::Actor;
use crate::error::{Code, Error, Result};
use crate::kernel::db::{self, Cause, Tx};
use crate::kernel::{Kernel, outbox};
use crate::media::PictureStore;
use crate::media::picture::MIME;
use crate::media::view::Picture;
use crate::moderation::service::{Piece, screen};

/// How long an object may lie without a row.
const UNREGISTERED: Duration = Duration::hours(1);

/// The two objects of a picture.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Objects {
    pub(super) key: String,
    pub(super) thumb_key: String,
}

/// A picture whose objects are kept, but which has no row yet.
pub struct Kept {
    objects: Objects,
    digest: String,
    bytes: i64,
    width: i32,
    height: i32,
}

/// The message that removes a picture which got no row.
fn key_of(objects: &Objects) -> String {
    format!("picture:{}", objects.key)
}

/// Has the objects of a picture removed in a while, unless [`register`] comes first: whatever happens
/// between an object and its row, no object is left that nobody knows.
async fn promise_removal(kernel: &Kernel, objects: &Objects) -> Result<()> {
    db::write(kernel, Cause::system(), async |tx| {
        let key = key_of(objects);
        outbox::put(tx, TOPIC_REMOVED, json!(objects), Some(&key), Some(tx.now() + UNREGISTERED)).await
    })
    .await
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
    promise_removal(kernel, &kept.objects).await?;
    pictures.put(&kept.objects.thumb_key, made.thumbnail).await?;
    pictures.put(&kept.objects.key, made.full).await?;
    Ok(kept)
}

/// Gives a kept picture its row.
///
/// # Errors
/// `picture_quota`; `unavailable` when it took so long that its objects are being removed.
pub async fn register(tx: &Tx<'_>, actor: &Actor, kept: &Kept) -> Result<Picture> {
    let account = actor.account()?;
    // One upload of an account at a time, or two could both be the last of the quota.
    account::Entity::find_by_id(account).lock_exclusive().one(tx).await?;
    within_quota(tx, tx.kernel(), account, tx.now()).await?;
    if !outbox::withdraw(tx, &key_of(&kept.objects)).await? {
        return Err(Code::Unavailable.error().retry_after(1));
    }
    let id = MediaId::new();
    let community = actor.require_community()?;
    let piece = Piece { kind: ContentKind::Picture, subject: id.0, community, text: "" };
    let row = media::ActiveModel {
        id: Set(id),
        community_id: Set(actor.community),
        account_id: Set(account),
        key: Set(kept.objects.key.clone()),
        thumb_key: Set(kept.objects.thumb_key.clone()),
        mime: Set(MIME.to_owned()),
        width: Set(kept.width),
        height: Set(kept.height),
        bytes: Set(kept.bytes),
        digest: Set(kept.digest.clone()),
        status: Set(status(screen(tx, actor, piece).await?)),
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
