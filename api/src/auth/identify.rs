//! A request's token, read: whom it proves, counted against their limit.

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::header::AUTHORIZATION;
use actix_web::{FromRequest, HttpRequest, web};

use super::actor::Actor;
use super::load;
use crate::app::App;
use crate::error::{Code, Error, Result};
use crate::http::{Call, limited, limited_address};

/// Somebody who may or may not have signed in.
#[derive(Clone, Debug)]
pub struct Visitor(pub Option<Actor>);

impl FromRequest for Actor {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { identify(&request).await?.ok_or_else(|| Code::Unauthenticated.into()) })
    }
}

impl FromRequest for Visitor {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { Ok(Self(identify(&request).await?)) })
    }
}

/// Reads the bearer token and loads whom it proves; nobody without one.
async fn identify(request: &HttpRequest) -> Result<Option<Actor>> {
    let app = request.app_data::<web::Data<App>>().ok_or_else(|| Code::Internal.error())?;
    let Some(header) = request.headers().get(AUTHORIZATION) else {
        let limit = app.kernel.settings.limits.per_address;
        limited_address(app, &Call::of(request), "address", limit).await?;
        return Ok(None);
    };
    let token = header.to_str().ok().and_then(bearer).ok_or_else(|| Code::Unauthenticated.error())?;
    let limits = &app.kernel.settings.limits;
    let actor = match load::by_token(app, token).await {
        Ok(actor) => actor,
        Err(error) => {
            // Whoever tries tokens is counted like whoever has none.
            limited_address(app, &Call::of(request), "address", limits.per_address).await?;
            return Err(error);
        }
    };
    limited(app, &Call::of(request), "account", limits.per_account, &actor.caller()).await?;
    Ok(Some(actor))
}

fn bearer(header: &str) -> Option<&str> {
    let (scheme, token) = header.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}
