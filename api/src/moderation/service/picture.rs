//! WeChat has looked at a picture.

use entity::moderation::{ReviewStatus, content_review};
use sea_orm::QuerySelect;
use sea_orm::prelude::*;

use crate::error::Result;
use crate::kernel::db::Tx;
use crate::moderation::check;
use crate::wechat::safety::Opinion;

/// Takes WeChat's opinion of the picture whose check has this name; false when no picture waits for it.
pub async fn told(tx: &Tx<'_>, trace_id: &str, opinion: Option<Opinion>) -> Result<bool> {
    let found = content_review::Entity::find().filter(content_review::Column::TraceId.eq(trace_id)).lock_exclusive();
    let Some(row) = found.one(tx).await? else { return Ok(false) };
    if row.status != ReviewStatus::Checking {
        return Ok(true);
    }
    match opinion {
        Some(opinion) => check::follow(tx, &row, opinion).await?,
        None => check::leave(tx, &row, None).await?,
    };
    Ok(true)
}
