//! Claims to households: made by a person, decided by somebody who knows who lives there.

use entity::community::household_claim::{ActiveModel, Column, Entity, Model};
use entity::community::{ClaimStatus, ClaimVerb, building, dwelling};
use entity::ids::HouseholdClaimId;
use sea_orm::ActiveValue::Set;
use sea_orm::QueryTrait;
use sea_orm::prelude::*;
use serde_json::json;

use super::{Within, communities, link, store};
use crate::auth::Actor;
use crate::community::state::{MOVES, Standing};
use crate::community::view::{HouseholdClaim, HouseholdClaimQuery, NewHouseholdClaim};
use crate::error::{Code, OrConflict, Result};
use crate::kernel::crypto::{Field, mask_name};
use crate::kernel::db::Tx;
use crate::kernel::event::{self, NewEvent, Subject};
use crate::kernel::page::Page;
use crate::kernel::{Kernel, Vault, state};

/// The kind of a claim in the log of events.
pub const SUBJECT: &str = "household_claim";

/// Working days within which a claim is decided.
const DECIDE_DAYS: i32 = 3;

/// Claims to live behind a door.
pub async fn make(tx: &Tx<'_>, actor: &Actor, claim: NewHouseholdClaim) -> Result<Model> {
    let account = actor.account()?;
    if actor.residency.is_some() {
        return Err(Code::AlreadyVerified.into());
    }
    let (building, dwelling) = behind(tx, &claim).await?;
    if actor.community.is_some_and(|own| own != building.community_id) {
        return Err(Code::OtherCommunity.into());
    }
    let (calendar, zone) = communities::calendar(tx, building.community_id).await?;
    let row = ActiveModel {
        id: Set(HouseholdClaimId::new()),
        community_id: Set(building.community_id),
        account_id: Set(account),
        dwelling_id: Set(dwelling.id),
        grid_id: Set(building.grid_id),
        name_sealed: Set(tx.vault().seal(Field::Name, &claim.name)?),
        relation: Set(claim.relation),
        is_owner: Set(claim.is_owner),
        note: Set(claim.note.map(Into::into)),
        status: Set(ClaimStatus::Submitted),
        due_at: Set(calendar.add_working_days(tx.now(), DECIDE_DAYS, zone)),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        ..Default::default()
    };
    let row = Entity::insert(row).exec_with_returning(tx).await.or_conflict(Code::AlreadyExists)?;
    let made = NewEvent::new(row.community_id, Subject::new(SUBJECT, row.id), "submit");
    event::record(tx, NewEvent { to: Some(row.status.to_string()), ..made.announced() }).await?;
    Ok(row)
}

/// The door that a claim names, and its building.
async fn behind(tx: &Tx<'_>, claim: &NewHouseholdClaim) -> Result<(building::Model, dwelling::Model)> {
    let unknown = |pointer, code| Code::Invalid.error().at(pointer, code);
    let building = building::Entity::find_by_id(claim.building_id).one(tx).await?;
    let building = building.ok_or_else(|| unknown("/buildingId", Code::UnknownReference))?;
    let in_unit = match claim.unit_id {
        Some(unit) => dwelling::Column::UnitId.eq(unit),
        None => dwelling::Column::UnitId.is_null(),
    };
    let dwelling = dwelling::Entity::find()
        .filter(dwelling::Column::BuildingId.eq(building.id))
        .filter(in_unit)
        .filter(dwelling::Column::DoorBlind.eq(tx.vault().blind(Field::Door, &claim.door)));
    let dwelling = dwelling.one(tx).await?.ok_or_else(|| unknown("/door", Code::UnknownDoor))?;
    Ok((building, dwelling))
}

/// The claims that somebody may see, oldest first.
pub async fn list(kernel: &Kernel, actor: &Actor, query: &HouseholdClaimQuery) -> Result<Page<HouseholdClaim>> {
    may_ask(actor)?;
    let mine = query.mine.unwrap_or(false).then(|| actor.account()).transpose()?;
    let seen = store::claims::visible_to(actor)
        .apply_if(mine, |rows, account| rows.filter(Column::AccountId.eq(account)))
        .apply_if(query.status, |rows, status| rows.filter(Column::Status.eq(status)))
        .apply_if(query.grid_id, |rows, grid| rows.filter(Column::GridId.eq(grid)));
    let page = store::page_by(&kernel.db, seen, Column::Id, |row| row.id, query).await?;
    let shown = show(&kernel.db, &kernel.vault, actor, page.items.clone()).await?;
    Ok(page.with_items(shown))
}

/// Claims of these ids that somebody may see, for an inbox.
pub async fn some(kernel: &Kernel, actor: &Actor, ids: Vec<HouseholdClaimId>) -> Result<Vec<HouseholdClaim>> {
    let rows = store::claims::visible_to(actor).filter(Column::Id.is_in(ids)).all(&kernel.db).await?;
    show(&kernel.db, &kernel.vault, actor, rows).await
}

/// One claim that somebody may see.
pub async fn one(kernel: &Kernel, actor: &Actor, id: HouseholdClaimId) -> Result<HouseholdClaim> {
    may_ask(actor)?;
    let row = store::claims::one(&kernel.db, actor, id).await?;
    show_one(&kernel.db, &kernel.vault, actor, row).await
}

/// Programs need their scope; people see their own at least.
fn may_ask(actor: &Actor) -> Result<()> {
    match actor.account_id() {
        Some(_) => Ok(()),
        None => Within::read_by(actor).map(drop),
    }
}

/// What is decided about a claim.
pub enum Decision {
    /// The person lives there, in this household if one is named.
    Approve(Option<entity::ids::HouseholdId>),
    /// They do not, for this reason.
    Reject(String),
    /// They have thought better of it.
    Withdraw,
}

impl Decision {
    fn verb(&self) -> ClaimVerb {
        match self {
            Self::Approve(_) => ClaimVerb::Approve,
            Self::Reject(_) => ClaimVerb::Reject,
            Self::Withdraw => ClaimVerb::Withdraw,
        }
    }
}

/// Decides a claim whose version the caller has seen.
pub async fn decide(
    tx: &Tx<'_>,
    actor: &Actor,
    id: HouseholdClaimId,
    expected: i32,
    decision: Decision,
) -> Result<Model> {
    let account = actor.account()?;
    let claim = store::claims::one(tx, actor, id).await?;
    let verb = decision.verb();
    if claim.account_id == account && verb != ClaimVerb::Withdraw && decides(actor, &claim) {
        return Err(Code::OwnMatter.into());
    }
    let status = state::next(MOVES, claim.status, verb, &standings(actor, &claim))?;
    let mut fields = ActiveModel { status: Set(status), ..Default::default() };
    if verb != ClaimVerb::Withdraw {
        fields.decided_by = Set(Some(account));
        fields.decided_at = Set(Some(tx.now()));
    }
    let mut moved = NewEvent::new(claim.community_id, Subject::new(SUBJECT, claim.id), verb.as_str())
        .moved(claim.status, status)
        .announced();
    match decision {
        Decision::Approve(household) => {
            let resident = link::link(tx, &claim, household).await?;
            moved = moved.with(json!({ "residentId": resident }));
        }
        Decision::Reject(reason) => {
            fields.reason = Set(Some(reason.clone()));
            moved = moved.because(Some(reason));
        }
        Decision::Withdraw => {}
    }
    let claim = store::claims::move_on(tx, &claim, expected, fields).await?;
    event::record(tx, moved).await?;
    Ok(claim)
}

/// What somebody is to a claim.
fn standings(actor: &Actor, claim: &Model) -> Vec<Standing> {
    if actor.account_id() == Some(claim.account_id) {
        return vec![Standing::Claimant];
    }
    if decides(actor, claim) { vec![Standing::Decider] } else { Vec::new() }
}

/// Whether somebody's role would let them decide it.
pub fn decides(actor: &Actor, claim: &Model) -> bool {
    actor.leads_grid(claim.grid_id) || actor.is_staff_of(claim.community_id)
}

/// Shows a claim to somebody.
pub async fn show_one(conn: &impl ConnectionTrait, vault: &Vault, actor: &Actor, row: Model) -> Result<HouseholdClaim> {
    show(conn, vault, actor, vec![row]).await?.pop().ok_or_else(|| Code::Internal.into())
}

async fn show(
    conn: &impl ConnectionTrait,
    vault: &Vault,
    actor: &Actor,
    rows: Vec<Model>,
) -> Result<Vec<HouseholdClaim>> {
    let dwellings = store::dwellings(conn, rows.iter().map(|row| row.dwelling_id)).await?;
    let places = store::places(conn, &dwellings).await?;
    let view = |row: Model| {
        Ok(HouseholdClaim {
            allowed_actions: state::allowed(MOVES, row.status, &standings(actor, &row)),
            mine: actor.account_id() == Some(row.account_id),
            name: mask_name(&vault.open(Field::Name, &row.name_sealed)?),
            place: places.get(&row.dwelling_id).cloned().unwrap_or_default(),
            id: row.id,
            community_id: row.community_id,
            grid_id: row.grid_id,
            dwelling_id: row.dwelling_id,
            account_id: row.account_id,
            relation: row.relation,
            is_owner: row.is_owner,
            note: row.note,
            status: row.status,
            due_at: row.due_at,
            reason: row.reason,
            decided_at: row.decided_at,
            version: row.version,
            created_at: row.created_at,
        })
    };
    rows.into_iter().map(view).collect()
}
