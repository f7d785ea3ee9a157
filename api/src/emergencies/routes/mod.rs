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
    emergencies.service(browse::all).service(lead::open);
    let mut of_one = emergencies.under("/{emergencyId}");
    of_one.service(browse::one).service(browse::report).service(lead::end).service(lead::call_up);
    of_one.service(answers::called).service(answers::answer).service(duties::create).service(duties::list);
    of_one.service(duties::assign);
    routes.under("/me").service(answers::mine);
}
