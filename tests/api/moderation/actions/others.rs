//! Who else publishes actions, what does not wait, and what is refused at once.

use serde_json::json;
use support::wechat::Endpoint;
use support::{Answer, content, posts, shift};

use super::super::{LISTED, only};
use super::Lead;

#[tokio::test]
async fn a_partner_unit_and_a_team_are_looked_at_too() {
    let lead = Lead::new().await;
    let app = &lead.scene.app;
    let partner = app.given_partner(&lead.scene.grid).await;
    let member = app.partner_member(&lead.scene.grid, partner).await;
    let (captain, _) = lead.scene.wechatter().await;
    let team = app.given_team(&lead.scene.grid, Some(captain.account())).await;
    let content = content(app, 5, &json!({}));
    let of_team = json!({ "hostKind": "team", "hostId": team, "content": content });
    assert_eq!(captain.post("/actions", of_team).await.expect(201)["screening"], "checking");
    let of_partner = json!({ "hostKind": "partner", "hostId": partner, "content": content });
    let drafted = member.post("/actions", of_partner).await.expect(201);
    assert_eq!(drafted["screening"], "held", "WeChat does not know them: a person looks");
    assert_eq!(only(&lead.staff).await["cause"], "other_channel");
}

#[tokio::test]
async fn posts_of_an_emergency_do_not_wait() {
    let lead = Lead::new().await;
    let app = &lead.scene.app;
    let admin = app.admin(&lead.scene.grid).await;
    let emergency = app.given_emergency(&admin, "real", &[&lead.scene.grid]).await;
    let posts = posts(app, &lead.scene.grid, (1, 4), 2);
    let put_up = lead.leader.post(emergency.path("rosters"), posts).await.expect(201);
    assert_eq!((&put_up["status"], &put_up["screening"]), (&json!("published"), &json!("passed")));
    app.drain().await;
    assert_eq!(lead.scene.wechat.asked(Endpoint::TextCheck), 0);
    let public = app.anonymous().get(format!("/communities/{}/actions.ics", lead.scene.grid.community)).await;
    assert!(!public.expect(200).text().contains("BEGIN:VEVENT"), "those who were called up see them, and nobody else");
}

#[tokio::test]
async fn names_of_roles_and_reasons_of_calling_off_are_held_against_the_list() {
    let lead = Lead::new().await;
    let mut one = shift(&lead.scene.app, 48, 2, 3);
    one["roles"][0]["name"] = json!(LISTED);
    let body = json!({ "hostKind": "community", "content": lead.content(&json!({ "shifts": [one] })) });
    let refused = lead.leader.post("/actions", body).await.expect(422);
    let fault = |answer: &Answer| (answer.string("/errors/0/pointer"), answer.string("/errors/0/code"));
    assert_eq!(fault(&refused), ("/shifts/0/roles/0/name".to_owned(), "listed_word".to_owned()));
    let action = lead.published("周末大扫除").await;
    let refused = lead.leader.moves_action(&action, "cancel", json!({ "reason": LISTED })).await.expect(422);
    assert_eq!(fault(&refused), ("/reason".to_owned(), "listed_word".to_owned()));
    lead.leader.moves_action(&action, "cancel", json!({ "reason": "大风" })).await.expect(200);
}
