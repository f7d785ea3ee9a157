//! Lists: the public calendar of a community, what somebody works on, sign-ups. Keyset pages.

use chrono::{DateTime, Utc};
use entity::actions::{ActionKind, ActionStatus, SignupStatus, action, signup};
use entity::community::team;
use entity::ids::{AccountId, ActionId, CommunityId, GridId, ShiftId, SignupId, TeamId};
use sea_orm::prelude::*;
use sea_orm::{Condition, QueryOrder, QuerySelect, QueryTrait};
use serde::Serialize;

use super::store;
use crate::auth::Actor;
use crate::error::{Code, Result};
use crate::kernel::page::{Cursor, Page};

/// What narrows a list; also what its cursors are bound to.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Filter {
    /// Starting in this span.
    pub span: Option<(DateTime<Utc>, DateTime<Utc>)>,
    /// Only of these kinds.
    pub kinds: Vec<ActionKind>,
    /// Only for these grids.
    pub grids: Vec<GridId>,
    /// Only in these states.
    pub statuses: Vec<ActionStatus>,
}

/// Where a page begins and how long it is.
#[derive(Clone, Copy, Debug)]
pub struct At<'a> {
    /// Behind which row.
    pub cursor: Option<&'a str>,
    /// Rows.
    pub size: u64,
}

/// What a community has published, in the order in which it takes place.
pub async fn public(
    conn: &impl ConnectionTrait,
    community: CommunityId,
    filter: &Filter,
    at: At<'_>,
) -> Result<Page<action::Model>> {
    let (by, by_id) = (action::Column::StartsAt, action::Column::Id);
    let published = action::Entity::find().filter(action::Column::CommunityId.eq(community)).filter(store::public());
    let mut rows = narrow(published, filter).order_by_asc(by).order_by_asc(by_id).limit(at.size + 1);
    if let Some(cursor) = at.cursor {
        let (instant, id): (DateTimeUtc, ActionId) = Cursor::decode(filter, cursor)?;
        let behind = Condition::any().add(by.gt(instant)).add(by_id.gt(id));
        rows = rows.filter(Condition::all().add(by.gte(instant)).add(behind));
    }
    Page::cut(rows.all(conn).await?, at.size, filter, |row| (row.starts_at.unwrap_or_default(), row.id))
}

/// What the actor may work on, drafts included; newest first.
pub async fn worked_on(
    conn: &impl ConnectionTrait,
    actor: &Actor,
    filter: &Filter,
    at: At<'_>,
) -> Result<Page<action::Model>> {
    let account = actor.account()?;
    let community = actor.require_community()?;
    let mut rows = action::Entity::find().filter(action::Column::CommunityId.eq(community));
    if !actor.is_staff_of(community) {
        let led = team::Entity::find().select_only().column(team::Column::Id);
        let led: Vec<TeamId> = led.filter(team::Column::LeaderAccountId.eq(account)).into_tuple().all(conn).await?;
        let hosts = led.into_iter().map(Uuid::from).chain(actor.partners().into_iter().map(Uuid::from));
        let own = Condition::any()
            .add(action::Column::LeaderAccountId.eq(account))
            .add(action::Column::HostId.is_in(hosts))
            .add(action::Column::GridId.is_in(actor.led_grids()));
        rows = rows.filter(own);
    }
    let (by, by_id) = (action::Column::CreatedAt, action::Column::Id);
    let mut rows = narrow(rows, filter).order_by_desc(by).order_by_desc(by_id).limit(at.size + 1);
    if let Some(cursor) = at.cursor {
        let (instant, id): (DateTimeUtc, ActionId) = Cursor::decode(filter, cursor)?;
        let behind = Condition::any().add(by.lt(instant)).add(by_id.lt(id));
        rows = rows.filter(Condition::all().add(by.lte(instant)).add(behind));
    }
    Page::cut(rows.all(conn).await?, at.size, filter, |row| (row.created_at, row.id))
}

fn narrow(mut rows: Select<action::Entity>, filter: &Filter) -> Select<action::Entity> {
    if let Some((from, until)) = filter.span {
        rows = rows.filter(action::Column::StartsAt.gte(from)).filter(action::Column::StartsAt.lt(until));
    }
    if !filter.kinds.is_empty() {
        rows = rows.filter(action::Column::Kind.is_in(filter.kinds.iter().copied()));
    }
    if !filter.grids.is_empty() {
        rows = rows.filter(action::Column::GridId.is_in(filter.grids.iter().copied()));
    }
    if !filter.statuses.is_empty() {
        rows = rows.filter(action::Column::Status.is_in(filter.statuses.iter().copied()));
    }
    rows
}

/// Which sign-ups; also what the cursors of their list are bound to.
#[derive(Clone, Debug, Serialize)]
pub enum Signups {
    /// Those of an account, newest first.
    Of(AccountId),
    /// Those of an account for posts of emergencies, newest first.
    OnDuty(AccountId),
    /// Those for an action.
    For(ActionId, Option<ShiftId>, Vec<SignupStatus>),
}

/// A page of sign-ups, newest first.
pub async fn signups(conn: &impl ConnectionTrait, which: &Signups, at: At<'_>) -> Result<Page<signup::Model>> {
    let mut rows = signup::Entity::find();
    rows = match which {
        Signups::Of(account) => rows.filter(signup::Column::AccountId.eq(*account)),
        Signups::OnDuty(account) => {
            let posts = action::Entity::find().select_only().column(action::Column::Id);
            let posts = posts.filter(action::Column::EmergencyId.is_not_null());
            rows.filter(signup::Column::AccountId.eq(*account))
                .filter(signup::Column::ActionId.in_subquery(posts.into_query()))
        }
        Signups::For(action, shift, statuses) => {
            let mut rows = rows.filter(signup::Column::ActionId.eq(*action));
            if let Some(shift) = shift {
                rows = rows.filter(signup::Column::ShiftId.eq(*shift));
            }
            if !statuses.is_empty() {
                rows = rows.filter(signup::Column::Status.is_in(statuses.iter().copied()));
            }
            rows
        }
    };
    let (by, by_id) = (signup::Column::CreatedAt, signup::Column::Id);
    let mut rows = rows.order_by_desc(by).order_by_desc(by_id).limit(at.size + 1);
    if let Some(cursor) = at.cursor {
        let (instant, id): (DateTimeUtc, SignupId) = Cursor::decode(which, cursor)?;
        let behind = Condition::any().add(by.lt(instant)).add(by_id.lt(id));
        rows = rows.filter(Condition::all().add(by.lte(instant)).add(behind));
    }
    Page::cut(rows.all(conn).await?, at.size, which, |row| (row.created_at, row.id))
}

/// The span of a month (`2026-11`) in this zone.
///
/// # Errors
/// `malformed_query` for no month.
pub fn month(text: &str, zone: chrono_tz::Tz) -> Result<(DateTime<Utc>, DateTime<Utc>)> {
    let wrong = || Code::MalformedQuery.error().at("month", Code::InvalidValue);
    let first = format!("{text}-01").parse::<chrono::NaiveDate>().map_err(|_| wrong())?;
    let years = 2000..=2200;
    if text.len() != 7 || !years.contains(&chrono::Datelike::year(&first)) {
        return Err(wrong());
    }
    let next = first.checked_add_months(chrono::Months::new(1)).ok_or_else(wrong)?;
    let begin = |day: chrono::NaiveDate| {
        let midnight = day.and_time(chrono::NaiveTime::MIN).and_local_timezone(zone).earliest();
        midnight.map(|at| at.with_timezone(&Utc)).ok_or_else(wrong)
    };
    Ok((begin(first)?, begin(next)?))
}
