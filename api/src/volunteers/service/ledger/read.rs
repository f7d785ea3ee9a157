//! What is on accounts, and how it came there.

use std::collections::HashMap;

use entity::ids::{AccountId, LedgerAccountId, LedgerTransferId};
use entity::volunteers::{LedgerOwner, LedgerUnit, ledger_account, ledger_posting};
use sea_orm::prelude::*;
use sea_orm::{QueryOrder, QuerySelect};

use crate::error::Result;
use crate::kernel::page::{Cursor, Page};

/// What a person has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Balances {
    /// Points.
    pub points: i64,
    /// Minutes that were measured.
    pub minutes: i64,
    /// Minutes that were added by hand.
    pub added_minutes: i64,
}

/// The accounts of a person.
async fn accounts(conn: &impl ConnectionTrait, account: AccountId) -> Result<Vec<ledger_account::Model>> {
    let own = ledger_account::Entity::find()
        .filter(ledger_account::Column::OwnerKind.eq(LedgerOwner::Member))
        .filter(ledger_account::Column::OwnerId.eq(Uuid::from(account)));
    Ok(own.all(conn).await?)
}

/// What this person has.
pub async fn balances(conn: &impl ConnectionTrait, account: AccountId) -> Result<Balances> {
    let own = accounts(conn, account).await?;
    let on = |unit| own.iter().find(|account| account.unit == unit).map_or(0, |account| account.balance);
    Ok(Balances {
        points: on(LedgerUnit::Points),
        minutes: on(LedgerUnit::Minutes),
        added_minutes: on(LedgerUnit::AddedMinutes),
    })
}

/// What these people have of these units together.
pub async fn sums(
    conn: &impl ConnectionTrait,
    people: impl Iterator<Item = AccountId>,
    units: &[LedgerUnit],
) -> Result<HashMap<AccountId, i64>> {
    let rows = ledger_account::Entity::find()
        .filter(ledger_account::Column::OwnerKind.eq(LedgerOwner::Member))
        .filter(ledger_account::Column::OwnerId.is_in(people.map(Uuid::from)))
        .filter(ledger_account::Column::Unit.is_in(units.iter().copied()))
        .all(conn)
        .await?;
    Ok(rows.into_iter().fold(HashMap::new(), |mut sums, row| {
        *sums.entry(AccountId(row.owner_id)).or_default() += row.balance;
        sums
    }))
}

/// A page of a person's postings in one unit, the newest first.
pub async fn statement(
    conn: &impl ConnectionTrait,
    account: AccountId,
    unit: LedgerUnit,
    (cursor, size): (Option<&str>, u64),
) -> Result<Page<ledger_posting::Model>> {
    let filter = (account, unit);
    let own = accounts(conn, account).await?.into_iter().find(|account| account.unit == unit);
    // Who has no account has no postings.
    let own = own.map_or(LedgerAccountId(Uuid::nil()), |account| account.id);
    let mut rows = ledger_posting::Entity::find().filter(ledger_posting::Column::AccountId.eq(own));
    if let Some(cursor) = cursor {
        rows = rows.filter(ledger_posting::Column::TransferId.lt(Cursor::decode::<LedgerTransferId>(&filter, cursor)?));
    }
    let rows = rows.order_by_desc(ledger_posting::Column::TransferId).limit(size + 1).all(conn).await?;
    Page::cut(rows, size, &filter, |row| row.transfer_id)
}
