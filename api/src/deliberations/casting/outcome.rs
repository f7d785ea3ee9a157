//! Idempotency keys of a batch of ballots. What is stored of a secret ballot names its leaf, so
//! it is sealed under the vote's own key and goes with it; so does the request's fingerprint.

use entity::ids::RollEntryId;

use super::book::{Entered, to_json};
use super::polls::{Poll, Polls};
use super::{Cast, Taken};
use crate::deliberations::secret::Place;
use crate::error::{Code, Error, Result};
use crate::kernel::db::Tx;
use crate::kernel::idempotency::{self, Claim, Claimed};

/// What a request of the batch turned out to be.
pub enum Begun<'b> {
    /// A ballot to be entered.
    New {
        /// The ballot.
        cast: &'b Cast,
        /// The vote.
        poll: &'b Poll,
        /// Whether the vote exists for whoever is not on its roll.
        at_home: bool,
        /// The key that stands for the request.
        claim: Option<Claim>,
    },
    /// It is answered already.
    Answered(Result<Taken>),
}

/// Claims the keys; requests come out in their order.
pub async fn begin<'b>(tx: &Tx<'_>, polls: &'b Polls, commands: &'b [Cast]) -> Result<Vec<Begun<'b>>> {
    let asked: Vec<Result<(&Cast, &Poll, Option<Claim>)>> = commands.iter().map(|cast| asked(polls, cast)).collect();
    let claims: Vec<Claim> = asked.iter().flatten().filter_map(|(_, _, claim)| claim.clone()).collect();
    let mut claimed = idempotency::begin_all(tx, &claims).await?.into_iter();
    let begun = asked.into_iter().map(|one| {
        let (cast, poll, claim) = match one {
            Ok(one) => one,
            Err(error) => return Begun::Answered(Err(error)),
        };
        match claim.as_ref().and_then(|_| claimed.next()) {
            None | Some(Claimed::New) => Begun::New { cast, poll, at_home: polls.is_at_home(cast, poll), claim },
            Some(Claimed::Replay(stored)) => Begun::Answered(opened(poll, &stored)),
            Some(Claimed::Refused(code)) => Begun::Answered(Err(refused(code))),
        }
    });
    Ok(begun.collect())
}

fn refused(code: Code) -> Error {
    if code == Code::StillRunning { code.error().retry_after(1) } else { code.into() }
}

fn asked<'b>(polls: &'b Polls, cast: &'b Cast) -> Result<(&'b Cast, &'b Poll, Option<Claim>)> {
    let poll = polls.of(cast)?;
    let Some(claim) = &cast.claim else { return Ok((cast, poll, None)) };
    let fingerprint = match (&poll.key, poll.is_secret()) {
        (Some(key), _) => key.fingerprint(&claim.fingerprint),
        // Whatever was stored under the key that is gone cannot be read any more.
        (None, true) => return Err(Code::VotingClosed.into()),
        (None, false) => claim.fingerprint.clone(),
    };
    Ok((cast, poll, Some(Claim { fingerprint, ..claim.clone() })))
}

/// Stores the answers of what was entered; of the rest no key stays.
pub async fn finish(tx: &Tx<'_>, begun: Vec<Begun<'_>>, entered: Vec<Entered>) -> Result<Vec<Result<Taken>>> {
    let (mut outcomes, mut kept) = (Vec::new(), Vec::new());
    for (begun, entered) in begun.into_iter().zip(entered) {
        let (poll, claim) = match begun {
            Begun::New { poll, claim, .. } => (poll, claim),
            Begun::Answered(answer) => {
                outcomes.push(answer);
                continue;
            }
        };
        let outcome = match entered {
            Entered::Accepted(taken) => Ok(taken),
            Entered::Refused(error) => Err(error),
            Entered::Before => Err(Code::Internal.into()),
        };
        if let Some(claim) = claim {
            let stored = outcome.as_ref().ok().map(|taken| stored(poll, taken)).transpose()?;
            kept.push((claim, stored));
        }
        outcomes.push(outcome);
    }
    idempotency::finish_all(tx, kept).await?;
    Ok(outcomes)
}

fn stored(poll: &Poll, taken: &Taken) -> Result<String> {
    let (place, taken) = (Place { deliberation: poll.one.id, entry: taken.entry }, to_json(taken)?);
    match &poll.key {
        None => Ok(taken),
        Some(key) => Ok(format!("{}.{}", place.entry, key.seal_answer(place, &taken)?)),
    }
}

fn opened(poll: &Poll, stored: &str) -> Result<Taken> {
    let broken = || Code::Internal.error().cause(anyhow::anyhow!("a stored answer of {} cannot be read", poll.one.id));
    let opened = match &poll.key {
        None => stored.to_owned(),
        Some(key) => {
            let (entry, sealed) = stored.split_once('.').ok_or_else(broken)?;
            let entry = RollEntryId(entry.parse().map_err(|_| broken())?);
            key.open_answer(Place { deliberation: poll.one.id, entry }, sealed)?
        }
    };
    serde_json::from_str(&opened).map_err(|_| broken())
}
