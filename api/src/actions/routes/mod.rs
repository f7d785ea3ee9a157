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
    routes.service(browse::public).service(browse::worked_on).service(browse::one);
    routes.service(prepare::create).service(prepare::update).service(prepare::publish).service(prepare::cancel);
    routes.service(prepare::cancel_shift).service(prepare::change_capacity);
    routes.service(signups::sign_up).service(signups::mine).service(signups::one).service(signups::roster);
    routes.service(signups::duties);
    routes.service(signups::accept).service(signups::decline).service(signups::cancel);
    routes.service(together::team).service(together::past_conditions);
    routes.service(attend::show_code).service(attend::check_in).service(attend::check_out).service(attend::call);
    routes.service(settle::approve).service(settle::appeal).service(settle::decide);
    routes.service(feeds::list).service(feeds::create).service(feeds::revoke).service(feeds::read);
    routes.service(feeds::public);
    routes.service(series::preview).service(series::create).service(series::one).service(series::publish);
    routes.service(series::cancel_following).service(series::update_following);
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
