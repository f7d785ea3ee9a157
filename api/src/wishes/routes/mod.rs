//! Wishes over HTTP.

mod approvals;
mod browse;
mod categories;
mod claim;
mod finish;
mod manage;
mod requests;
mod review;
mod spot;
mod submit;
mod wall;
mod work;

use actix_web::HttpResponse;
use entity::wishes::wish;

use super::service::Case;
use super::view;
use crate::app::App;
use crate::auth::Actor;
use crate::error::Result;
use crate::http::{Command, Reply, Routes};
use crate::kernel::db::Tx;
use requests::Versioned;

/// Mounts the room.
pub fn mount(routes: &mut Routes<'_>) {
    routes.service(wall::list).service(wall::one).service(categories::list).service(categories::change);
    routes.service(submit::similar).service(claim::claimable);
    routes.service(approvals::approve);
    routes.service(browse::list).service(browse::one).service(submit::submit);
    routes.service(submit::support).service(submit::resubmit).service(submit::appeal).service(submit::withdraw);
    routes.service(review::approve).service(review::give_back).service(review::reject);
    routes.service(claim::claim).service(claim::assign).service(claim::accept).service(claim::decline);
    routes.service(claim::release).service(claim::revoke).service(work::progress).service(work::fulfil);
    routes.service(work::contact).service(work::contact_looks);
    routes.service(finish::confirm).service(finish::dispute).service(finish::reopen);
    routes.service(manage::escalate).service(manage::close).service(manage::merge).service(manage::unmerge);
    routes.service(manage::extend).service(manage::approve_extension).service(manage::reject_extension);
}

/// A move: checks that the caller saw a version, does it, answers with the wish as it is now.
async fn go<T: Versioned>(
    app: &App,
    actor: &Actor,
    command: Command<T>,
    act: impl AsyncFnOnce(&Tx<'_>, i32, T) -> Result<wish::Model>,
) -> Result<HttpResponse> {
    let version = command.expected(command.body.version())?;
    let work = async |tx: &Tx<'_>, body| show(tx, actor, act(tx, version, body).await?).await;
    command.run(app, actor, work).await
}

/// The wish as the actor sees it now.
async fn show(tx: &Tx<'_>, actor: &Actor, wish: wish::Model) -> Result<Reply> {
    let case = Case::of(tx, actor, wish).await?;
    let version = case.wish.version;
    Ok(Reply::ok(&view::detail(tx.kernel(), tx, actor, &case, tx.now()).await?)?.etag(version))
}
