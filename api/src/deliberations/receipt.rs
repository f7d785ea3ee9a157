//! What a voter takes home: a signed statement that a ballot with this leaf was accepted.

use chrono::{DateTime, Utc};
use entity::ids::DeliberationId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::signing::{Signer, is_signed};
use crate::error::Result;
use crate::kernel::canonical;

/// The form of a receipt; a later one is another version.
pub const FORM: &str = "siwei-receipt/1";

/// 选票回执；截止后可据此在公布的结果中找到自己的选票
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Receipt {
    /// 格式
    pub format: String,
    /// 议题
    pub deliberation: DeliberationId,
    /// 选票的散列值，十六进制
    pub leaf: String,
    /// 本人第几次投票；改票后以最后一次为准
    pub sequence: u32,
    /// 收到时间
    pub received_at: DateTime<Utc>,
    /// 签名公钥，十六进制
    pub public_key: String,
    /// 签名（Ed25519），十六进制
    pub signature: String,
}

impl Receipt {
    /// Signs that the leaf with this hash (hex) was received.
    pub fn sign(
        signer: &Signer,
        deliberation: DeliberationId,
        leaf: String,
        sequence: u32,
        received_at: DateTime<Utc>,
    ) -> Result<Self> {
        let unsigned = Self {
            format: FORM.to_owned(),
            deliberation,
            leaf,
            sequence,
            received_at,
            public_key: signer.public_key(),
            signature: String::new(),
        };
        let signature = signer.sign(&unsigned.words()?);
        Ok(Self { signature, ..unsigned })
    }

    /// Whether the holder of the named key signed it as it stands here.
    pub fn is_genuine(&self) -> Result<bool> {
        let unsigned = Self { signature: String::new(), ..self.clone() };
        Ok(self.format == FORM && is_signed(&self.public_key, &unsigned.words()?, &self.signature))
    }

    fn words(&self) -> Result<String> {
        canonical::json(self)
    }
}
