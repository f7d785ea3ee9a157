//! Who sees a picture: who has its address, for a while.

use std::time::Duration;

use reqwest::Method;
use support::TestApp;

use super::{path_of, photo, upload};

#[tokio::test]
async fn an_address_cannot_be_forged_or_turned_to_another_picture() {
    let app = TestApp::spawn().await;
    let resident = app.resident(&app.given_grid().await).await;
    let (one, other) = (upload(&resident, &photo()).await.expect(201), upload(&resident, &photo()).await.expect(201));
    let address = path_of(&one, "url");
    let refusal = async |path: String| {
        let answer = app.anonymous().get(path).await;
        (answer.status, answer.code().to_owned())
    };

    let not_found = (404, "not_found".to_owned());
    assert_eq!(refusal(address.replace(&one.id(), &other.id())).await, not_found);
    assert_eq!(refusal(address.replace("?", "/thumb?")).await, not_found);
    assert_eq!(refusal(address.replace("expires=1", "expires=2")).await, not_found);
    assert_eq!(refusal(format!("{address}00")).await, not_found);
    assert_eq!(refusal(address.split_once('?').expect("no query").0.to_owned()).await, (400, "malformed_query".into()));
}

#[tokio::test]
async fn an_address_expires() {
    let app = TestApp::spawn().await;
    let resident = app.resident(&app.given_grid().await).await;
    let address = path_of(&upload(&resident, &photo()).await.expect(201), "url");

    app.advance(Duration::from_secs(2 * 60 * 60 - 5));
    let _ = app.anonymous().get(&address).await.expect(200);
    app.advance(Duration::from_secs(2 * 60 * 60 + 5));
    assert_eq!(app.anonymous().get(&address).await.refusal(), (403, "link_expired"));
}

#[tokio::test]
async fn who_has_the_picture_is_not_sent_it_again() {
    let app = TestApp::spawn().await;
    let resident = app.resident(&app.given_grid().await).await;
    let address = path_of(&upload(&resident, &photo()).await.expect(201), "url");

    let shown = app.anonymous().get(&address).await.expect(200);
    assert!(shown.header("cache-control").starts_with("private, max-age="));
    let again = app.anonymous().request(Method::GET, &address).header("if-none-match", shown.header("etag"));
    let again = again.send().await.expect(304);
    assert!(again.bytes.is_empty());
}
