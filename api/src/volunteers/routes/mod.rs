//! Volunteers over HTTP.

mod certificates;
mod checks;
mod minutes;
mod points;
mod profile;
mod rewards;
mod share;
mod staff;

use actix_web::HttpResponse;
use entity::volunteers::volunteer;

use super::view;
use crate::app::App;
use crate::auth::Actor;
use crate::error::Result;
use crate::http::{Command, Reply, Routes};
use crate::kernel::db::Tx;

/// Mounts the room.
pub fn mount(routes: &mut Routes<'_>) {
    profile::mount(routes);
    staff::mount(routes);
    certificates::mount(routes);
    checks::mount(routes);
    minutes::mount(routes);
    points::mount(routes);
    rewards::mount(routes);
    routes.under("/certificates").under("/{certificateId}").service(share::code).service(share::link);
}

/// Something that may name the version the caller saw.
trait Versioned {
    /// That version.
    fn version(&self) -> Option<i32>;
}

/// Gives request bodies their version.
macro_rules! versioned {
    ($($name:ident)*) => {$(
        impl Versioned for view::$name {
            fn version(&self) -> Option<i32> {
                self.version
            }
        }
    )*};
}

versioned! {
    ChangeVolunteer MoveVolunteer ReturnVolunteer TagVolunteer TrainVolunteer BlockVolunteer HonourVolunteer
    MoveMinutesClaim RejectMinutesClaim EndCertificate WithdrawCertificate
}

/// A move: checks that the caller saw a version, does it, answers with the volunteer as they are now.
async fn go<T: Versioned>(
    app: &App,
    actor: &Actor,
    command: Command<T>,
    act: impl AsyncFnOnce(&Tx<'_>, i32, T) -> Result<volunteer::Model>,
) -> Result<HttpResponse> {
    let version = command.expected(command.body.version())?;
    let work = async |tx: &Tx<'_>, body| show(tx, actor, act(tx, version, body).await?).await;
    command.run(app, actor, work).await
}

async fn show(tx: &Tx<'_>, actor: &Actor, row: volunteer::Model) -> Result<Reply> {
    let version = row.version;
    Ok(Reply::ok(&view::show(tx, tx.vault(), actor, row).await?)?.etag(version))
}
