//! Actions over HTTP.

mod attend;
mod browse;
mod content;
mod feeds;
mod prepare;
mod requests;
mod series;
mod settle;
mod share;
mod signups;
mod together;

pub use content::{ShiftInput, SpotInput};
use entity::actions::action;

use super::service::{Case, SignupCase};
use super::view;
use crate::auth::Actor;
use crate::error::Result;
use crate::http::{Reply, Routes};
use crate::kernel::db::Tx;

/// Mounts the room.
pub fn mount(routes: &mut Routes<'_>) {
    let mut actions = routes.under("/actions");
    actions.service(browse::worked_on).service(prepare::create).service(series::preview);
    let mut of_one = actions.under("/{actionId}");
    of_one.service(browse::one).service(prepare::update).service(prepare::publish).service(prepare::cancel);
    of_one.service(prepare::cancel_shift).service(prepare::change_capacity).service(signups::sign_up);
    of_one.service(signups::roster).service(together::team).service(together::past_conditions);
    of_one.service(attend::show_code).service(attend::call).service(share::code).service(share::link);
    of_one.service(series::cancel_following).service(series::update_following);
    let mut signups = routes.under("/signups");
    let mut of_one = signups.under("/{signupId}");
    of_one.service(signups::one).service(signups::accept).service(signups::decline).service(signups::cancel);
    of_one.service(attend::check_in).service(attend::check_out).service(settle::approve).service(settle::appeal);
    of_one.service(settle::decide);
    let mut action_series = routes.under("/action-series");
    action_series.service(series::create);
    action_series.under("/{actionSeriesId}").service(series::one).service(series::publish);
    let mut me = routes.under("/me");
    me.service(signups::mine).service(signups::duties).service(feeds::list).service(feeds::create);
    me.service(feeds::revoke);
    routes.under("/calendar-feeds").service(feeds::read);
    routes.under("/communities").under("/{communityId}").service(browse::public).service(feeds::public);
}

/// The action as the actor sees it now.
async fn show(tx: &Tx<'_>, actor: &Actor, one: action::Model) -> Result<Reply> {
    let case = Case::of(tx, actor, one).await?;
    Ok(Reply::ok(&view::detail(tx.kernel(), tx, Some(actor), &case).await?)?.etag(case.action.version))
}

/// The sign-up as it is now.
async fn show_signup(tx: &Tx<'_>, case: SignupCase) -> Result<Reply> {
    Ok(Reply::ok(&view::signup_detail(tx, &case).await?)?.etag(case.signup.version))
}
