//! What a scheduled matter asks, read from its row.

use std::collections::HashMap;

use entity::deliberations::{deliberation, deliberation_option};
use entity::ids::DeliberationId;
use sea_orm::QueryOrder;
use sea_orm::prelude::*;

use super::bundle::{PublishedOption, PublishedQuestion, PublishedRoll};
use super::rule::Weight;
use super::tally::Question;
use crate::error::{Code, Error, Result};
use crate::kernel::bulk::among;

/// The options of these matters, in the order in which they are shown; one query for all.
pub async fn options(
    conn: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = DeliberationId>,
) -> Result<HashMap<DeliberationId, Vec<PublishedOption>>> {
    let rows = deliberation_option::Entity::find()
        .filter(among(conn, deliberation_option::Column::DeliberationId, ids))
        .order_by_asc(deliberation_option::Column::Sort)
        .all(conn)
        .await?;
    let mut options: HashMap<DeliberationId, Vec<PublishedOption>> = HashMap::new();
    for row in rows {
        options.entry(row.deliberation_id).or_default().push(PublishedOption { id: row.id, text: row.text });
    }
    Ok(options)
}

/// What ballots on this matter may say.
///
/// # Errors
/// An internal error when it was never scheduled.
pub fn question(one: &deliberation::Model, options: &[PublishedOption]) -> Result<Question> {
    Ok(Question {
        method: one.method.ok_or_else(|| unplanned(one))?,
        options: options.iter().map(|option| option.id).collect(),
        at_most: at_most(one),
    })
}

/// The question as it is published.
///
/// # Errors
/// An internal error when it was never scheduled.
pub fn published(one: &deliberation::Model, options: Vec<PublishedOption>) -> Result<PublishedQuestion> {
    let missing = || unplanned(one);
    Ok(PublishedQuestion {
        deliberation: one.id,
        text: one.question.clone().ok_or_else(missing)?,
        method: one.method.ok_or_else(missing)?,
        at_most: at_most(one),
        options,
        electorate: one.electorate.ok_or_else(missing)?,
        secrecy: one.secrecy.ok_or_else(missing)?,
        opens_at: one.opens_at.ok_or_else(missing)?,
        closes_at: one.closes_at.ok_or_else(missing)?,
    })
}

/// The roll's figures; who was served and stayed silent is known from closing on.
pub fn roll(one: &deliberation::Model) -> PublishedRoll {
    PublishedRoll {
        hash: one.roll_hash.clone().unwrap_or_default(),
        weight: weight(one.roll_heads, one.roll_area),
        silent_served: weight(one.silent_heads, one.silent_area),
    }
}

/// A weight as two columns hold it.
pub fn weight(heads: Option<i64>, area: Option<i64>) -> Weight {
    let figure = |column: Option<i64>| column.and_then(|figure| u64::try_from(figure).ok()).unwrap_or_default();
    Weight { heads: figure(heads), area: figure(area) }
}

fn at_most(one: &deliberation::Model) -> usize {
    one.at_most.and_then(|most| usize::try_from(most).ok()).unwrap_or(1)
}

fn unplanned(one: &deliberation::Model) -> Error {
    Code::Internal.error().cause(anyhow::anyhow!("{} was scheduled without a plan", one.id))
}
