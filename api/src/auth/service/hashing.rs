//! Passwords at rest: argon2id (RFC 9106), a few at a time so that a storm of sign-ins
//! takes neither all memory nor all cores.

use std::sync::Arc;
use std::time::Duration;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::Semaphore;

use crate::error::{Code, Error, Result};

/// Hashes at work at the same time.
const SEATS: usize = 2;

/// Who has not got a seat by then is asked to come back.
const PATIENCE: Duration = Duration::from_secs(5);

/// Salt and hash that no password has, in place of those of an unknown person.
const NOBODY: &str = "c2l3ZWktbm9ib2R5LTA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Hashes and compares passwords.
pub struct Passwords {
    argon2: Argon2<'static>,
    nobody: String,
    seats: Arc<Semaphore>,
}

impl Passwords {
    /// With this much memory a hash, in KiB.
    pub fn new(memory_kib: u32) -> anyhow::Result<Self> {
        let params = Params::new(memory_kib, 1, 1, None).map_err(|error| anyhow::anyhow!("argon2: {error}"))?;
        Ok(Self {
            argon2: Argon2::new(Algorithm::Argon2id, Version::V0x13, params),
            nobody: format!("$argon2id$v=19$m={memory_kib},t=1,p=1${NOBODY}"),
            seats: Arc::new(Semaphore::new(SEATS)),
        })
    }

    /// The hash of a password, in the PHC string format.
    pub async fn hash(&self, password: &SecretString) -> Result<String> {
        let (argon2, password) = (self.argon2.clone(), password.clone());
        let hash = move || argon2.hash_password(password.expose_secret().as_bytes()).map(|hash| hash.to_string());
        self.seated(hash).await?.map_err(broken)
    }

    /// Whether the password fits. Without a hash it takes as long and never does, so that the
    /// time tells nobody whether a phone is known.
    pub async fn fits(&self, password: &SecretString, hash: Option<&str>) -> Result<bool> {
        let (argon2, password) = (self.argon2.clone(), password.clone());
        let (known, hash) = (hash.is_some(), hash.unwrap_or(&self.nobody).to_owned());
        let compare = move || -> Result<bool> {
            let hash = PasswordHash::new(&hash).map_err(broken)?;
            Ok(argon2.verify_password(password.expose_secret().as_bytes(), &hash).is_ok())
        };
        Ok(self.seated(compare).await?? && known)
    }

    /// Does slow work on a thread of its own, once there is a seat. The seat goes with the
    /// work: a caller who hangs up does not free it early.
    async fn seated<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
        let seat = tokio::time::timeout(PATIENCE, Arc::clone(&self.seats).acquire_owned()).await;
        let seat = seat.map_err(|_| Code::Unavailable.error().retry_after(5))?.map_err(broken)?;
        let work = move || {
            let _seat = seat;
            work()
        };
        tokio::task::spawn_blocking(work).await.map_err(broken)
    }
}

fn broken(cause: impl std::fmt::Display) -> Error {
    Code::Internal.error().cause(anyhow::anyhow!("password: {cause}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_fits_its_hash_and_nobodys_fits_none() -> anyhow::Result<()> {
        let passwords = Passwords::new(64)?;
        let (right, wrong) = ("correct horse".to_owned().into(), "correct mule".to_owned().into());
        let hash = passwords.hash(&right).await?;
        assert!(hash.starts_with("$argon2id$v=19$m=64,t=1,p=1$"), "{hash}");
        assert!(passwords.fits(&right, Some(&hash)).await?);
        assert!(!passwords.fits(&wrong, Some(&hash)).await?);
        assert!(!passwords.fits(&right, None).await?);
        Ok(())
    }

    #[test]
    fn nobodys_hash_costs_as_much_as_anybodys() -> anyhow::Result<()> {
        let passwords = Passwords::new(64)?;
        let nobody = PasswordHash::new(&passwords.nobody).map_err(|error| anyhow::anyhow!("{error}"))?;
        let outcome = passwords.argon2.verify_password(b"", &nobody);
        assert_eq!(outcome, Err(argon2::password_hash::Error::PasswordInvalid), "it is computed, then compared");
        assert_eq!(nobody.params.get_str("m"), Some("64"));
        Ok(())
    }
}
