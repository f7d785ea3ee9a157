//! A sign-up with what the actor is to it, under the locks of its role, and the one way of moving it.

use entity::actions::{SignupVerb, action, shift, shift_role, signup};
use entity::ids::SignupId;
use sea_orm::prelude::*;
use serde_json::{Value, json};

use super::offer;
use crate::actions::places::Places;
use crate::actions::state::{self, SignupStanding, Standing};
use crate::actions::{standing, store};
use crate::auth::Actor;
use crate::error::{Code, Result};
use crate::kernel::db::Tx;
use crate::kernel::event::{self, NewEvent, Subject};

/// The kind of thing that events of sign-ups are about.
pub const SUBJECT: &str = "signup";

/// A sign-up, what it is for, and what the actor is to it.
#[derive(Clone, Debug)]
pub struct SignupCase {
    /// The action.
    pub action: action::Model,
    /// The shift.
    pub shift: shift::Model,
    /// The role.
    pub role: shift_role::Model,
    /// The sign-up.
    pub signup: signup::Model,
    /// What the actor is to it.
    pub standings: Vec<SignupStanding>,
}

/// What a move changes beside the status, why, and what else is worth knowing.
#[derive(Default)]
pub struct SignupStep {
    /// Columns to set.
    pub change: signup::ActiveModel,
    /// Why, in the actor's words.
    pub reason: Option<String>,
    /// Ids and figures for the event.
    pub data: Value,
}

impl SignupCase {
    /// Opens it for a move: action held, role and sign-up locked, in the order of all.
    ///
    /// # Errors
    /// `not_found` for what does not exist for the actor.
    pub async fn open(tx: &Tx<'_>, actor: &Actor, id: SignupId) -> Result<Self> {
        let found = signup::Entity::find_by_id(id).one(tx).await?.ok_or_else(|| Code::NotFound.error())?;
        let action = store::held(tx, found.action_id).await?;
        let shift = store::shift_of(tx, action.id, found.shift_id).await?;
        let role = store::locked_roles(tx, shift.id, Some(found.shift_role_id)).await?.pop();
        let signup = store::locked_signup(tx, id).await?;
        Self { action, shift, role: role.ok_or_else(|| Code::Internal.error())?, signup, standings: Vec::new() }
            .before(tx, actor)
            .await
    }

    /// Opens it for reading.
    ///
    /// # Errors
    /// `not_found` for what does not exist for the actor.
    pub async fn read(conn: &impl ConnectionTrait, actor: &Actor, id: SignupId) -> Result<Self> {
        let missing = || Code::NotFound.error();
        let signup = signup::Entity::find_by_id(id).one(conn).await?.ok_or_else(missing)?;
        let action = action::Entity::find_by_id(signup.action_id).one(conn).await?.ok_or_else(missing)?;
        let shift = store::shift_of(conn, action.id, signup.shift_id).await?;
        let role = shift_role::Entity::find_by_id(signup.shift_role_id).one(conn).await?.ok_or_else(missing)?;
        Self { action, shift, role, signup, standings: Vec::new() }.before(conn, actor).await
    }

    /// The same with what this actor is to it.
    async fn before(mut self, conn: &impl ConnectionTrait, actor: &Actor) -> Result<Self> {
        let standings: Vec<Standing> = standing::standings(conn, actor, &self.action).await?;
        self.standings = standing::of_signup(actor, &self.signup, &standings);
        if self.standings.is_empty() { Err(Code::NotFound.into()) } else { Ok(self) }
    }

    /// Refuses a caller who saw an older version.
    ///
    /// # Errors
    /// `stale`.
    pub fn seen(&self, version: i32) -> Result<()> {
        if self.signup.version == version { Ok(()) } else { Err(Code::Stale.into()) }
    }

    /// Refuses what the table does not let this actor do now.
    ///
    /// # Errors
    /// As [`state::signup_next`].
    pub fn may(&self, verb: SignupVerb) -> Result<()> {
        state::signup_next(&self.signup, verb, &self.standings).map(drop)
    }

    /// Moves it, keeps the role's figures, writes down what happened, and offers what has become free.
    pub async fn go(&self, tx: &Tx<'_>, verb: SignupVerb, step: SignupStep) -> Result<Self> {
        let to = state::signup_next(&self.signup, verb, &self.standings)?;
        let moved = store::move_signup(tx, &self.signup, to, step.change).await?;
        event::record(tx, happened(&moved, verb, step.data).moved(self.signup.status, to).because(step.reason)).await?;
        let mut places = Places::from(&self.role);
        places.moved(self.signup.status, to);
        if verb == SignupVerb::Lapse {
            // The number that the move gave away.
            places.draw_number();
        }
        let role = offer::fill(tx, &self.action, &self.shift, &self.role, places).await?;
        // Whoever has gone to the end of the queue may be the first of it again.
        let signup = store::locked_signup(tx, moved.id).await?;
        Ok(Self { signup, role, ..self.clone() })
    }
}

/// What happened to a sign-up, told to those whom it concerns.
pub fn happened(one: &signup::Model, verb: SignupVerb, data: Value) -> NewEvent {
    let mut all = json!({ "actionId": one.action_id, "shiftId": one.shift_id });
    if let (Some(all), Value::Object(more)) = (all.as_object_mut(), data) {
        all.extend(more);
    }
    let subject = Subject::new(SUBJECT, one.id);
    NewEvent::new(one.community_id, subject, verb.as_str()).with(all).announced()
}
