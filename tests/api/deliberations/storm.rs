//! A server that is killed in the middle of a storm of ballots: every acknowledged ballot is in
//! the count, none twice.

use std::net::TcpListener;
use std::time::Duration;

use entity::deliberations::ballot;
use futures_util::future::join_all;
use reqwest::Method;
use sea_orm::EntityTrait;
use serde_json::json;
use support::{Deliberation, Person, Program, Running, TestApp};

const VOTERS: usize = 60;

/// How often a voter's phone tries again.
const TRIES: usize = 200;

fn server(app: &TestApp, address: &str) -> Running {
    let arguments = ["serve", "--listen", address];
    Program::new(env!("CARGO_BIN_EXE_siwei-under-test"), &arguments).on(app).start()
}

/// Votes until it is acknowledged, with the same key each time; the leaf on the receipt.
async fn persist(base: &str, voter: &Person, matter: &Deliberation, turn: usize) -> String {
    let client = reqwest::Client::builder().no_proxy().tls_certs_only([]).build().expect("no client");
    let body = json!({"choice": {"kind": if turn.is_multiple_of(2) { "agree" } else { "against" }}});
    tokio::time::sleep(Duration::from_millis(turn as u64 * 15)).await;
    for _ in 0..TRIES {
        let request = client
            .request(Method::POST, format!("{base}/api/v1{}", matter.path("ballots")))
            .bearer_auth(voter.token().expect("no token"))
            .header("Idempotency-Key", "storm")
            .timeout(Duration::from_secs(5))
            .json(&body);
        if let Ok(answer) = request.send().await {
            let status = answer.status().as_u16();
            let text = answer.text().await.unwrap_or_default();
            match status {
                201 => {
                    let Ok(cast) = serde_json::from_str::<serde_json::Value>(&text) else { continue };
                    return cast["receipt"]["leaf"].as_str().expect("no leaf").to_owned();
                }
                409 if text.contains("still_running") => {}
                500..=599 | 429 => {}
                _ => panic!("{status} {text}"),
            }
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("no answer after {TRIES} tries");
}

/// Guards: the answer comes after the commit; key and ballot commit together.
#[tokio::test]
async fn every_acknowledged_ballot_is_counted_once_though_the_server_is_killed() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let building = app.given_building(&grid).await;
    let (author, staff) = (app.resident_in(&building).await, app.staff(&grid).await);
    let mut voters = Vec::new();
    for _ in 0..VOTERS {
        voters.push(app.resident_in(&building).await);
    }
    let matter = app.given_vote(&author, &building, &staff, json!({})).await;
    let address = TcpListener::bind("127.0.0.1:0").expect("no port").local_addr().expect("no address").to_string();
    let base = format!("http://{address}");

    let killing = async {
        let mut running = server(&app, &address);
        for pause in [1_500, 700, 400] {
            tokio::time::sleep(Duration::from_millis(pause)).await;
            running.kill();
            running = server(&app, &address);
        }
        running
    };
    let voting = join_all(voters.iter().enumerate().map(|(turn, voter)| persist(&base, voter, &matter, turn)));
    let (running, leaves) = tokio::join!(killing, voting);
    running.kill();

    let rows = ballot::Entity::find().all(&app.kernel().db).await.expect("no ballots");
    assert_eq!(rows.len(), VOTERS);
    for leaf in &leaves {
        assert!(rows.iter().any(|row| row.leaf.as_deref() == Some(leaf)), "an acknowledged ballot is lost");
    }
    app.closes().await;
    let counted = staff.get(matter.path("")).await.expect(200);
    assert_eq!(counted["result"]["tally"]["ballots"], VOTERS);
}
