//! Signatures under the installation's key (Ed25519): on receipts, published results and certificates.
//! Ed25519 signs the same words the same way, so that a retry is answered with the same receipt.

use anyhow::Context;
use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use std::sync::Arc;

/// Signs what this installation says. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Signer {
    pair: Arc<Ed25519KeyPair>,
}

impl Signer {
    /// Takes the seed of 32 bytes.
    pub fn new(seed: &[u8]) -> anyhow::Result<Self> {
        let pair = Ed25519KeyPair::from_seed_unchecked(seed).ok().context("the signing key must have 32 bytes")?;
        Ok(Self { pair: Arc::new(pair) })
    }

    /// The public key, hex.
    pub fn public_key(&self) -> String {
        hex::encode(self.pair.public_key().as_ref())
    }

    /// Signs these words, hex.
    pub fn sign(&self, words: &str) -> String {
        hex::encode(self.pair.sign(words.as_bytes()).as_ref())
    }
}

/// Whether the holder of this public key (hex) signed these words.
pub fn is_signed(public_key: &str, words: &str, signature: &str) -> bool {
    let (Ok(public_key), Ok(signature)) = (hex::decode(public_key), hex::decode(signature)) else { return false };
    UnparsedPublicKey::new(&ED25519, public_key).verify(words.as_bytes(), &signature).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_holds_for_its_words_and_its_key_only() -> anyhow::Result<()> {
        let (ours, theirs) = (Signer::new(&[1; 32])?, Signer::new(&[2; 32])?);
        let signature = ours.sign("words");
        assert!(is_signed(&ours.public_key(), "words", &signature));
        assert!(!is_signed(&ours.public_key(), "other words", &signature));
        assert!(!is_signed(&theirs.public_key(), "words", &signature));
        assert!(!is_signed("no key", "words", &signature));
        assert_eq!(signature, ours.sign("words"));
        Ok(())
    }

    /// RFC 8032, section 7.1, test 1.
    #[test]
    fn the_key_of_a_seed_is_that_of_the_standard() -> anyhow::Result<()> {
        let seed = hex::decode("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")?;
        let public_key = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
        assert_eq!(Signer::new(&seed)?.public_key(), public_key);
        assert!(Signer::new(&seed[1..]).is_err());
        Ok(())
    }
}
