//! Passwords of staff: argon2id (RFC 9106), a few at a time so that a storm of
//! sign-ins does not take all memory.

use std::sync::LazyLock;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use tokio::sync::Semaphore;

use crate::error::{Code, Error, Result};

/// Hashes at work at the same time.
static AT_WORK: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(2));

/// The hash of a password, in the PHC string format.
pub async fn hash(memory_kib: u32, password: String) -> Result<String> {
    slowly(move || {
        let hash = argon2(memory_kib)?.hash_password(password.as_bytes()).map_err(broken)?;
        Ok(hash.to_string())
    })
    .await
}

/// Whether the password fits. Without a hash it takes as long and never fits, so
/// that nobody learns by the time it takes whether a phone is known.
pub async fn fits(memory_kib: u32, password: String, hash: Option<String>) -> Result<bool> {
    slowly(move || match hash {
        None => {
            argon2(memory_kib)?.hash_password(password.as_bytes()).map_err(broken)?;
            Ok(false)
        }
        Some(hash) => {
            let hash = PasswordHash::new(&hash).map_err(broken)?;
            Ok(argon2(memory_kib)?.verify_password(password.as_bytes(), &hash).is_ok())
        }
    })
    .await
}

async fn slowly<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    let _turn = AT_WORK.acquire().await.map_err(broken)?;
    tokio::task::spawn_blocking(work).await.map_err(broken)?
}

fn argon2(memory_kib: u32) -> Result<Argon2<'static>> {
    let params = Params::new(memory_kib, 1, 1, None).map_err(broken)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn broken(cause: impl std::fmt::Display) -> Error {
    Code::Internal.error().cause(anyhow::anyhow!("password: {cause}"))
}
