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
    // The ballot first: everybody hands one in on the same evening.
    deliberations.service(vote::cast).service(vote::mine).service(vote::progress).service(vote::extend);
    deliberations.service(browse::list).service(browse::one);
    comments::mount(&mut deliberations);
    deliberations.service(raise::propose).service(raise::second).service(raise::withdraw);
    deliberations.service(receive::accept).service(receive::decline).service(receive::escalate);
    deliberations.service(plan::preview).service(plan::schedule);
    deliberations.service(paper::enter).service(paper::replace).service(paper::list).service(paper::conflicts);
    deliberations.service(entrust::entrust).service(entrust::list).service(entrust::end);
    deliberations.service(deliver::deliver).service(deliver::list);
    deliberations.service(roll::list).service(roll::remind).service(roll::correct);
    deliberations.service(result::publish).service(result::bundle);
    deliberations.service(result::raise).service(result::objections).service(result::dismiss).service(result::uphold);
    deliberations.service(carry_out::execute).service(carry_out::complete).service(carry_out::evaluate);
    deliberations.service(sheets::notice).service(sheets::result);
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
