//! Signing in and out over HTTP.

mod sessions;
mod sign_in;
mod view;

use utoipa_actix_web::service_config::ServiceConfig;

/// Mounts the routes.
pub fn mount(config: &mut ServiceConfig<'_>) {
    config.service(sign_in::by_wechat).service(sign_in::bind_phone).service(sign_in::by_password);
    config.service(sign_in::change_password).service(sessions::refresh);
    config.service(sessions::logout).service(sessions::logout_all).service(sessions::list).service(sessions::end);
}
