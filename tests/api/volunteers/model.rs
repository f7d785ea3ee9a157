//! The ledger against a model: whatever is posted, reversed or refused, each balance is what the model says and
//! the sum of its postings, and all balances of a unit together are zero.

use std::collections::BTreeMap;

use api::error::Code;
use api::kernel::db::{self, Cause};
use api::volunteers::service::ledger::{self, Owner, Transfer};
use entity::ids::{AccountId, CommunityId};
use entity::volunteers::{LedgerKind, LedgerSource, LedgerUnit, ledger_account, ledger_posting, ledger_transfer};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use sea_orm::EntityTrait;
use support::TestApp;
use uuid::Uuid;

/// One thing that may be tried.
#[derive(Clone, Debug)]
enum Try {
    /// From one to another, so much, for a source or none.
    Post(usize, usize, i64, Option<u128>),
    /// Takes back the transfer that was posted as so many-th.
    Reverse(usize),
}

fn tries() -> impl Strategy<Value = Vec<Try>> {
    let one = prop_oneof![
        4 => (0..4_usize, 0..4_usize, 1..20_i64, proptest::option::of(0..6_u128))
            .prop_filter("two ends", |(from, to, ..)| from != to)
            .prop_map(|(from, to, amount, source)| Try::Post(from, to, amount, source)),
        1 => (0..12_usize).prop_map(Try::Reverse),
    ];
    proptest::collection::vec(one, 1..30)
}

/// What should be there.
#[derive(Default)]
struct Model {
    balances: [i64; 4],
    sources: Vec<u128>,
    posted: Vec<(ledger_transfer::Model, usize, usize, bool)>,
}

impl Model {
    fn may(&self, from: usize, amount: i64) -> bool {
        from == 0 || self.balances[from] >= amount
    }

    fn book(&mut self, from: usize, to: usize, amount: i64) {
        self.balances[from] -= amount;
        self.balances[to] += amount;
    }
}

struct Stage<'a> {
    app: &'a TestApp,
    community: CommunityId,
    owners: [Owner; 4],
}

impl Stage<'_> {
    async fn post(&self, model: &mut Model, (from, to, amount, source): (usize, usize, i64, Option<u128>)) {
        let transfer = Transfer {
            unit: LedgerUnit::Points,
            from: self.owners[from],
            to: self.owners[to],
            amount,
            kind: LedgerKind::Service,
            reason: None,
            service: None,
            source: source
                .map(|id| (LedgerSource::Attendance, Uuid::from_u128(id ^ Uuid::from(self.community).as_u128()))),
        };
        let known = source.is_some_and(|source| model.sources.contains(&source));
        let posted = db::write(self.app.kernel(), Cause::system(), async |tx| {
            ledger::post(tx, self.community, vec![transfer.clone()]).await
        });
        match (posted.await.map_err(|error| error.code()), known, model.may(from, amount)) {
            (Ok(rows), true, _) => assert!(rows.is_empty(), "an effect came twice"),
            (Ok(mut rows), false, true) => {
                model.book(from, to, amount);
                model.sources.extend(source);
                model.posted.push((rows.pop().expect("nothing was posted"), from, to, false));
            }
            (Err(code), false, false) => assert_eq!(code, Code::NotEnoughPoints),
            (outcome, known, may) => panic!("{outcome:?} although known: {known}, may: {may}"),
        }
    }

    async fn reverse(&self, model: &mut Model, index: usize) {
        let Some((row, from, to, reversed)) = model.posted.get(index).cloned() else { return };
        let outcome = db::write(self.app.kernel(), Cause::system(), async |tx| ledger::reverse(tx, &row, None).await);
        match (outcome.await.map_err(|error| error.code()), reversed, model.may(to, row.amount)) {
            (Ok(_), false, true) => {
                model.book(to, from, row.amount);
                model.posted[index].3 = true;
            }
            (Err(code), true, true) => assert_eq!(code, Code::AlreadyReversed),
            (Err(code), _, false) => assert!([Code::NotEnoughPoints, Code::AlreadyReversed].contains(&code)),
            (outcome, reversed, may) => panic!("{outcome:?} although reversed: {reversed}, may: {may}"),
        }
    }

    async fn agrees(&self, model: &Model) {
        let db = &self.app.kernel().db;
        let accounts = ledger_account::Entity::find().all(db).await.expect("accounts cannot be read");
        let postings = ledger_posting::Entity::find().all(db).await.expect("postings cannot be read");
        let mut sums = BTreeMap::new();
        for posting in &postings {
            *sums.entry(posting.account_id).or_insert(0) += posting.amount;
        }
        assert_eq!(accounts.iter().map(|account| account.balance).sum::<i64>(), 0);
        for account in &accounts {
            assert_eq!(account.balance, sums.get(&account.id).copied().unwrap_or_default(), "{account:?}");
        }
        for (owner, balance) in self.owners.iter().zip(model.balances) {
            let id = match owner {
                Owner::Community => Uuid::from(self.community),
                Owner::Member(id) => (*id).into(),
                Owner::Partner(id) => (*id).into(),
            };
            let there = accounts.iter().find(|account| account.owner_id == id).map_or(0, |account| account.balance);
            assert_eq!(there, balance, "{owner:?}");
        }
    }
}

#[tokio::test]
async fn whatever_is_tried_the_books_are_those_of_the_model() {
    let app = TestApp::spawn().await;
    let mut runner = TestRunner::deterministic();
    for _ in 0..25 {
        let community = app.given_community().await.id;
        let member = || Owner::Member(AccountId::new());
        let stage = Stage { app: &app, community, owners: [Owner::Community, member(), member(), member()] };
        let tried = tries().new_tree(&mut runner).expect("nothing to try").current();
        let mut model = Model::default();
        for one in tried {
            match one {
                Try::Post(from, to, amount, source) => stage.post(&mut model, (from, to, amount, source)).await,
                Try::Reverse(index) => stage.reverse(&mut model, index).await,
            }
        }
        stage.agrees(&model).await;
    }
}
