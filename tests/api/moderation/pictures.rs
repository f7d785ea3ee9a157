//! Pictures: WeChat fetches them and tells later what it thinks.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use support::wechat::{APPID, Callback, Endpoint, FakeWechat, Pictures, Verdict};
use support::{Person, TestApp};

use super::{only, pass, refuse};
use crate::media::{photo, upload};
use crate::wechat::{AES_KEY, Scene, TOKEN, with_callback};

/// A siwei of this hour that WeChat reaches, both for pictures and with its callback.
async fn reached(how: Pictures) -> Scene {
    let wechat = Arc::new(FakeWechat::start().await);
    let app = TestApp::with(|config| {
        wechat.configure(config);
        with_callback(config);
        config.public_url = "http://127.0.0.1:0".into();
    })
    .await;
    let url = format!("{}/wechat/callback/{APPID}", app.base());
    wechat.set_callback(APPID, Callback { url, token: TOKEN.to_owned(), aes_key: AES_KEY.to_owned() });
    wechat.judge_pictures(how);
    let grid = app.given_grid().await;
    Scene { wechat, app, grid }
}

/// A wish with a picture that is public but for that; its address.
async fn pictured(scene: &Scene, author: &Person, leader: &Person) -> (String, Value) {
    let picture = upload(author, &photo()).await.expect(201);
    assert_eq!(picture.body["status"], "checking");
    let wish = json!({ "category": "repair", "title": "楼道灯坏了", "body": "请看一看", "photos": [picture.id()] });
    let path = format!("/wishes/{}", author.post("/wishes", wish).await.expect(201).string("/wish/id"));
    leader.post(format!("{path}/approve"), json!({ "version": 1 })).await.expect(200);
    scene.app.drain().await;
    (path, picture.body)
}

/// Waits until so many results were pushed, and lets them be worked on.
async fn told(scene: &Scene, times: usize) {
    for _ in 0..500 {
        if scene.wechat.pushed().len() >= times {
            scene.app.drain().await;
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("only {} of {times} results were told", scene.wechat.pushed().len());
}

async fn photos(person: &Person, path: &str) -> usize {
    person.get(path).await.expect(200).body["photos"].as_array().expect("no photos").len()
}

#[tokio::test]
async fn a_picture_is_shown_to_others_once_wechat_has_passed_it() {
    let scene = reached(Pictures { delay_ms: 300, ..Pictures::default() }).await;
    let ((author, _), leader) = (scene.wechatter().await, scene.app.grid_leader(&scene.grid).await);
    let reader = scene.app.resident(&scene.grid).await;
    let (path, _) = pictured(&scene, &author, &leader).await;
    assert_eq!((photos(&author, &path).await, photos(&leader, &path).await, photos(&reader, &path).await), (1, 1, 0));
    told(&scene, 1).await;
    assert_eq!(photos(&reader, &path).await, 1);
    let wall = format!("/communities/{}/wall", reader.community.expect("no community"));
    let wall = scene.app.anonymous().get(wall).await.expect(200);
    assert_eq!(wall.items()[0]["photoCount"], 1);
}

#[tokio::test]
async fn results_that_come_in_another_order_find_their_pictures() {
    let scene = reached(Pictures { last_first: true, ..Pictures::default() }).await;
    let ((author, _), leader) = (scene.wechatter().await, scene.app.grid_leader(&scene.grid).await);
    let reader = scene.app.resident(&scene.grid).await;
    let (first, _) = pictured(&scene, &author, &leader).await;
    assert!(scene.wechat.pushed().is_empty());
    let (second, _) = pictured(&scene, &author, &leader).await;
    told(&scene, 2).await;
    assert_eq!((photos(&reader, &first).await, photos(&reader, &second).await), (1, 1));
}

#[tokio::test]
async fn a_picture_that_wechat_refuses_waits_for_a_person_and_may_go_for_good() {
    let how = Pictures { verdict: Verdict::Risky, twice: true, in_text: true, ..Pictures::default() };
    let scene = reached(how).await;
    let ((author, _), leader) = (scene.wechatter().await, scene.app.grid_leader(&scene.grid).await);
    let (reader, staff) = (scene.app.resident(&scene.grid).await, scene.app.staff(&scene.grid).await);
    let (path, picture) = pictured(&scene, &author, &leader).await;
    told(&scene, 2).await;
    assert_eq!(photos(&reader, &path).await, 0);
    let review = only(&staff).await;
    assert_eq!((&review["kind"], &review["cause"]), (&json!("picture"), &json!("wechat")));
    assert_eq!(review["picture"]["id"], picture["id"], "{review}");
    decide(&staff, &review, refuse()).await;
    assert_eq!(photos(&author, &path).await, 0, "its author does not see it any more either");
    let url = picture["url"].as_str().expect("no address");
    let gone = scene.app.fetch(&url[url.find("/api/").expect("no path")..]).await;
    assert_eq!(gone.status, 404);
}

#[tokio::test]
async fn a_result_that_never_comes_is_asked_for_once_more_and_then_a_person_looks() {
    let scene = reached(Pictures { silent: true, ..Pictures::default() }).await;
    let ((author, _), leader) = (scene.wechatter().await, scene.app.grid_leader(&scene.grid).await);
    let (reader, staff) = (scene.app.resident(&scene.grid).await, scene.app.staff(&scene.grid).await);
    let (path, _) = pictured(&scene, &author, &leader).await;
    for asked in [1, 2, 2] {
        assert_eq!(scene.wechat.asked(Endpoint::MediaCheck), asked);
        assert_eq!(photos(&reader, &path).await, 0);
        scene.app.advance(Duration::from_secs(31 * 60));
        scene.app.drain().await;
    }
    let review = only(&staff).await;
    assert_eq!(review["cause"], "check_failed");
    decide(&staff, &review, pass()).await;
    assert_eq!(photos(&reader, &path).await, 1);
}

#[tokio::test]
async fn a_result_that_comes_before_its_name_is_known_is_not_lost() {
    let scene = reached(Pictures { silent: true, ..Pictures::default() }).await;
    let ((author, _), leader) = (scene.wechatter().await, scene.app.grid_leader(&scene.grid).await);
    let (reader, staff) = (scene.app.resident(&scene.grid).await, scene.app.staff(&scene.grid).await);
    let (path, _) = pictured(&scene, &author, &leader).await;
    let trace = known_name(&scene).await;
    forget_name(&scene).await;
    scene.wechat.push(APPID, &result(&trace)).await;
    scene.app.drain().await;
    assert_eq!(photos(&reader, &path).await, 0, "parked");
    remember_name(&scene, &trace).await;
    scene.app.advance(Duration::from_secs(31 * 60));
    scene.app.drain().await;
    assert_eq!(photos(&reader, &path).await, 1);
    assert!(staff.get("/moderation/reviews").await.expect(200).items().is_empty());
    assert_eq!(scene.wechat.asked(Endpoint::MediaCheck), 1);
}

#[tokio::test]
async fn a_picture_that_wechat_cannot_fetch_waits_for_a_person() {
    let scene = reached(Pictures::default()).await;
    let ((author, _), staff) = (scene.wechatter().await, scene.app.staff(&scene.grid).await);
    let trace = "00000000-00000000";
    upload(&author, &photo()).await.expect(201);
    remember_name(&scene, trace).await;
    let mut failed = result(trace);
    failed["errcode"] = json!(-1_008);
    scene.wechat.push(APPID, &failed).await;
    let deliver = async |app: Arc<api::app::App>| api::worker::deliver(&app).await;
    scene.app.inside(deliver).await;
    assert_eq!(only(&staff).await["cause"], "check_failed");
}

/// What WeChat pushes of a harmless picture.
fn result(trace: &str) -> Value {
    json!({
        "ToUserName": "gh_1", "FromUserName": "platform", "CreateTime": 1, "MsgType": "event",
        "Event": "wxa_media_check", "appid": APPID, "trace_id": trace, "version": 2,
        "errcode": 0, "result": { "suggest": "pass", "label": 100 },
    })
}

async fn decide(staff: &Person, review: &Value, mut decision: Value) {
    let path = format!("/moderation/reviews/{}", review["id"].as_str().expect("no id"));
    let claimed = staff.post(format!("{path}/claim"), json!({})).await.expect(200);
    decision["version"] = json!(claimed.version());
    staff.post(format!("{path}/decide"), decision).await.expect(200);
}

use entity::moderation::content_review::{Column, Entity};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

async fn known_name(scene: &Scene) -> String {
    let row = Entity::find().filter(Column::TraceId.is_not_null()).one(&scene.app.kernel().db).await;
    row.expect("no reviews").and_then(|row| row.trace_id).expect("WeChat was not asked")
}

/// As it is while WeChat's answer to the call is still on its way.
async fn forget_name(scene: &Scene) {
    set_name(scene, None).await;
}

async fn remember_name(scene: &Scene, trace: &str) {
    set_name(scene, Some(trace.to_owned())).await;
}

async fn set_name(scene: &Scene, trace: Option<String>) {
    let named = Entity::update_many().col_expr(Column::TraceId, Expr::value(trace)).filter(Column::Kind.eq("picture"));
    named.exec(&scene.app.kernel().db).await.expect("not set");
}
