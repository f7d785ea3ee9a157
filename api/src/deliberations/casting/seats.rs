//! For whom an account may vote: as the frozen roll says, and as a written proxy.

use std::collections::{BTreeSet, HashMap};

use entity::deliberations::{ballot_proxy, roll_entry, roll_voter};
use entity::ids::{AccountId, DeliberationId, RollEntryId};
use sea_orm::prelude::*;
use sea_orm::{JoinType, QuerySelect, RelationDef};

use super::Cast;
use crate::deliberations::asked;
use crate::deliberations::rule::Weight;
use crate::error::{Code, Result};
use crate::kernel::bulk::among;
use crate::kernel::db::Tx;

/// A voter for whom an account may vote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seat {
    /// The voter on the roll.
    pub entry: RollEntryId,
    /// Heads and area, as the roll froze them.
    pub weight: Weight,
    /// By a written proxy.
    pub by_proxy: bool,
}

/// All seats of those who vote in a batch.
#[derive(Default)]
pub struct Seats(HashMap<(DeliberationId, AccountId), Vec<Seat>>);

type Row = (DeliberationId, AccountId, RollEntryId, i32, i64);

impl Seats {
    /// Reads them, in two queries.
    pub async fn read(tx: &Tx<'_>, casts: &[&Cast], proxies: bool) -> Result<Self> {
        let mut seats = Self::default();
        if casts.is_empty() {
            return Ok(seats);
        }
        let ids: BTreeSet<DeliberationId> = casts.iter().map(|cast| cast.deliberation).collect();
        let accounts: BTreeSet<AccountId> = casts.iter().map(|cast| cast.by.account()).collect();
        let to_entry: RelationDef = roll_voter::Entity::belongs_to(roll_entry::Entity)
            .from(roll_voter::Column::EntryId)
            .to(roll_entry::Column::Id)
            .into();
        let own: Vec<Row> = roll_voter::Entity::find()
            .select_only()
            .columns([roll_voter::Column::DeliberationId, roll_voter::Column::AccountId, roll_voter::Column::EntryId])
            .columns([roll_entry::Column::Heads, roll_entry::Column::Area])
            .join(JoinType::InnerJoin, to_entry)
            .filter(among(tx, roll_voter::Column::DeliberationId, ids.clone()))
            .filter(among(tx, roll_voter::Column::AccountId, accounts.clone()))
            .into_tuple()
            .all(tx)
            .await?;
        own.into_iter().for_each(|row| seats.put(row, false));
        if proxies {
            by_proxy(tx, ids, accounts).await?.into_iter().for_each(|row| seats.put(row, true));
        }
        Ok(seats)
    }

    /// Adds one more.
    pub fn add(&mut self, cast: &Cast, seat: Seat) {
        self.0.entry((cast.deliberation, cast.by.account())).or_default().push(seat);
    }

    /// Whether this account may vote for anybody.
    pub fn has(&self, cast: &Cast) -> bool {
        self.0.contains_key(&(cast.deliberation, cast.by.account()))
    }

    /// The seat that a ballot is for: the named one, else the own one.
    ///
    /// # Errors
    /// `not_on_roll` for none, `invalid` at `entryId` when one of several must be named.
    pub fn of(&self, cast: &Cast) -> Result<Seat> {
        let seats = self.0.get(&(cast.deliberation, cast.by.account())).ok_or_else(|| Code::NotOnRoll.error())?;
        if let Some(named) = cast.entry {
            return seats.iter().find(|seat| seat.entry == named).copied().ok_or_else(|| Code::NotOnRoll.into());
        }
        let own: Vec<&Seat> = seats.iter().filter(|seat| !seat.by_proxy).collect();
        match (own.as_slice(), seats.as_slice()) {
            ([only], _) => Ok(**only),
            ([], [only]) => Ok(*only),
            _ => Err(Code::Invalid.error().at("/entryId", Code::MissingField)),
        }
    }

    fn put(&mut self, (deliberation, account, entry, heads, area): Row, by_proxy: bool) {
        let weight = asked::weight(Some(heads.into()), Some(area));
        self.0.entry((deliberation, account)).or_default().push(Seat { entry, weight, by_proxy });
    }
}

async fn by_proxy(tx: &Tx<'_>, ids: BTreeSet<DeliberationId>, agents: BTreeSet<AccountId>) -> Result<Vec<Row>> {
    let to_entry: RelationDef = ballot_proxy::Entity::belongs_to(roll_entry::Entity)
        .from(ballot_proxy::Column::EntryId)
        .to(roll_entry::Column::Id)
        .into();
    let rows = ballot_proxy::Entity::find()
        .select_only()
        .columns([ballot_proxy::Column::DeliberationId, ballot_proxy::Column::AgentAccountId])
        .column(ballot_proxy::Column::EntryId)
        .columns([roll_entry::Column::Heads, roll_entry::Column::Area])
        .join(JoinType::InnerJoin, to_entry)
        .filter(among(tx, ballot_proxy::Column::DeliberationId, ids))
        .filter(among(tx, ballot_proxy::Column::AgentAccountId, agents));
    Ok(rows.into_tuple().all(tx).await?)
}
