//! Addresses under which somebody's calendar reads the own sign-ups. The address is the key: it is
//! shown once and stored as a digest; to revoke it is to forget it.

use aws_lc_rs::rand;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use entity::actions::calendar_feed;
use entity::auth::{AccountStatus, account};
use entity::community::community;
use entity::ids::{AccountId, CalendarFeedId, CommunityId};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use sea_orm::{QueryOrder, QuerySelect};

use crate::actions::feed;
use crate::auth::{Actor, client_secret_hash};
use crate::error::{Code, OrConflict, Result};
use crate::kernel::Kernel;
use crate::kernel::db::Tx;
use crate::kernel::event::{self, NewEvent, Subject};

/// The kind of thing that events of feeds are about.
const SUBJECT: &str = "calendar_feed";

/// Feeds that a person may have at once; the database numbers as many slots.
const MOST: i32 = 5;

/// Random bytes of an address.
const BYTES: usize = 32;

/// The own feeds, oldest first.
pub async fn list(conn: &impl ConnectionTrait, account: AccountId) -> Result<Vec<calendar_feed::Model>> {
    let own = calendar_feed::Entity::find().filter(calendar_feed::Column::AccountId.eq(account));
    Ok(own.order_by_asc(calendar_feed::Column::Id).all(conn).await?)
}

/// Makes one; returns it with its address.
///
/// # Errors
/// `too_many_calendar_feeds`.
pub async fn create(tx: &Tx<'_>, actor: &Actor, name: String) -> Result<(calendar_feed::Model, String)> {
    let account = actor.account()?;
    // One at a time for an account: the lowest slot that is free is free until the end.
    account::Entity::find_by_id(account).lock_exclusive().one(tx).await?;
    let taken: Vec<i32> = list(tx, account).await?.into_iter().map(|row| row.slot).collect();
    let free = (1..=MOST).find(|slot| !taken.contains(slot));
    let slot = free.ok_or_else(|| Code::TooManyCalendarFeeds.error().with("most", MOST))?;
    let mut bytes = [0_u8; BYTES];
    rand::fill(&mut bytes).map_err(|_| Code::Internal.error())?;
    let token = URL_SAFE_NO_PAD.encode(bytes);
    let row = calendar_feed::ActiveModel {
        id: Set(CalendarFeedId::new()),
        account_id: Set(account),
        slot: Set(slot),
        name: Set(name),
        token_hash: Set(client_secret_hash(&token)),
        created_at: Set(tx.now()),
    };
    let row = row.insert(tx).await.or_conflict(Code::TooManyCalendarFeeds)?;
    event::record(tx, NewEvent::new(actor.community, Subject::new(SUBJECT, row.id), "create")).await?;
    let base = tx.kernel().settings.public_url.trim_end_matches('/');
    Ok((row, format!("{base}/api/v1/calendar-feeds/{token}.ics")))
}

/// Revokes one of the own; it stops working at once.
///
/// # Errors
/// `not_found`, also for somebody else's.
pub async fn revoke(tx: &Tx<'_>, actor: &Actor, id: CalendarFeedId) -> Result<()> {
    let account = actor.account()?;
    let own = calendar_feed::Entity::delete_many()
        .filter(calendar_feed::Column::Id.eq(id))
        .filter(calendar_feed::Column::AccountId.eq(account));
    if own.exec(tx).await?.rows_affected == 0 {
        return Err(Code::NotFound.into());
    }
    event::record(tx, NewEvent::new(actor.community, Subject::new(SUBJECT, id), "revoke")).await.map(drop)
}

/// Forgets all of an account's.
pub async fn forget(tx: &Tx<'_>, account: AccountId) -> Result<()> {
    calendar_feed::Entity::delete_many().filter(calendar_feed::Column::AccountId.eq(account)).exec(tx).await?;
    Ok(())
}

/// The calendar under this address.
///
/// # Errors
/// `not_found` for an address that never was or was revoked, and of an account that is not active.
pub async fn read(kernel: &Kernel, token: &str) -> Result<String> {
    let digest = client_secret_hash(token);
    let known = calendar_feed::Entity::find().filter(calendar_feed::Column::TokenHash.eq(digest));
    let known = known.one(&kernel.db).await?.ok_or_else(|| Code::NotFound.error())?;
    let owner = account::Entity::find_by_id(known.account_id).one(&kernel.db).await?;
    let owner = owner.filter(|owner| owner.status == AccountStatus::Active).ok_or_else(|| Code::NotFound.error())?;
    let entries = feed::of_person(&kernel.db, owner.id, kernel.clock.approximate()).await?;
    Ok(feed::print(&known.name, &entries))
}

/// The public calendar of a community.
///
/// # Errors
/// `not_found`.
pub async fn of_community(kernel: &Kernel, id: CommunityId) -> Result<String> {
    let here = community::Entity::find_by_id(id).one(&kernel.db).await?.ok_or_else(|| Code::NotFound.error())?;
    let entries = feed::of_community(&kernel.db, id, kernel.clock.approximate()).await?;
    Ok(feed::print(&here.name, &entries))
}
