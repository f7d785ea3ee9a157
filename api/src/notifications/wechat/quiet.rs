//! When nobody's phone is to ring, by what a community has decided.

use chrono::{DateTime, NaiveTime, Utc};
use chrono_tz::Tz;
use entity::community::community;
use entity::ids::CommunityId;
use entity::wechat::MessageKind;
use sea_orm::prelude::*;

use crate::error::Result;
use crate::wechat::template::quiet::Quiet;

/// The hours of a community, and its name.
#[derive(Clone, Debug)]
pub struct Hours {
    /// Its zone.
    pub zone: Tz,
    /// Its name.
    pub name: String,
    quiet: Quiet,
}

impl Hours {
    /// The hours of a community; of none, those that a community has unless it decides otherwise.
    pub async fn of(conn: &impl ConnectionTrait, id: Option<CommunityId>) -> Result<Self> {
        let row = match id {
            Some(id) => community::Entity::find_by_id(id).one(conn).await?,
            None => None,
        };
        let (from, until) = row.as_ref().map_or((21 * 60, 8 * 60), |row| (row.quiet_from, row.quiet_until));
        Ok(Self {
            zone: row.as_ref().and_then(|row| row.time_zone.parse().ok()).unwrap_or(chrono_tz::Asia::Shanghai),
            name: row.map(|row| row.name).unwrap_or_default(),
            quiet: Quiet { from: minute(from), until: minute(until) },
        })
    }

    /// When a message that is due then may go out. An emergency does not wait.
    pub fn opening(&self, kind: MessageKind, at: DateTime<Utc>) -> DateTime<Utc> {
        if kind == MessageKind::Emergency { at } else { self.quiet.opening(at, self.zone) }
    }
}

/// The time of the day of a minute of it.
fn minute(of_day: i32) -> NaiveTime {
    let seconds = u32::try_from(of_day.rem_euclid(1_440)).unwrap_or_default() * 60;
    NaiveTime::from_num_seconds_from_midnight_opt(seconds, 0).unwrap_or_default()
}
