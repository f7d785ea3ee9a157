//! What somebody did becomes minutes and points: once, whatever is repeated.

use chrono::{DateTime, Utc};
use entity::auth::{Role, role_grant};
use entity::ids::{AccountId, CommunityId, MinutesClaimId, VolunteerId, WishId};
use entity::volunteers::{LedgerKind, LedgerSource, LedgerUnit, ServiceKind, point_rule, volunteer};
use sea_orm::QuerySelect;
use sea_orm::prelude::*;
use serde_json::json;

use super::case::{SUBJECT, forget_answers};
use super::ledger::{self, Owner, Transfer};
use crate::error::{Code, Result};
use crate::kernel::db::Tx;
use crate::kernel::event::{self, NewEvent, Subject};
use crate::volunteers::rule::{self, Done};
use crate::volunteers::store;

/// What minutes and points are for. Each thing is credited once, for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// An attendance at a shift of an action, by its id.
    Attendance(Uuid),
    /// A confirmed wish, for its helper.
    Wish(WishId),
    /// Minutes that were added by hand and approved.
    Claim(MinutesClaimId),
}

impl Source {
    fn parts(self) -> (LedgerSource, Uuid) {
        match self {
            Self::Attendance(id) => (LedgerSource::Attendance, id),
            Self::Wish(id) => (LedgerSource::Wish, id.into()),
            Self::Claim(id) => (LedgerSource::Claim, id.into()),
        }
    }
}

/// Service that counts.
#[derive(Clone, Copy, Debug)]
pub struct Service {
    /// The community in which it was done.
    pub community: CommunityId,
    /// Who did it.
    pub volunteer: VolunteerId,
    /// What it was, so that it counts once.
    pub source: Source,
    /// Of which kind: the rules for points go by it.
    pub kind: ServiceKind,
    /// Minutes that were measured.
    pub minutes: i32,
    /// Minutes that somebody added by hand; kept apart for ever.
    pub added: i32,
    /// When it was done: the rule that held then gives the points.
    pub on: DateTime<Utc>,
    /// Who approved it; none when the clock did.
    pub by: Option<AccountId>,
}

/// Posts minutes (measured and added by hand apart) and the points that the community's rules give for them.
/// A source that has been credited before is no error and posts nothing. A transaction credits one service:
/// so accounts are locked in one order.
///
/// # Errors
/// `own_matter` when who approves is the volunteer, `not_found` for a volunteer of another community,
/// `invalid` for negative minutes.
pub async fn service(tx: &Tx<'_>, service: Service) -> Result<()> {
    let row = volunteer::Entity::find_by_id(service.volunteer).one(tx).await?;
    let row = row.filter(|row| row.community_id == service.community).ok_or_else(|| Code::NotFound.error())?;
    let roles = roles_of(tx, row.account_id).await?;
    let done = Done { kind: service.kind, category: None, roles: &roles, on: service.on };
    credit(tx, &row, service, done).await
}

/// A wish that was confirmed.
#[derive(Clone, Copy, Debug)]
pub struct WishDone<'a> {
    /// The community.
    pub community: CommunityId,
    /// The wish.
    pub wish: WishId,
    /// The code of its category.
    pub category: &'a str,
    /// The account that helped, for itself or for a team or partner.
    pub helper: AccountId,
    /// Who confirmed it; none when the clock did.
    pub by: Option<AccountId>,
}

/// Credits a confirmed wish to its helper, with the minutes that the rule for its category gives. A helper who
/// is no volunteer, and one whose wish was confirmed before, gets nothing.
pub async fn wish(tx: &Tx<'_>, done: WishDone<'_>) -> Result<()> {
    let row = store::of_account(tx, done.helper).await?;
    let Some(row) = row.filter(|row| row.community_id == done.community) else { return Ok(()) };
    let roles = roles_of(tx, row.account_id).await?;
    let kind = ServiceKind::Wish;
    let by_rule = Done { kind, category: Some(done.category), roles: &roles, on: tx.now() };
    let rules = rules_of(tx, done.community, kind).await?;
    let service = Service {
        community: done.community,
        volunteer: row.id,
        source: Source::Wish(done.wish),
        kind,
        minutes: rule::choose(&rules, by_rule).minutes,
        added: 0,
        on: tx.now(),
        by: done.by,
    };
    credit(tx, &row, service, by_rule).await
}

async fn credit(tx: &Tx<'_>, row: &volunteer::Model, service: Service, done: Done<'_>) -> Result<()> {
    if service.by == Some(row.account_id) {
        return Err(Code::OwnMatter.into());
    }
    if service.minutes < 0 || service.added < 0 {
        return Err(Code::Invalid.error().at("/minutes", Code::InvalidValue));
    }
    let (minutes, added) = (i64::from(service.minutes), i64::from(service.added));
    let rules = rules_of(tx, service.community, service.kind).await?;
    let points = rule::choose(&rules, done).points(minutes + added);
    let amounts = [(LedgerUnit::Minutes, minutes), (LedgerUnit::AddedMinutes, added), (LedgerUnit::Points, points)];
    let transfer = |(unit, amount)| Transfer {
        unit,
        from: Owner::Community,
        to: Owner::Member(row.account_id),
        amount,
        kind: LedgerKind::Service,
        reason: None,
        source: Some(service.source.parts()),
        service: Some((service.kind, service.on)),
    };
    let transfers = amounts.into_iter().filter(|(_, amount)| *amount > 0).map(transfer).collect();
    if ledger::post(tx, service.community, transfers).await?.is_empty() {
        return Ok(());
    }
    let (kind, id) = service.source.parts();
    let data = json!({
        "sourceKind": kind, "sourceId": id, "kind": service.kind, "minutes": minutes, "addedMinutes": added,
        "points": points,
    });
    let credited = NewEvent::new(service.community, Subject::new(SUBJECT, row.id), "credit").with(data);
    event::record(tx, credited).await?;
    forget_answers(tx, service.community);
    Ok(())
}

/// The community's own rules for a kind of service.
async fn rules_of(
    conn: &impl ConnectionTrait,
    community: CommunityId,
    kind: ServiceKind,
) -> Result<Vec<point_rule::Model>> {
    let rules = point_rule::Entity::find()
        .filter(point_rule::Column::CommunityId.eq(community))
        .filter(point_rule::Column::Kind.eq(kind));
    Ok(rules.all(conn).await?)
}

/// The roles that an account holds now.
async fn roles_of(conn: &impl ConnectionTrait, account: AccountId) -> Result<Vec<Role>> {
    let live = role_grant::Entity::find()
        .select_only()
        .column(role_grant::Column::Role)
        .filter(role_grant::Column::AccountId.eq(account))
        .filter(role_grant::Column::RevokedAt.is_null());
    Ok(live.into_tuple().all(conn).await?)
}
