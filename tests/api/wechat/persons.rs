//! What somebody takes back at WeChat goes here as well.

use entity::auth::{AccountStatus, account, wechat_identity};
use entity::wechat::{EventOutcome, message_grant, wechat_event};
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};
use support::Person;

use super::{Scene, UPDATE, events, push};

fn of_person(event: &str, openid: &str, what: &str) -> Value {
    json!({
        "ToUserName": "gh_1", "FromUserName": "platform", "CreateTime": 5, "MsgType": "event", "Event": event,
        "OpenID": openid, "RevokeInfo": what,
    })
}

async fn row(scene: &Scene, person: &Person) -> account::Model {
    let row = account::Entity::find_by_id(person.account()).one(&scene.app.kernel().db).await;
    row.expect("no query").expect("no account")
}

#[tokio::test]
async fn whose_account_at_wechat_is_no_more_is_erased_here() {
    let scene = Scene::new().await;
    let (person, wechatter) = scene.wechatter().await;
    scene.agrees(&wechatter, UPDATE, 2).await;
    push(&scene.app, &of_person("user_authorization_cancellation", &wechatter.openid, "")).await.expect(200);
    scene.app.drain().await;

    let db = &scene.app.kernel().db;
    assert_eq!(row(&scene, &person).await.status, AccountStatus::Erased);
    assert_eq!(wechat_identity::Entity::find().count(db).await.ok(), Some(0));
    assert_eq!(message_grant::Entity::find().count(db).await.ok(), Some(0));
    assert_eq!(wechat_event::Entity::find().count(db).await.ok(), Some(0), "each carries the openid");
    assert_eq!(person.get("/me").await.status, 401);
}

#[tokio::test]
async fn the_last_admin_is_not_erased_but_the_operator_is_told() {
    let scene = Scene::new().await;
    let admin = scene.app.admin(&scene.grid).await;
    let wechatter = scene.binds(&admin).await;
    push(&scene.app, &of_person("user_authorization_cancellation", &wechatter.openid, "")).await.expect(200);
    scene.app.drain().await;
    assert_eq!(row(&scene, &admin).await.status, AccountStatus::Active);
    let events = events(&scene.app).await;
    assert_eq!((events.len(), events[0].outcome), (1, Some(EventOutcome::Parked)));
}

#[tokio::test]
async fn what_is_taken_back_is_forgotten_and_nothing_else() {
    let scene = Scene::new().await;
    let (person, wechatter) = scene.wechatter().await;
    push(&scene.app, &of_person("user_authorization_revoke", &wechatter.openid, "13, 14")).await.expect(200);
    scene.app.drain().await;
    let before = row(&scene, &person).await;
    assert!(before.phone_sealed.is_some());
    push(&scene.app, &of_person("user_authorization_revoke", &wechatter.openid, "8")).await.expect(200);
    scene.app.drain().await;
    let after = row(&scene, &person).await;
    assert_eq!((after.phone_sealed, after.phone_blind), (None, None));
    assert_eq!((after.display_name_sealed, after.status), (before.display_name_sealed, AccountStatus::Active));
}
