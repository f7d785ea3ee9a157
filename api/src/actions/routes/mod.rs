//! Actions over HTTP.

mod attend;
mod browse;
mod content;
mod feeds;
mod prepare;
mod requests;
mod series;
mod settle;
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
    actions.service(browse::worked_on).service(browse::one).service(prepare::create).service(prepare::update);
    actions.service(prepare::publish).service(prepare::cancel).service(prepare::cancel_shift);
    actions.service(prepare::change_capacity).service(signups::sign_up).service(signups::roster);
    actions.service(together::team).service(together::past_conditions).service(attend::show_code);
    actions.service(attend::call).service(series::preview);
    actions.service(series::cancel_following).service(series::update_following);
    let mut signups = routes.under("/signups");
    signups.service(signups::one).service(signups::accept).service(signups::decline).service(signups::cancel);
    signups.service(attend::check_in).service(attend::check_out);
    signups.service(settle::approve).service(settle::appeal).service(settle::decide);
    routes.under("/action-series").service(series::create).service(series::one).service(series::publish);
    let mut mine = routes.under("/me");
    mine.service(signups::mine).service(signups::duties);
    mine.service(feeds::list).service(feeds::create).service(feeds::revoke);
    routes.under("/calendar-feeds").service(feeds::read);
    routes.under("/communities").service(browse::public).service(feeds::public);
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
