//! One key, one effect, on however many replicas.

use futures_util::future::join_all;
use reqwest::Method;
use serde_json::json;
use support::{Answer, Person, TestApp};

/// Guard: the key's row, in the transaction of its effect. Each replica knows only of its own
/// requests; the database decides between them.
#[tokio::test]
async fn one_key_has_one_effect_on_four_replicas() {
    let app = TestApp::spawn().await;
    let replicas = [app.replica().await, app.replica().await, app.replica().await];
    let author = app.resident(&app.given_grid().await).await;
    let mut authors: Vec<Person> = replicas.iter().map(|replica| author.at(replica)).collect();
    authors.push(author.clone());
    for round in 0..10 {
        let key = format!("tap {round}").replace(' ', "-");
        let body = json!({ "category": "repair", "title": format!("第{round}件"), "body": "门锁坏了，大家不放心。" });
        let submits =
            (0..40).map(|turn| authors[turn % 4].request(Method::POST, "/wishes").key(&key).json(&body).send());
        let answers = join_all(submits).await;
        let made: Vec<&Answer> = answers.iter().filter(|answer| answer.status == 201).collect();
        assert!(!made.is_empty());
        assert!(made.iter().all(|answer| answer.string("/wish/id") == made[0].string("/wish/id")));
        let waiting = answers.iter().filter(|answer| answer.refusal() == (409, "still_running")).count();
        assert_eq!(made.len() + waiting, 40);
    }
    assert_eq!(author.get("/wishes?mine=true").await.expect(200).items().len(), 10);
}
