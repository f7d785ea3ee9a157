//! What WeChat pushes to the callback's address, in its secure mode: whether it is WeChat who
//! speaks, to which mini-program, and what it says. Pure: it knows neither HTTP nor the database.
//!
//! Whatever is wrong, the outside learns the same thing, [`NotFromWechat`]: a finer answer would
//! tell a forger which step his forgery passed.

mod cipher;
pub mod event;
#[cfg(test)]
mod event_tests;
#[cfg(test)]
mod tests;
mod xml;

use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::digest::{Context, SHA1_FOR_LEGACY_USE_ONLY};
use secrecy::{ExposeSecret, SecretString};

use cipher::Cipher;

/// A push whose instant is further away than this, in seconds, is refused.
pub const WINDOW: i64 = 5 * 60;

/// What came was not made by WeChat for this mini-program, or not now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotFromWechat;

/// The set-up in the console is not one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the EncodingAESKey must be 43 letters and digits that make 32 bytes")]
pub struct BadKey;

/// What stands in the query of each push.
#[derive(Clone, Copy, Debug)]
pub struct Stamp<'a> {
    /// Unix seconds, in digits.
    pub timestamp: &'a str,
    /// WeChat's random word.
    pub nonce: &'a str,
}

/// One mini-program's end of the callback.
pub struct Push {
    appid: String,
    token: SecretString,
    cipher: Cipher,
}

impl Push {
    /// Takes what stands in the console.
    ///
    /// # Errors
    /// When the EncodingAESKey is none.
    pub fn new(appid: &str, token: SecretString, encoding_aes_key: &SecretString) -> Result<Self, BadKey> {
        let cipher = Cipher::new(encoding_aes_key.expose_secret())?;
        Ok(Self { appid: appid.to_owned(), token, cipher })
    }

    /// Whether `signature` is that of the console's trial call (GET); its echostr is answered then.
    ///
    /// # Errors
    /// [`NotFromWechat`].
    pub fn verify_address(&self, stamp: Stamp<'_>, signature: &str, now: i64) -> Result<(), NotFromWechat> {
        fresh(stamp, now)?;
        self.verify(&[stamp.timestamp, stamp.nonce], signature)
    }

    /// The message in a push (POST). `msg_signature` is the one that covers the body; the query's other
    /// `signature` does not, so it is not asked for.
    ///
    /// # Errors
    /// [`NotFromWechat`].
    pub fn open(
        &self,
        stamp: Stamp<'_>,
        msg_signature: &str,
        encrypted: &str,
        now: i64,
    ) -> Result<Vec<u8>, NotFromWechat> {
        self.verify(&[stamp.timestamp, stamp.nonce, encrypted], msg_signature)?;
        fresh(stamp, now)?;
        self.cipher.open(encrypted, &self.appid)
    }

    /// What WeChat makes of `message`: its encrypted form and `msg_signature`. For whoever plays WeChat.
    ///
    /// # Errors
    /// When the message is longer than its length can say.
    pub fn seal(&self, stamp: Stamp<'_>, random: [u8; 16], message: &[u8]) -> Result<(String, String), NotFromWechat> {
        let encrypted = self.cipher.seal(random, message, &self.appid)?;
        let signature = self.sign(&[stamp.timestamp, stamp.nonce, &encrypted]);
        Ok((encrypted, signature))
    }

    fn verify(&self, parts: &[&str], signature: &str) -> Result<(), NotFromWechat> {
        verify_slices_are_equal(self.sign(parts).as_bytes(), signature.as_bytes()).map_err(|_| NotFromWechat)
    }

    /// The hash of the token and `parts`, in the order of their bytes.
    fn sign(&self, parts: &[&str]) -> String {
        let mut sorted: Vec<&str> = parts.iter().copied().chain([self.token.expose_secret()]).collect();
        sorted.sort_unstable();
        let mut hash = Context::new(&SHA1_FOR_LEGACY_USE_ONLY);
        for part in sorted {
            hash.update(part.as_bytes());
        }
        hex::encode(hash.finish())
    }
}

fn fresh(stamp: Stamp<'_>, now: i64) -> Result<(), NotFromWechat> {
    let at: i64 = stamp.timestamp.parse().map_err(|_| NotFromWechat)?;
    if now.abs_diff(at) <= WINDOW.unsigned_abs() { Ok(()) } else { Err(NotFromWechat) }
}
