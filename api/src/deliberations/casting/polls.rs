//! The votes that a batch is about, held open while it is written: closing waits for the lock.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use entity::deliberations::{DeliberationStatus, DeliberationVerb, Secrecy, ballot_key, deliberation};
use entity::ids::{DeliberationId, SessionId};
use sea_orm::prelude::*;
use sea_orm::{QueryOrder, QuerySelect};

use super::{Cast, Caster};
use crate::auth::{Live, live_sessions};
use crate::deliberations::asked;
use crate::deliberations::secret::BallotKey;
use crate::deliberations::state::{self, Standing};
use crate::deliberations::tally::Question;
use crate::error::{Code, Result};
use crate::kernel::bulk::among;
use crate::kernel::db::Tx;

/// One vote.
pub struct Poll {
    /// The matter.
    pub one: deliberation::Model,
    /// The key of a secret vote, until it is closed.
    pub key: Option<BallotKey>,
    question: Option<Question>,
}

impl Poll {
    /// What ballots may say, when ballots are taken at this instant.
    ///
    /// # Errors
    /// `illegal_transition` before and after the vote, `voting_closed` from its end on.
    pub fn open_at(&self, now: DateTime<Utc>) -> Result<&Question> {
        state::next(&self.one, DeliberationVerb::Cast, &[Standing::Voter])?;
        let open = self.one.closes_at.is_some_and(|end| now < end);
        self.question.as_ref().filter(|_| open).ok_or_else(|| Code::VotingClosed.into())
    }

    /// Whether what it stores must go with its key.
    pub fn is_secret(&self) -> bool {
        self.one.secrecy == Some(Secrecy::Secret)
    }
}

/// The votes of a batch, and who of those who want to vote is signed in.
pub struct Polls {
    polls: HashMap<DeliberationId, Poll>,
    sessions: HashMap<SessionId, Live>,
}

impl Polls {
    /// Reads and locks them, in one order everywhere. Many batches share a vote; closing does not.
    pub async fn lock(tx: &Tx<'_>, commands: &[Cast]) -> Result<Self> {
        let ids: BTreeSet<DeliberationId> = commands.iter().map(|cast| cast.deliberation).collect();
        let rows = deliberation::Entity::find()
            .filter(among(tx, deliberation::Column::Id, ids))
            .order_by_asc(deliberation::Column::Id)
            .lock_shared()
            .all(tx)
            .await?;
        let voting: Vec<&deliberation::Model> =
            rows.iter().filter(|one| one.status == DeliberationStatus::Voting).collect();
        let mut keys = keys(tx, &voting).await?;
        let mut options = asked::options(tx, voting.iter().map(|one| one.id)).await?;
        let mut polls = HashMap::new();
        for one in rows {
            let question = match one.method {
                Some(_) => Some(asked::question(&one, &options.remove(&one.id).unwrap_or_default())?),
                None => None,
            };
            polls.insert(one.id, Poll { key: keys.remove(&one.id), question, one });
        }
        let sessions = commands.iter().filter_map(|cast| match cast.by {
            Caster::Bearer(bearer) => Some(bearer.session),
            Caster::Player(..) => None,
        });
        let sessions = live_sessions(tx, sessions, tx.now()).await?;
        Ok(Self { polls, sessions })
    }

    /// The vote that a ballot is for.
    ///
    /// # Errors
    /// `unauthenticated` when the session does not count any more, `not_found` for no vote.
    pub fn of(&self, cast: &Cast) -> Result<&Poll> {
        self.live(cast).ok_or_else(|| Code::Unauthenticated.error())?;
        self.polls.get(&cast.deliberation).ok_or_else(|| Code::NotFound.into())
    }

    /// Whether whoever casts it belongs to the vote's community. Who does not may stand on its
    /// roll; if not, the vote does not exist for them.
    pub fn is_at_home(&self, cast: &Cast, poll: &Poll) -> bool {
        self.live(cast).is_some_and(|live| live.community == Some(poll.one.community_id))
    }

    fn live(&self, cast: &Cast) -> Option<Live> {
        match cast.by {
            Caster::Bearer(bearer) => {
                self.sessions.get(&bearer.session).filter(|live| live.account == bearer.account).copied()
            }
            Caster::Player(account, community) => Some(Live { account, community: Some(community) }),
        }
    }
}

async fn keys(tx: &Tx<'_>, voting: &[&deliberation::Model]) -> Result<HashMap<DeliberationId, BallotKey>> {
    let secret: Vec<DeliberationId> =
        voting.iter().filter(|one| one.secrecy == Some(Secrecy::Secret)).map(|one| one.id).collect();
    if secret.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = ballot_key::Entity::find().filter(ballot_key::Column::DeliberationId.is_in(secret)).all(tx).await?;
    rows.into_iter().map(|row| Ok((row.deliberation_id, BallotKey::open(tx.vault(), &row.key_sealed)?))).collect()
}
