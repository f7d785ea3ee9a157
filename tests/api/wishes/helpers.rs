//! Who helps: a volunteer, a team, a partner unit, the staff; and with what they show their work.

use entity::auth::{Role, ScopeKind};
use entity::wishes::WishStatus;
use serde_json::{Value, json};
use support::{Grid, Person, TestApp};

use crate::media::{photo, upload};

/// The body of a claim or an assignment for this helper.
fn of(kind: &str, id: impl ToString) -> Value {
    json!({ "helper": { "kind": kind, "id": id.to_string() } })
}

async fn grid_with_team(app: &TestApp) -> (Grid, Person, Person, Value) {
    let grid = app.given_grid().await;
    let (leader, member) = (app.resident(&grid).await, app.resident(&grid).await);
    let team = app.given_team(&grid, Some(leader.account())).await;
    app.join(&member, team).await;
    (grid, leader, member, of("team", team))
}

#[tokio::test]
async fn a_team_claims_and_each_of_its_members_can_go_on() {
    let app = TestApp::spawn().await;
    let (grid, leader, member, team) = grid_with_team(&app).await;
    let wish = app.given_wish(&app.given_cast(&grid).await, WishStatus::Open).await;

    let claimed = member.moves(&wish, "claim", team).await.expect(200);
    assert_eq!((&claimed["claim"]["helperKind"], &claimed["claim"]["mine"]), (&json!("team"), &json!(true)));
    leader.moves(&wish, "progress", json!({ "text": "队里明天去两个人" })).await.expect(200);
    leader.post(wish.path("contact"), json!({})).await.expect(200);
    member.moves(&wish, "fulfil", json!({ "text": "办好了" })).await.expect(200);
}

#[tokio::test]
async fn nobody_claims_for_a_team_or_a_partner_of_others() {
    let app = TestApp::spawn().await;
    let (grid, _, _, team) = grid_with_team(&app).await;
    let partner = app.given_partner(&grid).await;
    let cast = app.given_cast(&grid).await;
    let wish = app.given_wish(&cast, WishStatus::Open).await;

    for helper in [team, of("partner", partner), of("account", cast.author.account())] {
        assert_eq!(cast.helper.moves(&wish, "claim", helper).await.refusal(), (403, "forbidden"));
    }
    let elsewhere = app.given_team(&app.given_community().await, None).await;
    let unknown = cast.leader.moves(&wish, "assign", of("team", elsewhere)).await;
    assert_eq!(unknown.refusal(), (422, "invalid"));
}

#[tokio::test]
async fn a_partner_unit_claims_through_the_one_who_speaks_for_it() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let partner = app.given_partner(&grid).await;
    let speaker = app.partner_member(&grid, partner).await;
    let colleague = app.partner_member(&grid, partner).await;
    let wish = app.given_wish(&app.given_cast(&grid).await, WishStatus::Open).await;

    assert_eq!(speaker.moves(&wish, "claim", json!({})).await.refusal(), (403, "forbidden"));
    speaker.moves(&wish, "claim", of("partner", partner)).await.expect(200);
    colleague.moves(&wish, "fulfil", json!({ "text": "轮椅已送到" })).await.expect(200);
}

#[tokio::test]
async fn who_stops_speaking_for_a_partner_loses_its_claims_at_once() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let partner = app.given_partner(&grid).await;
    let speaker = app.member(&grid).await;
    let grant = app.grant(&speaker, Role::PartnerMember, ScopeKind::Partner, partner).await;
    let wish = app.given_wish(&app.given_cast(&grid).await, WishStatus::Open).await;
    speaker.moves(&wish, "claim", of("partner", partner)).await.expect(200);

    app.admin(&grid).await.delete(format!("/roles/{grant}")).await.expect(204);

    assert_eq!(speaker.post(wish.path("contact"), json!({})).await.status, 403);
    assert_eq!(speaker.moves(&wish, "fulfil", json!({ "text": "办好了" })).await.status, 403);
}

#[tokio::test]
async fn an_assigned_team_accepts_through_its_leader() {
    let app = TestApp::spawn().await;
    let (grid, leader, _, team) = grid_with_team(&app).await;
    let cast = app.given_cast(&grid).await;
    let wish = app.given_wish(&cast, WishStatus::Open).await;

    let assigned = cast.staff.moves(&wish, "assign", team).await.expect(200);
    assert_eq!(assigned["claim"]["accepted"], false);
    assert_eq!(leader.post(wish.path("contact"), json!({})).await.status, 403);
    leader.moves(&wish, "accept", json!({})).await.expect(200);
    leader.post(wish.path("contact"), json!({})).await.expect(200);
}

#[tokio::test]
async fn photos_of_the_work_are_shown_with_it_and_belong_to_their_uploader() {
    let app = TestApp::spawn().await;
    let cast = app.given_cast(&app.given_grid().await).await;
    let wish = app.given_wish(&cast, WishStatus::Claimed).await;
    let (mine, theirs) =
        (upload(&cast.helper, &photo()).await.expect(201).id(), upload(&cast.author, &photo()).await.expect(201).id());

    let foreign = json!({ "text": "配件到了", "photos": [theirs] });
    assert_eq!(cast.helper.moves(&wish, "progress", foreign).await.refusal(), (422, "invalid"));
    let shown = json!({ "text": "配件到了", "photos": [mine] });
    cast.helper.moves(&wish, "progress", shown).await.expect(200);

    let detail = cast.author.get(wish.path("")).await.expect(200);
    assert_eq!(detail["notes"].as_array().map(Vec::len), Some(1), "the refused one left something behind");
    assert_eq!(detail.string("/notes/0/photos/0/id"), mine);
}

#[tokio::test]
async fn the_nearest_open_wishes_come_first_and_the_own_ones_not_at_all() {
    let app = TestApp::spawn().await;
    let (near, far) = (app.given_grid().await, app.given_grid().await);
    let (here, there) = (app.given_cast(&near).await, app.given_cast(&far).await);
    let away = app.given_wish(&there, WishStatus::Open).await;
    let close = app.given_wish(&here, WishStatus::Open).await;
    let own = here.helper.submits_wish("我自己的心愿").await;
    here.leader.moves(&own, "approve", json!({})).await.expect(200);
    app.given_wish(&here, WishStatus::Claimed).await;

    let mut listed = Vec::new();
    let mut address = "/wishes/claimable?pageSize=1".to_owned();
    loop {
        let page = here.helper.get(&address).await.expect(200);
        listed.extend(page.items().iter().map(|wish| wish["id"].as_str().unwrap_or_default().to_owned()));
        let Some(cursor) = page["nextCursor"].as_str() else { break };
        address = format!("/wishes/claimable?pageSize=1&cursor={cursor}");
    }

    assert_eq!(listed, [close.id.to_string(), away.id.to_string()]);
}
