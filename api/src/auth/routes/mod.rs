//! Signing in and out, roles and keys over HTTP.

mod clients;
mod roles;
mod sessions;
mod sign_in;

use actix_web::HttpRequest;
use actix_web::http::header::USER_AGENT;

use crate::app::App;
use crate::error::Result;
use crate::http::{Call, Routes, limited_address};

/// Mounts the routes.
pub fn mount(routes: &mut Routes<'_>) {
    let mut auth = routes.under("/auth");
    auth.service(sign_in::by_wechat).service(sign_in::bind_phone).service(sign_in::by_password);
    auth.service(sign_in::change_password).service(sessions::refresh).service(sessions::logout);
    auth.service(sessions::logout_all).service(sessions::list).service(sessions::end);
    let mut api_clients = routes.under("/api-clients");
    api_clients.service(clients::list).service(clients::create);
    api_clients.under("/{apiClientId}").service(clients::revoke);
    let mut roles = routes.under("/roles");
    roles.service(roles::list).service(roles::grant);
    roles.under("/{roleGrantId}").service(roles::revoke);
}

/// Counts tries to prove something against the sender's address.
async fn door(app: &App, call: &Call) -> Result<()> {
    limited_address(app, call, "sign_in", app.kernel.settings.limits.sign_in_per_address).await
}

/// The device, as it calls itself.
fn user_agent(request: &HttpRequest) -> Option<String> {
    let agent = request.headers().get(USER_AGENT)?.to_str().ok()?;
    Some(agent.to_owned())
}
