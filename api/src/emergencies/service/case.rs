//! An emergency with what the actor is to it, and the one way of moving it.

use entity::emergencies::{EmergencyVerb, emergency};
use entity::ids::{EmergencyId, GridId};
use sea_orm::prelude::*;
use serde_json::Value;

use crate::auth::Actor;
use crate::emergencies::state::{self, Standing};
use crate::emergencies::{standing, store};
use crate::error::{Code, Result};
use crate::kernel::db::Tx;
use crate::kernel::event::{self, NewEvent, Subject};

/// The kind of thing that events of emergencies are about.
pub const SUBJECT: &str = "emergency";

/// An emergency, its grids, and what the actor is to it.
#[derive(Clone, Debug)]
pub struct Case {
    /// The emergency.
    pub emergency: emergency::Model,
    /// Its grids.
    pub grids: Vec<GridId>,
    /// What the actor is to it.
    pub standings: Vec<Standing>,
}

impl Case {
    /// Opens it for a move: its row is locked.
    ///
    /// # Errors
    /// `not_found` for what does not exist for the actor.
    pub async fn open(tx: &Tx<'_>, actor: &Actor, id: EmergencyId) -> Result<Self> {
        Self::of(tx, actor, store::locked(tx, id).await?).await
    }

    /// Holds it as it is, for what depends on its being open.
    ///
    /// # Errors
    /// `not_found` for what does not exist for the actor.
    pub async fn hold(tx: &Tx<'_>, actor: &Actor, id: EmergencyId) -> Result<Self> {
        Self::of(tx, actor, store::held(tx, id).await?).await
    }

    /// Opens it for reading.
    ///
    /// # Errors
    /// `not_found` for what does not exist for the actor.
    pub async fn read(conn: &impl ConnectionTrait, actor: &Actor, id: EmergencyId) -> Result<Self> {
        let one = emergency::Entity::find_by_id(id).one(conn).await?.ok_or_else(|| Code::NotFound.error())?;
        Self::of(conn, actor, one).await
    }

    /// The case of a row that was read already.
    ///
    /// # Errors
    /// `not_found` for what does not exist for the actor.
    pub async fn of(conn: &impl ConnectionTrait, actor: &Actor, emergency: emergency::Model) -> Result<Self> {
        let grids = store::grids(conn, [emergency.id]).await?.remove(&emergency.id).unwrap_or_default();
        let standings = standing::standings(conn, actor, &emergency, &grids).await?;
        if standings.is_empty() { Err(Code::NotFound.into()) } else { Ok(Self { emergency, grids, standings }) }
    }

    /// The cases of rows that exist for the actor, in a look-up a table.
    pub async fn many(conn: &impl ConnectionTrait, actor: &Actor, rows: &[emergency::Model]) -> Result<Vec<Self>> {
        let ids: Vec<EmergencyId> = rows.iter().map(|row| row.id).collect();
        let called = match actor.account_id() {
            Some(account) => super::duty::replies(conn, ids.clone(), vec![account]).await?,
            None => Vec::new(),
        };
        let mut grids = store::grids(conn, ids).await?;
        let case = |row: &emergency::Model| {
            let grids = grids.remove(&row.id).unwrap_or_default();
            let called = called.iter().any(|(id, ..)| *id == row.id);
            Self { emergency: row.clone(), standings: standing::of(actor, row, &grids, called), grids }
        };
        Ok(rows.iter().map(case).collect())
    }

    /// Whether the actor works on it.
    pub fn is_worked_on(&self) -> bool {
        [Standing::Staff, Standing::Leader].iter().any(|standing| self.standings.contains(standing))
    }

    /// For those who work on it.
    ///
    /// # Errors
    /// `forbidden` for everybody else.
    pub fn worked_on(self) -> Result<Self> {
        if self.is_worked_on() { Ok(self) } else { Err(Code::Forbidden.into()) }
    }

    /// The grids that are the actor's business: all for staff, the own ones for leaders.
    pub fn reach(&self, actor: &Actor) -> Vec<GridId> {
        let staff = self.standings.contains(&Standing::Staff);
        self.grids.iter().copied().filter(|grid| staff || actor.leads_grid(*grid)).collect()
    }

    /// Those of `wanted` that are the actor's business; all of these when none is named.
    ///
    /// # Errors
    /// `invalid` at the first that is not.
    pub fn among(&self, actor: &Actor, wanted: &[GridId]) -> Result<Vec<GridId>> {
        let reach = self.reach(actor);
        match wanted.iter().position(|grid| !reach.contains(grid)) {
            Some(place) => Err(Code::Invalid.error().at(format!("/gridIds/{place}"), Code::UnknownReference)),
            None if wanted.is_empty() => Ok(reach),
            None => Ok(wanted.to_vec()),
        }
    }

    /// Refuses a caller who saw an older version.
    ///
    /// # Errors
    /// `stale`.
    pub fn seen(&self, version: i32) -> Result<()> {
        if self.emergency.version == version { Ok(()) } else { Err(Code::Stale.into()) }
    }

    /// Refuses what the table does not let this actor do now.
    ///
    /// # Errors
    /// As [`state::next`].
    pub fn may(&self, verb: EmergencyVerb) -> Result<()> {
        state::next(&self.emergency, verb, &self.standings).map(drop)
    }

    /// Moves it: checks the table, sets the row, writes down what happened, tells those whom it concerns.
    pub async fn go(
        &self,
        tx: &Tx<'_>,
        verb: EmergencyVerb,
        change: emergency::ActiveModel,
        reason: Option<String>,
    ) -> Result<emergency::Model> {
        let to = state::next(&self.emergency, verb, &self.standings)?;
        let moved = store::move_to(tx, &self.emergency, to, change).await?;
        let happened = happened(&moved, verb, serde_json::json!({})).moved(self.emergency.status, to);
        event::record(tx, happened.because(reason)).await?;
        Ok(moved)
    }
}

/// What happened in an emergency, told to those whom it concerns.
pub fn happened(one: &emergency::Model, verb: EmergencyVerb, data: Value) -> NewEvent {
    NewEvent::new(one.community_id, Subject::new(SUBJECT, one.id), verb.as_str()).with(data).announced()
}
