//! The ballot book of one batch: ballots are entered one after the other, in memory; what is
//! new is written at once.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, SubsecRound, Utc};
use entity::deliberations::{BallotChannel, DeliberationVerb, Precedence, ballot};
use entity::ids::{AccountId, DeliberationId, RollEntryId};
use sea_orm::prelude::*;
use sea_orm::{QueryOrder, QuerySelect};
use serde_json::json;

use super::outcome::Begun;
use super::polls::Poll;
use super::seats::{Seat, Seats};
use super::{Cast, Taken, latecomers};
use crate::deliberations::secret::{Content, Place};
use crate::deliberations::service::SUBJECT;
use crate::error::{Code, Error, Result};
use crate::kernel::bulk::among;
use crate::kernel::db::{Cause, Tx};
use crate::kernel::event::{NewEvent, Subject};

/// What became of a request.
pub enum Entered {
    /// A ballot in the book.
    Accepted(Taken),
    /// No ballot.
    Refused(Error),
    /// Nothing: the request is answered already.
    Before,
}

impl Entered {
    /// Whether it is a ballot of one of these voters.
    pub fn is_of(&self, voters: &Late) -> bool {
        matches!(self, Self::Accepted(taken) if voters.contains(&taken.entry))
    }
}

/// The ballot that a voter has handed in already.
#[derive(Clone, Copy, Debug)]
struct Held {
    account: Option<AccountId>,
    channel: BallotChannel,
    sequence: i32,
}

/// Voters for whom somebody else was faster.
pub type Late = BTreeSet<RollEntryId>;

/// A ballot to be written.
pub struct Written {
    /// The deliberation.
    pub deliberation: DeliberationId,
    /// How it came.
    pub channel: BallotChannel,
    /// Who cast it.
    pub account: AccountId,
    /// What the row holds.
    pub content: String,
    /// The leaf's hash, of an open ballot.
    pub leaf: Option<String>,
    /// How often this voter has voted.
    pub sequence: i32,
    /// There was no ballot of this voter before the batch.
    pub is_first: bool,
    /// It takes the place of one on paper.
    pub instead_of: Option<BallotChannel>,
}

/// The ballots of a batch.
pub struct Book {
    now: DateTime<Utc>,
    seats: Seats,
    held: HashMap<RollEntryId, Held>,
    /// Ballots to be written, by voter: one order everywhere.
    pub written: BTreeMap<RollEntryId, Written>,
    /// What happened, with whose doing it was and for which voter.
    pub events: Vec<(RollEntryId, Cause, NewEvent)>,
}

impl Book {
    /// Reads who may vote and who has voted.
    pub async fn open(tx: &Tx<'_>, begun: &[Begun<'_>]) -> Result<Self> {
        let new = begun.iter().filter_map(|one| match one {
            Begun::New { cast, poll, .. } => Some((*cast, *poll)),
            Begun::Answered(_) => None,
        });
        let new: Vec<(&Cast, &Poll)> = new.collect();
        let casts: Vec<&Cast> = new.iter().map(|(cast, _)| *cast).collect();
        let proxies = new.iter().any(|(_, poll)| poll.one.proxy_limit > 0);
        let mut seats = Seats::read(tx, &casts, proxies).await?;
        for (cast, poll) in &new {
            if !seats.has(cast) && poll.open_at(tx.now()).is_ok() {
                latecomers::admit(tx, cast, poll, &mut seats).await?;
            }
        }
        let seated = casts.iter().filter_map(|cast| Some(seats.of(cast).ok()?.entry));
        let held = held(tx, seated.collect()).await?;
        let now = tx.now().trunc_subsecs(6);
        Ok(Self { now, seats, held, written: BTreeMap::new(), events: Vec::new() })
    }

    /// The instant of all ballots of the batch, as exact as both databases keep it.
    pub fn written_at(&self) -> DateTime<Utc> {
        self.now
    }

    /// Enters a ballot, or says why not.
    pub fn enter(&mut self, begun: &Begun<'_>) -> Entered {
        let Begun::New { cast, poll, at_home, .. } = begun else { return Entered::Before };
        if !at_home && !self.seats.has(cast) {
            return Entered::Refused(Code::NotFound.into());
        }
        self.accept(cast, poll).map_or_else(Entered::Refused, Entered::Accepted)
    }

    /// Takes out the ballots of voters for whom somebody else was faster, and reads, locked, what
    /// they have handed in instead: entered again, a ballot takes its place or is refused.
    pub async fn read_again(&mut self, tx: &Tx<'_>, late: &Late) -> Result<()> {
        self.events.retain(|(entry, ..)| !late.contains(entry));
        self.held.retain(|entry, _| !late.contains(entry));
        self.held.extend(held(tx, late.clone()).await?);
        Ok(())
    }

    fn accept(&mut self, cast: &Cast, poll: &Poll) -> Result<Taken> {
        let question = poll.open_at(self.now)?;
        let choice = cast
            .choice
            .clone()
            .check(question)
            .map_err(|fault| Code::Invalid.error().fault("/choice", Code::BadBallot, format!("{fault:?}")))?;
        let seat = self.seats.of(cast)?;
        let before = self.held.get(&seat.entry).copied();
        if let Some(before) = before {
            may_replace(before, cast, poll)?;
        }
        let sequence = before.map_or(1, |before| before.sequence + 1);
        let content = Content::new(choice)?;
        let taken = self.write_in(cast, poll, seat, content, sequence)?;
        self.note(cast, poll, seat, before);
        Ok(taken)
    }

    fn write_in(&mut self, cast: &Cast, poll: &Poll, seat: Seat, content: Content, sequence: i32) -> Result<Taken> {
        let id = poll.one.id;
        let hash = hex::encode(content.clone().into_leaf(seat.weight).hash(id)?);
        let (content, leaf) = match &poll.key {
            Some(key) => (key.seal(Place { deliberation: id, entry: seat.entry }, &content)?, None),
            None => (to_json(&content)?, Some(hash.clone())),
        };
        let before = self.held.get(&seat.entry).map(|before| before.channel);
        let (is_first, instead_of) = match self.written.get(&seat.entry) {
            Some(written) => (written.is_first, written.instead_of),
            None => (before.is_none(), before.filter(|channel| is_paper(*channel))),
        };
        let channel = if seat.by_proxy { BallotChannel::Proxy } else { BallotChannel::Online };
        let written = Written {
            deliberation: id,
            channel,
            account: cast.by.account(),
            content,
            leaf,
            sequence,
            is_first,
            instead_of,
        };
        self.written.insert(seat.entry, written);
        let sequence = u32::try_from(sequence).unwrap_or(1);
        Ok(Taken { deliberation: id, entry: seat.entry, leaf: hash, sequence, received_at: self.now })
    }

    fn note(&mut self, cast: &Cast, poll: &Poll, seat: Seat, before: Option<Held>) {
        let channel = if seat.by_proxy { BallotChannel::Proxy } else { BallotChannel::Online };
        let sequence = before.map_or(1, |before| before.sequence + 1);
        self.held.insert(seat.entry, Held { account: Some(cast.by.account()), channel, sequence });
        let verb = if before.is_some() { DeliberationVerb::Change } else { DeliberationVerb::Cast };
        let happened = NewEvent::new(poll.one.community_id, Subject::new(SUBJECT, poll.one.id), verb.as_str())
            .with(json!({ "entryId": seat.entry, "channel": channel }));
        self.events.push((seat.entry, cast.cause.clone(), happened));
    }
}

/// Ballots of these voters, locked: of two who change one, the second sees what the first wrote. A place on a roll is
/// of one deliberation; naming that, too, would let PostgreSQL read all its ballots while its statistics are young.
async fn held(tx: &Tx<'_>, entries: BTreeSet<RollEntryId>) -> Result<HashMap<RollEntryId, Held>> {
    if entries.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(RollEntryId, Option<AccountId>, BallotChannel, i32)> = ballot::Entity::find()
        .select_only()
        .columns([ballot::Column::EntryId, ballot::Column::AccountId])
        .columns([ballot::Column::Channel, ballot::Column::Sequence])
        .filter(among(tx, ballot::Column::EntryId, entries))
        .order_by_asc(ballot::Column::EntryId)
        .lock_exclusive()
        .into_tuple()
        .all(tx)
        .await?;
    let held = |(entry, account, channel, sequence)| (entry, Held { account, channel, sequence });
    Ok(rows.into_iter().map(held).collect())
}

/// Whether a ballot may take the place of one that is there.
fn may_replace(before: Held, cast: &Cast, poll: &Poll) -> Result<()> {
    let allowed = match is_paper(before.channel) {
        true => poll.one.precedence == Some(Precedence::Online),
        false => poll.one.changeable && before.account == Some(cast.by.account()),
    };
    if allowed { Ok(()) } else { Err(Code::AlreadyVoted.into()) }
}

fn is_paper(channel: BallotChannel) -> bool {
    matches!(channel, BallotChannel::Paper | BallotChannel::DoorToDoor)
}

/// What is stored as text.
pub fn to_json(value: &impl serde::Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|error| Code::Internal.error().cause(error))
}
