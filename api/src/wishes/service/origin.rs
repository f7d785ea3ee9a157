//! Where a wish comes from: from whom, through which channel, from which place.

use entity::auth::ApiScope;
use entity::community::{building, grid, resident};
use entity::ids::{AccountId, CommunityId, ResidentId};
use entity::wishes::WishChannel;
use sea_orm::prelude::*;

use super::submit::Submit;
use crate::auth::{Actor, Place, Who};
use crate::error::{Code, Result};
use crate::kernel::db::Tx;

/// Who wishes, through which channel, in which community.
pub struct Origin {
    /// The community.
    pub community: CommunityId,
    /// The channel.
    pub channel: WishChannel,
    /// Whose wish it is; none for somebody without an account.
    pub author: Option<AccountId>,
    /// Who wrote it down for somebody else.
    pub entered_by: Option<AccountId>,
    /// The author's home, when the author writes.
    home: Option<Place>,
}

/// Where the wish comes from: a resident's own, or written down by staff or a program for somebody else.
///
/// # Errors
/// `not_verified` for whoever has no home here, `invalid` at `/channel` for whoever writes down and names none.
pub async fn origin(tx: &Tx<'_>, actor: &Actor, submit: &Submit) -> Result<Origin> {
    let unnamed = submit.resident.is_none() && matches!(submit.channel, None | Some(WishChannel::MiniProgram));
    let writes_down = actor.require_staff_or(ApiScope::WishesWrite);
    if unnamed && (actor.residency.is_some() || writes_down.is_err()) {
        let place = actor.residency()?.place;
        return Ok(Origin {
            community: place.community,
            channel: WishChannel::MiniProgram,
            author: actor.account_id(),
            entered_by: None,
            home: Some(place),
        });
    }
    let community = writes_down?;
    let channel = channel_of(actor, submit.channel)?;
    let author = match submit.resident {
        Some(id) => known_resident(tx, community, id).await?.account_id,
        None => None,
    };
    Ok(Origin { community, channel, author, entered_by: actor.account_id(), home: None })
}

/// Through which channel it came to those who write it down for somebody else.
fn channel_of(actor: &Actor, channel: Option<WishChannel>) -> Result<WishChannel> {
    let wrong = |code| Err(Code::Invalid.error().at("/channel", code));
    let programs = [WishChannel::Hotline12345, WishChannel::Open311];
    match channel {
        None => wrong(Code::MissingField),
        Some(WishChannel::MiniProgram) => wrong(Code::InvalidValue),
        Some(channel) if matches!(actor.who, Who::Client { .. }) && !programs.contains(&channel) => {
            Err(Code::Forbidden.into())
        }
        Some(channel) => Ok(channel),
    }
}

async fn known_resident(tx: &Tx<'_>, community: CommunityId, id: ResidentId) -> Result<resident::Model> {
    let resident = resident::Entity::find_by_id(id)
        .filter(resident::Column::CommunityId.eq(community))
        .filter(resident::Column::ErasedAt.is_null())
        .one(tx)
        .await?;
    resident.ok_or_else(|| Code::Invalid.error().at("/residentId", Code::UnknownReference))
}

/// Where it lies: in the building or grid that it names, or at the author's home.
///
/// # Errors
/// `invalid` at the place that is not in the community, or at `/gridId` when none is said.
pub async fn place(tx: &Tx<'_>, origin: &Origin, submit: &Submit) -> Result<Place> {
    let unknown = |pointer: &str| Code::Invalid.error().at(pointer, Code::UnknownReference);
    if let Some(id) = submit.building {
        let here = building::Entity::find_by_id(id).filter(building::Column::CommunityId.eq(origin.community));
        let building = here.one(tx).await?.ok_or_else(|| unknown("/buildingId"))?;
        return Ok(Place {
            community: origin.community,
            grid: building.grid_id,
            compound: building.compound_id,
            building: Some(building.id),
        });
    }
    if let Some(id) = submit.grid {
        let here = grid::Entity::find_by_id(id).filter(grid::Column::CommunityId.eq(origin.community));
        let grid = here.one(tx).await?.ok_or_else(|| unknown("/gridId"))?;
        return Ok(Place { community: origin.community, grid: grid.id, compound: None, building: None });
    }
    origin.home.ok_or_else(|| Code::Invalid.error().at("/gridId", Code::PlaceRequired))
}
