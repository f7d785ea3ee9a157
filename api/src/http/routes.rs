//! The routes as the rooms list them: to be served, or to be described in the document. Never
//! both at once: every HTTP worker mounts them, and a description that nobody reads would cost
//! each of them megabytes and a good part of the start.

use std::mem;

use actix_web::Scope;
use actix_web::dev::HttpServiceFactory;
use actix_web::web::{self, ServiceConfig};
use utoipa::openapi::OpenApi;
use utoipa_actix_web::OpenApiFactory;

/// Where a room lists its routes, under the first word of their paths. A request is compared with
/// one first word after the other, and only then with the patterns of the routes under its own.
pub enum Routes<'r> {
    /// They answer requests.
    Served(&'r mut Served),
    /// They are written into the document, each path with this before it.
    Described(String, &'r mut OpenApi),
}

/// Routes by the first word of their paths, which several rooms may share.
#[derive(Default)]
pub struct Served {
    /// In the order in which requests are compared with them.
    scopes: Vec<(&'static str, Scope)>,
    /// The one that routes are added to.
    current: usize,
}

impl Routes<'_> {
    /// Serves what `list` lists, under `prefix`.
    pub fn serve(config: &mut ServiceConfig, prefix: &str, list: impl FnOnce(&mut Routes<'_>)) {
        let mut served = Served::default();
        list(&mut Routes::Served(&mut served));
        let whole = web::scope(prefix);
        config.service(served.scopes.into_iter().fold(whole, |whole, (_, scope)| whole.service(scope)));
    }

    /// The routes whose paths begin with this word, as in `/wishes`.
    pub fn under(&mut self, first: &'static str) -> Routes<'_> {
        match self {
            Self::Served(served) => {
                served.turn_to(first);
                Routes::Served(served)
            }
            Self::Described(prefix, document) => Routes::Described(format!("{prefix}{first}"), document),
        }
    }

    /// Adds a route.
    pub fn service(&mut self, route: impl HttpServiceFactory + OpenApiFactory + 'static) -> &mut Self {
        match self {
            Self::Served(served) => served.add(route),
            Self::Described(prefix, document) => describe(prefix, document, &route),
        }
        self
    }
}

impl Served {
    fn turn_to(&mut self, first: &'static str) {
        let known = self.scopes.iter().position(|(word, _)| *word == first);
        self.current = known.unwrap_or_else(|| {
            self.scopes.push((first, web::scope(first)));
            self.scopes.len() - 1
        });
    }

    fn add(&mut self, route: impl HttpServiceFactory + 'static) {
        let (_, scope) = &mut self.scopes[self.current];
        *scope = mem::replace(scope, web::scope("")).service(route);
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
