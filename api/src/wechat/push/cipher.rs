//! The wrapping of a push: `random(16) ‖ length(4) ‖ message ‖ appid`, padded to blocks of 32 bytes,
//! AES-256-CBC with the key's first 16 bytes as the initial vector.

use aws_lc_rs::cipher::{
    AES_256, DecryptingKey, DecryptionContext, EncryptingKey, EncryptionContext, UnboundCipherKey,
};
use aws_lc_rs::iv::FixedLength;
use base64::Engine as _;
use base64::alphabet;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD};
use zeroize::Zeroizing;

use super::{BadKey, NotFromWechat};

/// Most keys that the console makes have bits behind their last byte, which the strict decoder refuses.
const KEYS: GeneralPurpose =
    GeneralPurpose::new(&alphabet::STANDARD, GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true));

/// Padding fills up to 32 bytes although AES's block has 16, so no library's PKCS#7 takes it off.
const BLOCK: usize = 32;

const RANDOM: usize = 16;
const LENGTH: usize = 4;

/// The key.
pub struct Cipher {
    key: Zeroizing<[u8; 32]>,
    iv: [u8; 16],
}

impl Cipher {
    /// Takes the 43 characters from the console.
    pub fn new(encoding_aes_key: &str) -> Result<Self, BadKey> {
        if encoding_aes_key.len() != 43 {
            return Err(BadKey);
        }
        let bytes = Zeroizing::new(KEYS.decode(format!("{encoding_aes_key}=")).map_err(|_| BadKey)?);
        let key: [u8; 32] = bytes.as_slice().try_into().map_err(|_| BadKey)?;
        let mut iv = [0; 16];
        iv.copy_from_slice(&key[..16]);
        Ok(Self { key: Zeroizing::new(key), iv })
    }

    /// The message, if it is for `appid`.
    pub fn open(&self, encrypted: &str, appid: &str) -> Result<Vec<u8>, NotFromWechat> {
        let mut bytes = STANDARD.decode(encrypted).map_err(|_| NotFromWechat)?;
        let key = UnboundCipherKey::new(&AES_256, self.key.as_slice()).map_err(|_| NotFromWechat)?;
        let key = DecryptingKey::cbc(key).map_err(|_| NotFromWechat)?;
        let context = DecryptionContext::Iv128(FixedLength::from(self.iv));
        let plain = key.decrypt(&mut bytes, context).map_err(|_| NotFromWechat)?;
        message(unpadded(plain).ok_or(NotFromWechat)?, appid).ok_or(NotFromWechat)
    }

    /// `message` for `appid`, wrapped.
    pub fn seal(&self, random: [u8; 16], message: &[u8], appid: &str) -> Result<String, NotFromWechat> {
        let length = u32::try_from(message.len()).map_err(|_| NotFromWechat)?;
        let mut bytes = [&random[..], &length.to_be_bytes(), message, appid.as_bytes()].concat();
        let pad = BLOCK - bytes.len() % BLOCK;
        bytes.resize(bytes.len() + pad, u8::try_from(pad).map_err(|_| NotFromWechat)?);
        let key = UnboundCipherKey::new(&AES_256, self.key.as_slice()).map_err(|_| NotFromWechat)?;
        let key = EncryptingKey::cbc(key).map_err(|_| NotFromWechat)?;
        let context = EncryptionContext::Iv128(FixedLength::from(self.iv));
        key.less_safe_encrypt(&mut bytes, context).map_err(|_| NotFromWechat)?;
        Ok(STANDARD.encode(bytes))
    }
}

/// `plain` without its padding: 1 to 32 bytes, each of which says how many there are.
fn unpadded(plain: &[u8]) -> Option<&[u8]> {
    let pad = usize::from(*plain.last()?);
    if pad == 0 || pad > BLOCK {
        return None;
    }
    let (body, padding) = plain.split_at_checked(plain.len().checked_sub(pad)?)?;
    padding.iter().all(|byte| usize::from(*byte) == pad).then_some(body)
}

fn message(body: &[u8], appid: &str) -> Option<Vec<u8>> {
    let (_, body) = body.split_at_checked(RANDOM)?;
    let (length, body) = body.split_at_checked(LENGTH)?;
    let length = usize::try_from(u32::from_be_bytes(length.try_into().ok()?)).ok()?;
    let (message, meant) = body.split_at_checked(length)?;
    (meant == appid.as_bytes()).then(|| message.to_vec())
}
