//! 业主: who owns which dwellings, alone or with others. Only staff keep and see the register;
//! a vote of the owners takes its roll from it (domain.md section 4, "Electorates").

mod fields;
pub mod person;
mod records;
pub mod shares;
mod show;

use std::collections::BTreeSet;

use entity::community::{dwelling, owner, ownership};
use entity::ids::{CommunityId, DwellingId, OwnerId};
use sea_orm::prelude::*;
use sea_orm::{Condition, QuerySelect, QueryTrait};

use super::{Kept, Within, bulk, store};
use crate::auth::Actor;
use crate::community::view::{Owner, OwnerInput, OwnerQuery};
use crate::error::{Code, Error, Result};
use crate::http::Reply;
use crate::kernel::Kernel;
use crate::kernel::crypto::Field;
use crate::kernel::db::{Tx, chunks};
use crate::kernel::page::Page;
pub use records::{Ownership, Part, Records, records};
pub use store::Extent;

/// The most dwellings that one owner is entered with at once.
const MOST: usize = 2_000;

/// One page of the register.
pub async fn list(kernel: &Kernel, actor: &Actor, query: &OwnerQuery) -> Result<Page<Owner>> {
    let within = Within::read_by(actor)?;
    let community = within.choose(query.community_id)?;
    let name = query.name.as_deref().map(|name| kernel.vault.blind(Field::Name, name));
    let owned = Condition::all()
        .add_option(query.dwelling_id.map(|id| dwelling::Column::Id.eq(id)))
        .add_option(query.building_id.map(|id| dwelling::Column::BuildingId.eq(id)));
    let owned = (!owned.is_empty()).then_some(owned);
    let rows = store::seen::<owner::Entity>(&within)
        .filter(owner::Column::CommunityId.eq(community))
        .apply_if(query.kind, |rows, kind| rows.filter(owner::Column::Kind.eq(kind)))
        .apply_if(name, |rows, name| rows.filter(owner::Column::NameBlind.eq(name)))
        .apply_if(owned, |rows, owned| rows.filter(store::owning(owned)));
    let page = store::page(&kernel.db, rows, query).await?;
    let shown = show::show(&kernel.db, &kernel.vault, page.items.clone()).await?;
    Ok(page.with_items(shown))
}

/// One owner, with the version.
pub async fn one(kernel: &Kernel, actor: &Actor, id: OwnerId) -> Result<(Owner, i32)> {
    let row = store::one::<owner::Entity>(&kernel.db, Within::read_by(actor)?, id).await?;
    let version = row.version;
    Ok((show::show_one(&kernel.db, &kernel.vault, row).await?, version))
}

/// Enters an owner.
pub async fn create(tx: &Tx<'_>, actor: &Actor, named: Option<CommunityId>, input: OwnerInput) -> Result<Reply> {
    let community = Within::kept_by(actor)?.choose(named)?;
    bulk::wait(tx, community).await?;
    let wanted = dwellings(tx, community, &input.dwelling_ids).await?;
    let fields = fields::fields(tx, community, input, None).await?;
    let row = store::insert::<owner::Entity>(tx, community, fields).await?;
    shares::add(tx, pairs(row.id, wanted), gone).await?;
    let (location, version) = (format!("/api/v1/owners/{}", row.id), row.version);
    Ok(Reply::created(location, &show::show_one(tx, tx.vault(), row).await?)?.etag(version))
}

/// Changes an owner whose version the caller has seen; the dwellings become those that are named.
pub async fn replace(tx: &Tx<'_>, actor: &Actor, id: OwnerId, expected: i32, input: OwnerInput) -> Result<Reply> {
    let row = open(tx, actor, id).await?;
    let wanted = dwellings(tx, row.community_id, &input.dwelling_ids).await?;
    let fields = fields::fields(tx, row.community_id, input, Some(&row)).await?;
    let row = store::change::<owner::Entity>(tx, &row, expected, fields).await?;
    let there = owned(tx, id).await?;
    shares::end(tx, pairs(id, &there - &wanted)).await?;
    shares::add(tx, pairs(id, &wanted - &there), gone).await?;
    let version = row.version;
    Ok(Reply::ok(&show::show_one(tx, tx.vault(), row).await?)?.etag(version))
}

/// Takes an owner off the register, dwellings and all.
pub async fn remove(tx: &Tx<'_>, actor: &Actor, id: OwnerId, expected: i32) -> Result<Reply> {
    let row = open(tx, actor, id).await?;
    ownership::Entity::delete_many().filter(ownership::Column::OwnerId.eq(id)).exec(tx).await?;
    store::remove::<owner::Entity>(tx, &row, expected).await?;
    Ok(Reply::empty())
}

/// An owner whom the actor keeps. An import of owners is waited for: it decides about the same dwellings.
async fn open(tx: &Tx<'_>, actor: &Actor, id: OwnerId) -> Result<owner::Model> {
    let within = Within::kept_by(actor)?;
    let row = store::one::<owner::Entity>(tx, within.clone(), id).await?;
    bulk::wait(tx, row.community_id).await?;
    store::one::<owner::Entity>(tx, within, id).await
}

fn pairs(owner: OwnerId, dwellings: BTreeSet<DwellingId>) -> Vec<(OwnerId, DwellingId)> {
    dwellings.into_iter().map(|dwelling| (owner, dwelling)).collect()
}

/// Somebody has deleted a dwelling since it was looked up.
fn gone() -> Error {
    fault(Code::UnknownReference)
}

fn fault(code: Code) -> Error {
    Code::Invalid.error().at("/dwellingIds", code)
}

/// The dwellings of this community that a body names.
async fn dwellings(tx: &Tx<'_>, community: CommunityId, named: &[DwellingId]) -> Result<BTreeSet<DwellingId>> {
    if named.len() > MOST {
        return Err(fault(Code::InvalidValue));
    }
    let wanted: BTreeSet<DwellingId> = named.iter().copied().collect();
    let mut found = 0;
    for ids in chunks(wanted.iter().copied().collect()) {
        let here = dwelling::Entity::find().filter(dwelling::Column::CommunityId.eq(community));
        found += here.filter(dwelling::Column::Id.is_in(ids)).count(tx).await?;
    }
    if found == wanted.len() as u64 { Ok(wanted) } else { Err(fault(Code::UnknownReference)) }
}

/// What an owner owns.
async fn owned(conn: &impl ConnectionTrait, id: OwnerId) -> Result<BTreeSet<DwellingId>> {
    let rows = ownership::Entity::find().select_only().column(ownership::Column::DwellingId);
    let rows: Vec<DwellingId> = rows.filter(ownership::Column::OwnerId.eq(id)).into_tuple().all(conn).await?;
    Ok(rows.into_iter().collect())
}
