//! The published bundle: everything with which anybody can recount a vote without siwei's
//! database. What is signed is the whole bundle without its leaves; the root stands for those.

mod check;

#[cfg(test)]
mod tests;

use chrono::{DateTime, Utc};
use entity::deliberations::{Electorate, Method, Secrecy};
use entity::ids::{DeliberationId, OptionId};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

pub use check::{Fault, Report, check, check_receipt};

use super::leaf::Leaf;
use super::merkle::Tree;
use super::rule::words::Head;
use super::rule::{Poll, Rule, Verdict, Weight, judge};
use super::signing::Signer;
use super::tally::{Counter, Question, Tally};
use crate::error::{Code, Result};
use crate::kernel::canonical;

/// The form of a bundle; a later one is another version.
pub const FORM: &str = "siwei-bundle/1";

/// 选项
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PublishedOption {
    /// 选项
    pub id: OptionId,
    /// 文字
    pub text: String,
}

/// 表决的问题
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PublishedQuestion {
    /// 议题
    pub deliberation: DeliberationId,
    /// 问题
    pub text: String,
    /// 表决方式
    pub method: Method,
    /// 多选时至多几项
    pub at_most: usize,
    /// 选项，按显示顺序
    pub options: Vec<PublishedOption>,
    /// 谁来表决
    pub electorate: Electorate,
    /// 记名方式
    pub secrecy: Secrecy,
    /// 表决开始
    pub opens_at: DateTime<Utc>,
    /// 表决截止
    pub closes_at: DateTime<Utc>,
}

impl PublishedQuestion {
    /// What its ballots may say.
    pub fn question(&self) -> Question {
        let options = self.options.iter().map(|option| option.id).collect();
        Question { method: self.method, options, at_most: self.at_most }
    }
}

/// 名册摘要
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PublishedRoll {
    /// 冻结名册的散列值（SHA-256），十六进制
    pub hash: String,
    /// 全体人数与面积
    pub weight: Weight,
    /// 有送达记录而未表决者的人数与面积
    pub silent_served: Weight,
}

/// 公布的计票数据，任何人可据此重新计票
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Bundle {
    /// 格式
    pub format: String,
    /// 表决的问题
    pub question: PublishedQuestion,
    /// 适用的规则
    pub rule: Rule,
    /// 名册摘要
    pub roll: PublishedRoll,
    /// 全部选票，按散列值排列
    pub leaves: Vec<Leaf>,
    /// 选票的默克尔根（RFC 6962），十六进制
    pub merkle_root: String,
    /// 计票结果
    pub tally: Tally,
    /// 结论及其理由
    pub verdict: Verdict,
    /// 计票时间
    pub counted_at: DateTime<Utc>,
    /// 签名公钥，十六进制
    pub public_key: String,
    /// 签名（Ed25519），十六进制
    pub signature: String,
}

/// What a count starts from.
#[derive(Clone, Debug)]
pub struct Basis {
    /// The question.
    pub question: PublishedQuestion,
    /// The rule.
    pub rule: Rule,
    /// The roll.
    pub roll: PublishedRoll,
    /// When it is counted.
    pub counted_at: DateTime<Utc>,
}

impl Bundle {
    /// Counts the leaves, judges and signs. The leaves are put into the order of their hashes,
    /// which has nothing to do with who voted when.
    pub fn make(basis: Basis, leaves: Vec<Leaf>, signer: &Signer) -> Result<Self> {
        let (leaves, merkle_root) = arranged(basis.question.deliberation, leaves)?;
        let asked = basis.question.question();
        let mut counter = Counter::new(&asked);
        leaves.iter().for_each(|leaf| counter.add(&leaf.choice, leaf.weight));
        Ok(Self { leaves, ..Self::sign(basis, counter.finish(), merkle_root, signer)? })
    }

    /// Judges a count and signs it; the leaves stay where they are, their root stands for them.
    pub fn sign(basis: Basis, tally: Tally, merkle_root: String, signer: &Signer) -> Result<Self> {
        let Basis { question, rule, roll, counted_at } = basis;
        let verdict = judge(&rule, poll(&tally, &roll, question.electorate));
        let unsigned = Self {
            format: FORM.to_owned(),
            question,
            rule,
            roll,
            leaves: Vec::new(),
            merkle_root,
            tally,
            verdict,
            counted_at,
            public_key: signer.public_key(),
            signature: String::new(),
        };
        let signature = signer.sign(&words(&to_value(&unsigned)?)?);
        Ok(Self { signature, ..unsigned })
    }
}

/// The leaves in the order of their hashes, and their root.
pub fn arranged(deliberation: DeliberationId, leaves: Vec<Leaf>) -> Result<(Vec<Leaf>, String)> {
    let hashed = leaves.into_iter().map(|leaf| Ok((leaf.hash(deliberation)?, leaf))).collect::<Result<Vec<_>>>();
    let mut hashed = hashed?;
    hashed.sort_by_key(|(hash, _)| *hash);
    let mut tree = Tree::default();
    tree.extend(hashed.iter().map(|(hash, _)| *hash));
    Ok((hashed.into_iter().map(|(_, leaf)| leaf).collect(), hex::encode(tree.root())))
}

/// What the rule compares.
pub fn poll(tally: &Tally, roll: &PublishedRoll, electorate: Electorate) -> Poll {
    Poll {
        roll: roll.weight,
        agree: tally.agree,
        against: tally.against,
        abstain: tally.abstain,
        silent_served: roll.silent_served,
        head: Head::of(electorate),
    }
}

fn to_value(bundle: &Bundle) -> Result<Value> {
    serde_json::to_value(bundle).map_err(|error| Code::Internal.error().cause(error))
}

/// The words that are signed: the bundle without its leaves and its signature.
fn words(bundle: &Value) -> Result<String> {
    let mut head = bundle.clone();
    if let Some(fields) = head.as_object_mut() {
        fields.shift_remove("leaves");
        fields.shift_remove("signature");
    }
    Ok(format!("{FORM}\n{}", canonical::json(&head)?))
}
