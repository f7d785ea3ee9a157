//! A bundle holds as it is, and nothing in it can be changed unnoticed.

mod samples;

use entity::deliberations::Outcome;
use serde_json::{Value, json};

use super::*;
use crate::deliberations::leaf::Leaf;
use crate::deliberations::receipt::Receipt;
use crate::deliberations::rule::{OwnRule, Text};
use crate::deliberations::tally::Choice;
use samples::{basis, leaf, option, rule, samples, signer};

fn value(bundle: &Bundle) -> Value {
    serde_json::to_value(bundle).unwrap_or_default()
}

fn holds(value: &Value) -> Result<Report, Fault> {
    check(value, None, |_| ())
}

#[test]
fn a_bundle_holds_as_it_was_made_and_after_a_trip_through_a_file() {
    let outcomes = [Outcome::Rejected, Outcome::Adopted, Outcome::Advisory, Outcome::Advisory];
    for (bundle, outcome) in samples().iter().zip(outcomes) {
        let text = serde_json::to_string_pretty(bundle).unwrap_or_default();
        let read: Value = serde_json::from_str(&text).unwrap_or_default();
        let report = holds(&read).unwrap_or_else(|fault| panic!("{fault:?}"));
        assert_eq!((report.ballots, report.outcome), (bundle.leaves.len() as u64, outcome));
    }
}

#[test]
fn the_order_of_keys_in_the_file_does_not_matter() {
    let sorted = canonical::sorted(&value(&samples()[0]));
    assert!(holds(&sorted).is_ok());
}

/// Every value of a JSON document, by pointer.
fn pointers(value: &Value, at: String, all: &mut Vec<String>) {
    match value {
        Value::Object(fields) => fields.iter().for_each(|(key, value)| pointers(value, format!("{at}/{key}"), all)),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, value)| pointers(value, format!("{at}/{index}"), all))
        }
        _ => {}
    }
    if !at.is_empty() {
        all.push(at);
    }
}

/// The ways in which one value can be changed.
fn changes(value: &Value) -> Vec<Value> {
    match value {
        Value::Null => vec![json!("x"), json!(option(1))],
        Value::Bool(was) => vec![json!(!was)],
        Value::Number(was) => {
            vec![json!(was.as_u64().unwrap_or(0) + 1), json!(was.as_u64().unwrap_or(0).wrapping_sub(1)), json!(0.5)]
        }
        Value::String(was) => {
            let last = if was.ends_with('1') { '2' } else { '1' };
            let other: String = was.chars().take(was.chars().count().saturating_sub(1)).chain([last]).collect();
            vec![json!(other), json!(format!("{was} ")), json!(""), Value::Null]
        }
        Value::Array(was) => {
            let (mut less, mut more, mut turned) = (was.clone(), was.clone(), was.clone());
            less.pop();
            more.extend(was.first().cloned().or(Some(json!([]))));
            turned.reverse();
            vec![Value::Array(less), Value::Array(more), Value::Array(turned)]
        }
        Value::Object(was) => {
            let mut more = was.clone();
            more.insert("more".into(), json!(1));
            vec![Value::Object(more), json!({})]
        }
    }
}

#[test]
fn every_single_change_of_a_bundle_is_caught() {
    let mut tried = 0;
    for bundle in samples() {
        let whole = value(&bundle);
        let mut all = Vec::new();
        pointers(&whole, String::new(), &mut all);
        for pointer in all {
            let was = whole.pointer(&pointer).cloned().unwrap_or_default();
            for change in changes(&was).into_iter().filter(|change| *change != was) {
                let mut forged = whole.clone();
                if let Some(place) = forged.pointer_mut(&pointer) {
                    *place = change.clone();
                }
                assert!(holds(&forged).is_err(), "{pointer}: {was} became {change} and nobody noticed");
                tried += 1;
            }
        }
    }
    assert!(tried > 2_000, "only {tried} changes were tried");
}

#[test]
fn every_field_that_is_left_out_is_missed() {
    for bundle in samples() {
        let whole = value(&bundle);
        let mut all = Vec::new();
        pointers(&whole, String::new(), &mut all);
        for pointer in all {
            let (parent, key) = pointer.rsplit_once('/').unwrap_or_default();
            let mut forged = whole.clone();
            if let Some(Value::Object(fields)) = forged.pointer_mut(parent) {
                fields.shift_remove(key);
                assert!(holds(&forged).is_err(), "{pointer} was left out and nobody noticed");
            }
        }
    }
}

/// A forger with a key of their own signs anew: everything that can be recounted still tells.
#[test]
fn what_is_signed_anew_by_somebody_else_is_still_recounted() {
    let resigned = |change: fn(&mut Bundle)| {
        let mut forged = samples().remove(0);
        change(&mut forged);
        forged.public_key = signer(2).public_key();
        forged.signature = signer(2).sign(&words(&value(&forged)).unwrap_or_default());
        check(&value(&forged), None, |_| ()).err().map(|fault| fault.pointer)
    };
    assert_eq!(resigned(|bundle| bundle.tally.agree.heads = 4).as_deref(), Some("/tally/agree/heads"));
    assert_eq!(resigned(|bundle| bundle.verdict.outcome = Outcome::Adopted).as_deref(), Some("/verdict/outcome"));
    assert_eq!(resigned(|bundle| drop(bundle.leaves.pop())).as_deref(), Some("/merkleRoot"));
    assert_eq!(resigned(|bundle| bundle.rule.agreeing.clear()).as_deref(), Some("/rule"));
    assert_eq!(resigned(|bundle| bundle.roll.weight.heads = 3).as_deref(), Some("/roll"));
    assert_eq!(resigned(|bundle| bundle.rule.code = "own-x".into()).as_deref(), Some("/verdict/rule"));
    let text = resigned(|bundle| bundle.question.text = "另一个问题".into());
    assert_eq!(text, None, "only the key of the notice tells whose words these are");
    let whole = value(&samples()[0]);
    let other = signer(2).public_key();
    assert_eq!(check(&whole, Some(&other), |_| ()).err().map(|fault| fault.pointer).as_deref(), Some("/publicKey"));
}

#[test]
fn a_receipt_is_found_among_the_leaves_and_no_changed_one_is() {
    let bundle = samples().remove(0);
    let report = holds(&value(&bundle)).unwrap_or_else(|fault| panic!("{fault:?}"));
    let deliberation = bundle.question.deliberation;
    let receipt = |leaf: &Leaf| {
        let hash = leaf.hash(deliberation).unwrap_or_default();
        let receipt = Receipt::sign(&signer(1), deliberation, hex::encode(hash), 1, bundle.question.opens_at);
        serde_json::to_value(receipt.unwrap_or_else(|error| panic!("no receipt: {error}"))).unwrap_or_default()
    };
    let genuine = receipt(&bundle.leaves[2]);
    assert!(check_receipt(&genuine, &report).is_ok());
    for (key, was) in genuine.as_object().into_iter().flatten() {
        for change in changes(was) {
            let mut forged = genuine.clone();
            forged[key] = change.clone();
            assert!(check_receipt(&forged, &report).is_err(), "{key} became {change}");
        }
    }
    let replaced = leaf(99, Choice::Agree {}, 10_000);
    let fault = check_receipt(&receipt(&replaced), &report).err();
    assert_eq!(fault.map(|fault| fault.pointer).as_deref(), Some("/leaf"));
}

#[test]
fn a_communitys_own_rule_travels_with_the_bundle() {
    let text = Text { zh_cn: "三分之一".into(), en: "a third".into() };
    let half = rule("residents-majority").agreeing;
    let own = OwnRule {
        name: text.clone(),
        source: text,
        electorate: Electorate::Residents,
        taking_part: Vec::new(),
        agreeing: half,
        silent_follow_majority: false,
    };
    let own = own.check("third", 1).unwrap_or_else(|fault| panic!("{fault:?}"));
    let basis = basis(Method::Motion, Electorate::Residents, own, Weight { heads: 9, area: 0 });
    let bundle = Bundle::make(basis, vec![leaf(1, Choice::Agree {}, 0)], &signer(1));
    let report = holds(&value(&bundle.unwrap_or_else(|error| panic!("no bundle: {error}"))));
    assert_eq!(report.map(|report| report.outcome), Ok(Outcome::Adopted));
}
