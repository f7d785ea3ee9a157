//! Personal data at rest: sealed with AES-256-GCM under a key with an id, found
//! again by a blind index (HMAC-SHA256 under its own key), shown masked.

mod field;
mod mask;

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::{Context, ensure};
use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::{hmac, rand};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use zeroize::Zeroizing;

pub use field::Field;
pub use mask::{mask_name, mask_phone};

use crate::error::{Code, Error, Result};
use crate::keys::VaultKeys;

/// Seals, opens and indexes personal data. Cheap to clone.
#[derive(Clone)]
pub struct Vault {
    ring: Arc<Ring>,
}

struct Ring {
    active: String,
    keys: BTreeMap<String, LessSafeKey>,
    blind: hmac::Key,
}

/// The version of the sealed form `v1.<key id>.<base64url(nonce ‖ ciphertext ‖ tag)>`.
const FORM: &str = "v1";

impl Vault {
    /// Takes the keys of the installation.
    pub fn new(keys: &VaultKeys) -> anyhow::Result<Self> {
        let mut ring = BTreeMap::new();
        for (id, bytes) in &keys.keys {
            ensure!(!id.contains('.'), "a vault key's id must not contain a dot: {id}");
            let key = UnboundKey::new(&AES_256_GCM, bytes).ok().context("a vault key must have 32 bytes")?;
            ring.insert(id.clone(), LessSafeKey::new(key));
        }
        ensure!(ring.contains_key(&keys.active), "the active vault key is missing");
        let blind = hmac::Key::new(hmac::HMAC_SHA256, &keys.blind_index);
        Ok(Self { ring: Arc::new(Ring { active: keys.active.clone(), keys: ring, blind }) })
    }

    /// Seals `plain` under the active key.
    pub fn seal(&self, field: Field, plain: &str) -> Result<String> {
        let key = self.key(&self.ring.active)?;
        let mut nonce = [0_u8; NONCE_LEN];
        rand::fill(&mut nonce).map_err(broken)?;
        let mut bytes = plain.as_bytes().to_vec();
        key.seal_in_place_append_tag(
            Nonce::assume_unique_for_key(nonce),
            Aad::from(field.name().as_bytes()),
            &mut bytes,
        )
        .map_err(broken)?;
        let sealed = [nonce.as_slice(), &bytes].concat();
        Ok(format!("{FORM}.{}.{}", self.ring.active, URL_SAFE_NO_PAD.encode(sealed)))
    }

    /// Opens what was sealed as the same kind of data.
    ///
    /// # Errors
    /// An internal error when the key is not there or the data was changed.
    pub fn open(&self, field: Field, sealed: &str) -> Result<Zeroizing<String>> {
        let mut parts = sealed.splitn(3, '.');
        let (Some(FORM), Some(id), Some(data)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(broken("not a sealed value"));
        };
        let mut bytes = URL_SAFE_NO_PAD.decode(data).map_err(broken)?;
        if bytes.len() < NONCE_LEN {
            return Err(broken("a sealed value is cut off"));
        }
        let rest = bytes.split_off(NONCE_LEN);
        let nonce = Nonce::try_assume_unique_for_key(&bytes).map_err(broken)?;
        let mut rest = Zeroizing::new(rest);
        let plain = self
            .key(id)?
            .open_in_place(nonce, Aad::from(field.name().as_bytes()), &mut rest)
            .map_err(|_| broken("a sealed value was changed"))?;
        Ok(Zeroizing::new(std::str::from_utf8(plain).map_err(broken)?.to_owned()))
    }

    /// The blind index: equal for equal data of one kind, useless without the key.
    pub fn blind(&self, field: Field, plain: &str) -> String {
        let message = format!("{}\0{}", field.name(), field.normalise(plain));
        hex::encode(hmac::sign(&self.ring.blind, message.as_bytes()))
    }

    /// A key for another purpose, which follows from the installation's and tells nothing about it.
    pub fn derived(&self, purpose: &str) -> Vec<u8> {
        // No kind of data has a space in its name: no index can be such a key.
        hmac::sign(&self.ring.blind, format!("derived key\0{purpose}").as_bytes()).as_ref().to_vec()
    }

    /// The id of the key that new data is sealed with.
    pub fn active_key(&self) -> &str {
        &self.ring.active
    }

    /// How values under the active key begin.
    pub fn active_prefix(&self) -> String {
        format!("{FORM}.{}.", self.ring.active)
    }

    /// Whether this value waits to be sealed under the active key.
    pub fn needs_reseal(&self, sealed: &str) -> bool {
        !sealed.starts_with(&self.active_prefix())
    }

    /// Seals anew under the active key.
    pub fn reseal(&self, field: Field, sealed: &str) -> Result<String> {
        self.seal(field, &self.open(field, sealed)?)
    }

    fn key(&self, id: &str) -> Result<&LessSafeKey> {
        self.ring.keys.get(id).ok_or_else(|| broken(format!("vault key {id} is missing")))
    }
}

fn broken(cause: impl std::fmt::Display) -> Error {
    Code::Internal.error().cause(anyhow::anyhow!("vault: {cause}"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn vault(active: &str, ids: &[&str]) -> anyhow::Result<Vault> {
        let keys = ids.iter().map(|id| ((*id).to_owned(), vec![id.len() as u8; 32])).collect();
        Vault::new(&VaultKeys { keys, active: active.to_owned(), blind_index: vec![9; 32] })
    }

    #[test]
    fn what_is_sealed_opens_again_and_only_as_what_it_was() -> anyhow::Result<()> {
        let vault = vault("a", &["a"])?;
        let sealed = vault.seal(Field::Phone, "13800001111")?;
        assert_eq!(vault.open(Field::Phone, &sealed)?.as_str(), "13800001111");
        assert!(vault.open(Field::Name, &sealed).is_err());
        assert_ne!(sealed, vault.seal(Field::Phone, "13800001111")?);
        Ok(())
    }

    #[test]
    fn a_new_key_opens_the_old_ones_values_and_seals_them_anew() -> anyhow::Result<()> {
        let old = vault("a", &["a"])?.seal(Field::Name, "王秀兰")?;
        let both = vault("bb", &["a", "bb"])?;
        assert!(both.needs_reseal(&old));
        let new = both.reseal(Field::Name, &old)?;
        assert!(!both.needs_reseal(&new));
        assert_eq!(vault("bb", &["bb"])?.open(Field::Name, &new)?.as_str(), "王秀兰");
        assert!(vault("bb", &["bb"])?.open(Field::Name, &old).is_err());
        Ok(())
    }

    #[test]
    fn spellings_of_one_phone_share_an_index_and_kinds_do_not() -> anyhow::Result<()> {
        let vault = vault("a", &["a"])?;
        let index = vault.blind(Field::Phone, "13800001111");
        assert_eq!(index, vault.blind(Field::Phone, "+86 138-0000-1111"));
        assert_ne!(index, vault.blind(Field::IdNumber, "13800001111"));
        Ok(())
    }

    proptest! {
        #[test]
        fn whatever_is_sealed_opens_and_no_changed_byte_does(plain in any::<String>(), at in any::<prop::sample::Index>()) {
            let vault = vault("a", &["a"]).map_err(|error| TestCaseError::fail(error.to_string()))?;
            let sealed = vault.seal(Field::Name, &plain).map_err(|error| TestCaseError::fail(error.to_string()))?;
            let opened = vault.open(Field::Name, &sealed).ok().map(|text| text.to_string());
            prop_assert_eq!(opened.as_ref(), Some(&plain));
            let mut bytes = sealed.into_bytes();
            let at = at.index(bytes.len());
            bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(bytes).unwrap_or_default();
            prop_assert!(vault.open(Field::Name, &changed).is_err());
        }
    }
}
