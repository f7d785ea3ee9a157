//! Webhooks over HTTP.

mod deliveries;
mod manage;

use crate::http::Routes;

/// Mounts the room.
pub fn mount(routes: &mut Routes<'_>) {
    let mut webhooks = routes.under("/webhooks");
    webhooks.service(manage::list).service(manage::create);
    let mut of_one = webhooks.under("/{webhookId}");
    of_one.service(manage::show).service(manage::change).service(manage::remove).service(manage::rotate);
    of_one.service(deliveries::list).service(deliveries::ping).service(deliveries::retry);
}
