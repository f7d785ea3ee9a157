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
use crate::servers::TOKEN_KEY;

/// Everybody's token.
#[derive(Clone)]
pub struct Tokens(Arc<[String]>);

impl Tokens {
    /// Signs those of the crowd as siwei does (`api/src/auth/token.rs`); were that changed, siwei would answer 401.
    pub fn sign(key: &str) -> anyhow::Result<Self> {
        Self::of_all(key, CROWD, Kind::Account, Kind::Session)
    }

    /// Signs those of so many voters.
    pub fn of_voters(count: u64) -> anyhow::Result<Self> {
        Self::of_all(TOKEN_KEY, count, Kind::Voter, Kind::VoterSession)
    }

    fn of_all(key: &str, count: u64, account: Kind, session: Kind) -> anyhow::Result<Self> {
        let key = EncodingKey::from_secret(&STANDARD.decode(key).context("the key is not base64")?);
        let header = Header { typ: Some("at+jwt".to_owned()), ..Header::new(Algorithm::HS256) };
        let now = Utc::now().timestamp();
        let sign = |number| {
            let claims = json!({
                "sub": account.id(number),
                "sid": session.id(number),
                "iat": now,
                "exp": now + 86_400,
                "iss": "siwei",
                "aud": "siwei-api",
            });
            jsonwebtoken::encode(&header, &claims, &key)
        };
        Ok(Self((0..count).map(sign).collect::<Result<_, _>>()?))
    }

    /// The token of one of them.
    pub fn of(&self, person: u64) -> &str {
        &self.0[(person % self.0.len() as u64) as usize]
    }
}
