//! From the names of items to what is shown of them: a handful of queries a page.

use std::collections::HashMap;

use entity::community::grid;
use entity::ids::{GridId, HouseholdClaimId, WishExtensionId, WishId};
use entity::wishes::{wish, wish_extension};
use sea_orm::prelude::*;

use super::desk::Now;
use super::list::Pointer;
use super::view::{InboxItem, InboxKind};
use crate::auth::Actor;
use crate::community::service::claims;
use crate::community::view::HouseholdClaim;
use crate::error::Result;
use crate::kernel::Kernel;
use crate::wishes::GridRef;
use crate::wishes::service::Case;

/// What is done with a request for more time; both for everybody in whose inbox it stands.
const DECISIONS: [&str; 2] = ["approve", "reject"];

/// The items that these name, in the same order. What has gone meanwhile is left out.
pub async fn items(kernel: &Kernel, actor: &Actor, pointers: &[Pointer], now: Now) -> Result<Vec<InboxItem>> {
    let things = Things::read(kernel, actor, pointers).await?;
    Ok(pointers.iter().filter_map(|pointer| things.item(pointer, now)).collect())
}

/// What the items of a page are about.
struct Things {
    cases: HashMap<WishId, Case>,
    extensions: HashMap<WishExtensionId, wish_extension::Model>,
    claims: HashMap<HouseholdClaimId, HouseholdClaim>,
    grids: HashMap<GridId, String>,
}

impl Things {
    async fn read(kernel: &Kernel, actor: &Actor, pointers: &[Pointer]) -> Result<Self> {
        let (mut wishes, mut extensions, mut claims) = (Vec::new(), Vec::new(), Vec::new());
        for pointer in pointers {
            match InboxKind::of_rank(pointer.kind) {
                Some(InboxKind::HouseholdClaim) => claims.push(HouseholdClaimId(pointer.id)),
                Some(InboxKind::WishExtension) => extensions.push(WishExtensionId(pointer.id)),
                _ => wishes.push(WishId(pointer.id)),
            }
        }
        let extensions = extensions_of(&kernel.db, extensions).await?;
        wishes.extend(extensions.iter().map(|row| row.wish_id));
        let cases = cases_of(kernel, actor, wishes).await?;
        let claims = if claims.is_empty() { Vec::new() } else { claims::some(kernel, actor, claims).await? };
        let grids = cases.iter().map(|case| case.wish.grid_id).chain(claims.iter().map(|claim| claim.grid_id));
        Ok(Self {
            grids: names_of(&kernel.db, grids.collect()).await?,
            cases: cases.into_iter().map(|case| (case.wish.id, case)).collect(),
            extensions: extensions.into_iter().map(|row| (row.id, row)).collect(),
            claims: claims.into_iter().map(|claim| (claim.id, claim)).collect(),
        })
    }

    fn item(&self, pointer: &Pointer, now: Now) -> Option<InboxItem> {
        let kind = InboxKind::of_rank(pointer.kind)?;
        match kind {
            InboxKind::HouseholdClaim => self.claim(pointer, now),
            InboxKind::WishExtension => {
                let wish = self.extensions.get(&WishExtensionId(pointer.id))?.wish_id;
                let actions = DECISIONS.map(str::to_owned).to_vec();
                Some(InboxItem { allowed_actions: actions, ..self.wish(kind, wish, pointer, now)? })
            }
            _ => self.wish(kind, WishId(pointer.id), pointer, now),
        }
    }

    fn wish(&self, kind: InboxKind, id: WishId, pointer: &Pointer, now: Now) -> Option<InboxItem> {
        let case = self.cases.get(&id)?;
        let wish = &case.wish;
        Some(InboxItem {
            kind,
            id: pointer.id,
            wish_id: Some(id),
            title: wish.title.clone(),
            place: None,
            grid: self.grid(wish.grid_id),
            level: Some(wish.level),
            urgent: wish.emergency_id.is_some(),
            due_at: pointer.due_at,
            overdue: pointer.due_at <= now.at,
            due_today: now.is_today(pointer.due_at),
            version: wish.version,
            allowed_actions: case.allowed(now.at).iter().map(|verb| verb.as_str().to_owned()).collect(),
            created_at: wish.created_at,
        })
    }

    fn claim(&self, pointer: &Pointer, now: Now) -> Option<InboxItem> {
        let claim = self.claims.get(&HouseholdClaimId(pointer.id))?;
        Some(InboxItem {
            kind: InboxKind::HouseholdClaim,
            id: pointer.id,
            wish_id: None,
            title: claim.name.clone(),
            place: Some(claim.place.clone()),
            grid: self.grid(claim.grid_id),
            level: None,
            urgent: false,
            due_at: pointer.due_at,
            overdue: pointer.due_at <= now.at,
            due_today: now.is_today(pointer.due_at),
            version: claim.version,
            allowed_actions: claim.allowed_actions.iter().map(|verb| verb.as_str().to_owned()).collect(),
            created_at: claim.created_at,
        })
    }

    fn grid(&self, id: GridId) -> GridRef {
        GridRef { id, name: self.grids.get(&id).cloned().unwrap_or_default() }
    }
}

async fn extensions_of(conn: &impl ConnectionTrait, ids: Vec<WishExtensionId>) -> Result<Vec<wish_extension::Model>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    Ok(wish_extension::Entity::find().filter(wish_extension::Column::Id.is_in(ids)).all(conn).await?)
}

async fn cases_of(kernel: &Kernel, actor: &Actor, ids: Vec<WishId>) -> Result<Vec<Case>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let wishes = wish::Entity::find().filter(wish::Column::Id.is_in(ids)).all(&kernel.db).await?;
    Case::many(&kernel.db, actor, wishes).await
}

async fn names_of(conn: &impl ConnectionTrait, ids: Vec<GridId>) -> Result<HashMap<GridId, String>> {
    let grids = grid::Entity::find().filter(grid::Column::Id.is_in(ids)).all(conn).await?;
    Ok(grids.into_iter().map(|grid| (grid.id, grid.name)).collect())
}
