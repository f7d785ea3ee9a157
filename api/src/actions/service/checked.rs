//! What a draft may say, and its columns.

use std::collections::BTreeSet;

use chrono::{DateTime, Duration, Utc};
use chrono_tz::Tz;
use entity::actions::{ActionKind, ActionStatus, action};
use entity::auth::account;
use entity::community::{compound, grid, team};
use entity::deliberations::deliberation;
use entity::ids::{AccountId, CommunityId};
use entity::wishes::wish;
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;

use super::draft::{Draft, NewShift};
use crate::actions::recurrence;
use crate::error::{Code, Error, Result};
use crate::kernel::db::Tx;
use crate::moderation::service::refuse_listed;

/// Shifts of an action, at most.
const MOST_SHIFTS: usize = 60;

/// Roles of a shift, at most.
const MOST_ROLES: usize = 20;

/// How far ahead something is planned.
const AHEAD: Duration = Duration::days(400);

/// A shift lasts so long, at least and at most.
const LASTS: (Duration, Duration) = (Duration::minutes(15), Duration::hours(24));

impl Draft {
    /// Checks what it says, and that what it names is there.
    ///
    /// # Errors
    /// `invalid` with every fault.
    pub(super) async fn check(&self, tx: &Tx<'_>, community: CommunityId) -> Result<()> {
        let mut faults = self.faults(tx.now());
        faults.extend(self.unknown(tx, community).await?.into_iter().map(|at| (at.to_owned(), Code::UnknownReference)));
        match faults.is_empty() {
            true => self.refuse_listed(tx, community).await,
            false => Err(faults.into_iter().fold(Code::Invalid.error(), |error: Error, (at, code)| error.at(at, code))),
        }
    }

    /// What everybody reads is held against the list of words.
    async fn refuse_listed(&self, tx: &Tx<'_>, community: CommunityId) -> Result<()> {
        let mut texts: Vec<(String, &str)> = vec![
            ("/title".to_owned(), &self.title),
            ("/description".to_owned(), &self.description),
            ("/place".to_owned(), &self.place),
        ];
        for (at, shift) in self.shifts.iter().flatten().enumerate() {
            for (role, (name, _)) in shift.roles.iter().enumerate() {
                texts.push((format!("/shifts/{at}/roles/{role}/name"), name));
            }
        }
        let texts: Vec<(&str, &str)> = texts.iter().map(|(at, text)| (at.as_str(), *text)).collect();
        refuse_listed(tx, community, &texts).await
    }

    /// The same so many days later: its shifts and its window, each at its time of day in `zone`; none
    /// where time ends.
    pub(super) fn later(&self, days: i64, zone: Tz) -> Option<Self> {
        let later = |at: DateTime<Utc>| recurrence::later(at, days, zone);
        let window = |at: Option<DateTime<Utc>>| at.map_or(Some(None), |at| later(at).map(Some));
        let shift = |shift: &NewShift| {
            Some(NewShift {
                starts_at: later(shift.starts_at)?,
                ends_at: later(shift.ends_at)?,
                roles: shift.roles.clone(),
            })
        };
        let shifts = match &self.shifts {
            None => None,
            Some(shifts) => Some(shifts.iter().map(shift).collect::<Option<Vec<_>>>()?),
        };
        let (signup_opens_at, signup_closes_at) = (window(self.signup_opens_at)?, window(self.signup_closes_at)?);
        Some(Self { signup_opens_at, signup_closes_at, shifts, ..self.clone() })
    }

    /// What was put out as a drill stays one, and the other way round; a post stays what its emergency is, and
    /// where. Otherwise minutes of a drill could be made to count.
    ///
    /// # Errors
    /// `invalid` at what would change.
    pub(super) fn refuse_counting_a_drill(&self, one: &action::Model) -> Result<()> {
        let is_post = one.emergency_id.is_some();
        let drills = [self.kind, one.kind].contains(&ActionKind::Drill);
        let fixed = is_post || (drills && one.status != ActionStatus::Draft);
        let fault = |at| Err(Code::Invalid.error().at(at, Code::InvalidValue));
        match fixed {
            true if self.kind != one.kind => fault("/kind"),
            true if is_post && self.grid != one.grid_id => fault("/gridId"),
            _ => Ok(()),
        }
    }

    /// What is wrong with it, but for what it names.
    pub(super) fn faults(&self, now: DateTime<Utc>) -> Vec<(String, Code)> {
        let soon = |at: Option<DateTime<Utc>>| at.is_none_or(|at| at > now - AHEAD && at < now + AHEAD);
        let opens_first = self.signup_opens_at.zip(self.signup_closes_at).is_none_or(|(opens, closes)| opens < closes);
        let checks = [
            ("/minimumAge", self.minimum_age.is_none_or(|age| (1..=100).contains(&age))),
            ("/signupOpensAt", soon(self.signup_opens_at)),
            ("/signupClosesAt", soon(self.signup_closes_at) && opens_first),
            ("/cancelHours", (0..=720).contains(&self.cancel_hours)),
            ("/waitlistLimit", (0..=1_000).contains(&self.waitlist_limit)),
            ("/offerMinutes", (10..=10_080).contains(&self.offer_minutes)),
            ("/shifts", self.shifts.as_ref().is_none_or(|shifts| shifts.len() <= MOST_SHIFTS)),
        ];
        let wrong = checks.into_iter().filter(|(_, fits)| !fits);
        let mut faults: Vec<(String, Code)> = wrong.map(|(at, _)| (at.to_owned(), Code::InvalidValue)).collect();
        for (at, shift) in self.shifts.iter().flatten().take(MOST_SHIFTS).enumerate() {
            faults.extend(shift.faults(at, now));
        }
        faults
    }

    /// Where it names something that the community does not have.
    async fn unknown(&self, tx: &Tx<'_>, community: CommunityId) -> Result<Vec<&'static str>> {
        /// Whether the community has this one; true for none.
        macro_rules! has {
            ($room:ident, $id:expr) => {
                match $id {
                    None => true,
                    Some(id) => {
                        let here = $room::Column::CommunityId.eq(community);
                        $room::Entity::find_by_id(id).filter(here).count(tx).await? > 0
                    }
                }
            };
        }
        let checks = [
            ("/gridId", has!(grid, self.grid)),
            ("/compoundId", has!(compound, self.compound)),
            ("/leaderAccountId", has!(account, self.leader)),
            ("/teamId", has!(team, self.only_team)),
            ("/deliberationId", has!(deliberation, self.deliberation)),
            ("/wishId", has!(wish, self.wish)),
        ];
        Ok(checks.into_iter().filter(|(_, there)| !there).map(|(at, _)| at).collect())
    }

    /// Its columns; `leader` leads when it names nobody.
    pub(super) fn columns(&self, leader: AccountId) -> action::ActiveModel {
        let shifts = self.shifts.iter().flatten();
        action::ActiveModel {
            kind: Set(self.kind),
            programme: Set(self.programme),
            title: Set(self.title.clone()),
            description: Set(self.description.clone()),
            place: Set(self.place.clone()),
            lat: Set(self.spot.map(|spot| spot.lat)),
            lng: Set(self.spot.map(|spot| spot.lng)),
            datum: Set(self.spot.map(|spot| spot.datum)),
            grid_id: Set(self.grid),
            compound_id: Set(self.compound),
            media_id: Set(self.poster),
            leader_account_id: Set(self.leader.unwrap_or(leader)),
            minimum_age: Set(self.minimum_age),
            skills: Set(self.skills.clone()),
            trainings: Set(self.trainings.clone()),
            team_id: Set(self.only_team),
            signup_opens_at: Set(self.signup_opens_at),
            signup_closes_at: Set(self.signup_closes_at),
            cancel_hours: Set(self.cancel_hours),
            waitlist_limit: Set(self.waitlist_limit),
            offer_minutes: Set(self.offer_minutes),
            deliberation_id: Set(self.deliberation),
            wish_id: Set(self.wish),
            completes: Set(self.completes),
            starts_at: Set(shifts.clone().map(|shift| shift.starts_at).min()),
            ends_at: Set(shifts.map(|shift| shift.ends_at).max()),
            ..Default::default()
        }
    }
}

impl NewShift {
    fn faults(&self, at: usize, now: DateTime<Utc>) -> Vec<(String, Code)> {
        let lasts = self.ends_at - self.starts_at;
        let names: BTreeSet<&str> = self.roles.iter().map(|(name, _)| name.as_str()).collect();
        let checks = [
            ("startsAt", self.starts_at > now && self.starts_at < now + AHEAD),
            ("endsAt", lasts >= LASTS.0 && lasts <= LASTS.1),
            ("roles", (1..=MOST_ROLES).contains(&self.roles.len()) && names.len() == self.roles.len()),
            ("roles", self.roles.iter().all(|(_, capacity)| (1..=1_000).contains(capacity))),
        ];
        let wrong = checks.into_iter().filter(|(_, fits)| !fits);
        wrong.map(|(field, _)| (format!("/shifts/{at}/{field}"), Code::InvalidValue)).collect()
    }
}
