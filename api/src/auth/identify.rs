//! A request's token, read: whom it proves, counted against their limit.

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::header::AUTHORIZATION;
use actix_web::{FromRequest, HttpRequest, web};
use entity::ids::{AccountId, SessionId};

use super::actor::{Actor, Who};
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

/// Somebody whose access token is genuine. Whether the session still counts is left to a writer
/// that does many requests at once: it asks for all of them in one query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bearer {
    /// The account.
    pub account: AccountId,
    /// The session.
    pub session: SessionId,
}

impl FromRequest for Bearer {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { prove(&request).await })
    }
}

/// As [`identify`], without the database; programs are no people and are refused.
async fn prove(request: &HttpRequest) -> Result<Bearer> {
    let app = request.app_data::<web::Data<App>>().ok_or_else(|| Code::Internal.error())?;
    let token = request.headers().get(AUTHORIZATION).and_then(|header| bearer(header.to_str().ok()?));
    let claims = token.map(|token| app.tokens.check(token, app.kernel.clock.approximate()));
    let Some(Ok(claims)) = claims else {
        return Err(match identify(request).await? {
            Some(_) => Code::Forbidden.into(),
            None => Code::Unauthenticated.into(),
        });
    };
    let who = Who::Account(claims.sub);
    limited(app, &Call::of(request), "account", app.kernel.settings.limits.per_account, &who.caller()).await?;
    Ok(Bearer { account: claims.sub, session: claims.sid })
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
