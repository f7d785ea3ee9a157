//! The list that holds in a community: the installation's, and the community's own words. Built when
//! one of them has changed, on each replica for itself; so a change works at once and everywhere.

use std::path::Path;
use std::sync::{Arc, LazyLock};
use std::time::SystemTime;

use anyhow::Context;
use chrono::{DateTime, Utc};
use entity::ids::CommunityId;
use entity::moderation::{WordRule, content_word};
use sea_orm::QuerySelect;
use sea_orm::prelude::*;

use super::words::{self, Entry, Rule, Topic, Words};
use crate::error::Result;
use crate::kernel::Kernel;

/// What is on the list where an operator sets none.
const USUAL: &str = include_str!("words/usual.txt");

/// Lists that are kept built.
const KEPT: u64 = 64;

/// What a list was built from.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Source {
    file: Option<(std::path::PathBuf, SystemTime, u64)>,
    community: CommunityId,
    own: (i64, Option<DateTime<Utc>>),
}

static BUILT: LazyLock<moka::sync::Cache<Source, Arc<Words>>> = LazyLock::new(|| moka::sync::Cache::new(KEPT));

/// The list of a community; none, and a line in the log, when the installation's file is broken.
pub async fn of(kernel: &Kernel, conn: &impl ConnectionTrait, community: CommunityId) -> Result<Option<Arc<Words>>> {
    let path = kernel.settings.moderation.words_file.as_deref();
    let file = match path.map(stamp).transpose() {
        Ok(file) => file,
        Err(error) => return Ok(broken(&error)),
    };
    let source = Source { file, community, own: own_stamp(conn, community).await? };
    if let Some(words) = BUILT.get(&source) {
        return Ok(Some(words));
    }
    let own = content_word::Entity::find().filter(content_word::Column::CommunityId.eq(community)).all(conn).await?;
    match built(path, own) {
        Ok(words) => {
            let words = Arc::new(words);
            BUILT.insert(source, Arc::clone(&words));
            Ok(Some(words))
        }
        Err(error) => Ok(broken(&error)),
    }
}

/// Refuses a file that cannot be read as a list.
///
/// # Errors
/// What is wrong with it, by its line.
pub fn check(path: Option<&Path>) -> anyhow::Result<()> {
    built(path, Vec::new()).map(drop)
}

fn broken(error: &anyhow::Error) -> Option<Arc<Words>> {
    tracing::error!(%error, "moderation.words_file cannot be used: all that people write waits for a person");
    None
}

fn built(path: Option<&Path>, own: Vec<content_word::Model>) -> anyhow::Result<Words> {
    let text = match path {
        Some(path) => std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?,
        None => USUAL.to_owned(),
    };
    let mut entries = words::parse(&text)?;
    entries.extend(own.into_iter().map(|row| Entry { rule: rule(row.rule), word: row.word }));
    Ok(Words::new(entries)?)
}

fn stamp(path: &Path) -> anyhow::Result<(std::path::PathBuf, SystemTime, u64)> {
    let data = path.metadata().with_context(|| format!("{} cannot be read", path.display()))?;
    Ok((path.to_owned(), data.modified()?, data.len()))
}

/// Tells whether words came or went.
async fn own_stamp(conn: &impl ConnectionTrait, community: CommunityId) -> Result<(i64, Option<DateTime<Utc>>)> {
    let own = content_word::Entity::find()
        .select_only()
        .column_as(content_word::Column::Id.count(), "count")
        .column_as(content_word::Column::CreatedAt.max(), "newest")
        .filter(content_word::Column::CommunityId.eq(community));
    Ok(own.into_tuple().one(conn).await?.unwrap_or_default())
}

fn rule(word: WordRule) -> Rule {
    Rule::Stop(match word {
        WordRule::Allow => return Rule::Allow,
        WordRule::Ads => Topic::Ads,
        WordRule::Politics => Topic::Politics,
        WordRule::Porn => Topic::Porn,
        WordRule::Abuse => Topic::Abuse,
        WordRule::Crime => Topic::Crime,
        WordRule::Fraud => Topic::Fraud,
        WordRule::Vulgar => Topic::Vulgar,
        WordRule::Other => Topic::Other,
    })
}
