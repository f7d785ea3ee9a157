//! Volunteers: what is decided about them, their minutes, certificates and points.

use entity::auth::{Role, ScopeKind};
use entity::ids::{AccountId, CertificateId, LedgerTransferId, MinutesClaimId, RedemptionId, VolunteerId};
use entity::kernel::event;
use entity::volunteers::{
    CertificateVerb, LedgerOwner, MinutesClaimVerb, RedemptionVerb, VolunteerVerb, certificate, ledger_account,
    ledger_transfer, minutes_claim, redemption, volunteer,
};
use sea_orm::prelude::*;

use super::super::words::{self, Title};
use super::{Told, holders, staff};
use crate::error::Result;

/// Whom something about a volunteer concerns.
pub async fn told(conn: &impl ConnectionTrait, event: &event::Model) -> Result<Told> {
    let verb = VolunteerVerb::ALL.iter().find(|verb| verb.as_str() == event.verb);
    let title = verb.and_then(|verb| words::for_volunteer(*verb));
    one(conn, VolunteerId(event.subject_id), title).await
}

/// Whom something about minutes concerns that were added by hand.
pub async fn told_of_minutes(conn: &impl ConnectionTrait, event: &event::Model) -> Result<Told> {
    let row = minutes_claim::Entity::find_by_id(MinutesClaimId(event.subject_id)).one(conn).await?;
    let verb = MinutesClaimVerb::ALL.iter().find(|verb| verb.as_str() == event.verb);
    match row.zip(verb) {
        Some((row, MinutesClaimVerb::Submit)) => all_staff(conn, row.community_id, words::MINUTES_WAIT).await,
        Some((row, verb)) => one(conn, row.volunteer_id, words::for_claimed_minutes(*verb)).await,
        None => Ok(Told::new()),
    }
}

/// Whom something about a certificate concerns.
pub async fn told_of_certificate(conn: &impl ConnectionTrait, event: &event::Model) -> Result<Told> {
    let row = certificate::Entity::find_by_id(CertificateId(event.subject_id)).one(conn).await?;
    let verb = CertificateVerb::ALL.iter().find(|verb| verb.as_str() == event.verb);
    match row.zip(verb) {
        Some((row, CertificateVerb::Request)) => all_staff(conn, row.community_id, words::CERTIFICATE_WAITS).await,
        Some((row, verb)) => one(conn, row.volunteer_id, words::for_certified(*verb)).await,
        None => Ok(Told::new()),
    }
}

/// Whom something about a redemption concerns.
pub async fn told_of_redemption(conn: &impl ConnectionTrait, event: &event::Model) -> Result<Told> {
    let row = redemption::Entity::find_by_id(RedemptionId(event.subject_id)).one(conn).await?;
    let verb = RedemptionVerb::ALL.iter().find(|verb| verb.as_str() == event.verb);
    let Some((row, verb)) = row.zip(verb) else { return Ok(Told::new()) };
    if *verb == RedemptionVerb::Place {
        let members = holders(conn, &[Role::PartnerMember], ScopeKind::Partner, row.partner_id.0).await?;
        return Ok(members.into_iter().map(|account| (account, words::REDEMPTION_WAITS)).collect());
    }
    Ok(words::for_redeemer(*verb).map(|title| (row.account_id, title)).into_iter().collect())
}

/// Who was given points.
pub async fn told_of_gift(conn: &impl ConnectionTrait, event: &event::Model) -> Result<Told> {
    let row = ledger_transfer::Entity::find_by_id(LedgerTransferId(event.subject_id)).one(conn).await?;
    let Some(row) = row.filter(|_| event.verb == "give") else { return Ok(Told::new()) };
    let to = ledger_account::Entity::find_by_id(row.to_account).one(conn).await?;
    let to = to.filter(|account| account.owner_kind == LedgerOwner::Member);
    Ok(to.map(|account| (AccountId(account.owner_id), words::POINTS_GIVEN)).into_iter().collect())
}

async fn one(conn: &impl ConnectionTrait, id: VolunteerId, title: Option<Title>) -> Result<Told> {
    let row = volunteer::Entity::find_by_id(id).one(conn).await?;
    Ok(row.zip(title).map(|(row, title)| (row.account_id, title)).into_iter().collect())
}

async fn all_staff(conn: &impl ConnectionTrait, community: entity::ids::CommunityId, title: Title) -> Result<Told> {
    let staff = staff(conn, &[Role::CommunityStaff, Role::CommunityAdmin], community).await?;
    Ok(staff.into_iter().map(|account| (account, title)).collect())
}
