//! A community's own words: they add to the installation's list, and allow what it stops wrongly.

use entity::ids::ContentWordId;
use entity::moderation::{WordRule, content_word};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use serde_json::json;

use crate::auth::Actor;
use crate::error::{Code, OrConflict, Result};
use crate::kernel::db::Tx;
use crate::kernel::event::{self, NewEvent, Subject};

/// The kind of a word in the log of events.
const SUBJECT: &str = "content_word";

/// Puts a word on the list; what is written from now on is held against it.
///
/// # Errors
/// `invalid_value` for a word without letters or digits; `already_exists`.
pub async fn add(tx: &Tx<'_>, actor: &Actor, word: String, rule: WordRule) -> Result<content_word::Model> {
    let community = actor.require_staff()?;
    if !word.chars().any(char::is_alphanumeric) {
        return Err(Code::Invalid.error().at("/word", Code::InvalidValue));
    }
    let row = content_word::ActiveModel {
        id: Set(ContentWordId::new()),
        community_id: Set(community),
        rule: Set(rule),
        word: Set(word),
        account_id: Set(actor.account()?),
        created_at: Set(tx.now()),
    };
    let added = row.insert(tx).await.or_conflict(Code::AlreadyExists)?;
    remember(tx, &added, "add").await?;
    Ok(added)
}

/// Takes a word from the list.
///
/// # Errors
/// `not_found` for a word that is not on this community's list.
pub async fn remove(tx: &Tx<'_>, actor: &Actor, id: ContentWordId) -> Result<()> {
    let community = actor.require_staff()?;
    let found = content_word::Entity::find_by_id(id).filter(content_word::Column::CommunityId.eq(community));
    let row = found.one(tx).await?.ok_or_else(|| Code::NotFound.error())?;
    remember(tx, &row, "remove").await?;
    row.delete(tx).await?;
    Ok(())
}

async fn remember(tx: &Tx<'_>, row: &content_word::Model, verb: &'static str) -> Result<()> {
    let happened = NewEvent::new(row.community_id, Subject::new(SUBJECT, row.id), verb);
    // Not the word: it may be somebody's name, and the log forgets nothing.
    event::record(tx, happened.with(json!({ "rule": row.rule }))).await.map(drop)
}
