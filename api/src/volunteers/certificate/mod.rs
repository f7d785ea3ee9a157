//! What a certificate says, pure: its record in one spelling, its hash and signature, and the check of its file
//! without a database.

mod check;

use aws_lc_rs::digest;
use chrono::{DateTime, NaiveDate, Utc};
use entity::volunteers::{ServiceKind, Training};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::error::Result;
use crate::kernel::canonical;

pub use check::{Fault, Report, check};

/// What records are; also keeps a signature from being taken for one on something else.
pub const FORMAT: &str = "siwei-certificate-v1";

/// What a certificate says: the five groups of a service record, and who issued it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Record {
    /// [`FORMAT`].
    pub format: String,
    /// The certificate's number.
    pub number: String,
    /// When it was issued.
    pub issued_at: DateTime<Utc>,
    /// Who issued it.
    pub issuer: Issuer,
    /// 个人基本信息.
    pub volunteer: Basics,
    /// 志愿服务情况.
    pub service: Served,
    /// 培训情况.
    pub trainings: Vec<Trained>,
    /// 表彰奖励情况.
    pub honours: Vec<Honour>,
    /// 评价情况.
    pub evaluations: Evaluations,
    /// Random: nobody finds the name by trying until the hash fits.
    pub salt: String,
}

/// Who issued it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Issuer {
    /// The community.
    pub name: String,
    /// 负责人.
    pub responsible: String,
    /// 经办人.
    pub handler: String,
    /// 联系方式.
    pub contact: String,
}

/// Who served.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Basics {
    /// The name.
    pub name: String,
    /// The volunteer number.
    pub number: String,
    /// Since when they are a volunteer.
    pub registered_at: DateTime<Utc>,
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Served {
    /// Minutes that were measured.
    pub minutes: i64,
    /// Minutes that were added by hand.
    pub added_minutes: i64,
    /// The same by kind.
    pub items: Vec<ServedItem>,
}

/// What was done of one kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ServedItem {
    /// The kind of service.
    pub kind: ServiceKind,
    /// How often.
    pub times: u64,
    /// Minutes that were measured.
    pub minutes: i64,
    /// Minutes that were added by hand.
    pub added_minutes: i64,
    /// The first time.
    pub first_at: DateTime<Utc>,
    /// The last time.
    pub last_at: DateTime<Utc>,
}

/// A training.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Trained {
    /// What was learned.
    pub training: Training,
    /// When it was passed.
    pub passed_on: NaiveDate,
}

/// A commendation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Honour {
    /// What it is called.
    pub title: String,
    /// Who gave it.
    pub given_by: String,
    /// When.
    pub given_on: NaiveDate,
}

/// What those said whom they helped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Evaluations {
    /// How many gave stars.
    pub count: u64,
    /// All their stars, one to five each.
    pub stars: i64,
}

/// The one spelling of a record: what is hashed, signed and kept.
pub fn spell(record: &Record) -> Result<String> {
    canonical::json(record)
}

/// The SHA-256 of words, hex.
pub fn hash(words: &str) -> String {
    hex::encode(digest::digest(&digest::SHA256, words.as_bytes()))
}

/// The file that a holder keeps.
#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CertificateFile {
    /// 证明的内容（五组信息与出具信息）
    #[schema(value_type = Object)]
    pub record: Value,
    /// 内容的 SHA-256，按键排序、无空白的 JSON
    pub content_hash: String,
    /// Ed25519 签名，十六进制
    pub signature: String,
    /// 签名的公钥，十六进制
    pub public_key: String,
}
