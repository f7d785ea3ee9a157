//! Wishes over HTTP.

mod approvals;
mod browse;
mod categories;
mod claim;
mod finish;
mod manage;
mod requests;
mod review;
mod share;
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
    routes.under("/communities").under("/{communityId}").service(wall::list).service(categories::list);
    routes.under("/wall").under("/{wishId}").service(wall::one);
    let mut wishes = routes.under("/wishes");
    wishes.service(submit::similar).service(claim::claimable).service(approvals::approve);
    wishes.service(browse::list).service(submit::submit);
    let mut of_one = wishes.under("/{wishId}");
    of_one.service(browse::one).service(submit::support).service(submit::resubmit).service(submit::appeal);
    of_one.service(submit::withdraw).service(review::approve).service(review::give_back).service(review::reject);
    of_one.service(claim::claim).service(claim::assign).service(claim::accept).service(claim::decline);
    of_one.service(claim::release).service(claim::revoke).service(work::progress).service(work::fulfil);
    of_one.service(work::contact).service(work::contact_looks).service(finish::confirm).service(finish::dispute);
    of_one.service(finish::reopen).service(manage::escalate).service(manage::close).service(manage::merge);
    of_one.service(manage::unmerge).service(manage::extend).service(share::code).service(share::link);
    let mut wish_extensions = routes.under("/wish-extensions");
    let mut of_one = wish_extensions.under("/{extensionId}");
    of_one.service(manage::approve_extension).service(manage::reject_extension);
    routes.under("/wish-categories").under("/{categoryId}").service(categories::change);
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
