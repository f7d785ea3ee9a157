//! This one and those that follow it in its series.

use chrono_tz::Tz;
use entity::actions::{ActionVerb, action, action_occurrence};
use entity::ids::{ActionId, ActionSeriesId};
use sea_orm::prelude::*;

use super::call_off;
use super::case::{Case, Step};
use super::draft::Draft;
use super::series::{self, Series};
use super::{links, screened};
use crate::auth::Actor;
use crate::error::{Code, Result};
use crate::kernel::db::Tx;
use crate::media;
use crate::moderation::service::refuse_listed;

/// An action of a series with those that follow it, all locked.
struct Following {
    series: ActionSeriesId,
    zone: Tz,
    /// The one that was named.
    base: (action_occurrence::Model, Case),
    /// Those behind it, in the order of their ids.
    rest: Vec<(action_occurrence::Model, Case)>,
}

impl Following {
    /// Opens them. All are locked in one order, whichever was named.
    ///
    /// # Errors
    /// `not_found`; `not_in_series` for an action that stands alone; `stale`; what the table says to `verb`.
    async fn open(tx: &Tx<'_>, actor: &Actor, id: ActionId, version: i32, verb: ActionVerb) -> Result<Self> {
        let named = Case::read(tx, Some(actor), id).await?;
        let of_it = action_occurrence::Entity::find().filter(action_occurrence::Column::ActionId.eq(id));
        let Some(day) = of_it.one(tx).await? else {
            named.may(verb)?;
            return Err(Code::NotInSeries.into());
        };
        let mut days = action_occurrence::Entity::find()
            .filter(action_occurrence::Column::SeriesId.eq(day.series_id))
            .filter(action_occurrence::Column::HeldOn.gte(day.held_on))
            .all(tx)
            .await?;
        days.sort_by_key(|day| day.action_id);
        let (mut base, mut rest) = (None, Vec::new());
        for one in days {
            let Some(action) = one.action_id else { continue };
            let case = Case::open(tx, actor, action).await?;
            if action == id { base = Some((one, case)) } else { rest.push((one, case)) }
        }
        let base = base.ok_or_else(|| Code::NotFound.error())?;
        base.1.seen(version)?;
        base.1.may(verb)?;
        let zone = series::zone_of(tx, base.1.action.community_id).await?;
        Ok(Self { series: day.series_id, zone, base, rest })
    }
}

/// Calls this one off and all that follow it; those that are over stay as they were.
pub async fn cancel(tx: &Tx<'_>, actor: &Actor, id: ActionId, version: i32, reason: String) -> Result<Series> {
    let all = Following::open(tx, actor, id, version, ActionVerb::Cancel).await?;
    refuse_listed(tx, all.base.1.action.community_id, &[("/reason", &reason)]).await?;
    call_off::whole(tx, &all.base.1, reason.clone()).await?;
    for (_, case) in all.rest.iter().filter(|(_, case)| case.may(ActionVerb::Cancel).is_ok()) {
        call_off::whole(tx, case, reason.clone()).await?;
    }
    series::read(tx, Some(actor), all.series).await
}

/// Puts this one and all that follow it differently; the sign-up window moves along with each day, the
/// shifts stay.
///
/// # Errors
/// `invalid` at `/shifts` when they are named: other times are another series.
pub async fn update(tx: &Tx<'_>, actor: &Actor, id: ActionId, version: i32, draft: Draft) -> Result<Series> {
    let all = Following::open(tx, actor, id, version, ActionVerb::Update).await?;
    let (day, base) = &all.base;
    if draft.shifts.is_some() {
        return Err(Code::Invalid.error().at("/shifts", Code::InvalidValue));
    }
    draft.check(tx, base.action.community_id).await?;
    links::check(tx, actor, &draft, Some(&base.action)).await?;
    if draft.poster != base.action.media_id {
        media::service::attach(tx, actor, draft.poster.as_slice(), "/posterId").await?;
    }
    let changing = all.rest.iter().filter(|(_, case)| case.may(ActionVerb::Update).is_ok());
    let each = all.rest.iter().map(|(_, case)| case).chain([base]);
    let before = screened::said(tx, each.map(|case| case.action.clone())).await?;
    let mut after = vec![put(tx, base, &draft).await?];
    for (other, case) in changing {
        let days = other.held_on.zip(day.held_on).map_or(0, |(other, day)| (other - day).num_days());
        let wrong = || Code::Invalid.error().at("/signupOpensAt", Code::InvalidValue);
        after.push(put(tx, case, &draft.later(days, all.zone).ok_or_else(wrong)?).await?);
    }
    screened::look_again(tx, actor, &before, after).await?;
    series::read(tx, Some(actor), all.series).await
}

async fn put(tx: &Tx<'_>, case: &Case, draft: &Draft) -> Result<action::Model> {
    let columns = draft.columns(case.action.leader_account_id);
    let change = action::ActiveModel { starts_at: sea_orm::NotSet, ends_at: sea_orm::NotSet, ..columns };
    case.go(tx, ActionVerb::Update, Step { change, ..Step::default() }).await
}
