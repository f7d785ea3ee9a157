//! What may come in.

use api::auth::{Actor, Who};
use api::kernel::db;
use api::media::service;
use image::ImageFormat;
use reqwest::Method;
use support::TestApp;

use super::{path_of, picture, sized, upload};

#[tokio::test]
async fn a_resident_uploads_a_picture_and_gets_addresses_that_need_no_token() {
    let app = TestApp::spawn().await;
    let resident = app.resident(&app.given_grid().await).await;

    let answer = upload(&resident, &picture(ImageFormat::Png)).await.expect(201);
    assert_eq!((answer["width"].as_i64(), answer["height"].as_i64()), (Some(640), Some(480)));
    assert_eq!(answer.header("location"), format!("/api/v1/media/{}", answer.id()));

    for (field, width) in [("url", 640), ("thumbUrl", 400)] {
        let shown = app.anonymous().get(path_of(&answer, field)).await.expect(200);
        assert_eq!(shown.header("content-type"), "image/jpeg");
        let decoded = image::load_from_memory(&shown.bytes).expect("what is shown is no picture");
        assert_eq!(decoded.width(), width);
    }
}

#[tokio::test]
async fn who_does_not_belong_to_a_community_uploads_nothing() {
    let app = TestApp::spawn().await;
    let bytes = picture(ImageFormat::Jpeg);
    assert_eq!(upload(&app.anonymous(), &bytes).await.refusal(), (401, "unauthenticated"));
    assert_eq!(upload(&app.newcomer().await, &bytes).await.refusal(), (403, "not_verified"));
    let program = app.api_client(&app.community().await, &[]).await;
    assert_eq!(upload(&program, &bytes).await.refusal(), (403, "forbidden"));
}

#[tokio::test]
async fn what_is_no_picture_is_refused_whatever_it_is_called() {
    let app = TestApp::spawn().await;
    let resident = app.resident(&app.given_grid().await).await;
    let refusal = async |bytes: &[u8]| {
        let answer = upload(&resident, bytes).await;
        (answer.status, answer.code().to_owned())
    };

    assert_eq!(refusal(b"<svg onload=alert(1)>").await, (415, "unsupported_media_type".into()));
    assert_eq!(refusal(b"").await, (415, "unsupported_media_type".into()));
    let whole = picture(ImageFormat::Png);
    assert_eq!(refusal(&whole[..whole.len() / 2]).await, (422, "bad_picture".into()));
    let mut large = picture(ImageFormat::Jpeg);
    large.resize(10 * 1024 * 1024 + 1, 0);
    assert_eq!(refusal(&large).await, (413, "too_large".into()));
    large.resize(40 * 1024 * 1024, 0);
    assert_eq!(refusal(&large).await, (413, "too_large".into()));
}

#[tokio::test]
async fn a_form_without_its_file_or_with_more_than_it_is_refused() {
    let app = TestApp::spawn().await;
    let resident = app.resident(&app.given_grid().await).await;
    let request = || resident.request(Method::POST, "/media");
    let bytes = picture(ImageFormat::Jpeg);

    let answer = request().json(&serde_json::json!({})).send().await;
    assert_eq!(answer.refusal(), (415, "unsupported_media_type"));
    let answer = request().file("a.jpg", "image/jpeg", &bytes, &[("note", "x")]).send().await;
    assert_eq!((answer.refusal(), answer["/errors/0/pointer"].as_str()), ((422, "unknown_field"), Some("/note")));
    let empty = "--edge\r\ncontent-disposition: form-data; name=\"a\"\r\n\r\nx\r\n--edge--\r\n";
    let answer = request().body("multipart/form-data; boundary=edge", empty).send().await;
    assert_eq!((answer.refusal(), answer["/errors/0/pointer"].as_str()), ((422, "invalid"), Some("/file")));
    for broken in ["", "--edge", "--edge\r\n\r\nx\r\n--edge--\r\n"] {
        let answer = request().body("multipart/form-data; boundary=edge", broken).send().await;
        assert!((400..500).contains(&answer.status), "{broken:?} answers {}", answer.text());
    }
}

#[tokio::test]
async fn a_retry_with_the_same_key_gets_the_same_picture_and_leaves_nothing_behind() {
    let app = TestApp::spawn().await;
    let resident = app.resident(&app.given_grid().await).await;
    let bytes = picture(ImageFormat::Jpeg);
    let once = async |bytes: &[u8]| {
        let request = resident.request(Method::POST, "/media").key("photo-1");
        request.file("photo.jpg", "image/jpeg", bytes, &[]).send().await
    };

    let first = once(&bytes).await.expect(201);
    let second = once(&bytes).await.expect(201);
    assert_eq!(first.id(), second.id());
    assert_eq!(once(&picture(ImageFormat::Png)).await.refusal(), (422, "idempotency_key_reused"));
    let kept = std::fs::read_dir(app.kernel().settings.data_dir.join("media/pictures")).expect("no folder of pictures");
    assert_eq!(kept.count(), 2, "one picture and its thumbnail");
}

#[tokio::test]
async fn an_account_has_a_share_a_day() {
    let app = TestApp::with(|config| config.limits.pictures_per_day = 2).await;
    let grid = app.given_grid().await;
    let (resident, other) = (app.resident(&grid).await, app.resident(&grid).await);
    let bytes = sized(16, 12, ImageFormat::Jpeg);

    let together = futures_util::future::join_all((0..6).map(|_| upload(&resident, &bytes))).await;
    assert_eq!(together.iter().filter(|answer| answer.status == 201).count(), 2);
    let refused = upload(&resident, &bytes).await;
    assert_eq!(refused.refusal(), (429, "picture_quota"));
    let wait: u64 = refused.header("retry-after").parse().expect("no Retry-After");
    assert!((86_000..=86_400).contains(&wait));
    let _ = upload(&other, &bytes).await.expect(201);

    app.advance_days(1);
    let _ = upload(&resident, &bytes).await.expect(201);
}

/// Guard: the lock on the account while its pictures are counted (PostgreSQL), the one writer (SQLite).
#[tokio::test]
async fn of_many_last_pictures_of_a_day_no_more_than_the_share_is_kept() {
    let app = TestApp::with(|config| config.limits.pictures_per_day = 2).await;
    let replicas = [app.replica().await, app.replica().await];
    let all = [&app, &replicas[0], &replicas[1]];
    let grid = app.given_grid().await;
    for _ in 0..5 {
        let resident = app.resident(&grid).await;
        let who = Who::Account(resident.account());
        let actor = Actor { who, community: resident.community, grants: Vec::new(), residency: None, session: None };
        // Decoded beforehand, so that what is counted meets at once.
        let mut kept = Vec::new();
        for _ in 0..12 {
            let bytes = sized(16, 12, ImageFormat::Jpeg).into();
            kept.push(service::keep(app.kernel(), &app.app.pictures, &actor, bytes).await.expect("not kept"));
        }
        let registered = kept.iter().zip(0..).map(async |(kept, turn)| {
            let (kernel, cause) = (all[turn % 3].kernel(), actor.cause("test"));
            db::write(kernel, cause, async |tx| service::register(tx, &actor, kept).await).await.is_ok()
        });
        let registered = futures_util::future::join_all(registered).await;
        assert_eq!(registered.into_iter().filter(|registered| *registered).count(), 2);
    }
}
