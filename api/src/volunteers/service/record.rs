//! What a certificate says, gathered from the books.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::community::community;
use entity::ids::{AccountId, CommunityId};
use entity::volunteers::{
    LedgerOwner, LedgerUnit, ServiceKind, ledger_account, ledger_transfer, volunteer, volunteer_honour,
};
use entity::wishes::{ClaimEnd, wish, wish_claim};
use sea_orm::prelude::*;
use sea_orm::{QueryOrder, QuerySelect};

use crate::error::{Code, Result};
use crate::kernel::crypto::Field;
use crate::kernel::db::Tx;
use crate::volunteers::certificate::{
    Basics, Evaluations, FORMAT, Honour, Issuer, Record, Served, ServedItem, Trained,
};
use crate::volunteers::store;

/// Who answers for a certificate.
#[derive(Clone, Debug)]
pub struct Signatories {
    /// 负责人.
    pub responsible: String,
    /// 经办人.
    pub handler: String,
    /// 联系方式.
    pub contact: String,
}

/// The record of this volunteer as it is now, under this number.
pub async fn of(tx: &Tx<'_>, row: &volunteer::Model, number: String, by: Signatories) -> Result<Record> {
    let trainings = store::trainings(tx, row.id).await?;
    Ok(Record {
        format: FORMAT.to_owned(),
        number,
        issued_at: tx.now(),
        issuer: Issuer {
            name: name_of_community(tx, row.community_id).await?,
            responsible: by.responsible,
            handler: by.handler,
            contact: by.contact,
        },
        volunteer: Basics {
            name: tx.vault().open(Field::Name, &row.name_sealed)?.to_string(),
            number: row.number.clone(),
            registered_at: row.registered_at,
        },
        service: served(tx, row.account_id).await?,
        trainings: trainings
            .into_iter()
            .map(|one| Trained { training: one.training, passed_on: one.passed_on })
            .collect(),
        honours: honours(tx, row).await?,
        evaluations: evaluations(tx, row.account_id).await?,
        salt: salt()?,
    })
}

async fn name_of_community(tx: &Tx<'_>, id: CommunityId) -> Result<String> {
    let row = community::Entity::find_by_id(id).one(tx).await?;
    Ok(row.ok_or_else(|| Code::Internal.error())?.name)
}

fn salt() -> Result<String> {
    let mut bytes = [0_u8; 16];
    aws_lc_rs::rand::fill(&mut bytes)
        .map_err(|_| Code::Internal.error().cause(anyhow::anyhow!("no random numbers")))?;
    Ok(hex::encode(bytes))
}

/// What was done and not taken back, by kind.
async fn served(tx: &Tx<'_>, account: AccountId) -> Result<Served> {
    let own = ledger_account::Entity::find()
        .filter(ledger_account::Column::OwnerKind.eq(LedgerOwner::Member))
        .filter(ledger_account::Column::OwnerId.eq(Uuid::from(account)))
        .filter(ledger_account::Column::Unit.is_in([LedgerUnit::Minutes, LedgerUnit::AddedMinutes]));
    let own = own.all(tx).await?;
    let ids = || own.iter().map(|account| account.id);
    let back: Vec<Option<entity::ids::LedgerTransferId>> = ledger_transfer::Entity::find()
        .select_only()
        .column(ledger_transfer::Column::Reverses)
        .filter(ledger_transfer::Column::FromAccount.is_in(ids()))
        .filter(ledger_transfer::Column::Reverses.is_not_null())
        .into_tuple()
        .all(tx)
        .await?;
    let came = ledger_transfer::Entity::find()
        .filter(ledger_transfer::Column::ToAccount.is_in(ids()))
        .order_by_asc(ledger_transfer::Column::Id);
    let came = came.all(tx).await?.into_iter().filter(|one| !back.contains(&Some(one.id)));
    Ok(by_kind(came))
}

fn by_kind(came: impl Iterator<Item = ledger_transfer::Model>) -> Served {
    type Key = (DateTime<Utc>, Option<Uuid>);
    let mut kinds: BTreeMap<ServiceKind, (Vec<Key>, i64, i64)> = BTreeMap::new();
    for transfer in came {
        let kind = transfer.service_kind.unwrap_or(ServiceKind::Other);
        let (times, minutes, added) = kinds.entry(kind).or_default();
        match transfer.unit {
            LedgerUnit::AddedMinutes => *added += transfer.amount,
            _ => *minutes += transfer.amount,
        }
        // The two units of one service are one time.
        let time = (transfer.served_at.unwrap_or(transfer.at), transfer.source_id);
        if !times.contains(&time) {
            times.push(time);
        }
    }
    let items = kinds.into_iter().filter_map(|(kind, (times, minutes, added_minutes))| {
        let first_at = times.iter().map(|(at, _)| *at).min()?;
        let last_at = times.iter().map(|(at, _)| *at).max()?;
        Some(ServedItem { kind, times: times.len() as u64, minutes, added_minutes, first_at, last_at })
    });
    let items: Vec<ServedItem> = items.collect();
    let sum = |of: fn(&ServedItem) -> i64| items.iter().map(of).sum();
    Served { minutes: sum(|item| item.minutes), added_minutes: sum(|item| item.added_minutes), items }
}

async fn honours(tx: &Tx<'_>, row: &volunteer::Model) -> Result<Vec<Honour>> {
    let rows = volunteer_honour::Entity::find()
        .filter(volunteer_honour::Column::VolunteerId.eq(row.id))
        .order_by_asc(volunteer_honour::Column::GivenOn)
        .order_by_asc(volunteer_honour::Column::Title);
    let honour =
        |row: volunteer_honour::Model| Honour { title: row.title, given_by: row.given_by, given_on: row.given_on };
    Ok(rows.all(tx).await?.into_iter().map(honour).collect())
}

/// The stars of wishes that they helped with.
async fn evaluations(tx: &Tx<'_>, account: AccountId) -> Result<Evaluations> {
    let helped: Vec<entity::ids::WishId> = wish_claim::Entity::find()
        .select_only()
        .column(wish_claim::Column::WishId)
        .filter(wish_claim::Column::AccountId.eq(account))
        .filter(wish_claim::Column::EndKind.eq(ClaimEnd::Confirmed))
        .into_tuple()
        .all(tx)
        .await?;
    let stars: Vec<Option<i32>> = wish::Entity::find()
        .select_only()
        .column(wish::Column::Rating)
        .filter(wish::Column::Id.is_in(helped))
        .filter(wish::Column::Rating.is_not_null())
        .into_tuple()
        .all(tx)
        .await?;
    let stars: Vec<i64> = stars.into_iter().flatten().map(i64::from).collect();
    Ok(Evaluations { count: stars.len() as u64, stars: stars.iter().sum() })
}
