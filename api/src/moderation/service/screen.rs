//! Something was written or uploaded: the list looks at once, WeChat soon, and where neither is sure, a
//! person. Until then its author alone sees it.

use entity::auth::wechat_identity;
use entity::ids::{AccountId, CommunityId, ContentReviewId};
use entity::moderation::{ContentKind, ReviewCause, ReviewStatus, ReviewVerb, Screening, content_review};
use sea_orm::ActiveValue::Set;
use sea_orm::QueryOrder;
use sea_orm::prelude::*;

use super::finding::Finding;
use super::settle::{Step, go};
use crate::auth::{Actor, Who};
use crate::config::{WechatConfig, WechatMode};
use crate::error::Result;
use crate::kernel::db::Tx;
use crate::moderation::state::{self, Standing};
use crate::moderation::{lists, store};

/// Something that others will see.
#[derive(Clone, Copy, Debug)]
pub struct Piece<'p> {
    /// Its kind.
    pub kind: ContentKind,
    /// Its id.
    pub subject: Uuid,
    /// The community whose people will see it.
    pub community: CommunityId,
    /// All that they will read; empty for a picture.
    pub text: &'p str,
}

/// What the first look says.
enum Look {
    /// Nobody has to look any more.
    Passed,
    /// WeChat is asked.
    Ask,
    /// A person has to look.
    Hold(ReviewCause, Vec<Finding>),
}

/// Looks at what the actor has just written, or written anew; says whether others see it.
pub async fn screen(tx: &Tx<'_>, actor: &Actor, piece: Piece<'_>) -> Result<Screening> {
    let look = look(tx, actor, &piece).await?;
    let known = store::of(tx, piece.kind, piece.subject).await?;
    if known.is_none() && matches!(look, Look::Passed) {
        return Ok(Screening::Passed);
    }
    let row = match known {
        Some(row) => again(tx, actor, row, &piece).await?,
        None => begin(tx, actor, &piece).await?,
    };
    let settled = match look {
        Look::Ask => row,
        Look::Passed => go(tx, &row, ReviewVerb::Pass, &[Standing::Check], Step::default()).await?,
        Look::Hold(cause, findings) => hold(tx, &row, cause, &findings).await?,
    };
    Ok(state::screening(&settled))
}

/// Leaves it to a person.
pub async fn hold(
    tx: &Tx<'_>,
    row: &content_review::Model,
    cause: ReviewCause,
    findings: &[Finding],
) -> Result<content_review::Model> {
    let change = content_review::ActiveModel {
        cause: Set(Some(cause)),
        findings: Set(Finding::kept(findings)),
        trace_id: Set(None),
        ..Default::default()
    };
    go(tx, row, ReviewVerb::Hold, &[Standing::Check], Step { change, withheld: Some(true), reason: None }).await
}

async fn look(tx: &Tx<'_>, actor: &Actor, piece: &Piece<'_>) -> Result<Look> {
    if actor.who == Who::System {
        return Ok(Look::Passed);
    }
    let Some(list) = lists::of(tx.kernel(), tx, piece.community).await? else {
        return Ok(Look::Hold(ReviewCause::CheckFailed, Vec::new()));
    };
    let hits = list.hits(piece.text);
    if !hits.is_empty() {
        return Ok(Look::Hold(ReviewCause::ListedWord, hits.into_iter().map(Finding::from).collect()));
    }
    // Who works for the community has looked at it already.
    if actor.is_staff_of(piece.community) || is_unwatched(&tx.kernel().settings.wechat) {
        return Ok(Look::Passed);
    }
    match actor.account_id() {
        Some(account) if bond(tx, account).await?.is_some() => Ok(Look::Ask),
        _ => Ok(Look::Hold(ReviewCause::OtherChannel, Vec::new())),
    }
}

/// A sandbox without a mini-program, which production refuses: there is nobody who could look.
fn is_unwatched(wechat: &WechatConfig) -> bool {
    wechat.mode == WechatMode::Sandbox && wechat.apps.is_empty()
}

/// By which mini-program that is set up here WeChat knows somebody: the one they came by last.
pub async fn bond(tx: &Tx<'_>, account: AccountId) -> Result<Option<wechat_identity::Model>> {
    let apps = tx.kernel().settings.wechat.apps.keys().map(String::as_str);
    let bond = wechat_identity::Entity::find()
        .filter(wechat_identity::Column::AccountId.eq(account))
        .filter(wechat_identity::Column::Appid.is_in(apps))
        .order_by_desc(wechat_identity::Column::LastLoginAt);
    Ok(bond.one(tx).await?)
}

async fn begin(tx: &Tx<'_>, actor: &Actor, piece: &Piece<'_>) -> Result<content_review::Model> {
    let row = content_review::ActiveModel {
        id: Set(ContentReviewId::new()),
        community_id: Set(piece.community),
        kind: Set(piece.kind),
        subject_id: Set(piece.subject),
        author_account_id: Set(actor.account_id()),
        text: Set(piece.text.to_owned()),
        status: Set(ReviewStatus::Checking),
        withheld: Set(true),
        findings: Set(Finding::kept(&[])),
        attempts: Set(0),
        due_at: Set(Some(tx.now())),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        ..Default::default()
    };
    Ok(content_review::Entity::insert(row).exec_with_returning(tx).await?)
}

/// Written anew: what was found before is about other words.
async fn again(
    tx: &Tx<'_>,
    actor: &Actor,
    row: content_review::Model,
    piece: &Piece<'_>,
) -> Result<content_review::Model> {
    let change = content_review::ActiveModel {
        author_account_id: Set(actor.account_id().or(row.author_account_id)),
        text: Set(piece.text.to_owned()),
        cause: Set(None),
        findings: Set(Finding::kept(&[])),
        attempts: Set(0),
        due_at: Set(Some(tx.now())),
        trace_id: Set(None),
        reason: Set(None),
        decided_by: Set(None),
        decided_at: Set(None),
        appeal: Set(None),
        appealed_at: Set(None),
        ..Default::default()
    };
    go(tx, &row, ReviewVerb::Submit, &[Standing::Author], Step { change, ..Step::default() }).await
}
