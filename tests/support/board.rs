//! Votes as they stand on the notice board, written as rows: here nothing depends on how a
//! matter comes that far.

use api::deliberations::bundle::{Basis, Bundle, PublishedOption, PublishedQuestion, PublishedRoll};
use api::deliberations::leaf::Leaf;
use api::deliberations::rule::{Weight, find};
use api::deliberations::tally::Choice;
use chrono::Duration;
use entity::deliberations::{
    DeliberationStatus as Status, Electorate, Method, Precedence, Secrecy, deliberation, deliberation_option,
};
use entity::ids::OptionId;
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};

use crate::{Deliberation, TestApp};

/// What is asked, with characters that few fonts have.
pub const QUESTION: &str = "选䶮、𠮷、㛃三位中的哪一位任监票人？";

/// What can be chosen.
pub const OPTIONS: [&str; 3] = ["张䶮", "王𠮷", "李㛃"];

impl TestApp {
    /// Brings a matter as far as this state: a choice of three by the households.
    pub async fn given_row_of_a_vote(&self, matter: &Deliberation, status: Status) {
        let options: Vec<PublishedOption> =
            OPTIONS.iter().map(|text| PublishedOption { id: OptionId::new(), text: (*text).to_owned() }).collect();
        for (sort, option) in (0..).zip(&options) {
            self.row(deliberation_option::ActiveModel {
                id: Set(option.id),
                deliberation_id: Set(matter.id),
                sort: Set(sort),
                text: Set(option.text.clone()),
            })
            .await;
        }
        let bundle = self.counted(matter, options);
        let frozen = status != Status::Scheduled;
        let counted = frozen && status != Status::Voting;
        let now = bundle.counted_at;
        let change = deliberation::ActiveModel {
            status: Set(status),
            question: Set(Some(QUESTION.to_owned())),
            method: Set(Some(Method::Single)),
            electorate: Set(Some(Electorate::Households)),
            secrecy: Set(Some(Secrecy::Open)),
            precedence: Set(Some(Precedence::First)),
            rule: Set(Some(json(&bundle.rule))),
            opens_at: Set(Some(bundle.question.opens_at)),
            closes_at: Set(Some(bundle.question.closes_at)),
            roll_hash: Set(frozen.then(|| bundle.roll.hash.clone())),
            roll_heads: Set(frozen.then_some(12_345)),
            roll_area: Set(frozen.then_some(0)),
            frozen_at: Set(frozen.then_some(now)),
            counted_at: Set(counted.then_some(now)),
            merkle_root: Set(counted.then(|| bundle.merkle_root.clone())),
            tally: Set(counted.then(|| json(&bundle.tally))),
            verdict: Set(counted.then(|| json(&bundle.verdict))),
            outcome: Set(counted.then_some(bundle.verdict.outcome)),
            published_at: Set((counted && status != Status::Counted).then_some(now)),
            objections_until: Set((counted && status != Status::Counted).then_some(now + Duration::days(7))),
            ..Default::default()
        };
        let here = deliberation::Column::Id.eq(matter.id);
        let changed = deliberation::Entity::update_many().set(change).filter(here).exec(&self.kernel().db).await;
        assert_eq!(changed.expect("the vote is refused").rows_affected, 1);
    }

    /// Two for the first, one for the third, one abstains.
    fn counted(&self, matter: &Deliberation, options: Vec<PublishedOption>) -> Bundle {
        let now = self.now();
        let chosen = [Some(0), Some(0), Some(2), None];
        let choice = |at: Option<usize>| match at {
            Some(at) => Choice::Options { options: vec![options[at].id] },
            None => Choice::Abstain {},
        };
        let leaf = |(number, at): (u8, Option<usize>)| Leaf {
            salt: hex::encode([number; 32]),
            choice: choice(at),
            weight: Weight { heads: 1, area: 0 },
        };
        let leaves = (0..).zip(chosen).map(leaf).collect();
        let basis = Basis {
            question: PublishedQuestion {
                deliberation: matter.id,
                text: QUESTION.to_owned(),
                method: Method::Single,
                at_most: 1,
                options: options.clone(),
                electorate: Electorate::Households,
                secrecy: Secrecy::Open,
                opens_at: now,
                closes_at: now + Duration::days(7),
            },
            rule: find("households-majority", 1).expect("there is no such rule"),
            roll: PublishedRoll {
                hash: hex::encode([7; 32]),
                weight: Weight { heads: 12_345, area: 0 },
                silent_served: Weight::default(),
            },
            counted_at: now,
        };
        Bundle::make(basis, leaves, &self.app.signer).expect("not counted")
    }
}

fn json(value: &impl serde::Serialize) -> Value {
    json!(value)
}
