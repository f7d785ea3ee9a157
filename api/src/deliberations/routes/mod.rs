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
    let mut deliberations = routes.under("/deliberations");
    deliberations.service(browse::list).service(raise::propose);
    let mut of_one = deliberations.under("/{deliberationId}");
    // The ballot first: everybody hands one in on the same evening.
    of_one.service(vote::cast).service(vote::mine).service(vote::progress).service(vote::extend);
    of_one.service(browse::one).service(raise::second).service(raise::withdraw).service(receive::accept);
    of_one.service(receive::decline).service(receive::escalate).service(plan::preview).service(plan::schedule);
    of_one.service(paper::enter).service(paper::replace).service(paper::list).service(paper::conflicts);
    of_one.service(entrust::entrust).service(entrust::list).service(entrust::end).service(deliver::deliver);
    of_one.service(deliver::list).service(roll::list).service(roll::remind).service(roll::correct);
    of_one.service(result::publish).service(result::bundle).service(result::raise).service(result::objections);
    of_one.service(result::dismiss).service(result::uphold).service(carry_out::execute);
    of_one.service(carry_out::complete).service(carry_out::evaluate).service(sheets::notice);
    of_one.service(sheets::result);
    comments::mount(&mut deliberations);
    routes.under("/deliberation-rules").service(rules::list).service(rules::write_down);
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
