//! From a bearer token to the one who asks, in a handful of indexed queries.

use std::collections::HashMap;

use aws_lc_rs::digest;
use entity::auth::{AccountStatus, account, api_client, role_grant, session};
use entity::community::{building, dwelling, household, resident};
use entity::ids::{AccountId, BuildingId, CommunityId, CompoundId, GridId, HouseholdId, ResidentId, SessionId};
use sea_orm::prelude::*;
use sea_orm::{FromQueryResult, JoinType, QuerySelect};

use super::actor::{Actor, Who};
use super::scope::{Grant, Place, Residency};
use crate::app::App;
use crate::error::{Code, Result};
use crate::kernel::bulk::among;
use crate::kernel::db::{self, By, Cause};

/// How keys of third parties begin: `swk_<prefix>_<secret>`.
pub const CLIENT_KEY: &str = "swk_";

/// Whom this bearer token proves.
pub async fn by_token(app: &App, token: &str) -> Result<Actor> {
    match token.strip_prefix(CLIENT_KEY) {
        Some(key) => client(app, key).await,
        None => person(app, token).await,
    }
}

async fn person(app: &App, token: &str) -> Result<Actor> {
    let now = app.kernel.clock.approximate();
    let claims = app.tokens.check(token, now)?;
    let live = live_sessions(&app.kernel.db, [claims.sid], now).await?.remove(&claims.sid);
    let live = live.filter(|live| live.account == claims.sub).ok_or_else(|| Code::Unauthenticated.error())?;
    Ok(Actor {
        who: Who::Account(live.account),
        community: live.community,
        grants: grants(&app.kernel.db, live.account).await?,
        residency: residency(&app.kernel.db, live.account).await?,
        session: Some(claims.sid),
    })
}

impl Actor {
    /// A person who does not ask themselves, but in whose name something is done; none once they are erased.
    pub async fn of_account(conn: &impl ConnectionTrait, id: AccountId) -> Result<Option<Self>> {
        let row = account::Entity::find_by_id(id).filter(account::Column::Status.eq(AccountStatus::Active));
        let Some(row) = row.one(conn).await? else { return Ok(None) };
        Ok(Some(Self {
            who: Who::Account(id),
            community: row.community_id,
            grants: grants(conn, id).await?,
            residency: residency(conn, id).await?,
            session: None,
        }))
    }
}

/// Whose session it is, while it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Live {
    /// The account.
    pub account: AccountId,
    /// The community that it belongs to.
    pub community: Option<CommunityId>,
}

/// Those of the sessions that count: not ended, not run out, of accounts that are active; one query for all.
pub async fn live_sessions(
    conn: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = SessionId>,
    now: DateTimeUtc,
) -> Result<HashMap<SessionId, Live>> {
    let account = join(session::Entity, session::Column::AccountId, account::Entity, account::Column::Id);
    let rows: Vec<(SessionId, AccountId, Option<CommunityId>)> = session::Entity::find()
        .select_only()
        .columns([session::Column::Id, session::Column::AccountId])
        .column(account::Column::CommunityId)
        .join(JoinType::InnerJoin, account)
        .filter(among(conn, session::Column::Id, ids))
        .filter(session::Column::RevokedAt.is_null())
        .filter(session::Column::ExpiresAt.gt(now))
        .filter(account::Column::Status.eq(AccountStatus::Active))
        .into_tuple()
        .all(conn)
        .await?;
    Ok(rows.into_iter().map(|(id, account, community)| (id, Live { account, community })).collect())
}

/// Joins `from.column` with `to.key`.
fn join<F: EntityTrait, T: EntityTrait>(_: F, column: F::Column, to: T, key: T::Column) -> RelationDef {
    F::belongs_to(to).from(column).to(key).into()
}

/// The roles of an account that hold now.
pub async fn grants(conn: &impl ConnectionTrait, account: AccountId) -> Result<Vec<Grant>> {
    let rows = role_grant::Entity::find()
        .filter(role_grant::Column::AccountId.eq(account))
        .filter(role_grant::Column::RevokedAt.is_null())
        .all(conn)
        .await?;
    Ok(rows.iter().map(Grant::from_row).collect())
}

/// Where a verified resident lives.
#[derive(FromQueryResult)]
struct Home {
    resident_id: ResidentId,
    household_id: HouseholdId,
    community_id: CommunityId,
    grid_id: GridId,
    compound_id: Option<CompoundId>,
    building_id: BuildingId,
}

/// The home of an account, once it is linked to a resident of the roster.
pub async fn residency(conn: &impl ConnectionTrait, account: AccountId) -> Result<Option<Residency>> {
    let (lives, stands) = (household::Column::DwellingId, dwelling::Column::BuildingId);
    let to_household = join(resident::Entity, resident::Column::HouseholdId, household::Entity, household::Column::Id);
    let to_dwelling = join(household::Entity, lives, dwelling::Entity, dwelling::Column::Id);
    let to_building = join(dwelling::Entity, stands, building::Entity, building::Column::Id);
    let home = resident::Entity::find()
        .select_only()
        .column_as(resident::Column::Id, "resident_id")
        .column_as(resident::Column::HouseholdId, "household_id")
        .column_as(building::Column::Id, "building_id")
        .columns([building::Column::CommunityId, building::Column::GridId, building::Column::CompoundId])
        .join(JoinType::InnerJoin, to_household)
        .join(JoinType::InnerJoin, to_dwelling)
        .join(JoinType::InnerJoin, to_building)
        .filter(resident::Column::AccountId.eq(account))
        .filter(resident::Column::MovedOutAt.is_null())
        .filter(resident::Column::ErasedAt.is_null())
        .into_model::<Home>()
        .one(conn)
        .await?;
    Ok(home.map(|home| Residency {
        resident: home.resident_id,
        household: home.household_id,
        place: Place {
            community: home.community_id,
            grid: home.grid_id,
            compound: home.compound_id,
            building: Some(home.building_id),
        },
    }))
}

async fn client(app: &App, key: &str) -> Result<Actor> {
    let (prefix, secret) = key.split_once('_').ok_or_else(|| Code::Unauthenticated.error())?;
    let row = api_client::Entity::find()
        .filter(api_client::Column::Prefix.eq(prefix))
        .filter(api_client::Column::RevokedAt.is_null())
        .one(&app.kernel.db)
        .await?
        .ok_or_else(|| Code::Unauthenticated.error())?;
    let same = aws_lc_rs::constant_time::verify_slices_are_equal(
        client_secret_hash(secret).as_bytes(),
        row.secret_hash.as_bytes(),
    );
    if same.is_err() || row.expires_at <= app.kernel.clock.approximate() {
        return Err(Code::Unauthenticated.into());
    }
    note_use(app, &row).await?;
    Ok(Actor {
        who: Who::Client { id: row.id, scopes: row.scopes.0 },
        community: Some(row.community_id),
        grants: Vec::new(),
        residency: None,
        session: None,
    })
}

/// Notes that a key is in use, once an hour: a row a request would be a high price for it.
async fn note_use(app: &App, row: &api_client::Model) -> Result<()> {
    let stale = app.kernel.clock.approximate() - chrono::Duration::hours(1);
    if row.last_used_at.is_some_and(|at| at > stale) {
        return Ok(());
    }
    db::write(&app.kernel, Cause { by: By::Client(row.id), request_id: None }, async |tx| {
        api_client::Entity::update_many()
            .col_expr(api_client::Column::LastUsedAt, Expr::value(tx.now()))
            .filter(api_client::Column::Id.eq(row.id))
            .exec(tx)
            .await?;
        Ok(())
    })
    .await
}

/// What is stored of a third party's secret: it has 256 random bits, so a plain hash suffices.
pub fn client_secret_hash(secret: &str) -> String {
    hex::encode(digest::digest(&digest::SHA256, secret.as_bytes()))
}
