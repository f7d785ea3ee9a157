//! An action with what the actor is to it, and the one way of moving it.

use entity::actions::{ActionVerb, action};
use entity::ids::{ActionId, CommunityId};
use sea_orm::prelude::*;
use serde_json::{Value, json};

use super::links;
use crate::actions::state::{self, Standing};
use crate::actions::{standing, store};
use crate::auth::Actor;
use crate::emergencies::service::duty;
use crate::error::{Code, Result};
use crate::kernel::db::Tx;
use crate::kernel::event::{self, NewEvent, Subject};

/// The kind of thing that events of actions are about.
pub const SUBJECT: &str = "action";

/// The tag under which public answers about a community's actions are cached.
pub fn cache_tag(community: CommunityId) -> String {
    format!("actions:{community}")
}

/// An action, and what the actor is to it.
#[derive(Clone, Debug)]
pub struct Case {
    /// The action.
    pub action: action::Model,
    /// What the actor is to it.
    pub standings: Vec<Standing>,
    /// Whether the actor was called up for the emergency that it belongs to.
    pub called_up: bool,
}

/// What a move changes beside the status, why, and what else is worth knowing.
#[derive(Default)]
pub struct Step {
    /// Columns to set.
    pub change: action::ActiveModel,
    /// Why, in the actor's words.
    pub reason: Option<String>,
    /// Ids and figures for the event.
    pub data: Value,
}

impl Case {
    /// Opens it for a move: its row is locked.
    ///
    /// # Errors
    /// `not_found` for what does not exist for the actor.
    pub async fn open(tx: &Tx<'_>, actor: &Actor, id: ActionId) -> Result<Self> {
        Self::of(tx, actor, store::locked(tx, id).await?).await?.existing()
    }

    /// Holds it as it is, for what depends on its state.
    ///
    /// # Errors
    /// `not_found` for what does not exist for the actor.
    pub async fn hold(tx: &Tx<'_>, actor: &Actor, id: ActionId) -> Result<Self> {
        Self::of(tx, actor, store::held(tx, id).await?).await?.existing()
    }

    /// Opens it for reading; nobody in particular sees what is public.
    ///
    /// # Errors
    /// `not_found` for what does not exist for the actor.
    pub async fn read(conn: &impl ConnectionTrait, actor: Option<&Actor>, id: ActionId) -> Result<Self> {
        let one = action::Entity::find_by_id(id).one(conn).await?.ok_or_else(|| Code::NotFound.error())?;
        match actor {
            Some(actor) => Self::of(conn, actor, one).await?.existing(),
            None => Self { action: one, standings: Vec::new(), called_up: false }.existing(),
        }
    }

    /// The case of a row that was read already.
    pub async fn of(conn: &impl ConnectionTrait, actor: &Actor, action: action::Model) -> Result<Self> {
        let standings = standing::standings(conn, actor, &action).await?;
        let called_up = match (action.emergency_id, actor.account_id()) {
            (Some(emergency), Some(account)) => !duty::replies(conn, vec![emergency], vec![account]).await?.is_empty(),
            _ => false,
        };
        Ok(Self { action, standings, called_up })
    }

    /// What was published exists for everybody, or, of an emergency, for those who were called up; a draft, and
    /// what has not passed review, for those who may work on it.
    fn existing(self) -> Result<Self> {
        let open = self.action.emergency_id.is_none() || self.called_up;
        let exists = (state::is_shown(&self.action) && open) || !self.standings.is_empty();
        if exists { Ok(self) } else { Err(Code::NotFound.into()) }
    }

    /// Whether the actor leads it or works for its community.
    pub fn is_led(&self) -> bool {
        self.standings.contains(&Standing::Leader) || self.standings.contains(&Standing::Staff)
    }

    /// For those who lead it.
    ///
    /// # Errors
    /// `forbidden` for everybody else.
    pub fn led(self) -> Result<Self> {
        if self.is_led() { Ok(self) } else { Err(Code::Forbidden.into()) }
    }

    /// Refuses a caller who saw an older version.
    ///
    /// # Errors
    /// `stale`.
    pub fn seen(&self, version: i32) -> Result<()> {
        if self.action.version == version { Ok(()) } else { Err(Code::Stale.into()) }
    }

    /// Refuses what the table does not let this actor do now, before work is spent on it.
    ///
    /// # Errors
    /// As [`state::next`].
    pub fn may(&self, verb: ActionVerb) -> Result<()> {
        state::next(&self.action, verb, &self.standings).map(drop)
    }

    /// Moves it: checks the table, sets the row, writes down what happened, tells those whom it concerns.
    pub async fn go(&self, tx: &Tx<'_>, verb: ActionVerb, step: Step) -> Result<action::Model> {
        let to = state::next(&self.action, verb, &self.standings)?;
        let moved = store::move_to(tx, &self.action, to, step.change).await?;
        let data = if step.data.is_null() { json!({}) } else { step.data };
        let happened = NewEvent::new(moved.community_id, Subject::new(SUBJECT, moved.id), verb.as_str())
            .moved(self.action.status, to)
            .because(step.reason)
            .with(data);
        event::record(tx, happened.announced()).await?;
        links::tell(tx, &moved, verb).await?;
        forget_answers(tx, moved.community_id);
        Ok(moved)
    }
}

/// Public answers about the community's actions are made anew once this is committed.
pub fn forget_answers(tx: &Tx<'_>, community: CommunityId) {
    let tag = cache_tag(community);
    tx.after_commit(move |kernel| kernel.cache.invalidate(&tag));
}
