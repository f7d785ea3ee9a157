//! What an emergency came to: who was called and what they answered, posts, people, minutes, requests. Whole
//! numbers, made from the rows. Of a drill it says so, and nothing of it is counted anywhere else.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use entity::actions::{ActionStatus, SignupStatus, action, attendance, shift, shift_role, signup};
use entity::emergencies::CallUpReply;
use entity::ids::{ActionId, GridId, ShiftId, SignupId, VolunteerId};
use entity::wishes::{WishStatus, wish};
use sea_orm::prelude::*;

use super::case::Case;
use crate::actions::minutes;
use crate::auth::Actor;
use crate::emergencies::store;
use crate::emergencies::view::EmergencyFigures;
use crate::error::Result;

/// The figures of the whole, and of each grid that is the actor's business.
#[derive(Clone, Debug)]
pub struct Report {
    /// Of all these grids together.
    pub total: EmergencyFigures,
    /// Grid by grid.
    pub grids: BTreeMap<GridId, EmergencyFigures>,
}

/// What the figures of one grid are made from.
#[derive(Default)]
struct Tally {
    figures: EmergencyFigures,
    people: BTreeSet<VolunteerId>,
    waited: Vec<u64>,
}

/// Makes it.
pub async fn report(conn: &impl ConnectionTrait, actor: &Actor, case: &Case) -> Result<Report> {
    let reach = case.reach(actor);
    let mut tallies: BTreeMap<GridId, Tally> = reach.iter().map(|grid| (*grid, Tally::default())).collect();
    for (grid, reply, count) in store::replies(conn, case.emergency.id, &reach).await? {
        if let Some(tally) = tallies.get_mut(&grid) {
            tally.replied(reply, count.unsigned_abs());
        }
    }
    duties(conn, case, &mut tallies).await?;
    requests(conn, case, &mut tallies).await?;
    let mut all = Tally::default();
    for tally in tallies.values() {
        all.add(tally);
    }
    let grids = tallies.into_iter().map(|(grid, tally)| (grid, tally.figures())).collect();
    Ok(Report { total: all.figures(), grids })
}

async fn duties(conn: &impl ConnectionTrait, case: &Case, tallies: &mut BTreeMap<GridId, Tally>) -> Result<()> {
    let rosters = action::Entity::find()
        .filter(action::Column::EmergencyId.eq(case.emergency.id))
        .filter(action::Column::GridId.is_in(tallies.keys().copied()));
    let rosters = rosters.all(conn).await?;
    let ids: Vec<ActionId> = rosters.iter().map(|one| one.id).collect();
    let grid_of: BTreeMap<ActionId, GridId> = rosters.iter().filter_map(|one| Some((one.id, one.grid_id?))).collect();
    let stands = |id: &ActionId| rosters.iter().any(|one| one.id == *id && one.status != ActionStatus::Cancelled);
    let roles = shift_role::Entity::find().filter(shift_role::Column::ActionId.is_in(ids.iter().copied()));
    for role in roles.all(conn).await?.into_iter().filter(|role| stands(&role.action_id)) {
        if let Some(tally) = grid_of.get(&role.action_id).and_then(|grid| tallies.get_mut(grid)) {
            tally.figures.places += u64::from(role.capacity.unsigned_abs());
        }
    }
    for id in ids.iter().filter(|id| stands(id)) {
        if let Some(tally) = grid_of.get(id).and_then(|grid| tallies.get_mut(grid)) {
            tally.figures.rosters += 1;
        }
    }
    let shifts = shift::Entity::find().filter(shift::Column::ActionId.is_in(ids.iter().copied())).all(conn).await?;
    let shifts: BTreeMap<ShiftId, minutes::Span> =
        shifts.into_iter().map(|one| (one.id, (one.starts_at, one.ends_at))).collect();
    let signups = signup::Entity::find()
        .filter(signup::Column::ActionId.is_in(ids))
        .filter(signup::Column::Status.ne(SignupStatus::Cancelled));
    let signups = signups.all(conn).await?;
    let there = there(conn, &signups).await?;
    for one in &signups {
        let Some(tally) = grid_of.get(&one.action_id).and_then(|grid| tallies.get_mut(grid)) else { continue };
        tally.duty(one, there.get(&one.id), shifts.get(&one.shift_id));
    }
    Ok(())
}

async fn there(
    conn: &impl ConnectionTrait,
    signups: &[signup::Model],
) -> Result<BTreeMap<SignupId, attendance::Model>> {
    let rows = attendance::Entity::find()
        .filter(attendance::Column::SignupId.is_in(signups.iter().map(|one| one.id)))
        .all(conn)
        .await?;
    Ok(rows.into_iter().map(|row| (row.signup_id, row)).collect())
}

async fn requests(conn: &impl ConnectionTrait, case: &Case, tallies: &mut BTreeMap<GridId, Tally>) -> Result<()> {
    let urgent = wish::Entity::find()
        .filter(wish::Column::EmergencyId.eq(case.emergency.id))
        .filter(wish::Column::GridId.is_in(tallies.keys().copied()));
    for one in urgent.all(conn).await? {
        if let Some(tally) = tallies.get_mut(&one.grid_id) {
            tally.request(one.status, (one.created_at, one.first_response_at));
        }
    }
    Ok(())
}

impl Tally {
    fn replied(&mut self, reply: CallUpReply, count: u64) {
        let figures = &mut self.figures;
        figures.called += count;
        match reply {
            CallUpReply::Silent => figures.silent += count,
            CallUpReply::Can => figures.can += count,
            CallUpReply::Cannot => figures.cannot += count,
            CallUpReply::Later => figures.later += count,
        }
    }

    fn duty(&mut self, one: &signup::Model, there: Option<&attendance::Model>, shift: Option<&minutes::Span>) {
        self.figures.duties += 1;
        self.figures.no_shows += u64::from(one.status == SignupStatus::NoShow);
        let Some(there) = there else { return };
        self.people.insert(there.volunteer_id);
        if let (Some(until), Some(shift)) = (there.checked_out_at, shift) {
            let on_duty = minutes::fresh((there.checked_in_at, until), *shift, &[]);
            self.figures.duty_minutes += u64::from(on_duty.unsigned_abs());
        }
        if one.status == SignupStatus::Credited {
            let counted = there.minutes.unwrap_or_default().saturating_add(there.added_minutes);
            self.figures.credited_minutes += u64::from(counted.unsigned_abs());
        }
    }

    fn request(&mut self, status: WishStatus, (made, answered): (DateTime<Utc>, Option<DateTime<Utc>>)) {
        self.figures.requests += 1;
        self.figures.settled += u64::from(matches!(status, WishStatus::Fulfilled | WishStatus::Confirmed));
        if let Some(answered) = answered {
            self.figures.answered += 1;
            self.waited.push((answered - made).num_minutes().unsigned_abs());
        }
    }

    fn add(&mut self, other: &Self) {
        let (sum, one) = (&mut self.figures, &other.figures);
        sum.called += one.called;
        sum.can += one.can;
        sum.cannot += one.cannot;
        sum.later += one.later;
        sum.silent += one.silent;
        sum.rosters += one.rosters;
        sum.places += one.places;
        sum.duties += one.duties;
        sum.no_shows += one.no_shows;
        sum.duty_minutes += one.duty_minutes;
        sum.credited_minutes += one.credited_minutes;
        sum.requests += one.requests;
        sum.answered += one.answered;
        sum.settled += one.settled;
        self.people.extend(&other.people);
        self.waited.extend(&other.waited);
    }

    fn figures(mut self) -> EmergencyFigures {
        self.waited.sort_unstable();
        let median_response_minutes = self.waited.get(self.waited.len().saturating_sub(1) / 2).copied();
        EmergencyFigures { people: self.people.len() as u64, median_response_minutes, ..self.figures }
    }
}
