//! Lists of wishes: the public wall, the own ones, a grid's, what can be claimed.
//! Keyset pages throughout; a list row never carries more than it shows.

use entity::auth::ApiScope;
use entity::ids::{AccountId, CommunityId, GridId, WishCategoryId};
use entity::moderation::Screening;
use entity::wishes::{WishStatus, wish, wish_claim, wish_term};
use sea_orm::prelude::*;
use sea_orm::{Condition, QuerySelect, QueryTrait};
use serde::Serialize;

use super::order::{Key, Sort};
use super::{state, store};
use crate::auth::{Actor, Who};
use crate::error::{Code, Result};
use crate::kernel::page::{Cursor, Page};
use crate::kernel::search;

/// What narrows a list; also what its cursors are bound to.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Filter {
    /// The community.
    pub community: Option<CommunityId>,
    /// Only of these grids.
    pub grids: Vec<GridId>,
    /// Only of these categories.
    pub categories: Vec<WishCategoryId>,
    /// Only in these states.
    pub statuses: Vec<WishStatus>,
    /// Only what has all terms of these words.
    pub words: Option<String>,
    /// Only of this author.
    pub author: Option<AccountId>,
    /// Only what this person helps with.
    pub helper: Option<AccountId>,
    /// Only what others wish.
    pub not_by: Option<AccountId>,
    /// In which order.
    pub sort: Sort,
}

/// Which page of a list.
#[derive(Clone, Debug)]
pub struct At {
    /// Behind this row.
    pub cursor: Option<String>,
    /// So many rows.
    pub size: u64,
}

/// The public wall of a community.
pub async fn wall(
    conn: &impl ConnectionTrait,
    community: CommunityId,
    mut filter: Filter,
    at: &At,
) -> Result<Page<wish::Model>> {
    filter.community = Some(community);
    filter.statuses.retain(|status| state::PUBLIC.contains(status));
    if filter.statuses.is_empty() {
        filter.statuses = state::PUBLIC.to_vec();
    }
    page(conn, screened(wish::Entity::find()), &filter, at).await
}

/// Wishes that the actor may see from the inside: the own ones, those of led grids, all for staff; for programs
/// those that are public, and those of callers without an account, for whom they may speak.
pub async fn inside(conn: &impl ConnectionTrait, actor: &Actor, filter: &Filter, at: &At) -> Result<Page<wish::Model>> {
    page(conn, inside_of(actor), filter, at).await
}

/// How many [`inside`] has.
pub async fn count_inside(conn: &impl ConnectionTrait, actor: &Actor, filter: &Filter) -> Result<u64> {
    let mut filter = filter.clone();
    if let Some(due) = filter.sort.states().filter(|_| filter.statuses.is_empty()) {
        filter.statuses = due.to_vec();
    }
    Ok(narrow(inside_of(actor), &filter).count(conn).await?)
}

fn inside_of(actor: &Actor) -> Select<wish::Entity> {
    let wishes = store::visible_to(actor);
    if let Who::Client { scopes, .. } = &actor.who {
        let public = Condition::all()
            .add(wish::Column::Status.is_in(state::PUBLIC.iter().copied()))
            .add(wish::Column::Screening.eq(Screening::Passed));
        let mut known = Condition::any().add(public);
        if scopes.contains(&ApiScope::WishesWrite) {
            known = known.add(wish::Column::AuthorAccountId.is_null());
        }
        return wishes.filter(known);
    }
    let staff = actor.community.is_some_and(|community| actor.is_staff_of(community));
    if staff || actor.is_platform_admin() {
        return wishes;
    }
    let mut mine = Condition::any().add(wish::Column::GridId.is_in(actor.led_grids()));
    if let Some(account) = actor.account_id() {
        mine = mine.add(wish::Column::AuthorAccountId.eq(account)).add(helped_by(account));
    }
    wishes.filter(mine)
}

/// What others may see.
fn screened(wishes: Select<wish::Entity>) -> Select<wish::Entity> {
    wishes.filter(wish::Column::Screening.eq(Screening::Passed))
}

fn helped_by(account: AccountId) -> Expr {
    let claims = wish_claim::Entity::find()
        .select_only()
        .column(wish_claim::Column::WishId)
        .filter(wish_claim::Column::AccountId.eq(account))
        .filter(wish_claim::Column::EndedAt.is_null());
    wish::Column::Id.in_subquery(claims.into_query())
}

async fn page(
    conn: &impl ConnectionTrait,
    wishes: Select<wish::Entity>,
    filter: &Filter,
    at: &At,
) -> Result<Page<wish::Model>> {
    let mut wishes = filter.sort.apply(narrow(wishes, filter)).limit(at.size + 1);
    if let Some(cursor) = &at.cursor {
        wishes = wishes.filter(filter.sort.behind(Cursor::decode(filter, cursor)?));
    }
    Page::cut(wishes.all(conn).await?, at.size, filter, |wish| filter.sort.key(wish))
}

fn narrow(mut wishes: Select<wish::Entity>, filter: &Filter) -> Select<wish::Entity> {
    if let Some(community) = filter.community {
        wishes = wishes.filter(wish::Column::CommunityId.eq(community));
    }
    if !filter.grids.is_empty() {
        wishes = wishes.filter(wish::Column::GridId.is_in(filter.grids.iter().copied()));
    }
    if !filter.categories.is_empty() {
        wishes = wishes.filter(wish::Column::CategoryId.is_in(filter.categories.iter().copied()));
    }
    if !filter.statuses.is_empty() {
        wishes = wishes.filter(wish::Column::Status.is_in(filter.statuses.iter().copied()));
    }
    if let Some(author) = filter.author {
        wishes = wishes.filter(wish::Column::AuthorAccountId.eq(author));
    }
    if let Some(helper) = filter.helper {
        wishes = wishes.filter(helped_by(helper));
    }
    if let Some(account) = filter.not_by {
        let others = Condition::any()
            .add(wish::Column::AuthorAccountId.is_null())
            .add(wish::Column::AuthorAccountId.ne(account));
        wishes = wishes.filter(others);
    }
    let Some(words) = filter.words.as_deref() else { return wishes };
    let terms = search::query_terms(words);
    if terms.is_empty() {
        // Words without a single term, such as "%", are found nowhere.
        return wishes.filter(wish::Column::Id.is_null());
    }
    terms.into_iter().fold(wishes, |wishes, term| wishes.filter(has_term(filter.community, term)))
}

/// Wishes that the index lists under a term.
fn has_term(community: Option<CommunityId>, term: String) -> Expr {
    let mut listed = wish_term::Entity::find()
        .select_only()
        .column(wish_term::Column::WishId)
        .filter(wish_term::Column::Term.eq(term));
    if let Some(community) = community {
        listed = listed.filter(wish_term::Column::CommunityId.eq(community));
    }
    wish::Column::Id.in_subquery(listed.into_query())
}

/// Open wishes of others, those of the nearest grids first; `grids` comes in that order.
pub async fn claimable(
    conn: &impl ConnectionTrait,
    actor: &Actor,
    grids: &[GridId],
    at: &At,
) -> Result<Page<wish::Model>> {
    let filter = Filter {
        community: Some(actor.require_community()?),
        grids: grids.to_vec(),
        statuses: vec![WishStatus::Open],
        not_by: actor.account_id(),
        sort: Sort::OLDEST,
        ..Filter::default()
    };
    let (mut rows, mut from) = (Vec::new(), None);
    if let Some(cursor) = &at.cursor {
        from = Some(Cursor::decode::<(GridId, Key)>(&filter, cursor)?);
    }
    let start = from.map_or(Some(0), |(grid, _)| grids.iter().position(|one| *one == grid));
    let start = start.ok_or_else(|| Code::BadCursor.error())?;
    for (index, grid) in grids.iter().enumerate().skip(start) {
        let wanted = at.size + 1 - rows.len() as u64;
        let within = Filter { grids: vec![*grid], ..filter.clone() };
        let open = screened(wish::Entity::find());
        let mut wishes = Sort::OLDEST.apply(narrow(open, &within)).limit(wanted);
        if let Some((_, key)) = from.filter(|_| index == start) {
            wishes = wishes.filter(Sort::OLDEST.behind(key));
        }
        rows.extend(wishes.all(conn).await?);
        if rows.len() as u64 > at.size {
            break;
        }
    }
    Page::cut(rows, at.size, &filter, |wish| (wish.grid_id, Sort::OLDEST.key(wish)))
}
