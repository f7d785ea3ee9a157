//! Webhooks over HTTP.

mod deliveries;
mod manage;

use crate::http::Routes;

/// Mounts the room.
pub fn mount(routes: &mut Routes<'_>) {
    let mut webhooks = routes.under("/webhooks");
    webhooks.service(manage::list).service(manage::create).service(manage::show).service(manage::change);
    webhooks.service(manage::remove).service(manage::rotate).service(deliveries::list).service(deliveries::ping);
    webhooks.service(deliveries::retry);
}
