//! The demo's volunteers, made by the services themselves.

use entity::community::community;
use reqwest::Method;
use sea_orm::{EntityTrait, QueryOrder};
use serde_json::json;
use support::TestApp;

#[tokio::test]
async fn the_demo_has_volunteers_with_minutes_rewards_and_a_certificate_that_holds() {
    let app = TestApp::demo().await;
    let home = community::Entity::find().order_by_asc(community::Column::Id).one(&app.kernel().db).await;
    let home = home.expect("communities cannot be read").expect("there is no community").id;
    let nobody = app.anonymous();

    let roll = nobody.get(format!("/communities/{home}/honour-roll")).await.expect(200);
    assert_eq!(roll.body.as_array().map(Vec::len), Some(3), "{}", roll.text());
    assert!(roll["/0/minutes"].as_i64().is_some_and(|minutes| minutes >= 365), "{}", roll.text());
    let published = nobody.get(format!("/communities/{home}/certificates")).await.expect(200);
    let number = published.string("/0/number");
    let check = nobody.get(format!("/certificate-checks/{number}")).await.expect(200);
    assert_eq!(check["valid"], true);

    let sign_in = json!({"appid": "demo", "code": "sandbox:林晓明"});
    let token = nobody.post("/auth/wechat/login", sign_in).await.expect(200).string("/accessToken");
    let ask = |path: &str| nobody.request(Method::GET, path).bearer(&token).send();
    assert!(ask("/me/balances").await.expect(200)["points"].as_i64().is_some_and(|points| points >= 60));
    assert_eq!(ask("/rewards").await.expect(200).items().len(), 2);
}
