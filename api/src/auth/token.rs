//! Access tokens: JWT (RFC 7519, profile of RFC 9068), HS256, fifteen minutes.
//! They prove a session, nothing more: rights are read from the database each time.

use chrono::{DateTime, Utc};
use entity::ids::{AccountId, SessionId};
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};

use crate::error::{Code, Error, Result};

const ISSUER: &str = "siwei";
const AUDIENCE: &str = "siwei-api";
const KIND: &str = "at+jwt";

/// Signs and checks access tokens.
#[derive(Clone)]
pub struct AccessTokens {
    signing: EncodingKey,
    checking: DecodingKey,
    validation: Validation,
}

/// What an access token says.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Claims {
    /// Whose it is.
    pub sub: AccountId,
    /// The session it belongs to.
    pub sid: SessionId,
    /// Issued at, in seconds since 1970.
    pub iat: i64,
    /// Expires at, in seconds since 1970.
    pub exp: i64,
    iss: String,
    aud: String,
}

impl AccessTokens {
    /// Uses `key` for signing and checking.
    pub fn new(key: &[u8]) -> Self {
        let mut validation = Validation::new(Algorithm::HS256);
        validation.set_issuer(&[ISSUER]);
        validation.set_audience(&[AUDIENCE]);
        validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        // The life of a token is compared with our own clock, which tests can set.
        validation.validate_exp = false;
        Self { signing: EncodingKey::from_secret(key), checking: DecodingKey::from_secret(key), validation }
    }

    /// A token for this session, from `now` for `seconds`.
    pub fn issue(&self, account: AccountId, session: SessionId, now: DateTime<Utc>, seconds: i64) -> Result<String> {
        let header = Header { typ: Some(KIND.to_owned()), ..Header::new(Algorithm::HS256) };
        let (iss, aud) = (ISSUER.to_owned(), AUDIENCE.to_owned());
        let iat = now.timestamp();
        let claims = Claims { sub: account, sid: session, iat, exp: iat + seconds, iss, aud };
        jsonwebtoken::encode(&header, &claims, &self.signing).map_err(|error| Code::Internal.error().cause(error))
    }

    /// Checks signature, kind, issuer, audience and life (no leeway: both instants are ours).
    ///
    /// # Errors
    /// `token_expired` for a good but old token, `unauthenticated` for anything else.
    pub fn check(&self, token: &str, now: DateTime<Utc>) -> Result<Claims> {
        let data = jsonwebtoken::decode::<Claims>(token, &self.checking, &self.validation).map_err(refuse)?;
        if data.header.typ.as_deref() != Some(KIND) {
            return Err(Code::Unauthenticated.into());
        }
        if data.claims.exp <= now.timestamp() {
            return Err(Code::TokenExpired.into());
        }
        Ok(data.claims)
    }
}

fn refuse(error: jsonwebtoken::errors::Error) -> Error {
    match error.kind() {
        ErrorKind::ExpiredSignature => Code::TokenExpired.into(),
        _ => Code::Unauthenticated.into(),
    }
}
