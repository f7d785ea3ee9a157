//! The rooms whose things are looked at: each shows its own, or takes it from sight.

use entity::ids::{AccountId, ActionId, CommentId, CommunityId, DeliberationId, EventId, MediaId, WishId, WishNoteId};
use entity::kernel::{ByKind, event};
use entity::moderation::{ContentKind, content_review};
use sea_orm::prelude::*;

use super::state;
use crate::auth::Actor;
use crate::error::{Code, Result};
use crate::kernel::db::Tx;
use crate::{actions, deliberations, media, wishes};

/// Something that somebody wrote or uploaded, as one who sees it finds it.
#[derive(Clone, Debug)]
pub struct Written {
    /// What its review is of: itself, or what says the same.
    pub subject: Uuid,
    /// The community whose people see it.
    pub community: CommunityId,
    /// Who wrote it.
    pub author: Option<AccountId>,
    /// All that can be read; empty for a picture.
    pub text: String,
}

/// Shows the thing to others, or takes it from their sight, as its review says.
pub async fn publish(tx: &Tx<'_>, row: &content_review::Model) -> Result<()> {
    let (id, screening) = (row.subject_id, state::screening(row));
    match row.kind {
        ContentKind::Wish => wishes::service::screened::wish(tx, WishId(id), screening).await,
        ContentKind::WishNote => wishes::service::screened::note(tx, WishNoteId(id), screening).await,
        ContentKind::WishRating => wishes::service::screened::rating(tx, WishId(id), screening).await,
        ContentKind::Deliberation => deliberations::service::screened::matter(tx, DeliberationId(id), screening).await,
        ContentKind::DeliberationComment => {
            deliberations::service::screened::comment(tx, CommentId(id), screening).await
        }
        ContentKind::Action => actions::service::screened::action(tx, ActionId(id), screening).await,
        // Who reads the timeline asks.
        ContentKind::Reason => Ok(()),
        ContentKind::Picture => media::service::screened(tx, MediaId(id), screening).await,
    }
}

/// The thing, if the actor sees it.
///
/// # Errors
/// `not_found`.
pub async fn written(tx: &Tx<'_>, actor: &Actor, kind: ContentKind, id: Uuid) -> Result<Written> {
    match kind {
        ContentKind::Wish => wishes::service::screened::seen_wish(tx, actor, WishId(id)).await,
        ContentKind::WishNote => wishes::service::screened::seen_note(tx, actor, WishNoteId(id)).await,
        ContentKind::WishRating => wishes::service::screened::seen_rating(tx, actor, WishId(id)).await,
        ContentKind::Deliberation => deliberations::service::screened::seen_matter(tx, actor, DeliberationId(id)).await,
        ContentKind::DeliberationComment => {
            deliberations::service::screened::seen_comment(tx, actor, CommentId(id)).await
        }
        ContentKind::Action => actions::service::screened::seen(tx, actor, ActionId(id)).await,
        ContentKind::Reason => reason(tx, actor, EventId(id)).await,
        ContentKind::Picture => media::service::seen(tx, actor, MediaId(id)).await,
    }
}

/// Why somebody did something, for those who read it.
async fn reason(tx: &Tx<'_>, actor: &Actor, id: EventId) -> Result<Written> {
    let missing = || Code::NotFound.error();
    let event = event::Entity::find_by_id(id).one(tx).await?.ok_or_else(missing)?;
    let community = event.community_id.ok_or_else(missing)?;
    let text = match event.subject_kind.as_str() {
        wishes::service::SUBJECT => wishes::service::screened::seen_reason(tx, actor, event.clone()).await?,
        deliberations::service::SUBJECT => deliberations::service::screened::seen_reason(tx, actor, &event).await?,
        _ => None,
    };
    let author = event.by_id.filter(|_| event.by_kind == ByKind::Account).map(AccountId);
    Ok(Written { subject: id.into(), community, author, text: text.ok_or_else(missing)? })
}
