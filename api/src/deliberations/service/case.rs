//! A deliberation with what the actor is to it, and the one way of moving it.

use entity::deliberations::{DeliberationVerb, deliberation};
use entity::ids::DeliberationId;
use sea_orm::prelude::*;
use serde_json::json;

use crate::auth::Actor;
use crate::deliberations::state::{self, Standing};
use crate::deliberations::{standing, store};
use crate::error::{Code, Result};
use crate::kernel::db::Tx;
use crate::kernel::event::{self, NewEvent, Subject};
use crate::moderation::service as moderation;

/// The kind of thing that events of deliberations are about.
pub const SUBJECT: &str = "deliberation";

/// A deliberation, and what the actor is to it.
#[derive(Clone, Debug)]
pub struct Case {
    /// The deliberation.
    pub deliberation: deliberation::Model,
    /// What the actor is to it.
    pub standings: Vec<Standing>,
}

/// What a move changes beside the status, and why.
#[derive(Default)]
pub struct Step {
    /// Columns to set.
    pub change: deliberation::ActiveModel,
    /// Why, in the actor's words.
    pub reason: Option<String>,
}

impl Case {
    /// Opens it for a move: its row is locked.
    ///
    /// # Errors
    /// `not_found` for what does not exist for the actor.
    pub async fn open(tx: &Tx<'_>, actor: &Actor, id: DeliberationId) -> Result<Self> {
        let deliberation = store::locked(tx, actor, id).await?;
        Self::of(tx, actor, deliberation).await
    }

    /// Opens it for reading.
    ///
    /// # Errors
    /// `not_found` for what does not exist for the actor.
    pub async fn read(conn: &impl ConnectionTrait, actor: &Actor, id: DeliberationId) -> Result<Self> {
        let found = store::visible_to(actor).filter(deliberation::Column::Id.eq(id)).one(conn).await?;
        Self::of(conn, actor, found.ok_or_else(|| Code::NotFound.error())?).await
    }

    /// The case of a row that was read already.
    pub async fn of(conn: &impl ConnectionTrait, actor: &Actor, deliberation: deliberation::Model) -> Result<Self> {
        let standings = standing::standings(conn, actor, &deliberation).await?;
        Ok(Self { deliberation, standings })
    }

    /// The same matter before the clock.
    pub fn by_clock(deliberation: deliberation::Model) -> Self {
        Self { deliberation, standings: vec![Standing::Clock] }
    }

    /// Refuses a caller who saw an older version.
    ///
    /// # Errors
    /// `stale`.
    pub fn seen(&self, version: i32) -> Result<()> {
        if self.deliberation.version == version { Ok(()) } else { Err(Code::Stale.into()) }
    }

    /// Refuses what the table does not let this actor do now, before work is spent on it.
    ///
    /// # Errors
    /// As [`state::next`].
    pub fn may(&self, verb: DeliberationVerb) -> Result<()> {
        state::next(&self.deliberation, verb, &self.standings).map(drop)
    }

    /// Whether the actor decides about it, or is the clock: what the office says is its answer.
    pub fn is_office(&self) -> bool {
        let offices = [Standing::Group, Standing::Leader, Standing::Staff, Standing::Clock];
        offices.iter().any(|office| self.standings.contains(office))
    }

    /// Moves it: checks the table, sets the row, writes down what happened, tells those whom it concerns.
    pub async fn go(&self, tx: &Tx<'_>, verb: DeliberationVerb, step: Step) -> Result<deliberation::Model> {
        let to = state::next(&self.deliberation, verb, &self.standings)?;
        let moved = store::move_to(tx, &self.deliberation, to, step.change).await?;
        let happened = NewEvent::new(moved.community_id, Subject::new(SUBJECT, moved.id), verb.as_str())
            .moved(self.deliberation.status, to)
            .because(step.reason.clone())
            .with(json!({ "level": moved.level }))
            .announced();
        let event = event::record(tx, happened).await?;
        if let Some(reason) = step.reason.filter(|_| !self.is_office()) {
            moderation::reason::look_at(tx, moved.community_id, event, &reason).await?;
        }
        Ok(moved)
    }
}
