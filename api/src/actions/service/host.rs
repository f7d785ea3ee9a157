//! Who holds an action.

use entity::actions::HostKind;
use entity::community::{partner, team};
use entity::ids::{CommunityId, GridId, PartnerId};
use sea_orm::prelude::*;

use crate::auth::Actor;
use crate::error::{Code, Result};
use crate::kernel::db::Tx;

/// Who holds it: the community by its staff or, for a grid, its leader; a team by its leader; a
/// partner unit by whoever speaks for it; staff for all of them.
pub(super) async fn of(
    tx: &Tx<'_>,
    actor: &Actor,
    community: CommunityId,
    (kind, id): (HostKind, Option<Uuid>),
    grid: Option<GridId>,
) -> Result<(HostKind, Uuid)> {
    let staff = actor.is_staff_of(community);
    let unknown = || Code::Invalid.error().at("/hostId", Code::UnknownReference);
    let may = match kind {
        HostKind::Community => staff || grid.is_some_and(|grid| actor.leads_grid(grid)),
        HostKind::Team => {
            let leads = team::Entity::find().filter(team::Column::CommunityId.eq(community));
            let one = leads.filter(team::Column::Id.eq(id.ok_or_else(unknown)?)).one(tx).await?.ok_or_else(unknown)?;
            staff || one.leader_account_id == actor.account_id()
        }
        HostKind::Partner => {
            let id = PartnerId(id.ok_or_else(unknown)?);
            let here = partner::Entity::find_by_id(id).filter(partner::Column::CommunityId.eq(community));
            here.one(tx).await?.ok_or_else(unknown)?;
            staff || actor.partners().contains(&id)
        }
    };
    let host = if kind == HostKind::Community { community.0 } else { id.unwrap_or_default() };
    if may { Ok((kind, host)) } else { Err(Code::Forbidden.into()) }
}
