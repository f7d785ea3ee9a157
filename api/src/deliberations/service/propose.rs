//! A matter is raised: by a verified resident for the own building, compound or community,
//! by a team, by staff. Its author may take it back before the vote.

use chrono::Duration;
use entity::community::{building, compound};
use entity::deliberations::{DeliberationStatus, DeliberationVerb, ProposerKind, deliberation};
use entity::ids::{BuildingId, CommunityId, CompoundId, DeliberationId, TeamId};
use entity::moderation::Screening;
use entity::wishes::Level;
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use serde_json::json;

use super::case::{Case, SUBJECT, Step};
use super::screened;
use crate::auth::Actor;
use crate::deliberations::state::{LAPSE_DAYS, second_threshold};
use crate::deliberations::store;
use crate::error::{Code, Result};
use crate::kernel::db::Tx;
use crate::kernel::event::{self, NewEvent, Subject};

/// What is raised.
#[derive(Clone, Debug)]
pub struct Propose {
    /// In a line.
    pub title: String,
    /// The whole of it.
    pub body: String,
    /// Whose matter it is.
    pub level: Level,
    /// The building; a resident's own when nothing is said.
    pub building: Option<BuildingId>,
    /// The compound; a resident's own when nothing is said.
    pub compound: Option<CompoundId>,
    /// For which of the own teams.
    pub team: Option<TeamId>,
}

/// Where a matter lies.
struct Where {
    community: CommunityId,
    compound: Option<CompoundId>,
    building: Option<BuildingId>,
}

/// Raises a matter; it waits for those who second it.
pub async fn propose(tx: &Tx<'_>, actor: &Actor, wanted: Propose) -> Result<deliberation::Model> {
    let account = actor.account()?;
    let (kind, place) = proposer(tx, actor, &wanted).await?;
    let id = DeliberationId::new();
    let row = deliberation::ActiveModel {
        id: Set(id),
        community_id: Set(place.community),
        level: Set(wanted.level),
        compound_id: Set(place.compound),
        building_id: Set(place.building),
        title: Set(wanted.title),
        body: Set(wanted.body),
        screening: Set(Screening::Passed),
        proposer_kind: Set(kind),
        proposer_account_id: Set(account),
        team_id: Set(wanted.team),
        status: Set(DeliberationStatus::Proposed),
        second_threshold: Set(second_threshold(wanted.level)),
        second_count: Set(0),
        lapses_at: Set(tx.now() + Duration::days(LAPSE_DAYS)),
        changeable: Set(false),
        extendable: Set(false),
        extended: Set(false),
        live_results: Set(false),
        proxy_limit: Set(0),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        ..Default::default()
    };
    let raised = row.insert(tx).await?;
    let happened = NewEvent::new(raised.community_id, Subject::new(SUBJECT, id), DeliberationVerb::Propose.as_str())
        .with(json!({ "level": raised.level, "kind": raised.proposer_kind }))
        .announced();
    event::record(tx, NewEvent { to: Some(raised.status.to_string()), ..happened }).await?;
    screened::look_at_matter(tx, actor, raised).await
}

/// Takes the own matter back.
pub async fn withdraw(
    tx: &Tx<'_>,
    actor: &Actor,
    id: DeliberationId,
    version: i32,
    reason: Option<String>,
) -> Result<deliberation::Model> {
    let case = Case::open(tx, actor, id).await?;
    case.seen(version)?;
    let change = deliberation::ActiveModel { closed_at: Set(Some(tx.now())), ..Default::default() };
    case.go(tx, DeliberationVerb::Withdraw, Step { change, reason }).await
}

/// As what the actor raises it, and where it lies.
async fn proposer(tx: &Tx<'_>, actor: &Actor, wanted: &Propose) -> Result<(ProposerKind, Where)> {
    let community = actor.require_community()?;
    if let Some(team) = wanted.team {
        let teams = store::teams_of(tx, community, actor.account()?).await?;
        if !teams.iter().any(|mine| mine.id == team) {
            return Err(Code::Invalid.error().at("/teamId", Code::UnknownReference));
        }
        return Ok((ProposerKind::Team, named_place(tx, actor, community, wanted).await?));
    }
    if actor.is_staff_of(community) {
        return Ok((ProposerKind::Staff, named_place(tx, actor, community, wanted).await?));
    }
    let home = actor.residency()?.place;
    let own = Where { community, compound: home.compound, building: home.building };
    let elsewhere = wanted.building.is_some_and(|building| own.building != Some(building))
        || wanted.compound.is_some_and(|compound| own.compound != Some(compound));
    if elsewhere {
        return Err(Code::Forbidden.into());
    }
    Ok((ProposerKind::Resident, at_level(own, wanted.level)?))
}

/// A place of the community that is named, or the actor's home.
async fn named_place(tx: &Tx<'_>, actor: &Actor, community: CommunityId, wanted: &Propose) -> Result<Where> {
    let home = actor.residency.map(|residency| residency.place);
    let mut place = Where {
        community,
        compound: wanted.compound.or(home.and_then(|home| home.compound)),
        building: wanted.building.or(home.and_then(|home| home.building)),
    };
    if let Some(id) = wanted.building {
        let here = building::Entity::find_by_id(id).filter(building::Column::CommunityId.eq(community)).one(tx).await?;
        let here = here.ok_or_else(|| Code::Invalid.error().at("/buildingId", Code::UnknownReference))?;
        place.compound = here.compound_id;
    }
    if let Some(id) = wanted.compound {
        let here = compound::Entity::find_by_id(id).filter(compound::Column::CommunityId.eq(community)).one(tx).await?;
        if here.is_none() || place.compound != Some(id) {
            return Err(Code::Invalid.error().at("/compoundId", Code::UnknownReference));
        }
    }
    at_level(place, wanted.level)
}

/// The place as far as the level goes.
fn at_level(place: Where, level: Level) -> Result<Where> {
    let missing = |pointer: &str| Code::Invalid.error().at(pointer, Code::MissingField);
    match level {
        Level::Building if place.building.is_none() => Err(missing("/buildingId")),
        Level::Compound if place.compound.is_none() => Err(missing("/compoundId")),
        Level::Building => Ok(place),
        Level::Compound => Ok(Where { building: None, ..place }),
        Level::Community => Ok(Where { compound: None, building: None, ..place }),
        Level::Subdistrict => Err(Code::Invalid.error().at("/level", Code::InvalidValue)),
    }
}
