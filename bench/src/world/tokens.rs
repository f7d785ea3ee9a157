//! Access tokens of the crowd, signed here: five thousand sign-ins would measure nothing.

use std::sync::Arc;

use anyhow::Context;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::Utc;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::json;

use super::ids::Kind;
use super::people::CROWD;

/// Everybody's token.
#[derive(Clone)]
pub struct Tokens(Arc<[String]>);

impl Tokens {
    /// Signs them as siwei does (`api/src/auth/token.rs`); were that changed, siwei would answer 401.
    pub fn sign(key: &str) -> anyhow::Result<Self> {
        let key = EncodingKey::from_secret(&STANDARD.decode(key).context("the key is not base64")?);
        let header = Header { typ: Some("at+jwt".to_owned()), ..Header::new(Algorithm::HS256) };
        let now = Utc::now().timestamp();
        let sign = |number| {
            let claims = json!({
                "sub": Kind::Account.id(number),
                "sid": Kind::Session.id(number),
                "iat": now,
                "exp": now + 86_400,
                "iss": "siwei",
                "aud": "siwei-api",
            });
            jsonwebtoken::encode(&header, &claims, &key)
        };
        Ok(Self((0..CROWD).map(sign).collect::<Result<_, _>>()?))
    }

    /// The token of one of the crowd.
    pub fn of(&self, person: u64) -> &str {
        &self.0[(person % CROWD) as usize]
    }
}
