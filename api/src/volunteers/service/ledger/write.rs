//! Posting and taking back.

use std::collections::{BTreeMap, BTreeSet};

use entity::ids::{CommunityId, LedgerAccountId, LedgerTransferId};
use entity::volunteers::{LedgerKind, LedgerUnit, ledger_account, ledger_transfer};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{QueryOrder, QuerySelect};

use super::{Owner, Transfer};
use crate::error::{Code, OrRefused, Result};
use crate::kernel::db::{By, Tx};

type End = (Owner, LedgerUnit);

/// Posts these transfers together. Those whose source has posted before are left out: an effect comes once.
/// A transaction posts once: only so the order in which accounts are locked holds, and crossed transfers wait
/// for each other instead of for ever.
///
/// # Errors
/// `not_enough_points` when an account would fall below its floor.
pub async fn post(
    tx: &Tx<'_>,
    community: CommunityId,
    transfers: Vec<Transfer>,
) -> Result<Vec<ledger_transfer::Model>> {
    let ends: BTreeSet<End> = transfers.iter().flat_map(|one| [(one.from, one.unit), (one.to, one.unit)]).collect();
    let accounts = open(tx, community, &ends).await?;
    lock(tx, accounts.values().copied()).await?;
    let mut posted = Vec::new();
    for transfer in transfers {
        if already(tx, &transfer).await? {
            continue;
        }
        let account = |owner| accounts.get(&(owner, transfer.unit)).copied().ok_or_else(|| Code::Internal.error());
        let row = ledger_transfer::ActiveModel {
            from_account: Set(account(transfer.from)?),
            to_account: Set(account(transfer.to)?),
            unit: Set(transfer.unit),
            amount: Set(transfer.amount),
            kind: Set(transfer.kind),
            reason: Set(transfer.reason),
            source_kind: Set(transfer.source.map(|(kind, _)| kind)),
            source_id: Set(transfer.source.map(|(_, id)| id)),
            service_kind: Set(transfer.service.map(|(kind, _)| kind)),
            served_at: Set(transfer.service.map(|(_, at)| at)),
            reverses: Set(None),
            ..fresh(tx, community)
        };
        posted.push(insert(tx, row).await?);
    }
    Ok(posted)
}

/// Takes a transfer back: the same amount goes the other way. Once only.
///
/// # Errors
/// `already_reversed`, `not_enough_points` when it has been spent already, `illegal_transition` for a reversal.
pub async fn reverse(
    tx: &Tx<'_>,
    original: &ledger_transfer::Model,
    reason: Option<String>,
) -> Result<ledger_transfer::Model> {
    if original.reverses.is_some() {
        return Err(Code::IllegalTransition.into());
    }
    lock(tx, [original.from_account, original.to_account].into_iter()).await?;
    let row = ledger_transfer::ActiveModel {
        from_account: Set(original.to_account),
        to_account: Set(original.from_account),
        unit: Set(original.unit),
        amount: Set(original.amount),
        kind: Set(LedgerKind::Reversal),
        reason: Set(reason),
        source_kind: Set(None),
        source_id: Set(None),
        service_kind: Set(original.service_kind),
        served_at: Set(original.served_at),
        reverses: Set(Some(original.id)),
        ..fresh(tx, original.community_id)
    };
    insert(tx, row).await
}

fn fresh(tx: &Tx<'_>, community: CommunityId) -> ledger_transfer::ActiveModel {
    let by = match tx.cause().by {
        By::Account(account) => Some(account),
        By::Client(_) | By::System => None,
    };
    ledger_transfer::ActiveModel {
        id: Set(LedgerTransferId::new()),
        community_id: Set(community),
        by_account: Set(by),
        at: Set(tx.now()),
        ..Default::default()
    }
}

async fn insert(tx: &Tx<'_>, row: ledger_transfer::ActiveModel) -> Result<ledger_transfer::Model> {
    let again = if matches!(row.reverses, Set(Some(_))) { Code::AlreadyReversed } else { Code::AlreadyExists };
    let inserted = ledger_transfer::Entity::insert(row).exec_with_returning(tx).await;
    inserted.or_refused(again, Code::NotEnoughPoints)
}

async fn already(tx: &Tx<'_>, transfer: &Transfer) -> Result<bool> {
    let Some((kind, id)) = transfer.source else { return Ok(false) };
    let known = ledger_transfer::Entity::find()
        .filter(ledger_transfer::Column::SourceKind.eq(kind))
        .filter(ledger_transfer::Column::SourceId.eq(id))
        .filter(ledger_transfer::Column::Unit.eq(transfer.unit));
    Ok(known.one(tx).await?.is_some())
}

/// The accounts at these ends, opened where there is none yet.
async fn open(tx: &Tx<'_>, community: CommunityId, ends: &BTreeSet<End>) -> Result<BTreeMap<End, LedgerAccountId>> {
    let mut accounts = BTreeMap::new();
    for &(owner, unit) in ends {
        accounts.insert((owner, unit), open_one(tx, community, owner, unit).await?);
    }
    Ok(accounts)
}

async fn open_one(tx: &Tx<'_>, community: CommunityId, owner: Owner, unit: LedgerUnit) -> Result<LedgerAccountId> {
    use ledger_account::Column::{OwnerId, OwnerKind, Unit};
    let (kind, id) = owner.parts(community);
    let find = ledger_account::Entity::find().filter(OwnerKind.eq(kind)).filter(OwnerId.eq(id)).filter(Unit.eq(unit));
    if let Some(account) = find.clone().one(tx).await? {
        return Ok(account.id);
    }
    let row = ledger_account::ActiveModel {
        id: Set(LedgerAccountId::new()),
        community_id: Set(community),
        owner_kind: Set(kind),
        owner_id: Set(id),
        unit: Set(unit),
        balance: Set(0),
        floor: Set(owner.floor()),
        created_at: Set(tx.now()),
    };
    let known = OnConflict::columns([OwnerKind, OwnerId, Unit]).do_nothing().to_owned();
    ledger_account::Entity::insert(row).on_conflict(known).exec_without_returning(tx).await?;
    find.one(tx).await?.map(|account| account.id).ok_or_else(|| Code::Internal.into())
}

/// Locks accounts in the order of their ids.
async fn lock(tx: &Tx<'_>, ids: impl Iterator<Item = LedgerAccountId>) -> Result<()> {
    ledger_account::Entity::find()
        .filter(ledger_account::Column::Id.is_in(ids))
        .order_by_asc(ledger_account::Column::Id)
        .lock_exclusive()
        .all(tx)
        .await?;
    Ok(())
}
