//! The routes as the rooms list them: to be served, or to be described in the document. Never
//! both at once: every HTTP worker mounts them, and a description that nobody reads would cost
//! each of them megabytes and a good part of the start.

use actix_web::dev::HttpServiceFactory;
use actix_web::web::{self, ServiceConfig};
use utoipa::openapi::OpenApi;
use utoipa_actix_web::OpenApiFactory;

/// Where a room lists its routes.
pub enum Routes<'r> {
    /// They answer requests.
    Served(&'r mut ServiceConfig),
    /// They are written into the document, each path with this before it.
    Described(&'r str, &'r mut OpenApi),
}

impl Routes<'_> {
    /// Serves what `list` lists, under `prefix`.
    pub fn serve(config: &mut ServiceConfig, prefix: &str, list: impl FnOnce(&mut Routes<'_>)) {
        config.service(web::scope(prefix).configure(|config| list(&mut Routes::Served(config))));
    }

    /// Adds a route.
    pub fn service(&mut self, route: impl HttpServiceFactory + OpenApiFactory + 'static) -> &mut Self {
        match self {
            Self::Served(config) => {
                config.service(route);
            }
            Self::Described(prefix, document) => describe(prefix, document, &route),
        }
        self
    }
}

fn describe(prefix: &str, document: &mut OpenApi, route: &impl OpenApiFactory) {
    let mut paths = route.paths();
    paths.paths = paths.paths.into_iter().map(|(path, item)| (format!("{prefix}{path}"), item)).collect();
    document.paths.merge(paths);
    let mut schemas = Vec::new();
    route.schemas(&mut schemas);
    document.components.get_or_insert_default().schemas.extend(schemas);
}
