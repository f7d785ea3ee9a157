//! Content safety within this room: what is looked at, and what others then see.

use entity::deliberations::{deliberation, deliberation_comment};
use entity::ids::{CommentId, DeliberationId};
use entity::kernel::event;
use entity::moderation::{ContentKind, Screening};
use sea_orm::prelude::*;

use super::case::Case;
use crate::auth::Actor;
use crate::deliberations::state;
use crate::error::{Code, Result};
use crate::kernel::db::Tx;
use crate::moderation::Written;
use crate::moderation::service::{self as moderation, Piece, screen};

/// Looks at a matter that was raised.
pub async fn look_at_matter(tx: &Tx<'_>, actor: &Actor, row: deliberation::Model) -> Result<deliberation::Model> {
    let text = whole(&row);
    let piece = Piece { kind: ContentKind::Deliberation, subject: row.id.0, community: row.community_id, text: &text };
    let screening = screen(tx, actor, piece).await?;
    if row.screening != screening {
        matter(tx, row.id, screening).await?;
    }
    Ok(deliberation::Model { screening, ..row })
}

/// Looks at what was said about a matter.
pub async fn look_at_comment(
    tx: &Tx<'_>,
    actor: &Actor,
    of: &deliberation::Model,
    row: deliberation_comment::Model,
) -> Result<deliberation_comment::Model> {
    let kind = ContentKind::DeliberationComment;
    let piece = Piece { kind, subject: row.id.0, community: of.community_id, text: &row.text };
    let screening = screen(tx, actor, piece).await?;
    if row.screening != screening {
        comment(tx, row.id, screening).await?;
    }
    Ok(deliberation_comment::Model { screening, ..row })
}

/// Shows a matter to others, or takes it from sight. Nothing of it has changed but who sees it.
pub async fn matter(tx: &Tx<'_>, id: DeliberationId, screening: Screening) -> Result<()> {
    let one = deliberation::Entity::update_many().col_expr(deliberation::Column::Screening, Expr::value(screening));
    one.filter(deliberation::Column::Id.eq(id)).exec(tx).await?;
    Ok(())
}

/// Shows what somebody said to others, or takes it from sight.
pub async fn comment(tx: &Tx<'_>, id: CommentId, screening: Screening) -> Result<()> {
    let column = deliberation_comment::Column::Screening;
    let one = deliberation_comment::Entity::update_many().col_expr(column, Expr::value(screening));
    one.filter(deliberation_comment::Column::Id.eq(id)).exec(tx).await?;
    Ok(())
}

/// A matter that the actor sees.
///
/// # Errors
/// `not_found`; `illegal_transition` for what was accepted: that is the community's own matter.
pub async fn seen_matter(tx: &Tx<'_>, actor: &Actor, id: DeliberationId) -> Result<Written> {
    let row = Case::read(tx, actor, id).await?.deliberation;
    if !state::UNREAD.contains(&row.status) {
        return Err(Code::IllegalTransition.into());
    }
    Ok(Written { subject: id.0, community: row.community_id, author: Some(row.proposer_account_id), text: whole(&row) })
}

/// What somebody said, for those who see it.
///
/// # Errors
/// `not_found`.
pub async fn seen_comment(tx: &Tx<'_>, actor: &Actor, id: CommentId) -> Result<Written> {
    let row = deliberation_comment::Entity::find_by_id(id).one(tx).await?;
    let shown = |row: &deliberation_comment::Model| row.screening == Screening::Passed && row.hidden_at.is_none();
    let row = row.filter(shown).ok_or_else(|| Code::NotFound.error())?;
    let case = Case::read(tx, actor, row.deliberation_id).await?;
    Ok(Written {
        subject: id.0,
        community: case.deliberation.community_id,
        author: Some(row.account_id),
        text: row.text,
    })
}

/// Why somebody did something to a matter, for those who read it.
pub async fn seen_reason(tx: &Tx<'_>, actor: &Actor, event: &event::Model) -> Result<Option<String>> {
    let case = Case::read(tx, actor, DeliberationId(event.subject_id)).await?;
    let unread = moderation::reason::unread(tx, std::slice::from_ref(event)).await?;
    Ok(event.reason.clone().filter(|_| case.is_office() || !unread.contains(&event.id)))
}

fn whole(row: &deliberation::Model) -> String {
    format!("{}\n{}", row.title, row.body)
}
