//! A wish with everything that decides who may do what, and the one way of moving it.

use chrono::{DateTime, Utc};
use entity::ids::{CommunityId, TeamId, WishId};
use entity::wishes::{WishStatus, WishVerb, wish, wish_claim};
use sea_orm::prelude::*;
use serde_json::{Value, json};

use crate::auth::Actor;
use crate::error::{Code, Result};
use crate::kernel::db::Tx;
use crate::kernel::event::{self, NewEvent, Subject};
use crate::moderation::service as moderation;
use crate::wishes::state::{self, Standing};
use crate::wishes::{standing, store};

/// The kind of thing that events of wishes are about.
pub const SUBJECT: &str = "wish";

/// The tag under which public answers about a community's wishes are cached.
pub fn cache_tag(community: CommunityId) -> String {
    format!("wall:{community}")
}

/// A wish, its live claim, and what the actor is to it.
#[derive(Clone, Debug)]
pub struct Case {
    /// The wish.
    pub wish: wish::Model,
    /// Its live claim.
    pub claim: Option<wish_claim::Model>,
    /// What the actor is to it.
    pub standings: Vec<Standing>,
}

impl Case {
    /// Opens the case of a wish for a move: its row is locked.
    ///
    /// # Errors
    /// `not_found` for what does not exist for the actor.
    pub async fn open(tx: &Tx<'_>, actor: &Actor, id: WishId) -> Result<Self> {
        let wish = store::locked(tx, actor, id).await?;
        let case = Self::of(tx, actor, wish).await?;
        if case.exists() { Ok(case) } else { Err(Code::NotFound.into()) }
    }

    /// Opens the case of a wish for reading.
    ///
    /// # Errors
    /// `not_found` for what does not exist for the actor.
    pub async fn read(conn: &impl ConnectionTrait, actor: &Actor, id: WishId) -> Result<Self> {
        let wish = store::visible_to(actor).filter(wish::Column::Id.eq(id)).one(conn).await?;
        let case = Self::of(conn, actor, wish.ok_or_else(|| Code::NotFound.error())?).await?;
        if case.exists() { Ok(case) } else { Err(Code::NotFound.into()) }
    }

    /// The case of a row that was read already.
    pub async fn of(conn: &impl ConnectionTrait, actor: &Actor, wish: wish::Model) -> Result<Self> {
        let in_hand = matches!(wish.status, WishStatus::Claimed | WishStatus::Fulfilled);
        let claim = if in_hand { store::live_claim(conn, wish.id).await? } else { None };
        let teams = teams(conn, actor, &wish).await?;
        let standings = standing::standings(actor, &wish, claim.as_ref(), &teams);
        Ok(Self { wish, claim, standings })
    }

    /// The cases of many rows of the actor's community, in two look-ups.
    pub async fn many(conn: &impl ConnectionTrait, actor: &Actor, wishes: Vec<wish::Model>) -> Result<Vec<Self>> {
        let mut claims = store::live_claims(conn, wishes.iter().map(|wish| wish.id)).await?;
        let teams = match actor.community.zip(actor.account_id()) {
            Some((community, account)) => store::teams_of(conn, community, account).await?,
            None => Vec::new(),
        };
        let case = |wish: wish::Model| {
            let claim = claims.remove(&wish.id);
            let standings = standing::standings(actor, &wish, claim.as_ref(), &teams);
            Self { wish, claim, standings }
        };
        Ok(wishes.into_iter().map(case).collect())
    }

    /// What the actor may do now.
    pub fn allowed(&self, now: DateTime<Utc>) -> Vec<WishVerb> {
        state::allowed(&self.wish, &self.standings, now)
    }

    /// Whether the wish exists for the actor: it is public, or the actor has to do with it.
    pub fn exists(&self) -> bool {
        state::is_public(&self.wish)
            || standing::is_insider(&self.standings)
            || self.standings.contains(&Standing::Proxy)
            || self.standings.contains(&Standing::Clock)
    }

    /// Whether the actor is one of these.
    pub fn is(&self, standing: Standing) -> bool {
        self.standings.contains(&standing)
    }

    /// Whether the actor decides about it, or is the clock: what the office says is its answer.
    pub fn is_office(&self) -> bool {
        [Standing::Reviewer, Standing::Leader, Standing::Staff, Standing::Clock].into_iter().any(|one| self.is(one))
    }

    /// Refuses a caller who saw an older version.
    ///
    /// # Errors
    /// `stale`.
    pub fn seen(&self, version: i32) -> Result<()> {
        if self.wish.version == version { Ok(()) } else { Err(Code::Stale.into()) }
    }

    /// The live claim.
    ///
    /// # Errors
    /// `illegal_transition` when there is none.
    pub fn claim(&self) -> Result<&wish_claim::Model> {
        self.claim.as_ref().ok_or_else(|| Code::IllegalTransition.into())
    }

    /// Moves the wish: checks the table, sets the row, writes down what happened, tells those whom it concerns.
    pub async fn go(&self, tx: &Tx<'_>, verb: WishVerb, step: Step) -> Result<wish::Model> {
        let to = state::next(&self.wish, verb, &self.standings, tx.now())?;
        let moved = store::move_to(tx, &self.wish, to, step.change).await?;
        let mut data = json!({ "level": moved.level, "gridId": moved.grid_id, "appealed": moved.appealed });
        if let (Some(data), Value::Object(more)) = (data.as_object_mut(), step.data) {
            data.extend(more);
        }
        let happened = NewEvent::new(moved.community_id, Subject::new(SUBJECT, moved.id), verb.as_str())
            .moved(self.wish.status, to)
            .because(step.reason.clone())
            .with(data)
            .announced();
        let event = event::record(tx, happened).await?;
        if let Some(reason) = step.reason.filter(|_| !self.is_office()) {
            moderation::reason::look_at(tx, moved.community_id, event, &reason).await?;
        }
        let tag = cache_tag(moved.community_id);
        tx.after_commit(move |kernel| kernel.cache.invalidate(&tag));
        Ok(moved)
    }
}

/// What a move changes beside the status, why, and what else is worth knowing.
#[derive(Default)]
pub struct Step {
    /// Columns to set.
    pub change: wish::ActiveModel,
    /// Why, in the actor's words.
    pub reason: Option<String>,
    /// Ids and figures for the event.
    pub data: Value,
}

impl Step {
    /// Sets these columns.
    pub fn set(change: wish::ActiveModel) -> Self {
        Self { change, ..Self::default() }
    }

    /// Only because.
    pub fn because(reason: impl Into<String>) -> Self {
        Self { reason: Some(reason.into()), ..Self::default() }
    }

    /// Adds ids and figures.
    #[must_use]
    pub fn with(mut self, data: Value) -> Self {
        self.data = data;
        self
    }
}

/// The actor's teams, where they matter: for claiming, and for what is claimed.
async fn teams(conn: &impl ConnectionTrait, actor: &Actor, wish: &wish::Model) -> Result<Vec<TeamId>> {
    let matters = matches!(wish.status, WishStatus::Open | WishStatus::Claimed | WishStatus::Fulfilled);
    match actor.account_id() {
        Some(account) if matters => store::teams_of(conn, wish.community_id, account).await,
        _ => Ok(Vec::new()),
    }
}
