//! `siwei admin outbox`: the operator looks at what was given up and lets it be tried again.

use api::kernel::outbox;
use entity::kernel::event;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;
use support::{Outcome, Program, TestApp};

use super::outbox::{Delivering, fails_to_the_end, messages, only_one, put};

fn siwei(app: &TestApp, arguments: &[&str]) -> Outcome {
    let all = [&["admin", "outbox"], arguments].concat();
    Program::new(env!("CARGO_BIN_EXE_siwei-under-test"), &all).on(app).run()
}

#[tokio::test]
async fn what_was_given_up_is_listed_with_its_reason_and_tried_again() {
    let app = TestApp::spawn().await;
    assert_eq!(siwei(&app, &["list", "--json"]).json(), json!([]));
    put(app.kernel(), 1).await;
    fails_to_the_end(&app).await;
    let row = only_one(&app).await;
    let id = row.id.to_string();

    let listed = siwei(&app, &["list", "--json"]);
    let first = &listed.json()[0];
    assert_eq!((listed.code, &first["id"], &first["topic"]), (0, &json!(id), &json!("test")));
    assert_eq!((&first["attempts"], &first["lastError"]), (&json!(8), &json!(row.last_error)));
    assert_eq!((&first["nextAt"], &first["payload"]), (&json!(null), &json!({ "number": 0 })));
    let table = siwei(&app, &["list"]);
    assert!(table.out.contains(&id) && table.out.contains("搁置 parked"), "{table:?}");

    let retried = siwei(&app, &["retry", &id, "--json"]);
    assert_eq!((retried.code, retried.json()), (0, json!({ "retried": 1 })));
    assert_eq!(siwei(&app, &["list", "--json"]).json(), json!([]));
    assert_eq!(siwei(&app, &["list", "--all", "--json"]).json()[0]["attempts"], 0);
    let again = siwei(&app, &["retry", &id]);
    assert_eq!((again.code, again.err.contains("not parked")), (1, true), "{again:?}");
    let noted = event::Entity::find().filter(event::Column::Verb.eq("unpark")).one(&app.kernel().db).await;
    let noted = noted.expect("no query").expect("not written down");
    assert_eq!((noted.subject_id.to_string(), noted.data), (id, json!({ "messages": 1 })));

    app.advance_days(1);
    let deliver = |_| -> Delivering<'static> { Box::pin(async { Ok(()) }) };
    assert_eq!(outbox::work_once(app.kernel(), &deliver).await.ok(), Some(1));
    assert!(messages(&app).await.is_empty());
}

#[tokio::test]
async fn all_are_tried_again_only_when_that_is_asked_for() {
    let app = TestApp::spawn().await;
    put(app.kernel(), 3).await;
    for _ in 0..8 {
        let fails = |_| -> Delivering<'static> { Box::pin(async { Err(api::error::Code::Unavailable.error()) }) };
        outbox::work_once(app.kernel(), &fails).await.expect("not worked");
        app.advance(std::time::Duration::from_secs(3_600));
    }
    assert_eq!(siwei(&app, &["list", "--json", "--limit", "2"]).json().as_array().map(Vec::len), Some(2));
    assert_eq!(siwei(&app, &["retry"]).code, 2, "which ones?");
    assert_eq!(siwei(&app, &["retry", "--all", "--json"]).json(), json!({ "retried": 3 }));
    assert_eq!(siwei(&app, &["retry", "--all", "--json"]).json(), json!({ "retried": 0 }), "nothing to do is no fault");
    assert_eq!(siwei(&app, &["retry", "of-no-id"]).code, 2);
}
