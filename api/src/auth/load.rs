//! From a bearer token to the one who asks, in a handful of indexed queries.

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
    let session = live_session(&app.kernel.db, claims.sid).await?.ok_or_else(|| Code::Unauthenticated.error())?;
    let over = session.revoked_at.is_some() || session.expires_at <= now;
    if over || session.account_id != claims.sub || session.status != AccountStatus::Active {
        return Err(Code::Unauthenticated.into());
    }
    Ok(Actor {
        who: Who::Account(session.account_id),
        community: session.community_id,
        grants: grants(&app.kernel.db, session.account_id).await?,
        residency: residency(&app.kernel.db, session.account_id).await?,
        session: Some(claims.sid),
    })
}

/// What of a session and its account decides whether they count.
#[derive(FromQueryResult)]
struct LiveSession {
    account_id: AccountId,
    community_id: Option<CommunityId>,
    status: AccountStatus,
    expires_at: DateTimeUtc,
    revoked_at: Option<DateTimeUtc>,
}

async fn live_session(conn: &impl ConnectionTrait, id: SessionId) -> Result<Option<LiveSession>> {
    let account = join(session::Entity, session::Column::AccountId, account::Entity, account::Column::Id);
    let session = session::Entity::find_by_id(id)
        .select_only()
        .columns([session::Column::AccountId, session::Column::ExpiresAt, session::Column::RevokedAt])
        .columns([account::Column::CommunityId, account::Column::Status])
        .join(JoinType::InnerJoin, account)
        .into_model::<LiveSession>();
    Ok(session.one(conn).await?)
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
