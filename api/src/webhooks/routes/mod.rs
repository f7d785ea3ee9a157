//! Webhooks over HTTP.

mod deliveries;
mod manage;

use crate::http::Routes;

/// Mounts the room.
pub fn mount(routes: &mut Routes<'_>) {
    routes.service(manage::list).service(manage::create).service(manage::show).service(manage::change);
    routes.service(manage::remove).service(manage::rotate);
    routes.service(deliveries::list).service(deliveries::ping).service(deliveries::retry);
}
