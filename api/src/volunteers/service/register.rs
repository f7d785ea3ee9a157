//! Becoming a volunteer, stopping, and coming back.

use chrono::NaiveDate;
use entity::community::{ConsentDocument, community};
use entity::ids::{AccountId, CommunityId, GridId, VolunteerId};
use entity::volunteers::{Skill, Tags, Time, Times, VolunteerStatus, VolunteerVerb, volunteer};
use sea_orm::ActiveValue::Set;
use sea_orm::QuerySelect;
use sea_orm::prelude::*;
use sea_orm::sea_query::LockType;

use super::case::{self, SUBJECT, Step};
use super::profile::{Offer, grids_of};
use crate::auth::Actor;
use crate::auth::service::volunteering;
use crate::community::service::{communities, consents};
use crate::error::{Code, OrConflict, Result};
use crate::kernel::crypto::Field;
use crate::kernel::db::Tx;
use crate::kernel::event::{self, NewEvent, Subject};
use crate::volunteers::{age, store};

/// Who answers for somebody under 18 and agrees.
#[derive(Clone, Debug)]
pub struct Guardian {
    /// Their name.
    pub name: String,
    /// Their phone.
    pub phone: String,
}

/// What somebody says who becomes a volunteer.
#[derive(Clone, Debug)]
pub struct Registration {
    /// Their real name.
    pub name: String,
    /// Their day of birth.
    pub birth_date: NaiveDate,
    /// The version of the volunteers' document that they agree to.
    pub consent: String,
    /// Who answers for them, when they are under 18.
    pub guardian: Option<Guardian>,
    /// What they offer.
    pub offer: Offer,
}

/// Somebody becomes a volunteer: a row with a number, the consent and the role, all or nothing.
///
/// # Errors
/// `not_verified` for who is neither a verified resident nor speaks for a partner, `too_young_to_register`,
/// `guardian_required`, `invalid`, `already_exists`.
pub async fn register(tx: &Tx<'_>, actor: &Actor, registration: Registration) -> Result<volunteer::Model> {
    let account = actor.account()?;
    let community = actor.require_community()?;
    if actor.residency.is_none() && actor.partners().is_empty() {
        return Err(Code::NotVerified.into());
    }
    if store::of_account(tx, account).await?.is_some() {
        return Err(Code::AlreadyExists.into());
    }
    let minor = is_minor(tx, community, registration.birth_date).await?;
    let guardian = registration.guardian.filter(|_| minor);
    if minor && guardian.is_none() {
        return Err(Code::GuardianRequired.error().at("/guardian", Code::MissingField));
    }
    agree(tx, actor, &registration.consent).await?;
    let grids = grids_of(tx, community, registration.offer.grids.clone()).await?;
    let row = NewVolunteer { account, community, name: registration.name, birth: registration.birth_date, guardian };
    let row = insert(tx, actor, row, &registration.offer).await?;
    store::replace_more(tx, row.id, registration.offer.skills, grids).await?;
    volunteering::become_volunteer(tx, account, community).await?;
    let registered = NewEvent::new(community, Subject::new(SUBJECT, row.id), VolunteerVerb::Register.as_str());
    event::record(tx, registered.moved("", row.status)).await?;
    case::forget_answers(tx, community);
    Ok(row)
}

/// Whether somebody needs a guardian today, in the community's zone.
async fn is_minor(tx: &Tx<'_>, community: CommunityId, birth: NaiveDate) -> Result<bool> {
    let today = tx.now().with_timezone(&communities::zone(tx, community).await?).date_naive();
    if birth > today || age::on(birth, today) > 120 {
        return Err(Code::Invalid.error().at("/birthDate", Code::InvalidValue));
    }
    match age::on(birth, today) {
        years if years < age::YOUNGEST => Err(Code::TooYoungToRegister.error().with("years", age::YOUNGEST)),
        years => Ok(years < age::OF_AGE),
    }
}

/// Agrees to the volunteers' document in force.
async fn agree(tx: &Tx<'_>, actor: &Actor, version: &str) -> Result<()> {
    let agreed = consents::agree(tx, actor, ConsentDocument::Volunteer, version).await;
    agreed.map_err(|error| match error.code() {
        Code::Invalid => Code::Invalid.error().at("/consentVersion", Code::InvalidValue),
        _ => error,
    })
}

struct NewVolunteer {
    account: AccountId,
    community: CommunityId,
    name: String,
    birth: NaiveDate,
    guardian: Option<Guardian>,
}

async fn insert(tx: &Tx<'_>, actor: &Actor, new: NewVolunteer, offer: &Offer) -> Result<volunteer::Model> {
    let seal = |field, text: &str| tx.vault().seal(field, text);
    let guardian = new.guardian.as_ref();
    let row = volunteer::ActiveModel {
        id: Set(VolunteerId::new()),
        community_id: Set(new.community),
        account_id: Set(new.account),
        number: Set(next_number(tx, new.community).await?),
        status: Set(VolunteerStatus::Active),
        name_sealed: Set(seal(Field::Name, &new.name)?),
        birth_date: Set(new.birth),
        guardian_name_sealed: Set(guardian.map(|guardian| seal(Field::Name, &guardian.name)).transpose()?),
        guardian_phone_sealed: Set(guardian.map(|guardian| seal(Field::Phone, &guardian.phone)).transpose()?),
        guardian_consent_at: Set(guardian.map(|_| tx.now())),
        times: Set(Times(offer.times.clone())),
        tags: Set(Tags::default()),
        partner_id: Set(actor.partners().first().copied()),
        honour_roll: Set(offer.honour_roll),
        emergency_ready: Set(offer.emergency_ready),
        blocked_until: Set(None),
        registered_at: Set(tx.now()),
        retired_at: Set(None),
        version: Set(1),
        updated_at: Set(tx.now()),
    };
    row.insert(tx).await.or_conflict(Code::AlreadyExists)
}

/// The next number of the community. The community's row is locked, so that of those who register at the same
/// time each gets another one; the lock does not disturb those who only refer to the community.
async fn next_number(tx: &Tx<'_>, id: CommunityId) -> Result<String> {
    community::Entity::find_by_id(id).lock(LockType::NoKeyUpdate).one(tx).await?;
    let last = store::last_number(tx, id).await?;
    let last: u32 = last.and_then(|last| last.trim_start_matches('V').parse().ok()).unwrap_or_default();
    Ok(format!("V{:06}", last + 1))
}

/// The volunteer stops: the role ends, minutes and points stay.
pub async fn retire(tx: &Tx<'_>, actor: &Actor, id: VolunteerId, seen: i32) -> Result<volunteer::Model> {
    let row = store::locked(tx, actor, id).await?;
    let change = volunteer::ActiveModel { retired_at: Set(Some(tx.now())), ..Default::default() };
    let moved = case::go(tx, actor, &row, seen, VolunteerVerb::Retire, Step { change, ..Step::default() }).await?;
    volunteering::stop_volunteering(tx, row.account_id, row.community_id).await?;
    Ok(moved)
}

/// The volunteer comes back under the same number.
///
/// # Errors
/// `not_verified` for who has moved away since.
pub async fn come_back(
    tx: &Tx<'_>,
    actor: &Actor,
    id: VolunteerId,
    seen: i32,
    consent: &str,
) -> Result<volunteer::Model> {
    let row = store::locked(tx, actor, id).await?;
    let change = volunteer::ActiveModel { retired_at: Set(None), ..Default::default() };
    let moved = case::go(tx, actor, &row, seen, VolunteerVerb::Return, Step { change, ..Step::default() }).await?;
    if actor.residency.is_none() && actor.partners().is_empty() {
        return Err(Code::NotVerified.into());
    }
    agree(tx, actor, consent).await?;
    volunteering::become_volunteer(tx, row.account_id, row.community_id).await?;
    Ok(moved)
}

/// Each thing once, in order.
pub fn distinct<T: Ord>(mut things: Vec<T>) -> Vec<T> {
    things.sort_unstable();
    things.dedup();
    things
}

impl Offer {
    /// What is offered, each thing once.
    pub fn new(skills: Vec<Skill>, grids: Vec<GridId>, times: Vec<Time>) -> Self {
        let mut offered = Vec::new();
        for time in times {
            if !offered.contains(&time) {
                offered.push(time);
            }
        }
        Self { skills: distinct(skills), grids: distinct(grids), times: offered, ..Self::default() }
    }
}
