//! Who may see which rates, and what a month is.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Months, NaiveDate, TimeZone, Utc};
use chrono_tz::Tz;
use entity::auth::ApiScope;
use entity::community::{community, grid};
use entity::ids::{CommunityId, GridId};
use sea_orm::prelude::*;
use sea_orm::{QueryOrder, QuerySelect};
use serde::{Deserialize, Serialize};

use super::rate::Rates;
use super::store::{self, Cohort};
use crate::auth::Actor;
use crate::error::{Code, Result};
use crate::kernel::Kernel;

/// A month of the calendar, as in `2026-11`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Month {
    first: NaiveDate,
}

impl FromStr for Month {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refused = || "must be a month such as 2026-11".to_owned();
        let shaped = text.len() == 7 && text.starts_with("20");
        let first = if shaped { format!("{text}-01").parse().map_err(|_| refused())? } else { return Err(refused()) };
        Ok(Self { first })
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.first.format("%Y-%m").fmt(f)
    }
}

impl TryFrom<String> for Month {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Month> for String {
    fn from(month: Month) -> Self {
        month.to_string()
    }
}

impl Month {
    /// The first instant of the month in that zone, and the first of the next.
    pub fn span(self, zone: Tz) -> (DateTime<Utc>, DateTime<Utc>) {
        let begin = |day: NaiveDate| {
            let midnight = day.and_time(chrono::NaiveTime::MIN);
            zone.from_local_datetime(&midnight).earliest().map_or(midnight.and_utc(), |local| local.to_utc())
        };
        (begin(self.first), begin(self.first + Months::new(1)))
    }
}

/// The rates of a month.
pub struct Report {
    /// The month.
    pub month: Month,
    /// When they were counted.
    pub as_of: DateTime<Utc>,
    /// The grids that it is about, in their order.
    pub grids: Vec<(GridId, String)>,
    /// The rates of those that have any.
    pub rates: BTreeMap<GridId, Rates>,
}

/// What somebody wants to see.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// The month.
    pub month: Month,
    /// One grid only.
    pub grid: Option<GridId>,
    /// The community; for platform admins, who belong to none.
    pub community: Option<CommunityId>,
}

/// The rates of a month: for staff and programs of the community, for a grid leader of the own grids.
///
/// # Errors
/// `not_found` for a grid that the actor does not see, `forbidden` for residents and volunteers.
pub async fn wish_rates(kernel: &Kernel, actor: &Actor, wanted: Wanted) -> Result<Report> {
    let db = &kernel.db;
    let (community, own) = visible(actor, wanted.community)?;
    let as_of = kernel.clock.now(db).await?;
    let grids = grids(db, community, own.as_deref(), wanted.grid).await?;
    if grids.is_empty() && wanted.grid.is_some() {
        return Err(Code::NotFound.into());
    }
    let cohort = cohort(db, community, wanted.month, Some(grids.iter().map(|(id, _)| *id).collect())).await?;
    Ok(Report { month: wanted.month, as_of, grids, rates: store::rates(db, &cohort).await? })
}

/// The wishes that a month's report of a community is about.
pub async fn cohort(
    conn: &impl ConnectionTrait,
    community: CommunityId,
    month: Month,
    grids: Option<Vec<GridId>>,
) -> Result<Cohort> {
    let row = community::Entity::find_by_id(community).one(conn).await?.ok_or_else(|| Code::NotFound.error())?;
    let (from, until) = month.span(row.time_zone.parse().unwrap_or(chrono_tz::Asia::Shanghai));
    Ok(Cohort { community, grids, from, until })
}

/// The rates from the rows and from the events; they must be equal.
pub async fn both_ways(
    conn: &impl ConnectionTrait,
    cohort: &Cohort,
) -> Result<(BTreeMap<GridId, Rates>, BTreeMap<GridId, Rates>)> {
    Ok((store::rates(conn, cohort).await?, super::fold::rates(conn, cohort).await?))
}

/// The community, and the grids of it that the actor sees; none means all.
fn visible(actor: &Actor, named: Option<CommunityId>) -> Result<(CommunityId, Option<Vec<GridId>>)> {
    if actor.is_platform_admin() {
        let community = named.or(actor.community);
        return community.map(|community| (community, None)).ok_or_else(|| Code::NotFound.into());
    }
    if named.is_some() && named != actor.community {
        return Err(Code::NotFound.into());
    }
    let led = actor.led_grids();
    match actor.require_staff_or(ApiScope::ReportsRead) {
        Ok(community) => Ok((community, None)),
        Err(_) if !led.is_empty() => Ok((actor.require_community()?, Some(led))),
        Err(refused) => Err(refused),
    }
}

async fn grids(
    conn: &impl ConnectionTrait,
    community: CommunityId,
    own: Option<&[GridId]>,
    wanted: Option<GridId>,
) -> Result<Vec<(GridId, String)>> {
    let mut grids = grid::Entity::find()
        .select_only()
        .columns([grid::Column::Id, grid::Column::Name])
        .filter(grid::Column::CommunityId.eq(community))
        .order_by_asc(grid::Column::Sort)
        .order_by_asc(grid::Column::Code);
    if let Some(own) = own {
        grids = grids.filter(grid::Column::Id.is_in(own.iter().copied()));
    }
    if let Some(wanted) = wanted {
        grids = grids.filter(grid::Column::Id.eq(wanted));
    }
    Ok(grids.into_tuple().all(conn).await?)
}
