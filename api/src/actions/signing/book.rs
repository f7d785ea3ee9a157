//! The book of one transaction: sign-ups are entered one after the other, in memory, and written
//! at once.

use std::collections::HashMap;

use entity::actions::{SignupStatus, SignupVerb, shift_role, signup};
use entity::emergencies::CallUpReply;
use entity::ids::{EmergencyId, ShiftRoleId, SignupId};
use sea_orm::IntoActiveModel;
use sea_orm::prelude::*;
use serde_json::json;

use super::desk::{Desk, Engagement};
use super::terms::{Facts, Terms};
use super::{Manner, Wanted};
use crate::actions::places::{Places, Seat};
use crate::actions::service::happened;
use crate::actions::state::SignupStanding;
use crate::actions::store;
use crate::actions::view::{self, SignupItem};
use crate::error::{Code, Result};
use crate::kernel::db::{self, Cause, Tx};
use crate::kernel::event::{self, NewEvent};

/// The sign-ups of a transaction.
pub struct Book {
    desk: Desk,
    places: HashMap<ShiftRoleId, Places>,
    written: Vec<signup::Model>,
    events: Vec<(Cause, NewEvent)>,
}

impl Book {
    /// An empty book on what was read.
    pub fn open(desk: Desk) -> Self {
        let places = desk.roles.values().map(|role| (role.id, Places::from(role))).collect();
        Self { desk, places, written: Vec::new(), events: Vec::new() }
    }

    /// Enters one; the answer for whoever asked, or why not.
    pub fn enter(&mut self, wanted: &Wanted, manner: Manner) -> Result<SignupItem> {
        let role = self.check(wanted, &manner)?;
        let signup = self.seat(wanted, &manner, &role)?;
        let shift = self.desk.shifts.get(&signup.shift_id).ok_or_else(|| Code::NotFound.error())?;
        let action = self.desk.actions.get(&signup.action_id).ok_or_else(|| Code::NotFound.error())?;
        let answer = view::signup(&signup, action, shift, &role, &[SignupStanding::Volunteer]);
        let engaged = Engagement { shift: shift.id, starts_at: shift.starts_at, ends_at: shift.ends_at, busy: true };
        self.desk.engaged.entry(signup.volunteer_id).or_default().push(engaged);
        let verb = if manner.is_from_above() { SignupVerb::Override } else { SignupVerb::SignUp };
        let event = happened(&signup, verb, json!({ "roleId": role.id, "number": signup.number }));
        let event = NewEvent { to: Some(signup.status.to_string()), announce: false, ..event };
        self.events.push((manner.cause, event.because(manner.overriding)));
        self.written.push(signup);
        Ok(answer)
    }

    /// The role, when nothing stands in the way.
    fn check(&self, wanted: &Wanted, manner: &Manner) -> Result<shift_role::Model> {
        let missing = || Code::NotFound.error();
        let action = self.desk.actions.get(&wanted.action).ok_or_else(missing)?;
        let shift = self.desk.shifts.get(&wanted.shift).ok_or_else(missing)?;
        if shift.action_id != action.id {
            return Err(missing());
        }
        let zone = self.desk.zones.get(&action.community_id).copied().unwrap_or(chrono_tz::Asia::Shanghai);
        let terms = Terms { action, shift, zone };
        match manner.is_from_above() {
            true => terms.stands_at(self.desk.now)?,
            false => terms.open_at(self.desk.now)?,
        }
        self.refuse_unasked(wanted, action.emergency_id)?;
        let role = self.role(wanted)?;
        let in_team = action.team_id.is_some_and(|team| self.desk.teams.contains(&(team, wanted.account)));
        let facts = self.desk.volunteers.get(&wanted.account).map(|facts| Facts { in_team, ..facts.clone() });
        terms.serves(facts.as_ref())?;
        let facts = facts.ok_or_else(|| Code::NotAVolunteer.error())?;
        self.refuse_second(&facts, shift)?;
        if manner.overriding.is_none() {
            terms.fit(&facts, self.desk.now)?;
        }
        self.refuse_overlap(&facts, shift)?;
        Ok(role.clone())
    }

    /// The named role, or the only one.
    fn role(&self, wanted: &Wanted) -> Result<&shift_role::Model> {
        let ids = self.desk.of_shift.get(&wanted.shift).map(Vec::as_slice).unwrap_or_default();
        let id = match (wanted.role, ids) {
            (Some(named), ids) if ids.contains(&named) => named,
            (Some(_), _) => return Err(Code::NotFound.into()),
            (None, [only]) => *only,
            (None, _) => return Err(Code::Invalid.error().at("/roleId", Code::MissingField)),
        };
        self.desk.roles.get(&id).ok_or_else(|| Code::NotFound.into())
    }

    fn engaged(&self, facts: &Facts) -> &[Engagement] {
        self.desk.engaged.get(&facts.volunteer.id).map(Vec::as_slice).unwrap_or_default()
    }

    /// A post of an emergency is for those who were called up and said that they can come; for who was not
    /// called up it does not exist.
    fn refuse_unasked(&self, wanted: &Wanted, emergency: Option<EmergencyId>) -> Result<()> {
        let Some(emergency) = emergency else { return Ok(()) };
        match self.desk.replies.get(&(emergency, wanted.account)) {
            Some(CallUpReply::Can) => Ok(()),
            Some(_) => Err(Code::HasNotAgreed.into()),
            None => Err(Code::NotFound.into()),
        }
    }

    fn refuse_second(&self, facts: &Facts, shift: &entity::actions::shift::Model) -> Result<()> {
        let there = self.engaged(facts).iter().any(|one| one.shift == shift.id);
        if there { Err(Code::AlreadySignedUp.into()) } else { Ok(()) }
    }

    fn refuse_overlap(&self, facts: &Facts, shift: &entity::actions::shift::Model) -> Result<()> {
        let meets = |one: &Engagement| one.busy && one.starts_at < shift.ends_at && shift.starts_at < one.ends_at;
        if self.engaged(facts).iter().any(meets) { Err(Code::ShiftOverlap.into()) } else { Ok(()) }
    }

    /// A place or a number in the queue; nobody is put past the queue by staff either.
    fn seat(&mut self, wanted: &Wanted, manner: &Manner, role: &shift_role::Model) -> Result<signup::Model> {
        let action = self.desk.actions.get(&wanted.action).ok_or_else(|| Code::NotFound.error())?;
        let volunteer = self.desk.volunteers.get(&wanted.account).ok_or_else(|| Code::NotAVolunteer.error())?;
        let places = self.places.get_mut(&role.id).ok_or_else(|| Code::NotFound.error())?;
        let queue = if manner.is_from_above() { 0 } else { action.waitlist_limit };
        let (status, number) = match places.take(queue)? {
            Seat::Place => (SignupStatus::Confirmed, None),
            Seat::Queue(number) => (SignupStatus::Waitlisted, Some(number)),
        };
        Ok(signup::Model {
            id: SignupId::new(),
            community_id: action.community_id,
            action_id: action.id,
            shift_id: wanted.shift,
            shift_role_id: role.id,
            volunteer_id: volunteer.volunteer.id,
            account_id: wanted.account,
            status,
            number,
            lapses: 0,
            offer_ends_at: None,
            by_account_id: manner.by,
            team_id: manner.team,
            late_cancel: false,
            overridden: manner.overriding.is_some(),
            reason: None,
            appeal: None,
            appealed_at: None,
            appeal_answer: None,
            appeal_decided_at: None,
            version: 1,
            created_at: self.desk.now,
            updated_at: self.desk.now,
        })
    }

    /// Whether everybody has got a place.
    pub fn all_placed(&self) -> bool {
        self.written.iter().all(|one| one.status == SignupStatus::Confirmed)
    }

    /// Writes it all: a statement for the rows, one a role for its figures, one for what happened.
    pub async fn write(self, tx: &Tx<'_>) -> Result<()> {
        let rows = self.written.into_iter().map(|row| row.into_active_model().reset_all());
        for rows in db::chunks(rows.collect()) {
            signup::Entity::insert_many(rows).exec_without_returning(tx).await?;
        }
        for (id, role) in &self.desk.roles {
            match self.places.get(id) {
                Some(places) if *places != Places::from(role) => store::set_places(tx, *id, *places).await?,
                _ => {}
            }
        }
        event::record_each(tx, self.events).await
    }
}
