//! What belongs to an open vote beside the ballots that come online. Whoever enters something
//! takes the shared lock that casting takes, so that closing waits for it; whoever changes what
//! ballots depend on locks them out for that moment.

use entity::deliberations::{DeliberationVerb, Secrecy, ballot, ballot_key, deliberation, roll_entry};
use entity::ids::{DeliberationId, RollEntryId};
use sea_orm::QuerySelect;
use sea_orm::prelude::*;
use sea_orm::sea_query::LockType;
use serde_json::Value as Figures;

use super::case::{Case, SUBJECT};
use crate::auth::Actor;
use crate::deliberations::secret::BallotKey;
use crate::deliberations::store;
use crate::error::{Code, Result};
use crate::kernel::db::Tx;
use crate::kernel::event::{NewEvent, Subject};

/// An open vote, beside those who vote at the same time.
///
/// # Errors
/// `forbidden`, `illegal_transition` before and after the vote, `voting_closed` from its end on.
pub async fn beside(tx: &Tx<'_>, actor: &Actor, id: DeliberationId, verb: DeliberationVerb) -> Result<Case> {
    let one = store::visible_to(actor).filter(deliberation::Column::Id.eq(id)).lock_shared().one(tx).await?;
    let case = Case::of(tx, actor, one.ok_or_else(|| Code::NotFound.error())?).await?;
    is_open(tx, &case, verb)?;
    Ok(case)
}

/// An open vote, in which nobody votes until this transaction ends.
///
/// # Errors
/// As [`beside`].
pub async fn alone(tx: &Tx<'_>, actor: &Actor, id: DeliberationId, verb: DeliberationVerb) -> Result<Case> {
    let case = Case::open(tx, actor, id).await?;
    is_open(tx, &case, verb)?;
    Ok(case)
}

fn is_open(tx: &Tx<'_>, case: &Case, verb: DeliberationVerb) -> Result<()> {
    case.may(verb)?;
    let open = case.deliberation.closes_at.is_some_and(|end| tx.now() < end);
    if open { Ok(()) } else { Err(Code::VotingClosed.into()) }
}

/// A voter on the roll, kept to this transaction among those that ask for it here. It does not
/// hold up ballots that are cast meanwhile: what refers to a row only needs its key.
///
/// # Errors
/// `invalid` at `/entryId` for nobody on this roll.
pub async fn entry(tx: &Tx<'_>, case: &Case, id: RollEntryId) -> Result<roll_entry::Model> {
    let entry = roll_entry::Entity::find_by_id(id)
        .filter(roll_entry::Column::DeliberationId.eq(case.deliberation.id))
        .lock(LockType::NoKeyUpdate)
        .one(tx)
        .await?;
    entry.ok_or_else(|| Code::Invalid.error().at("/entryId", Code::UnknownReference))
}

/// Whether this voter has handed in a ballot.
pub async fn has_ballot(tx: &Tx<'_>, entry: RollEntryId) -> Result<bool> {
    Ok(ballot::Entity::find().filter(ballot::Column::EntryId.eq(entry)).count(tx).await? > 0)
}

/// The key of a secret vote; none of an open one.
///
/// # Errors
/// `voting_closed` when it is gone.
pub async fn key(tx: &Tx<'_>, one: &deliberation::Model) -> Result<Option<BallotKey>> {
    if one.secrecy != Some(Secrecy::Secret) {
        return Ok(None);
    }
    let row = ballot_key::Entity::find().filter(ballot_key::Column::DeliberationId.eq(one.id)).one(tx).await?;
    let row = row.ok_or_else(|| Code::VotingClosed.error())?;
    BallotKey::open(tx.vault(), &row.key_sealed).map(Some)
}

/// The fingerprint of a request that says what a ballot says: of a secret vote under its key, as
/// a plain digest would tell the choice to whoever tries the few that there are.
///
/// # Errors
/// `not_found`; `voting_closed` when the key is gone, and with it whatever was stored under it.
pub async fn fingerprint(tx: &Tx<'_>, actor: &Actor, id: DeliberationId, plain: String) -> Result<String> {
    let one = store::visible_to(actor).filter(deliberation::Column::Id.eq(id)).one(tx).await?;
    let one = one.ok_or_else(|| Code::NotFound.error())?;
    // Without a frozen roll there is no key yet, and nothing will be stored.
    if one.frozen_at.is_none() {
        return Ok(plain);
    }
    Ok(key(tx, &one).await?.map_or(plain.clone(), |key| key.fingerprint(&plain)))
}

/// Something that happens in a vote and moves it nowhere.
pub fn happened(case: &Case, verb: DeliberationVerb, data: Figures) -> NewEvent {
    let one = &case.deliberation;
    NewEvent::new(one.community_id, Subject::new(SUBJECT, one.id), verb.as_str()).with(data)
}
