//! The routes as the rooms list them: to be served, or to be described in the document. Never
//! both at once: every HTTP worker mounts them, and a description that nobody reads would cost
//! each of them megabytes and a good part of the start.

use std::mem;

use actix_web::Scope;
use actix_web::dev::HttpServiceFactory;
use actix_web::web::{self, ServiceConfig};
use utoipa::openapi::OpenApi;
use utoipa_actix_web::OpenApiFactory;

/// Where a room lists its routes, under the beginnings of their paths. A request is compared with one beginning after
/// the other, and only then with the routes under its own: by plain words, for what differs stands in the beginnings.
pub enum Routes<'r> {
    /// They answer requests.
    Served(&'r mut Branch),
    /// They are written into the document, each path with this before it.
    Described(String, &'r mut OpenApi),
}

/// The routes whose paths begin the same way. Several rooms may add to it.
pub struct Branch {
    begins: String,
    routes: Scope,
    branches: Vec<Branch>,
}

impl Routes<'_> {
    /// Serves what `list` lists, under `prefix`.
    pub fn serve(config: &mut ServiceConfig, prefix: &str, list: impl FnOnce(&mut Routes<'_>)) {
        let mut root = Branch::new(prefix);
        list(&mut Routes::Served(&mut root));
        config.service(root.whole());
    }

    /// The routes whose paths go on with this, such as `/wishes` and then `/{wishId}`.
    pub fn under(&mut self, next: &str) -> Routes<'_> {
        match self {
            Self::Served(branch) => Routes::Served(branch.branch(next)),
            Self::Described(prefix, document) => Routes::Described(format!("{prefix}{next}"), document),
        }
    }

    /// Adds a route.
    pub fn service(&mut self, route: impl HttpServiceFactory + OpenApiFactory + 'static) -> &mut Self {
        match self {
            Self::Served(branch) => branch.add(route),
            Self::Described(prefix, document) => describe(prefix, document, &route),
        }
        self
    }
}

impl Branch {
    fn new(begins: &str) -> Self {
        Self { begins: begins.to_owned(), routes: web::scope(begins), branches: Vec::new() }
    }

    fn branch(&mut self, next: &str) -> &mut Self {
        let known = self.branches.iter().position(|branch| branch.begins == next);
        let at = known.unwrap_or_else(|| {
            self.branches.push(Self::new(next));
            self.branches.len() - 1
        });
        &mut self.branches[at]
    }

    fn add(&mut self, route: impl HttpServiceFactory + 'static) {
        self.routes = mem::replace(&mut self.routes, web::scope("")).service(route);
    }

    /// Its own routes come first: `/wishes/similar` before `/wishes/{wishId}`.
    fn whole(self) -> Scope {
        self.branches.into_iter().fold(self.routes, |routes, branch| routes.service(branch.whole()))
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
