//! A counted ballot without its voter. The salt makes the hash of a leaf tell nothing before
//! the leaf is published; the voter's receipt names the hash.

use aws_lc_rs::rand;
use entity::ids::DeliberationId;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::merkle::{self, Hash};
use super::rule::Weight;
use super::tally::Choice;
use crate::error::{Code, Result};
use crate::kernel::canonical;

/// Bytes of a salt.
const SALT_BYTES: usize = 32;

/// 一张已计入的选票（不含投票人）
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Leaf {
    /// 随机盐，十六进制
    pub salt: String,
    /// 选票内容
    pub choice: Choice,
    /// 人数与面积
    pub weight: Weight,
}

impl Leaf {
    /// The hash that stands in the tree and on the receipt: over the deliberation, the salt,
    /// the choice and the weight, as canonical JSON.
    pub fn hash(&self, deliberation: DeliberationId) -> Result<Hash> {
        let covered = json!({
            "deliberation": deliberation,
            "salt": self.salt,
            "choice": self.choice,
            "weight": self.weight,
        });
        Ok(merkle::leaf(canonical::json(&covered)?.as_bytes()))
    }

    /// Whether the salt is one that siwei makes.
    pub fn has_sound_salt(&self) -> bool {
        self.salt.len() == 2 * SALT_BYTES && self.salt.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    }
}

/// A new salt.
///
/// # Errors
/// An internal error when there is no randomness to be had.
pub fn salt() -> Result<String> {
    let mut bytes = [0_u8; SALT_BYTES];
    rand::fill(&mut bytes).map_err(|_| Code::Internal.error())?;
    Ok(hex::encode(bytes))
}
