//! Who may sign up for a shift, and when: each refusal has its own code.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use entity::actions::{ActionStatus, action, shift};
use entity::moderation::Screening;
use entity::volunteers::{Skill, Training, VolunteerStatus, volunteer};

use crate::actions::state;
use crate::error::{Code, Result};

/// What a shift asks for.
#[derive(Clone, Copy, Debug)]
pub struct Terms<'t> {
    /// The action.
    pub action: &'t action::Model,
    /// The shift.
    pub shift: &'t shift::Model,
    /// The community's zone: ages are counted by its days.
    pub zone: Tz,
}

/// What is known of a volunteer.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The volunteer.
    pub volunteer: volunteer::Model,
    /// What they can do.
    pub skills: Vec<Skill>,
    /// What they have passed, and until when it counts.
    pub trainings: Vec<(Training, Option<NaiveDate>)>,
    /// Whether they belong to the team that the action is for, if it is for one.
    pub in_team: bool,
}

impl Terms<'_> {
    /// Whether sign-ups are taken at this instant.
    ///
    /// # Errors
    /// `not_found` for a draft and what has not passed review, `signup_closed`, `signup_not_open`, `shift_cancelled`.
    pub fn open_at(&self, now: DateTime<Utc>) -> Result<()> {
        if !state::is_shown(self.action) {
            return Err(Code::NotFound.into());
        }
        if self.shift.cancelled_at.is_some() || self.action.status == ActionStatus::Cancelled {
            return Err(Code::ShiftCancelled.into());
        }
        let closes_at = self.action.signup_closes_at.unwrap_or(self.shift.starts_at).min(self.shift.starts_at);
        if now >= closes_at {
            return Err(Code::SignupClosed.into());
        }
        match self.action.signup_opens_at {
            Some(opens_at) if now < opens_at => Err(Code::SignupNotOpen.into()),
            _ => Ok(()),
        }
    }

    /// Whether a place can be given at all, whatever the conditions: before the end of the shift.
    ///
    /// # Errors
    /// `not_found`, `shift_cancelled`, `signup_closed`.
    pub fn stands_at(&self, now: DateTime<Utc>) -> Result<()> {
        let lenient = action::Model {
            signup_opens_at: None,
            signup_closes_at: None,
            screening: Screening::Passed,
            ..self.action.clone()
        };
        let shift = shift::Model { starts_at: self.shift.ends_at, ..self.shift.clone() };
        Terms { action: &lenient, shift: &shift, zone: self.zone }.open_at(now)
    }

    /// Whether this volunteer fits.
    ///
    /// # Errors
    /// `volunteer_blocked`, `too_young`, `skill_missing`, `training_missing`, `team_only`.
    pub fn fit(&self, facts: &Facts, now: DateTime<Utc>) -> Result<()> {
        let day = self.shift.starts_at.with_timezone(&self.zone).date_naive();
        if facts.volunteer.blocked_until.is_some_and(|until| now < until) {
            return Err(Code::VolunteerBlocked.into());
        }
        if let Some(least) = self.action.minimum_age {
            let age = day.years_since(facts.volunteer.birth_date);
            if age.is_none_or(|age| i64::from(age) < i64::from(least)) {
                return Err(Code::TooYoung.error().with("age", least));
            }
        }
        if let Some(missing) = self.action.skills.0.iter().find(|skill| !facts.skills.contains(skill)) {
            return Err(Code::SkillMissing.error().with("skill", missing.meaning()));
        }
        let passed = |wanted: &Training| {
            let valid = |until: Option<NaiveDate>| until.is_none_or(|until| day <= until);
            facts.trainings.iter().any(|(training, until)| training == wanted && valid(*until))
        };
        if let Some(missing) = self.action.trainings.0.iter().find(|training| !passed(training)) {
            return Err(Code::TrainingMissing.error().with("training", missing.meaning()));
        }
        if self.action.team_id.is_some() && !facts.in_team { Err(Code::TeamOnly.into()) } else { Ok(()) }
    }

    /// Whether the volunteer serves in this community.
    ///
    /// # Errors
    /// `not_a_volunteer`.
    pub fn serves(&self, facts: Option<&Facts>) -> Result<()> {
        let here = |facts: &&Facts| {
            facts.volunteer.community_id == self.action.community_id
                && facts.volunteer.status == VolunteerStatus::Active
        };
        facts.filter(here).map(drop).ok_or_else(|| Code::NotAVolunteer.into())
    }
}
