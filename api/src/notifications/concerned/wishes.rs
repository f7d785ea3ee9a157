//! Wishes: the author, the helper, and those who decide.

use entity::auth::Role;
use entity::ids::{AccountId, WishExtensionId, WishId};
use entity::kernel::event;
use entity::wishes::{Level, WishStatus, WishVerb, wish, wish_claim, wish_extension};
use sea_orm::QueryOrder;
use sea_orm::prelude::*;
use serde::Deserialize;

use super::super::words;
use super::{Told, leaders, staff};
use crate::error::Result;
use crate::wishes::service::extend::DECIDED;

/// What an event of a wish says about the wish as it was then.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Then {
    level: Option<Level>,
    appealed: bool,
    extension_id: Option<WishExtensionId>,
    granted: bool,
}

/// Whom something about a wish concerns.
pub async fn told(conn: &impl ConnectionTrait, event: &event::Model) -> Result<Told> {
    let then = Then::deserialize(&event.data).unwrap_or_default();
    if event.verb == DECIDED {
        return asker(conn, &then).await;
    }
    let mut told = Told::new();
    let Some(verb) = WishVerb::ALL.iter().find(|verb| verb.as_str() == event.verb) else { return Ok(told) };
    let Some(wish) = wish::Entity::find_by_id(event.subject_id).one(conn).await? else { return Ok(told) };
    // What became of an action is for whoever works on the wish: its helper, or else those who decide about it.
    let of_action = matches!(verb, WishVerb::EndAction | WishVerb::DropAction);
    let claimed = event.to_state.as_deref() == Some(WishStatus::Claimed.as_str());
    if let Some(title) = words::for_reviewers(*verb).filter(|_| !(of_action && claimed)) {
        let reviewers = reviewers(conn, &wish, &then).await?;
        told.extend(reviewers.into_iter().map(|account| (account, title)));
    }
    if let Some(title) = words::for_helper(*verb).filter(|_| !of_action || claimed) {
        told.extend(last_helper(conn, wish.id).await?.map(|account| (account, title)));
    }
    if let Some(title) = words::for_author(*verb) {
        told.extend(wish.author_account_id.map(|account| (account, title)));
    }
    Ok(told)
}

/// Those who decided about it then: the grid's leaders, above them and about an appeal the
/// community's people.
async fn reviewers(conn: &impl ConnectionTrait, wish: &wish::Model, then: &Then) -> Result<Vec<AccountId>> {
    match then.level.unwrap_or(wish.level) {
        Level::Building | Level::Compound if !then.appealed => leaders(conn, wish.grid_id).await,
        Level::Subdistrict => staff(conn, &[Role::CommunityAdmin], wish.community_id).await,
        _ => staff(conn, &[Role::CommunityStaff, Role::CommunityAdmin], wish.community_id).await,
    }
}

/// The one who asked for more time.
async fn asker(conn: &impl ConnectionTrait, then: &Then) -> Result<Told> {
    let Some(id) = then.extension_id else { return Ok(Told::new()) };
    let extension = wish_extension::Entity::find_by_id(id).one(conn).await?;
    Ok(extension.map(|extension| (extension.asked_by, words::for_asker(then.granted))).into_iter().collect())
}

async fn last_helper(conn: &impl ConnectionTrait, wish: WishId) -> Result<Option<AccountId>> {
    let claim = wish_claim::Entity::find()
        .filter(wish_claim::Column::WishId.eq(wish))
        .order_by_desc(wish_claim::Column::CreatedAt)
        .order_by_desc(wish_claim::Column::Id);
    Ok(claim.one(conn).await?.map(|claim| claim.account_id))
}
