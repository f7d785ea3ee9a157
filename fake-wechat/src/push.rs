//! What WeChat tells a mini-program's server of itself: in secure mode, signed and encrypted, up to three times more
//! until the answer is `success` or empty.

use std::time::Duration;

use aws_lc_rs::cipher::{AES_256, EncryptingKey, EncryptionContext, UnboundCipherKey};
use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use aws_lc_rs::iv::FixedLength;
use base64::Engine as _;
use base64::alphabet;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::world::{World, unique};

/// Most keys that the console makes have bits behind their last byte.
const KEYS: GeneralPurpose =
    GeneralPurpose::new(&alphabet::STANDARD, GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true));

/// How long WeChat waits for an answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// How often it tries again.
const AGAIN: usize = 3;

/// What stands in the console under 消息推送.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Callback {
    /// Where events go.
    pub url: String,
    /// The Token.
    pub token: String,
    /// The EncodingAESKey, 43 characters.
    pub aes_key: String,
}

/// An event and what came back.
#[derive(Clone, Debug)]
pub struct Pushed {
    /// When.
    pub at: DateTime<Utc>,
    /// What was told.
    pub event: Value,
    /// The status of the answer to each try; 0 for none.
    pub answers: Vec<u16>,
}

/// A push on the wire.
#[derive(Clone, Debug)]
pub struct Sealed {
    /// The address with its query.
    pub url: String,
    /// The body.
    pub body: Value,
}

impl Callback {
    /// `event` as WeChat would send it at `now`.
    pub fn seal(&self, appid: &str, event: &Value, now: DateTime<Utc>) -> Option<Sealed> {
        let (timestamp, nonce) = (now.timestamp().to_string(), format!("{}", now.timestamp_subsec_nanos()));
        let encrypted = encrypt(&self.aes_key, appid, event.to_string().as_bytes())?;
        let signature = sign(&[&self.token, &timestamp, &nonce]);
        let covering = sign(&[&self.token, &timestamp, &nonce, &encrypted]);
        let url = format!(
            "{}?signature={signature}&timestamp={timestamp}&nonce={nonce}&encrypt_type=aes&msg_signature={covering}",
            self.url
        );
        Some(Sealed { url, body: json!({ "ToUserName": "gh_fake", "Encrypt": encrypted }) })
    }
}

impl World {
    /// Tells a mini-program's server, where it has said where it listens.
    pub(crate) async fn push(&self, appid: &str, event: &Value) {
        let callback = self.callbacks().get(appid).cloned();
        let at = self.clock.now();
        let Some(sealed) = callback.and_then(|callback| callback.seal(appid, event, at)) else { return };
        let mut answers = Vec::new();
        for _ in 0..=AGAIN {
            let (status, heard) = deliver(&sealed).await;
            answers.push(status);
            if heard {
                break;
            }
        }
        self.pushed().push(Pushed { at, event: event.clone(), answers });
    }
}

/// The status, and whether the answer is the one that ends it.
async fn deliver(sealed: &Sealed) -> (u16, bool) {
    let client = reqwest::Client::builder().no_proxy().timeout(PATIENCE).build();
    let Ok(client) = client else { return (0, false) };
    match client.post(&sealed.url).json(&sealed.body).send().await {
        Ok(answer) => {
            let status = answer.status().as_u16();
            let text = answer.text().await.unwrap_or_else(|_| "cut off".into());
            (status, status == 200 && matches!(text.as_str(), "" | "success"))
        }
        Err(_) => (0, false),
    }
}

/// The SHA-1 of `parts` in the order of their bytes.
fn sign(parts: &[&str]) -> String {
    let mut sorted = parts.to_vec();
    sorted.sort_unstable();
    hex::encode(digest(&SHA1_FOR_LEGACY_USE_ONLY, sorted.concat().as_bytes()))
}

/// `random(16) ‖ length ‖ message ‖ appid`, padded to blocks of 32 bytes, AES-256-CBC.
fn encrypt(aes_key: &str, appid: &str, message: &[u8]) -> Option<String> {
    let key = KEYS.decode(format!("{aes_key}=")).ok()?;
    let iv: [u8; 16] = key.get(..16)?.try_into().ok()?;
    let length = u32::try_from(message.len()).ok()?.to_be_bytes();
    let random = unique("");
    let mut plain = [&random.as_bytes()[..16], &length, message, appid.as_bytes()].concat();
    let pad = 32 - plain.len() % 32;
    plain.extend(std::iter::repeat_n(u8::try_from(pad).ok()?, pad));
    let key = EncryptingKey::cbc(UnboundCipherKey::new(&AES_256, &key).ok()?).ok()?;
    key.less_safe_encrypt(&mut plain, EncryptionContext::Iv128(FixedLength::from(iv))).ok()?;
    Some(STANDARD.encode(plain))
}
