//! Rows and events tell the same story: wishes are led through random lives over HTTP,
//! then both computations are held against each other.

use api::reports::rate::Rates;
use api::reports::service::{self, Month};
use api::worker;
use serde_json::{Value, json};
use support::{Person, TestApp, Wish};

/// A small generator, so that a failing walk can be walked again.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }
}

/// What a move needs beside the version; none for moves that this walk leaves out.
fn body_of(verb: &str, dice: &mut Dice, others: &[Wish], helper: &Person) -> Option<Value> {
    Some(match verb {
        "approve" | "accept" | "claim" | "unmerge" | "resubmit" | "withdraw" | "release" | "decline" => json!({}),
        "return" | "reject" | "appeal" | "revoke" | "dispute" | "reopen" | "close" | "escalate" => {
            json!({ "reason": "原因" })
        }
        "progress" | "fulfil" => json!({ "text": "情况" }),
        "confirm" => json!({ "rating": 1 + dice.below(5) }),
        "assign" => json!({ "helper": { "kind": "account", "id": helper.account() } }),
        "merge" => json!({ "intoWishId": others[dice.below(others.len())].id }),
        _ => return None,
    })
}

/// One in so many times a verb is thought of: what leads back or ends a life is rare, or none would be long.
fn rarity(verb: &str) -> usize {
    match verb {
        "support" | "extend" | "escalate" | "progress" => 20,
        "withdraw" | "close" | "reject" | "merge" => 12,
        "return" | "release" | "revoke" | "decline" => 5,
        _ => 1,
    }
}

/// One of the people, chosen by chance among those who may do something, and what.
async fn somebody_who_may<'p>(people: &'p [Person], wish: &Wish, dice: &mut Dice) -> Option<(&'p Person, String)> {
    let first = dice.below(people.len());
    for person in people.iter().cycle().skip(first).take(people.len()) {
        let shown = person.get(wish.path("")).await;
        let allowed: Vec<&str> = shown["allowedActions"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .filter(|verb| dice.below(rarity(verb)) == 0)
            .collect();
        if !allowed.is_empty() {
            return Some((person, allowed[dice.below(allowed.len())].to_owned()));
        }
    }
    None
}

#[tokio::test]
async fn the_rates_of_the_rows_are_the_rates_of_the_events() {
    let app = TestApp::spawn().await;
    let mut dice = Dice(20_261_124);
    let grids = [app.given_grid().await, app.given_grid().await];
    let mut wishes = Vec::new();
    let staff = app.staff(&grids[0]).await;
    let helper = app.volunteer(&grids[0]).await;
    let mut people = vec![staff.clone(), helper.clone()];
    for grid in &grids {
        let (author, leader) = (app.resident(grid).await, app.grid_leader(grid).await);
        for _ in 0..8 {
            wishes.push(author.submits_wish("楼道灯坏了").await);
        }
        people.extend([author, leader]);
    }

    let begun = app.now();
    let mut moved = 0;
    for _ in 0..220 {
        if dice.below(25) == 0 {
            app.advance_days(1 + dice.below(5) as u64);
            worker::drain(&app.app).await;
        }
        let wish = &wishes[dice.below(wishes.len())];
        let Some((person, verb)) = somebody_who_may(&people, wish, &mut dice).await else { continue };
        if let Some(body) = body_of(&verb, &mut dice, &wishes, &helper) {
            moved += usize::from(person.moves(wish, &verb, body).await.status == 200);
        }
    }
    assert!(moved > 100, "only {moved} moves: the walk is too short to mean anything");

    let mut total = Rates::default();
    for later in 0..12 {
        let month = begun.checked_add_months(chrono::Months::new(later)).expect("no such month").format("%Y-%m");
        let month: Month = month.to_string().parse().expect("no month");
        let cohort = service::cohort(&app.kernel().db, grids[0].community, month, None).await.expect("no cohort");
        let (rows, events) = service::both_ways(&app.kernel().db, &cohort).await.expect("no rates");
        assert_eq!(rows, events, "{month}");
        for rates in rows.values() {
            let population = rates.response.population();
            assert_eq!([rates.solve.population(), rates.satisfaction.population()], [population; 2]);
            total += rates;
        }
    }
    let varied = total.solve.numerator > 0 && total.solve.numerator < total.solve.denominator;
    assert!(varied && total.solve.exclusions.len() > 2, "the lives are too much alike: {total:?}");
}
