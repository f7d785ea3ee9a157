//! Where the document, the page and its files are. None of it is part of the document.

use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};

use super::asset::{self, Asset};
use super::page;
use crate::app::App;
use crate::error::Result;

/// Mounts the reference.
pub fn mount(config: &mut ServiceConfig) {
    config
        .route("/docs", web::get().to(async |app: web::Data<App>| page::answer(&app).await))
        .route("/openapi.json", web::get().to(async |request| send(asset::openapi(), request)))
        .route("/docs/scalar.js", web::get().to(async |request| send(&asset::SCALAR, request)))
        .route("/docs/page.js", web::get().to(async |request| send(&asset::PAGE_SCRIPT, request)))
        .route("/docs/page.css", web::get().to(async |request| send(&asset::PAGE_STYLE, request)))
        .route("/docs/icon.svg", web::get().to(async |request| send(&asset::ICON, request)));
}

fn send(asset: &Asset, request: HttpRequest) -> Result<HttpResponse> {
    Ok(asset.answer(&request))
}
