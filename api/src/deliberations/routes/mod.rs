//! Deliberations over HTTP.

mod browse;
mod carry_out;
mod comments;
mod deliver;
mod entrust;
mod paper;
mod plan;
mod raise;
mod receive;
mod requests;
mod result;
mod roll;
mod rules;
mod sheets;
mod vote;

use entity::deliberations::deliberation;
use entity::ids::DeliberationId;

use super::service::Case;
use super::state::Standing;
use super::view;
use crate::app::App;
use crate::auth::Actor;
use crate::error::{Code, Result};
use crate::http::{Reply, Routes};
use crate::kernel::db::Tx;

/// Mounts the room.
pub fn mount(routes: &mut Routes<'_>) {
    // The ballot first: everybody hands one in on the same evening.
    routes.service(vote::cast).service(vote::mine).service(vote::progress).service(vote::extend);
    routes.service(browse::list).service(browse::one);
    comments::mount(routes);
    routes.service(raise::propose).service(raise::second).service(raise::withdraw);
    routes.service(receive::accept).service(receive::decline).service(receive::escalate);
    routes.service(rules::list).service(rules::write_down).service(plan::preview).service(plan::schedule);
    routes.service(paper::enter).service(paper::replace).service(paper::list).service(paper::conflicts);
    routes.service(entrust::entrust).service(entrust::list).service(entrust::end);
    routes.service(deliver::deliver).service(deliver::list);
    routes.service(roll::list).service(roll::remind).service(roll::correct);
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

/// A deliberation before the staff of its community.
///
/// # Errors
/// `forbidden` for everybody else.
async fn staff(app: &App, actor: &Actor, id: DeliberationId) -> Result<Case> {
    actor.account()?;
    let case = Case::read(&app.kernel.db, actor, id).await?;
    if case.standings.contains(&Standing::Staff) { Ok(case) } else { Err(Code::Forbidden.into()) }
}
