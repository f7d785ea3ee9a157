//! Secret ballots: sealed under a key of the deliberation's own, which is destroyed at closing.
//! What is sealed is bound to its deliberation and voter, so that nobody can swap two rows.
//! The whole design stands in docs/adr/0010-secret-ballots.md.

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::{hmac, rand};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use entity::ids::{DeliberationId, RollEntryId};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::leaf::{self, Leaf};
use super::rule::Weight;
use super::tally::Choice;
use crate::error::{Code, Error, Result};
use crate::kernel::Vault;
use crate::kernel::crypto::Field;

/// Bytes of the key.
const KEY_BYTES: usize = 32;

/// What a ballot holds until the leaves are published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Content {
    /// What it says.
    pub choice: Choice,
    /// The salt of its leaf.
    pub salt: String,
}

impl Content {
    /// A ballot that says this, with a salt of its own.
    pub fn new(choice: Choice) -> Result<Self> {
        Ok(Self { choice, salt: leaf::salt()? })
    }

    /// The leaf that it is counted as.
    pub fn into_leaf(self, weight: Weight) -> Leaf {
        Leaf { salt: self.salt, choice: self.choice, weight }
    }
}

/// The key of one secret ballot.
pub struct BallotKey {
    bytes: Zeroizing<[u8; KEY_BYTES]>,
}

impl BallotKey {
    /// A new one.
    pub fn new() -> Result<Self> {
        let mut bytes = Zeroizing::new([0; KEY_BYTES]);
        rand::fill(bytes.as_mut()).map_err(broken)?;
        Ok(Self { bytes })
    }

    /// How it is stored while the vote is open: sealed under the installation's key.
    pub fn stored(&self, vault: &Vault) -> Result<String> {
        vault.seal(Field::BallotKey, &Zeroizing::new(hex::encode(self.bytes.as_ref())))
    }

    /// Opens what [`Self::stored`] gave.
    pub fn open(vault: &Vault, stored: &str) -> Result<Self> {
        let decoded = Zeroizing::new(hex::decode(vault.open(Field::BallotKey, stored)?.as_bytes()).map_err(broken)?);
        let bytes = decoded.as_slice().try_into().map_err(broken)?;
        Ok(Self { bytes: Zeroizing::new(bytes) })
    }

    /// Seals a ballot for its place.
    pub fn seal(&self, place: Place, content: &Content) -> Result<String> {
        let mut bytes = serde_json::to_vec(content).map_err(broken)?;
        pad(&mut bytes);
        self.seal_bytes(place, bytes)
    }

    /// Opens a ballot of this place.
    pub fn open_ballot(&self, place: Place, sealed: &str) -> Result<Content> {
        let bytes = self.open_bytes(place, sealed)?;
        serde_json::from_slice(&bytes).map_err(broken)
    }

    /// Seals an answer that is kept for a retry; it names the leaf, so it must go with the key.
    pub fn seal_answer(&self, place: Place, answer: &str) -> Result<String> {
        self.seal_bytes(place, answer.as_bytes().to_vec())
    }

    /// Opens such an answer.
    pub fn open_answer(&self, place: Place, sealed: &str) -> Result<String> {
        String::from_utf8(self.open_bytes(place, sealed)?).map_err(broken)
    }

    /// The fingerprint of a request under this key. A plain digest would tell the choice to
    /// whoever tries the few that there are.
    pub fn fingerprint(&self, plain: &str) -> String {
        let key = hmac::Key::new(hmac::HMAC_SHA256, self.bytes.as_ref());
        hex::encode(hmac::sign(&key, plain.as_bytes()))
    }

    fn seal_bytes(&self, place: Place, mut bytes: Vec<u8>) -> Result<String> {
        let mut nonce = [0; NONCE_LEN];
        rand::fill(&mut nonce).map_err(broken)?;
        let aad = Aad::from(place.bytes());
        self.cipher()?
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), aad, &mut bytes)
            .map_err(broken)?;
        Ok(URL_SAFE_NO_PAD.encode([nonce.as_slice(), &bytes].concat()))
    }

    fn open_bytes(&self, place: Place, sealed: &str) -> Result<Vec<u8>> {
        let bytes = URL_SAFE_NO_PAD.decode(sealed).map_err(broken)?;
        let (nonce, rest) = bytes.split_at_checked(NONCE_LEN).ok_or_else(|| broken("cut off"))?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(broken)?;
        let mut rest = rest.to_vec();
        let plain = self.cipher()?.open_in_place(nonce, Aad::from(place.bytes()), &mut rest).map_err(broken)?;
        Ok(plain.to_vec())
    }

    fn cipher(&self) -> Result<LessSafeKey> {
        Ok(LessSafeKey::new(UnboundKey::new(&AES_256_GCM, self.bytes.as_ref()).map_err(broken)?))
    }
}

/// Where a sealed ballot lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The deliberation.
    pub deliberation: DeliberationId,
    /// The voter.
    pub entry: RollEntryId,
}

impl Place {
    fn bytes(self) -> [u8; 32] {
        let mut bytes = [0; 32];
        bytes[..16].copy_from_slice(self.deliberation.0.as_bytes());
        bytes[16..].copy_from_slice(self.entry.0.as_bytes());
        bytes
    }
}

/// Ballots of one length: `agree` and `against` must not be told apart by the size of a row.
const PADDED: usize = 256;

fn pad(bytes: &mut Vec<u8>) {
    let length = bytes.len().div_ceil(PADDED) * PADDED;
    bytes.resize(length, b' ');
}

fn broken(cause: impl std::fmt::Display) -> Error {
    Code::Internal.error().cause(anyhow::anyhow!("a secret ballot: {cause}"))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn place(entry: u128) -> Place {
        Place { deliberation: DeliberationId(Uuid::from_u128(1)), entry: RollEntryId(Uuid::from_u128(entry)) }
    }

    #[test]
    fn a_ballot_opens_at_its_place_and_under_its_key_only() -> Result<()> {
        let (key, other) = (BallotKey::new()?, BallotKey::new()?);
        let content = Content::new(Choice::Agree {})?;
        let sealed = key.seal(place(1), &content)?;
        assert_eq!(key.open_ballot(place(1), &sealed)?, content);
        assert!(key.open_ballot(place(2), &sealed).is_err());
        assert!(other.open_ballot(place(1), &sealed).is_err());
        assert_ne!(key.seal(place(1), &content)?, sealed);
        Ok(())
    }

    #[test]
    fn what_a_ballot_says_does_not_show_in_its_length() -> Result<()> {
        let key = BallotKey::new()?;
        let length = |choice| Ok::<_, Error>(key.seal(place(1), &Content::new(choice)?)?.len());
        assert_eq!(length(Choice::Agree {})?, length(Choice::Abstain {})?);
        Ok(())
    }

    #[test]
    fn a_fingerprint_tells_nothing_without_the_key() -> Result<()> {
        let (key, other) = (BallotKey::new()?, BallotKey::new()?);
        assert_eq!(key.fingerprint("agree"), key.fingerprint("agree"));
        assert_ne!(key.fingerprint("agree"), other.fingerprint("agree"));
        Ok(())
    }
}
