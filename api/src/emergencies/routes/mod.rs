//! Emergencies over HTTP.

mod answers;
mod browse;
mod duties;
mod lead;
mod requests;

use crate::http::Routes;

/// Mounts the room.
pub fn mount(routes: &mut Routes<'_>) {
    let mut emergencies = routes.under("/emergencies");
    emergencies.service(browse::all).service(browse::one).service(browse::report).service(lead::open);
    emergencies.service(lead::end).service(lead::call_up).service(answers::called).service(answers::answer);
    routes.under("/me").service(answers::mine);
    routes.under("/emergencies").service(duties::create).service(duties::list).service(duties::assign);
}
