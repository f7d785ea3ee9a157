//! The published bundle, put together again from the row and its leaves: page by page, so that
//! a million ballots need no more memory than ten.

use bytes::Bytes;
use entity::deliberations::{DeliberationStatus, Secrecy, deliberation};
use entity::ids::DeliberationId;
use futures_util::{Stream, stream};
use sea_orm::prelude::*;
use sea_orm::DatabaseConnection;

use super::{leaves, rules};
use crate::deliberations::asked;
use crate::deliberations::bundle::{Bundle, FORM};
use crate::deliberations::leaf::Leaf;
use crate::error::{Code, Error, Result};

/// States in which the result is known to everybody.
pub const PUBLIC: &[DeliberationStatus] = &[
    DeliberationStatus::Published,
    DeliberationStatus::Annulled,
    DeliberationStatus::Decided,
    DeliberationStatus::Executing,
    DeliberationStatus::Evaluating,
    DeliberationStatus::Closed,
];

/// Whether its result is known to everybody.
pub fn is_public(one: &deliberation::Model) -> bool {
    one.published_at.is_some() && PUBLIC.contains(&one.status)
}

/// The bundle without its leaves.
///
/// # Errors
/// `not_counted` before the count.
pub async fn head(conn: &impl ConnectionTrait, one: &deliberation::Model) -> Result<Bundle> {
    let missing = || Code::NotCounted.error();
    let options = asked::options(conn, [one.id]).await?.remove(&one.id).unwrap_or_default();
    let (Some(merkle_root), Some(counted_at)) = (one.merkle_root.clone(), one.counted_at) else {
        return Err(missing());
    };
    Ok(Bundle {
        format: FORM.to_owned(),
        question: asked::published(one, options)?,
        rule: rules::read(one.rule.clone().unwrap_or_default())?,
        roll: asked::roll(one),
        leaves: Vec::new(),
        merkle_root,
        tally: read(one.tally.clone())?,
        verdict: read(one.verdict.clone())?,
        counted_at,
        public_key: one.public_key.clone().ok_or_else(missing)?,
        signature: one.signature.clone().ok_or_else(missing)?,
    })
}

fn read<T: serde::de::DeserializeOwned>(column: Option<Json>) -> Result<T> {
    serde_json::from_value(column.unwrap_or_default()).map_err(|error| Code::Internal.error().cause(error))
}

/// Where the leaves stand in the JSON of a head.
const NO_LEAVES: &str = "\"leaves\":[]";

/// The whole bundle as JSON, in pieces.
///
/// # Errors
/// `not_counted` before the count; an error while it is under way ends the stream.
pub async fn json(
    db: DatabaseConnection,
    one: &deliberation::Model,
) -> Result<impl Stream<Item = Result<Bytes>> + use<>> {
    let head = serde_json::to_string(&head(&db, one).await?).map_err(|error| Code::Internal.error().cause(error))?;
    let (before, after) = head.split_once(NO_LEAVES).ok_or_else(|| Code::Internal.error())?;
    let (before, after) = (format!("{before}\"leaves\":["), format!("]{after}"));
    let cursor = Cursor { db, id: one.id, secret: one.secrecy == Some(Secrecy::Secret), last: None, after: Some(after) };
    let pieces = stream::try_unfold(cursor, |mut cursor| async move {
        Ok::<_, Error>(cursor.next().await?.map(|piece| (piece, cursor)))
    });
    Ok(stream::StreamExt::chain(stream::once(async move { Ok(Bytes::from(before)) }), pieces))
}

/// How far the leaves have been sent.
struct Cursor {
    db: DatabaseConnection,
    id: DeliberationId,
    secret: bool,
    last: Option<String>,
    after: Option<String>,
}

impl Cursor {
    async fn next(&mut self) -> Result<Option<Bytes>> {
        if self.after.is_none() {
            return Ok(None);
        }
        let last = self.last.as_deref();
        let page = match self.secret {
            true => leaves::secret_leaves(&self.db, self.id, last).await?,
            false => leaves::open_leaves(&self.db, self.id, last).await?,
        };
        let Some((hash, _)) = page.last() else {
            return Ok(self.after.take().map(Bytes::from));
        };
        let first = self.last.replace(hash.clone()).is_none();
        spelled(page.into_iter().map(|(_, leaf)| leaf), first).map(Some)
    }
}

fn spelled(leaves: impl Iterator<Item = Leaf>, first: bool) -> Result<Bytes> {
    let mut json = String::new();
    for leaf in leaves {
        if !(first && json.is_empty()) {
            json.push(',');
        }
        json += &serde_json::to_string(&leaf).map_err(|error| Code::Internal.error().cause(error))?;
    }
    Ok(Bytes::from(json))
}
