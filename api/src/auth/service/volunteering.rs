//! The role of a volunteer comes with registering and ends with retiring: nobody gives or takes it there.

use entity::auth::{Role, ScopeKind, role_grant};
use entity::ids::{AccountId, CommunityId};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;

use super::roles::{insert, live, remember};
use super::scope::Span;
use crate::error::Result;
use crate::kernel::db::Tx;

/// The role of a volunteer of the community, unless it is held already.
pub async fn become_volunteer(tx: &Tx<'_>, account: AccountId, community: CommunityId) -> Result<()> {
    if volunteering(account, community).one(tx).await?.is_some() {
        return Ok(());
    }
    let span = Span { kind: ScopeKind::Community, id: community.into(), community: Some(community) };
    insert(tx, account, Role::Volunteer, span, Some(account)).await.map(drop)
}

/// The role of a volunteer of the community ends.
pub async fn stop_volunteering(tx: &Tx<'_>, account: AccountId, community: CommunityId) -> Result<()> {
    let Some(row) = volunteering(account, community).one(tx).await? else { return Ok(()) };
    let ended = role_grant::ActiveModel {
        id: Set(row.id),
        revoked_at: Set(Some(tx.now())),
        revoked_by: Set(Some(account)),
        ..Default::default()
    };
    ended.update(tx).await?;
    remember(tx, &row, "revoke").await
}

fn volunteering(account: AccountId, community: CommunityId) -> Select<role_grant::Entity> {
    live()
        .filter(role_grant::Column::AccountId.eq(account))
        .filter(role_grant::Column::Role.eq(Role::Volunteer))
        .filter(role_grant::Column::ScopeId.eq(Uuid::from(community)))
}
