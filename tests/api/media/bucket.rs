//! Pictures in an S3-compatible bucket, on a real server: what works in a folder works there, and when
//! the bucket is away nothing is done by halves.

use std::time::{Duration, Instant};

use api::auth::{Actor, Who};
use api::error::Code;
use api::kernel::db::{self, Cause};
use api::media::service;
use entity::media::media;
use image::ImageFormat;
use reqwest::Method;
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};
use support::{Bucket, Person, Program, TestApp};

use super::{path_of, photo, picture, upload};

const HOUR: Duration = Duration::from_secs(3_600);

async fn rows(app: &TestApp) -> u64 {
    media::Entity::find().count(&app.kernel().db).await.expect("not counted")
}

fn actor(person: &Person) -> Actor {
    Actor { who: Who::Account(person.account()), community: person.community, ..Actor::system() }
}

#[tokio::test]
async fn a_picture_is_put_shown_by_its_signed_address_and_swept_out() {
    let bucket = Bucket::start();
    let app = TestApp::with(|config| bucket.configure(config)).await;
    let resident = app.resident(&app.given_grid().await).await;
    let kept = upload(&resident, &picture(ImageFormat::Png)).await.expect(201);
    assert_eq!(bucket.pictures().len(), 2, "one picture and its thumbnail");
    for (field, width) in [("url", 640), ("thumbUrl", 400)] {
        let shown = app.anonymous().get(path_of(&kept, field)).await.expect(200);
        let decoded = image::load_from_memory(&shown.bytes).expect("what is shown is no picture");
        assert_eq!(decoded.width(), width);
        let again = app.anonymous().request(Method::GET, path_of(&kept, field));
        let again = again.header("if-none-match", shown.header("etag")).send().await.expect(304);
        assert!(again.bytes.is_empty());
    }
    app.advance(HOUR * 4);
    assert_eq!(app.anonymous().get(path_of(&kept, "url")).await.refusal(), (403, "link_expired"));
    app.drain().await;
    assert_eq!(bucket.pictures().len(), 2);
    app.advance(HOUR * 21);
    app.drain().await;
    assert_eq!((bucket.pictures().len(), rows(&app).await), (0, 0));
}

#[tokio::test]
async fn while_the_bucket_is_away_callers_are_told_when_to_come_back_and_nothing_is_half_done() {
    let mut bucket = Bucket::start();
    let app = TestApp::with(|config| bucket.configure(config)).await;
    let resident = app.resident(&app.given_grid().await).await;
    let bytes = picture(ImageFormat::Jpeg);
    let kept = upload(&resident, &bytes).await.expect(201);
    bucket.goes_away();

    let start = Instant::now();
    let refused = upload(&resident, &bytes).await;
    assert_eq!((refused.refusal(), refused.header("retry-after")), ((503, "unavailable"), "5"));
    let shown = app.anonymous().get(path_of(&kept, "url")).await;
    assert_eq!((shown.refusal(), shown.header("retry-after")), ((503, "unavailable"), "5"));
    assert!(start.elapsed() < Duration::from_secs(25), "they wait too long: {:?}", start.elapsed());
    assert_eq!(rows(&app).await, 1);
    // Whatever needs no picture goes on.
    let _ = resident.get("/me").await.expect(200);
    app.advance(HOUR * 25);
    app.drain().await;
    assert_eq!((rows(&app).await, bucket.pictures().len()), (0, 2), "the row goes at once, the objects wait");

    bucket.comes_back();
    app.advance(HOUR);
    app.drain().await;
    assert!(bucket.pictures().is_empty());
    let again = upload(&resident, &bytes).await.expect(201);
    let _ = app.anonymous().get(path_of(&again, "url")).await.expect(200);
}

/// Guard: the removal that is promised before the first object is put.
#[tokio::test]
async fn objects_that_got_no_row_are_removed_after_an_hour() {
    let bucket = Bucket::start();
    let app = TestApp::with(|config| bucket.configure(config)).await;
    let actor = actor(&app.resident(&app.given_grid().await).await);
    let keep = async || {
        let bytes = picture(ImageFormat::Jpeg).into();
        service::keep(app.kernel(), &app.app.pictures, &actor, bytes).await.expect("not kept")
    };
    let register = async |kept: &service::Kept| {
        let work = async |tx: &db::Tx<'_>| service::register(tx, &actor, kept).await.map(drop);
        db::write(app.kernel(), Cause::system(), work).await.map_err(|error| error.code())
    };
    // The process ends here, for all that the bucket knows.
    let lost = keep().await;
    let kept = keep().await;
    assert_eq!(register(&kept).await, Ok(()));
    app.advance(HOUR - Duration::from_secs(10));
    app.drain().await;
    assert_eq!(bucket.pictures().len(), 4);
    app.advance(Duration::from_secs(20));
    app.drain().await;
    assert_eq!(bucket.pictures().len(), 2);
    assert_eq!(register(&lost).await, Err(Code::Unavailable), "its objects are gone");
    assert_eq!(rows(&app).await, 1);
}

/// What `siwei doctor` finds about pictures: its state and what it says.
fn finding(app: &TestApp, bucket: &Bucket, other: Option<(&str, &str)>) -> (Value, String) {
    let mut doctor = Program::new(env!("CARGO_BIN_EXE_siwei-under-test"), &["doctor", "--json"]).on(app);
    for (name, value) in bucket.variables() {
        let value = other.filter(|(changed, _)| *changed == name).map_or(value, |(_, value)| value.to_owned());
        doctor = doctor.with(name, &value);
    }
    let findings = doctor.run().json()["findings"].clone();
    let all = findings.as_array().expect("no findings");
    let storage = all.iter().find(|one| one["check"] == "storage").expect("pictures are not looked at");
    (storage["state"].clone(), storage["found"].as_str().unwrap_or_default().to_owned())
}

#[tokio::test]
async fn the_doctor_says_what_is_wrong_with_a_bucket() {
    let mut bucket = Bucket::start();
    let app = TestApp::spawn().await;
    let (state, found) = finding(&app, &bucket, None);
    assert_eq!(state, json!("good"), "{found}");
    assert!(bucket.pictures().is_empty());

    let wrong = [
        ("SIWEI__STORAGE__S3__BUCKET", "nobodys-bucket", "NoSuchBucket"),
        ("SIWEI__STORAGE__S3__ACCESS_KEY_ID", "somebody-else", "NotSignedUp"),
        ("SIWEI__STORAGE__S3__SECRET_ACCESS_KEY", "another-secret", "SignatureDoesNotMatch"),
    ];
    for (name, value, why) in wrong {
        let (state, found) = finding(&app, &bucket, Some((name, value)));
        assert_eq!(state, json!("bad"), "{name}");
        assert!(found.contains(why), "{name}: {found}");
        assert!(!found.contains("secret"), "{found}");
    }
    bucket.goes_away();
    let (state, found) = finding(&app, &bucket, None);
    assert_eq!(state, json!("bad"), "{found}");
}

#[tokio::test]
async fn with_a_wrong_key_uploads_are_refused_and_leave_nothing() {
    let bucket = Bucket::start();
    let app = TestApp::with(|config| {
        bucket.configure(config);
        config.storage.s3.as_mut().expect("no bucket").secret_access_key = "another-secret".into();
    });
    let app = app.await;
    let resident = app.resident(&app.given_grid().await).await;
    let refused = upload(&resident, &photo()).await;
    assert_eq!(refused.refusal(), (503, "unavailable"));
    assert!(!refused.text().contains("Signature"), "the caller is told why: {}", refused.text());
    assert_eq!((rows(&app).await, bucket.pictures().len()), (0, 0));
}
