//! Deliberations over HTTP.

mod browse;
mod comments;
mod raise;
mod receive;
mod requests;

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
}

/// The deliberation as the actor sees it now.
async fn show(tx: &Tx<'_>, actor: &Actor, one: deliberation::Model) -> Result<Reply> {
    let case = Case::of(tx, actor, one).await?;
    let version = case.deliberation.version;
    Ok(Reply::ok(&view::detail(tx, actor, &case).await?)?.etag(version))
}
