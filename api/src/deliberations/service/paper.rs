//! 纸质票与入户票: two persons of the staff enter what they read, each for themselves. What both
//! read the same is a ballot; what they read differently waits until one of them looks again.

use entity::deliberations::{BallotChannel, DeliberationVerb, PaperState, paper_ballot, roll_entry};
use entity::ids::{AccountId, DeliberationId, MediaId, PaperBallotId, RollEntryId};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use serde_json::json;

use super::case::Case;
use super::paper_agreed::{self, Fate};
use super::voting;
use crate::auth::Actor;
use crate::deliberations::asked;
use crate::deliberations::secret::{BallotKey, Content, Place};
use crate::deliberations::tally::Choice;
use crate::error::{Code, Error, OrConflict, Result};
use crate::kernel::db::Tx;
use crate::kernel::event;
use crate::media;

/// What one person reads on a ballot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// On paper or door to door.
    pub channel: BallotChannel,
    /// What it says.
    pub choice: Choice,
}

/// Both readings of one voter's ballot, under the voter's lock.
struct Sheet<'c> {
    case: &'c Case,
    entry: roll_entry::Model,
    key: Option<BallotKey>,
    rows: Vec<paper_ballot::Model>,
}

/// Enters what this person reads.
///
/// # Errors
/// `already_exists` for a second reading by the same person or a third by anybody,
/// `already_voted` once two agreed, `invalid` for what is no ballot on this question, for no scan
/// at the first reading of an open ballot and for a scan of a secret one.
pub async fn enter(
    tx: &Tx<'_>,
    actor: &Actor,
    id: DeliberationId,
    entry: RollEntryId,
    reading: Reading,
    scan: Option<MediaId>,
) -> Result<paper_ballot::Model> {
    let case = voting::beside(tx, actor, id, DeliberationVerb::ReadPaper).await?;
    let account = actor.account()?;
    let mut sheet = Sheet::open(tx, &case, entry).await?;
    if sheet.rows.len() > 1 || sheet.rows.iter().any(|row| row.entered_by == account) {
        return Err(Code::AlreadyExists.into());
    }
    let reading = sheet.checked(tx, reading).await?;
    sheet.may_show(scan)?;
    media::service::attach(tx, actor, scan.as_slice(), "/mediaId").await?;
    let row = sheet.row(tx, account, &reading, scan)?;
    let row = row.insert(tx).await.or_conflict(Code::AlreadyExists)?;
    sheet.rows.push(row);
    sheet.settle(tx, reading.channel, account).await
}

/// Enters what this person reads when looking again.
///
/// # Errors
/// `not_found` for a reading of somebody else's, `already_voted` once two agreed.
pub async fn replace(
    tx: &Tx<'_>,
    actor: &Actor,
    id: DeliberationId,
    paper: PaperBallotId,
    reading: Reading,
) -> Result<paper_ballot::Model> {
    let case = voting::beside(tx, actor, id, DeliberationVerb::ReadPaper).await?;
    let account = actor.account()?;
    let own = paper_ballot::Entity::find_by_id(paper)
        .filter(paper_ballot::Column::DeliberationId.eq(id))
        .filter(paper_ballot::Column::EnteredBy.eq(account));
    let own = own.one(tx).await?.ok_or_else(|| Code::NotFound.error())?;
    let mut sheet = Sheet::open(tx, &case, own.entry_id).await?;
    let reading = sheet.checked(tx, reading).await?;
    let change = paper_ballot::ActiveModel {
        id: Set(own.id),
        channel: Set(reading.channel),
        content: Set(Some(sheet.sealed(&Content::new(reading.choice)?)?)),
        ..Default::default()
    };
    let changed = change.update(tx).await?;
    sheet.rows.retain(|row| row.id != own.id);
    sheet.rows.push(changed);
    sheet.settle(tx, reading.channel, account).await
}

impl<'c> Sheet<'c> {
    /// Reads what has been entered. The voter's lock comes first: of two who read at once the
    /// second one sees what the first one entered, or neither would ever be the second.
    async fn open(tx: &Tx<'_>, case: &'c Case, entry: RollEntryId) -> Result<Self> {
        let entry = voting::entry(tx, case, entry).await?;
        let rows = paper_ballot::Entity::find().filter(paper_ballot::Column::EntryId.eq(entry.id)).all(tx).await?;
        if rows.iter().any(|row| row.state == PaperState::Agreed) {
            return Err(Code::AlreadyVoted.into());
        }
        Ok(Self { case, entry, key: voting::key(tx, &case.deliberation).await?, rows })
    }

    async fn checked(&self, tx: &Tx<'_>, reading: Reading) -> Result<Reading> {
        let one = &self.case.deliberation;
        let options = asked::options(tx, [one.id]).await?.remove(&one.id).unwrap_or_default();
        let choice = reading.choice.check(&asked::question(one, &options)?);
        let no_ballot = |fault| Code::Invalid.error().fault("/choice", Code::BadBallot, format!("{fault:?}"));
        Ok(Reading { choice: choice.map_err(no_ballot)?, ..reading })
    }

    /// A picture cannot be sealed under the vote's key: of a secret ballot there must be none.
    fn may_show(&self, scan: Option<MediaId>) -> Result<()> {
        match (&self.key, scan) {
            (Some(_), Some(_)) => Err(Code::Invalid.error().at("/mediaId", Code::InvalidValue)),
            (None, None) if self.rows.is_empty() => Err(Code::Invalid.error().at("/mediaId", Code::MissingField)),
            _ => Ok(()),
        }
    }

    fn row(
        &self,
        tx: &Tx<'_>,
        account: AccountId,
        reading: &Reading,
        scan: Option<MediaId>,
    ) -> Result<paper_ballot::ActiveModel> {
        Ok(paper_ballot::ActiveModel {
            id: Set(PaperBallotId::new()),
            deliberation_id: Set(self.case.deliberation.id),
            entry_id: Set(self.entry.id),
            channel: Set(reading.channel),
            state: Set(PaperState::Waiting),
            entered_by: Set(account),
            content: Set(Some(self.sealed(&Content::new(reading.choice.clone())?)?)),
            media_id: Set(scan),
            created_at: Set(tx.now()),
        })
    }

    /// Compares both readings and enters the ballot when they are the same.
    async fn settle(self, tx: &Tx<'_>, channel: BallotChannel, account: AccountId) -> Result<paper_ballot::Model> {
        let agreed = self.agreed()?;
        let state = match (self.rows.len(), &agreed) {
            (_, Some(_)) => PaperState::Agreed,
            (1, None) => PaperState::Waiting,
            _ => PaperState::Disagreeing,
        };
        paper_ballot::Entity::update_many()
            .col_expr(paper_ballot::Column::State, Expr::value(state))
            .filter(paper_ballot::Column::EntryId.eq(self.entry.id))
            .exec(tx)
            .await?;
        let fate = match agreed {
            Some(choice) => {
                let (one, key) = (&self.case.deliberation, self.key.as_ref());
                Some(paper_agreed::enter(tx, one, &self.entry, channel, Content::new(choice)?, key).await?)
            }
            None => None,
        };
        let figures = json!({ "entryId": self.entry.id, "channel": channel, "state": state, "fate": fate });
        let verb = match fate {
            Some(Fate::Entered | Fate::TookPlace) => DeliberationVerb::Cast,
            Some(Fate::GaveWay) | None => DeliberationVerb::ReadPaper,
        };
        event::record(tx, voting::happened(self.case, verb, figures)).await?;
        let own = self.rows.into_iter().find(|row| row.entered_by == account);
        own.map(|row| paper_ballot::Model { state, ..row }).ok_or_else(|| Code::Internal.into())
    }

    /// What both readings say, when they say the same.
    fn agreed(&self) -> Result<Option<Choice>> {
        let [one, other] = self.rows.as_slice() else { return Ok(None) };
        let (first, second) = (self.said(one)?, self.said(other)?);
        Ok((one.channel == other.channel && first == second).then_some(first))
    }

    fn said(&self, row: &paper_ballot::Model) -> Result<Choice> {
        read(self.key.as_ref(), row)
    }

    fn sealed(&self, content: &Content) -> Result<String> {
        let place = Place { deliberation: self.case.deliberation.id, entry: self.entry.id };
        stored(self.key.as_ref(), place, content)
    }
}

/// What a reading says.
pub fn read(key: Option<&BallotKey>, row: &paper_ballot::Model) -> Result<Choice> {
    let content = row.content.as_deref().ok_or_else(|| Code::VotingClosed.error())?;
    let content: Content = match key {
        Some(key) => key.open_ballot(Place { deliberation: row.deliberation_id, entry: row.entry_id }, content)?,
        None => serde_json::from_str(content).map_err(broken)?,
    };
    Ok(content.choice)
}

/// What a row holds: of a secret vote sealed under its key.
pub fn stored(key: Option<&BallotKey>, place: Place, content: &Content) -> Result<String> {
    match key {
        Some(key) => key.seal(place, content),
        None => serde_json::to_string(content).map_err(broken),
    }
}

fn broken(error: serde_json::Error) -> Error {
    Code::Internal.error().cause(error)
}
