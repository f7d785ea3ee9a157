//! Deliberations over HTTP.

mod browse;
mod carry_out;
mod comments;
mod plan;
mod raise;
mod receive;
mod requests;
mod result;
mod rules;
mod sheets;
mod vote;

use entity::deliberations::deliberation;

use super::service::Case;
use super::view;
use crate::auth::Actor;
use crate::error::Result;
use crate::http::{Reply, Routes};
use crate::kernel::db::Tx;

/// Mounts the room.
pub fn mount(routes: &mut Routes<'_>) {
    routes.service(browse::list).service(browse::one);
    comments::mount(routes);
    routes.service(raise::propose).service(raise::second).service(raise::withdraw);
    routes.service(receive::accept).service(receive::decline).service(receive::escalate);
    routes.service(rules::list).service(rules::write_down).service(plan::preview).service(plan::schedule);
    routes.service(vote::cast).service(vote::mine).service(vote::progress).service(vote::extend);
    routes.service(result::publish).service(result::bundle);
    routes.service(result::raise).service(result::objections).service(result::dismiss).service(result::uphold);
    routes.service(carry_out::execute).service(carry_out::complete).service(carry_out::evaluate);
    routes.service(sheets::notice).service(sheets::result);
}

/// The deliberation as the actor sees it now.
async fn show(tx: &Tx<'_>, actor: &Actor, one: deliberation::Model) -> Result<Reply> {
    let case = Case::of(tx, actor, one).await?;
    let version = case.deliberation.version;
    Ok(Reply::ok(&view::detail(tx, actor, &case).await?)?.etag(version))
}
