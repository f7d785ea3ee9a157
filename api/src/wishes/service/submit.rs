//! A wish comes in: from a verified resident, or written down by staff for a channel.

use entity::ids::{BuildingId, GridId, MediaId, ResidentId, WishId};
use entity::moderation::Screening;
use entity::wishes::{Datum, Level, WishChannel, WishStatus, WishVerb, wish};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use serde_json::json;

use super::case::{Case, SUBJECT, Step};
use super::deadlines::{Deadlines, Rest};
use super::origin::{origin, place};
use super::{photos, screened};
use crate::auth::{Actor, Place};
use crate::emergencies::service::urgent;
use crate::error::{Code, OrConflict, Result};
use crate::kernel::crypto::Field;
use crate::kernel::db::Tx;
use crate::kernel::event::{self, NewEvent, Subject};
use crate::wishes::store;

/// What is wished.
#[derive(Clone, Debug, Default)]
pub struct Submit {
    /// The category's code.
    pub category: String,
    /// In a line.
    pub title: String,
    /// The whole of it.
    pub body: String,
    /// The channel; the mini-program for residents.
    pub channel: Option<WishChannel>,
    /// The case number in that channel.
    pub external_ref: Option<String>,
    /// The resident for whom staff write it down.
    pub resident: Option<ResidentId>,
    /// For whom it is, if not for the author.
    pub beneficiary: Option<String>,
    /// Whom to contact, if not the author.
    pub contact: Contact,
    /// Where it lies; the author's home when nothing is said.
    pub grid: Option<GridId>,
    /// The building, which also says the grid.
    pub building: Option<BuildingId>,
    /// The spot.
    pub spot: Option<Spot>,
    /// Whether it is urgent; only while a real emergency is open there.
    pub urgent: bool,
    /// Photos, uploaded before.
    pub photos: Vec<MediaId>,
}

/// Whom to contact.
#[derive(Clone, Debug, Default)]
pub struct Contact {
    /// Name.
    pub name: Option<String>,
    /// Phone.
    pub phone: Option<String>,
    /// Address, door number included.
    pub address: Option<String>,
}

/// A spot on the map, in micro-degrees.
#[derive(Clone, Copy, Debug)]
pub struct Spot {
    /// Latitude.
    pub lat: i32,
    /// Longitude.
    pub lng: i32,
    /// In which datum.
    pub datum: Datum,
}

/// Takes the wish in, for review.
pub async fn submit(tx: &Tx<'_>, actor: &Actor, submit: Submit) -> Result<wish::Model> {
    let origin = origin(tx, actor, &submit).await?;
    let place = place(tx, &origin, &submit).await?;
    let category = store::category(tx, origin.community, &submit.category).await?;
    let emergency = if submit.urgent { Some(urgent::of_grid(tx, place.grid).await?) } else { None };
    let deadlines = match emergency {
        Some(_) => Deadlines::urgent(tx.now()),
        None => Deadlines::from(tx, origin.community, &category, tx.now()).await?,
    };
    let row = wish::ActiveModel {
        channel: Set(origin.channel),
        external_ref: Set(submit.external_ref.clone()),
        author_account_id: Set(origin.author),
        entered_by_account_id: Set(origin.entered_by),
        category_id: Set(category.id),
        emergency_id: Set(emergency),
        respond_due_at: Set(Some(deadlines.respond)),
        solve_due_at: Set(Some(deadlines.solve)),
        ..described(tx, &submit, place)?
    };
    let wish = row.insert(tx).await.or_conflict(Code::AlreadyExists)?;
    photos::attach(tx, actor, wish.id, None, &submit.photos).await?;
    let happened = NewEvent::new(wish.community_id, Subject::new(SUBJECT, wish.id), WishVerb::Submit.as_str())
        .with(json!({
            "channel": wish.channel,
            "gridId": wish.grid_id,
            "level": wish.level,
            "category": category.code,
            "respondDueAt": wish.respond_due_at,
            "emergencyId": wish.emergency_id,
        }))
        .announced();
    let happened = NewEvent { to: Some(WishStatus::Submitted.to_string()), ..happened };
    event::record(tx, happened).await?;
    screened::look_at_wish(tx, actor, wish).await
}

/// What the author may change on resubmitting.
#[derive(Clone, Debug, Default)]
pub struct Revision {
    /// In a line.
    pub title: Option<String>,
    /// The whole of it.
    pub body: Option<String>,
}

/// Sends a returned wish in again; its deadline rested meanwhile. That for the first contact
/// does not move: returning it was one.
pub async fn resubmit(tx: &Tx<'_>, actor: &Actor, id: WishId, version: i32, revision: Revision) -> Result<wish::Model> {
    let case = Case::open(tx, actor, id).await?;
    case.seen(version)?;
    let mut change = wish::ActiveModel { returned_at: Set(None), ..Default::default() };
    if let Some(since) = case.wish.returned_at {
        let rest = Rest::of(tx, case.wish.community_id, since).await?;
        change.solve_due_at = Set(case.wish.solve_due_at.map(|due| rest.after(due)));
    }
    if let Some(title) = revision.title {
        change.title = Set(title);
    }
    if let Some(body) = revision.body {
        change.body = Set(body);
    }
    let wish = case.go(tx, WishVerb::Resubmit, Step::set(change)).await?;
    screened::look_at_wish(tx, actor, wish).await
}

/// Takes the own wish back.
pub async fn withdraw(
    tx: &Tx<'_>,
    actor: &Actor,
    id: WishId,
    version: i32,
    reason: Option<String>,
) -> Result<wish::Model> {
    let case = Case::open(tx, actor, id).await?;
    case.seen(version)?;
    let change = wish::ActiveModel { closed_at: Set(Some(tx.now())), ..Default::default() };
    let wish = case.go(tx, WishVerb::Withdraw, Step { reason, ..Step::set(change) }).await?;
    super::index::remove(tx, wish.id).await?;
    Ok(wish)
}

/// Appeals against a rejection: once, one level up. The deadline rested while the wish was at an end.
pub async fn appeal(tx: &Tx<'_>, actor: &Actor, id: WishId, version: i32, reason: String) -> Result<wish::Model> {
    let case = Case::open(tx, actor, id).await?;
    case.seen(version)?;
    let mut change = wish::ActiveModel {
        appealed: Set(true),
        closed_at: Set(None),
        level: Set(super::escalate::above(case.wish.level).unwrap_or(case.wish.level)),
        ..Default::default()
    };
    if let Some(since) = case.wish.closed_at {
        let rest = Rest::of(tx, case.wish.community_id, since).await?;
        change.solve_due_at = Set(case.wish.solve_due_at.map(|due| rest.after(due)));
    }
    case.go(tx, WishVerb::Appeal, Step { reason: Some(reason), ..Step::set(change) }).await
}

fn described(tx: &Tx<'_>, submit: &Submit, place: Place) -> Result<wish::ActiveModel> {
    let seal = |field, text: &Option<String>| text.as_deref().map(|text| tx.vault().seal(field, text)).transpose();
    Ok(wish::ActiveModel {
        id: Set(WishId::new()),
        community_id: Set(place.community),
        grid_id: Set(place.grid),
        compound_id: Set(place.compound),
        building_id: Set(place.building),
        beneficiary_sealed: Set(seal(Field::Beneficiary, &submit.beneficiary)?),
        contact_name_sealed: Set(seal(Field::Name, &submit.contact.name)?),
        contact_phone_sealed: Set(seal(Field::Phone, &submit.contact.phone)?),
        contact_address_sealed: Set(seal(Field::Address, &submit.contact.address)?),
        title: Set(submit.title.clone()),
        body: Set(submit.body.clone()),
        screening: Set(Screening::Passed),
        rating_screening: Set(Screening::Passed),
        level: Set(Level::Building),
        status: Set(WishStatus::Submitted),
        appealed: Set(false),
        reopened: Set(false),
        auto_confirmed: Set(false),
        support_count: Set(0),
        lat: Set(submit.spot.map(|spot| spot.lat)),
        lng: Set(submit.spot.map(|spot| spot.lng)),
        datum: Set(submit.spot.map(|spot| spot.datum)),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        ..Default::default()
    })
}
