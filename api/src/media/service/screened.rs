//! Content safety: a picture that others do not see, or do.

use entity::ids::MediaId;
use entity::media::{MediaStatus, media};
use entity::moderation::Screening;
use sea_orm::prelude::*;

use crate::auth::Actor;
use crate::error::{Code, Result};
use crate::kernel::db::Tx;
use crate::moderation::Written;

/// What a screening means for a picture.
pub(super) fn status(screening: Screening) -> MediaStatus {
    match screening {
        Screening::Passed => MediaStatus::Ready,
        Screening::Checking => MediaStatus::Checking,
        Screening::Held => MediaStatus::Held,
        Screening::Refused => MediaStatus::Removed,
    }
}

/// Shows a picture to others, or takes it from sight.
pub async fn screened(tx: &Tx<'_>, id: MediaId, screening: Screening) -> Result<()> {
    let one = media::Entity::update_many().col_expr(media::Column::Status, Expr::value(status(screening)));
    one.filter(media::Column::Id.eq(id)).exec(tx).await?;
    Ok(())
}

/// A picture that people of its community see.
///
/// # Errors
/// `not_found`.
pub async fn seen(tx: &Tx<'_>, actor: &Actor, id: MediaId) -> Result<Written> {
    let community = actor.require_community()?;
    let found = media::Entity::find_by_id(id)
        .filter(media::Column::CommunityId.eq(community))
        .filter(media::Column::Attached.eq(true))
        .filter(media::Column::Status.eq(MediaStatus::Ready));
    let row = found.one(tx).await?.ok_or_else(|| Code::NotFound.error())?;
    Ok(Written { subject: id.0, community, author: Some(row.account_id), text: String::new() })
}
