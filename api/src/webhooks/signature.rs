//! Standard Webhooks: the secret, and the signature over id, instant and body.

use aws_lc_rs::{hmac, rand};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use crate::error::{Code, Result};

/// How secrets begin.
const PREFIX: &str = "whsec_";

/// Bytes of a secret.
const BYTES: usize = 32;

/// A new secret, as its holder sees it.
pub fn make() -> Result<Zeroizing<String>> {
    let mut bytes = Zeroizing::new([0_u8; BYTES]);
    rand::fill(bytes.as_mut_slice()).map_err(|_| Code::Internal.error())?;
    Ok(Zeroizing::new(format!("{PREFIX}{}", STANDARD.encode(bytes.as_slice()))))
}

/// The signature header: one signature a secret, the newest first.
///
/// # Errors
/// An internal error for what is no secret of ours.
pub fn sign(secrets: &[Zeroizing<String>], id: &str, timestamp: i64, body: &str) -> Result<String> {
    let message = format!("{id}.{timestamp}.{body}");
    let each = secrets.iter().map(|secret| {
        let key = secret.strip_prefix(PREFIX).and_then(|key| STANDARD.decode(key).ok()).map(Zeroizing::new);
        let key = key.ok_or_else(|| Code::Internal.error().cause(anyhow::anyhow!("not a secret of a webhook")))?;
        let signature = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &key), message.as_bytes());
        Ok(format!("v1,{}", STANDARD.encode(signature)))
    });
    Ok(each.collect::<Result<Vec<String>>>()?.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The vector of the Standard Webhooks libraries; docs/webhooks.md has it, too.
    #[test]
    fn the_published_vector_holds() -> Result<()> {
        let secret = Zeroizing::new("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".to_owned());
        let body = r#"{"test": 2432232314}"#;
        let signed = sign(std::slice::from_ref(&secret), "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, body)?;
        assert_eq!(signed, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
        let both = sign(&[make()?, secret], "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, body)?;
        assert!(both.ends_with(&format!(" {signed}")), "{both}");
        Ok(())
    }

    #[test]
    fn a_secret_has_32_bytes_and_is_no_other() -> Result<()> {
        let secret = make()?;
        let key = secret.strip_prefix("whsec_").and_then(|key| STANDARD.decode(key).ok()).unwrap_or_default();
        assert_eq!(key.len(), 32);
        assert_ne!(secret, make()?);
        Ok(())
    }
}
