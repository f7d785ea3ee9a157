//! Recounting: every figure of a bundle is made again from its leaves, and the first thing
//! that is wrong is named.

use std::collections::BTreeSet;

use entity::deliberations::{Electorate, Method, Outcome};
use serde::Serialize;
use serde_json::Value;

use super::{Bundle, FORM, poll, words};
use crate::deliberations::leaf::Leaf;
use crate::deliberations::merkle::{Hash, Tree};
use crate::deliberations::receipt::Receipt;
use crate::deliberations::rule::{Text, find, judge};
use crate::deliberations::signing::is_signed;
use crate::deliberations::tally::{Counter, Question};

/// The first thing that is wrong with a bundle or a receipt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// Where: a JSON pointer.
    pub pointer: String,
    /// What is wrong with it.
    pub what: Text,
}

impl Fault {
    fn at(pointer: impl Into<String>, zh_cn: impl Into<String>, en: impl Into<String>) -> Self {
        Self { pointer: pointer.into(), what: Text { zh_cn: zh_cn.into(), en: en.into() } }
    }
}

/// What a bundle that holds says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// Ballots counted.
    pub ballots: u64,
    /// The verdict.
    pub outcome: Outcome,
    /// The root of the leaves.
    pub merkle_root: String,
    /// Whose signature it bears: compare it with the key on the notice.
    pub public_key: String,
    #[serde(skip)]
    hashes: Vec<Hash>,
    #[serde(skip)]
    bundle: Bundle,
}

type Checked<T = ()> = Result<T, Fault>;

/// Checks a bundle; `progress` hears how many leaves are done.
///
/// # Errors
/// The first thing that is wrong.
pub fn check(value: &Value, key: Option<&str>, progress: impl FnMut(u64)) -> Checked<Report> {
    let bundle = read(value)?;
    let question = bundle.question.question();
    question_holds(&bundle, &question)?;
    rule_holds(&bundle)?;
    let hashes = leaves_hold(&bundle, &question, progress)?;
    count_holds(&bundle, &question)?;
    signature_holds(&bundle, value, key)?;
    Ok(Report {
        ballots: bundle.tally.ballots,
        outcome: bundle.verdict.outcome,
        merkle_root: bundle.merkle_root.clone(),
        public_key: bundle.public_key.clone(),
        hashes,
        bundle,
    })
}

/// Reads strictly: what does not come out again exactly as it went in is refused.
fn read(value: &Value) -> Checked<Bundle> {
    let bundle: Bundle = serde_path_to_error::deserialize(value).map_err(|error| {
        let pointer = format!("/{}", error.path().to_string().replace(['.', '['], "/").replace(']', ""));
        Fault::at(pointer, "内容无法读取，或有多余、缺少的字段", format!("it cannot be read: {}", error.inner()))
    })?;
    let again = serde_json::to_value(&bundle).unwrap_or_default();
    match difference(value, &again, String::new()) {
        Some(pointer) => Err(Fault::at(pointer, "写法不规范，已被改动", "it is not spelled as siwei spells it")),
        None if bundle.format != FORM => {
            Err(Fault::at("/format", format!("不是 {FORM} 格式"), format!("it is not of the form {FORM}")))
        }
        None => Ok(bundle),
    }
}

/// Where two values differ first.
fn difference(one: &Value, other: &Value, at: String) -> Option<String> {
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => {
            let odd = one.keys().find(|key| !other.contains_key(*key));
            odd.map(|key| format!("{at}/{key}")).or_else(|| {
                other.iter().find_map(|(key, value)| {
                    difference(one.get(key).unwrap_or(&Value::Null), value, format!("{at}/{key}"))
                })
            })
        }
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            let pairs = one.iter().zip(other).enumerate();
            pairs.into_iter().find_map(|(index, (one, other))| difference(one, other, format!("{at}/{index}")))
        }
        _ => (one != other).then_some(at),
    }
}

fn question_holds(bundle: &Bundle, question: &Question) -> Checked {
    let options: BTreeSet<_> = question.options.iter().collect();
    let motion = question.method == Method::Motion;
    if options.len() != question.options.len() || motion != options.is_empty() {
        return Err(Fault::at("/question/options", "选项与表决方式不符", "the options do not fit the method"));
    }
    if bundle.question.opens_at >= bundle.question.closes_at || bundle.question.closes_at > bundle.counted_at {
        return Err(Fault::at("/question/closesAt", "表决时间前后矛盾", "it is counted before it is over"));
    }
    Ok(())
}

fn rule_holds(bundle: &Bundle) -> Checked {
    let rule = &bundle.rule;
    if let Some(mut known) = find(&rule.code, rule.version) {
        known.silent_follow_majority = rule.silent_follow_majority && rule.may_count_silent();
        if known != *rule {
            return Err(Fault::at("/rule", "规则内容与该代码的规则不符", "it is not the rule of this code"));
        }
    } else if !rule.code.starts_with("own-") {
        return Err(Fault::at("/rule/code", "没有这条规则", "there is no such rule"));
    }
    if !rule.fits(bundle.question.electorate) || !rule.counts(bundle.question.method) {
        return Err(Fault::at("/rule", "规则不适用于此表决者或表决方式", "the rule is not for such a vote"));
    }
    Ok(())
}

/// Every leaf is a ballot on the question, in its one spelling and its place; the root is theirs.
fn leaves_hold(bundle: &Bundle, question: &Question, mut progress: impl FnMut(u64)) -> Checked<Vec<Hash>> {
    let mut hashes: Vec<Hash> = Vec::with_capacity(bundle.leaves.len());
    let mut tree = Tree::default();
    for (index, leaf) in bundle.leaves.iter().enumerate() {
        let hash = leaf_holds(bundle, question, leaf)
            .ok_or_else(|| Fault::at(format!("/leaves/{index}"), "不是有效选票", "it is no valid ballot"))?;
        if hashes.last().is_some_and(|before| *before >= hash) {
            return Err(Fault::at(
                format!("/leaves/{index}"),
                "选票被改动、重复或顺序不对",
                "it was changed, doubled or moved",
            ));
        }
        tree.push(hash);
        hashes.push(hash);
        progress(index as u64 + 1);
    }
    if hex::encode(tree.root()) != bundle.merkle_root {
        return Err(Fault::at(
            "/merkleRoot",
            "选票与默克尔根不符：有选票被改动、增加或删除",
            "it is not the root of the leaves: one was changed, added or removed",
        ));
    }
    Ok(hashes)
}

fn leaf_holds(bundle: &Bundle, question: &Question, leaf: &Leaf) -> Option<Hash> {
    let spelled = leaf.choice.clone().check(question).ok()?;
    let by_area = bundle.question.electorate == Electorate::Owners;
    let weight_fits = leaf.weight.heads == 1 && (leaf.weight.area > 0) == by_area;
    let sound = spelled == leaf.choice && leaf.has_sound_salt() && weight_fits;
    if sound { leaf.hash(bundle.question.deliberation).ok() } else { None }
}

fn count_holds(bundle: &Bundle, question: &Question) -> Checked {
    let mut counter = Counter::new(question);
    bundle.leaves.iter().for_each(|leaf| counter.add(&leaf.choice, leaf.weight));
    let tally = counter.finish();
    if let Some(pointer) = changed(&bundle.tally, &tally, "/tally") {
        return Err(Fault::at(pointer, "计票结果与选票不符", "the count is not that of the leaves"));
    }
    let poll = poll(&tally, &bundle.roll, bundle.question.electorate);
    if !poll.fits() {
        return Err(Fault::at("/roll", "参与者多于名册", "more took part than are on the roll"));
    }
    if let Some(pointer) = changed(&bundle.verdict, &judge(&bundle.rule, poll), "/verdict") {
        return Err(Fault::at(pointer, "结论与票数和规则不符", "the verdict is not that of the count and the rule"));
    }
    Ok(())
}

/// Where what is said differs first from what is made again.
fn changed<T: Serialize>(said: &T, made: &T, at: &str) -> Option<String> {
    let value = |of: &T| serde_json::to_value(of).unwrap_or_default();
    difference(&value(said), &value(made), at.to_owned())
}

fn signature_holds(bundle: &Bundle, value: &Value, key: Option<&str>) -> Checked {
    let words = words(value).unwrap_or_default();
    if !is_signed(&bundle.public_key, &words, &bundle.signature) {
        return Err(Fault::at("/signature", "签名不符：内容在签名后被改动", "it was changed after it was signed"));
    }
    match key {
        Some(key) if !key.eq_ignore_ascii_case(&bundle.public_key) => {
            Err(Fault::at("/publicKey", "不是所给公钥的签名", "it is signed with another key than the given one"))
        }
        _ => Ok(()),
    }
}

/// Checks that a receipt is genuine and that its ballot was counted.
///
/// # Errors
/// The first thing that is wrong.
pub fn check_receipt(value: &Value, report: &Report) -> Checked<Receipt> {
    let receipt: Receipt = serde_json::from_value(value.clone())
        .map_err(|error| Fault::at("/", "回执无法读取", format!("the receipt cannot be read: {error}")))?;
    if let Some(pointer) = difference(value, &serde_json::to_value(&receipt).unwrap_or_default(), String::new()) {
        return Err(Fault::at(pointer, "写法不规范，已被改动", "it is not spelled as siwei spells it"));
    }
    if receipt.public_key != report.public_key || !receipt.is_genuine().unwrap_or(false) {
        return Err(Fault::at("/signature", "回执的签名不符", "the receipt is not signed with the bundle's key"));
    }
    if receipt.deliberation != report.bundle.question.deliberation {
        return Err(Fault::at("/deliberation", "回执属于另一个议题", "the receipt is of another deliberation"));
    }
    let leaf = hex::decode(&receipt.leaf).unwrap_or_default();
    match report.hashes.binary_search_by(|hash| hash.as_slice().cmp(&leaf)) {
        Ok(_) => Ok(receipt),
        Err(_) => Err(Fault::at(
            "/leaf",
            "公布的选票中没有这一张；如果改过票，请用最后一次的回执",
            "this ballot is not among the leaves; after a change only the last receipt counts",
        )),
    }
}
