//! What can be done with the records of a community. What staff keep has the same
//! five uses everywhere; a resource says what is special about it.

mod buildings;
pub mod bulk;
pub mod claims;
pub mod communities;
mod compounds;
pub mod consents;
mod deeds;
mod dwellings;
pub mod erase;
pub mod export;
mod grids;
mod households;
mod link;
pub mod me;
pub mod members;
mod moves;
pub mod owners;
mod partners;
mod residents;
mod teams;
mod traces;
mod units;
pub mod unmask;
mod within;

use entity::ids::CommunityId;
use sea_orm::prelude::*;
use serde::Serialize;

use super::store;
pub use super::store::{Kept, Paged};
use crate::auth::Actor;
use crate::error::{Code, Result};
use crate::http::Reply;
use crate::kernel::db::Tx;
use crate::kernel::page::Page;
use crate::kernel::{Kernel, Vault};
pub use residents::tags;
pub use within::{Parts, Within};

/// Something that staff list, add, look at, change and delete.
pub(in crate::community) trait Resource: Kept {
    /// What a list can be narrowed to.
    type Query: Paged;
    /// What is said about one when it is added or changed.
    type Input;
    /// What is shown of one.
    type View: Serialize;
    /// Where they are, below `/api/v1`.
    const PATH: &'static str;

    /// Narrows a list.
    fn narrow(vault: &Vault, rows: Select<Self>, query: &Self::Query) -> Select<Self>;

    /// Checks what is said about one; `current` is the row that is to be changed.
    async fn fields(
        tx: &Tx<'_>,
        community: CommunityId,
        input: Self::Input,
        current: Option<&Self::Model>,
    ) -> Result<Self::ActiveModel>;

    /// Shows rows, all in one go.
    async fn show(conn: &impl ConnectionTrait, vault: &Vault, rows: Vec<Self::Model>) -> Result<Vec<Self::View>>;
}

/// One page of a list.
pub(in crate::community) async fn list<R: Resource>(
    kernel: &Kernel,
    actor: &Actor,
    named: Option<CommunityId>,
    query: &R::Query,
) -> Result<Page<R::View>> {
    let within = Within::seen_by(actor)?;
    let community = within.choose(named)?;
    let rows = store::seen::<R>(&within).filter(R::COMMUNITY.eq(community));
    let rows = R::narrow(&kernel.vault, rows, query);
    let page = store::page(&kernel.db, rows, query).await?;
    let shown = R::show(&kernel.db, &kernel.vault, page.items.clone()).await?;
    Ok(page.with_items(shown))
}

/// One of them, with its version.
pub(in crate::community) async fn one<R: Resource>(
    kernel: &Kernel,
    actor: &Actor,
    id: R::Id,
) -> Result<(R::View, i32)> {
    let row = store::one::<R>(&kernel.db, Within::seen_by(actor)?, id).await?;
    let version = R::version(&row);
    Ok((show_one::<R>(&kernel.db, &kernel.vault, row).await?, version))
}

/// Adds one.
pub(in crate::community) async fn create<R: Resource>(
    tx: &Tx<'_>,
    actor: &Actor,
    named: Option<CommunityId>,
    input: R::Input,
) -> Result<Reply> {
    let community = Within::kept_by(actor)?.choose(named)?;
    bulk::wait(tx, community).await?;
    let fields = R::fields(tx, community, input, None).await?;
    let row = store::insert::<R>(tx, community, fields).await?;
    let location = format!("/api/v1{}/{}", R::PATH, Into::<Uuid>::into(R::id(&row)));
    let version = R::version(&row);
    Ok(Reply::created(location, &show_one::<R>(tx, tx.vault(), row).await?)?.etag(version))
}

/// Changes one whose version the caller has seen.
pub(in crate::community) async fn replace<R: Resource>(
    tx: &Tx<'_>,
    actor: &Actor,
    id: R::Id,
    expected: i32,
    input: R::Input,
) -> Result<Reply> {
    let row = store::one::<R>(tx, Within::kept_by(actor)?, id).await?;
    let fields = R::fields(tx, R::community(&row), input, Some(&row)).await?;
    let row = store::change::<R>(tx, &row, expected, fields).await?;
    let version = R::version(&row);
    Ok(Reply::ok(&show_one::<R>(tx, tx.vault(), row).await?)?.etag(version))
}

/// Deletes one that nothing refers to.
pub(in crate::community) async fn remove<R: Resource>(
    tx: &Tx<'_>,
    actor: &Actor,
    id: R::Id,
    expected: i32,
) -> Result<Reply> {
    let row = store::one::<R>(tx, Within::kept_by(actor)?, id).await?;
    store::remove::<R>(tx, &row, expected).await?;
    Ok(Reply::empty())
}

async fn show_one<R: Resource>(conn: &impl ConnectionTrait, vault: &Vault, row: R::Model) -> Result<R::View> {
    R::show(conn, vault, vec![row]).await?.pop().ok_or_else(|| Code::Internal.into())
}
