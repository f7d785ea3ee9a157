//! Posters: what was replaced goes.

use serde_json::{Value, json};
use support::{TestApp, content};

use crate::media::{photo, upload};

fn body(app: &TestApp, poster: Option<&str>) -> Value {
    json!({ "hostKind": "community", "content": content(app, 3, &json!({ "posterId": poster })) })
}

#[tokio::test]
async fn a_poster_that_was_replaced_goes_and_the_new_one_stays() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let staff = app.staff(&grid).await;
    let poster = async || upload(&staff, &photo()).await.expect(201).id();
    let (old, new) = (poster().await, poster().await);
    let made = staff.post("/actions", body(&app, Some(&old))).await.expect(201);
    let path = format!("/actions/{}", made.id());
    let change = async |poster: Option<&str>| {
        let version = staff.get(&path).await.expect(200).version();
        let mut changed = body(&app, poster);
        changed["version"] = json!(version);
        changed.as_object_mut().expect("no object").remove("hostKind");
        staff.put(&path, changed).await.expect(200)["/poster/id"].clone()
    };
    assert_eq!(change(Some(&old)).await, json!(old), "the same one is no other");
    assert_eq!(change(Some(&new)).await, json!(new));
    // A folder without pictures is not there.
    let files = || {
        let folder = app.kernel().settings.data_dir.join("media/pictures");
        std::fs::read_dir(folder).map_or(0, Iterator::count)
    };
    app.drain().await;
    assert_eq!(files(), 4);
    app.advance_days(1);
    app.drain().await;
    assert_eq!(files(), 2);
    assert_eq!(staff.get(&path).await.expect(200)["/poster/id"], json!(new));
    assert_eq!(change(None).await, json!(null));
    app.drain().await;
    assert_eq!(files(), 0);
}
