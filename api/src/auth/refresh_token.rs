//! Refresh tokens: random at the first sign-in, then each derived from the one before.
//! So a retry is answered with the very same successor, though only digests are stored.

use aws_lc_rs::{digest, hmac, rand};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use zeroize::Zeroizing;

use crate::error::{Code, Result};

/// Bytes of a token.
const BYTES: usize = 32;

/// One token. It has no `Debug`: nobody should see it.
pub struct RefreshToken(Zeroizing<Vec<u8>>);

/// Derives tokens.
pub struct RefreshTokens {
    key: hmac::Key,
}

impl RefreshTokens {
    /// Derives with this key.
    pub fn new(key: &[u8]) -> Self {
        Self { key: hmac::Key::new(hmac::HMAC_SHA256, key) }
    }

    /// The first token of a family.
    pub fn first(&self) -> Result<RefreshToken> {
        let mut bytes = Zeroizing::new(vec![0; BYTES]);
        rand::fill(&mut bytes).map_err(|_| Code::Internal.error())?;
        Ok(RefreshToken(bytes))
    }

    /// The one and only successor of a token.
    pub fn after(&self, token: &RefreshToken) -> RefreshToken {
        RefreshToken(Zeroizing::new(hmac::sign(&self.key, &token.0).as_ref().to_vec()))
    }
}

impl RefreshToken {
    /// Reads a token as it was sent; nothing for what cannot be one.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = Zeroizing::new(URL_SAFE_NO_PAD.decode(text).ok()?);
        (bytes.len() == BYTES).then_some(Self(bytes))
    }

    /// The token as it is sent.
    pub fn reveal(&self) -> String {
        URL_SAFE_NO_PAD.encode(&*self.0)
    }

    /// What is stored of it: it has 256 random bits, so a plain hash suffices.
    pub fn digest(&self) -> String {
        hex::encode(digest::digest(&digest::SHA256, &self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_successor_is_always_the_same_and_needs_the_key() -> Result<()> {
        let (ours, others) = (RefreshTokens::new(&[1; 32]), RefreshTokens::new(&[2; 32]));
        let first = ours.first()?;
        let again = RefreshToken::parse(&first.reveal()).map(|token| ours.after(&token).reveal());
        assert_eq!(again, Some(ours.after(&first).reveal()));
        assert_ne!(again, Some(others.after(&first).reveal()));
        assert_ne!(ours.first()?.digest(), first.digest());
        assert!(RefreshToken::parse("c2hvcnQ").is_none());
        Ok(())
    }
}
