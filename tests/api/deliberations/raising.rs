//! A matter is raised, seconded, lapses, is taken up, declined, handed up, taken back.

use entity::community::{TeamKind, team};
use entity::deliberations::{DeliberationStatus, deliberation_second};
use futures_util::future::join_all;
use sea_orm::ActiveValue::Set;
use sea_orm::{EntityTrait, IntoActiveModel, PaginatorTrait};
use serde_json::json;
use support::{Building, Deliberation, Grid, Person, TestApp};

/// A building with an author and the people around.
struct House {
    grid: Grid,
    building: Building,
    author: Person,
    staff: Person,
}

async fn house(app: &TestApp) -> House {
    let grid = app.given_grid().await;
    let building = app.given_building(&grid).await;
    let (author, staff) = (app.resident_in(&building).await, app.staff(&grid).await);
    House { grid, building, author, staff }
}

impl House {
    async fn matter(&self, app: &TestApp, status: DeliberationStatus) -> Deliberation {
        app.given_matter(&self.author, &self.building, &self.staff, status).await
    }
}

async fn neighbours(app: &TestApp, building: &Building, count: usize) -> Vec<Person> {
    let mut neighbours = Vec::new();
    for _ in 0..count {
        neighbours.push(app.resident_in(building).await);
    }
    neighbours
}

async fn status(who: &Person, matter: &Deliberation) -> String {
    who.get(matter.path("")).await.expect(200).string("/status")
}

#[tokio::test]
async fn a_matter_is_seconded_by_itself_at_the_threshold() {
    let app = TestApp::spawn().await;
    let house = house(&app).await;
    let matter = house.author.proposes("给本楼加装电梯").await;
    for (number, neighbour) in neighbours(&app, &house.building, 3).await.iter().enumerate() {
        let answer = neighbour.post(matter.path("second"), json!({})).await.expect(200);
        let expected = if number < 2 { "proposed" } else { "seconded" };
        assert_eq!(
            (answer["status"].as_str(), answer["secondCount"].as_u64()),
            (Some(expected), Some(number as u64 + 1))
        );
        assert_eq!(answer["secondedByMe"], true);
    }
    let detail = house.author.get(matter.path("")).await.expect(200);
    let verbs: Vec<_> =
        detail["timeline"].as_array().expect("no timeline").iter().map(|step| step["verb"].clone()).collect();
    assert_eq!(verbs, ["propose", "reach_threshold"]);
}

/// Guard: the primary key of deliberation_second.
#[tokio::test]
async fn fifty_seconds_of_one_person_are_one() {
    let app = TestApp::spawn().await;
    let house = house(&app).await;
    let matter = house.author.proposes("给本楼加装电梯").await;
    let neighbour = app.resident_in(&house.building).await;
    let path = matter.path("second");
    let answers = join_all((0..50).map(|_| neighbour.post(&path, json!({})))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
    assert!(answers.iter().all(|answer| answer.status == 200 || answer["code"] == "already_seconded"));
    assert_eq!(deliberation_second::Entity::find().count(&app.kernel().db).await.ok(), Some(1));
}

/// Guard: the row lock of the matter: nobody's second is lost from the count.
#[tokio::test]
async fn many_who_second_at_once_move_it_once() {
    let app = TestApp::spawn().await;
    let house = house(&app).await;
    let matter = house.author.proposes("给本楼加装电梯").await;
    let neighbours = neighbours(&app, &house.building, 12).await;
    let path = matter.path("second");
    let answers = join_all(neighbours.iter().map(|neighbour| neighbour.post(&path, json!({})))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 3);
    assert!(answers.iter().all(|answer| answer.status == 200 || answer["code"] == "illegal_transition"));
    let detail = house.author.get(matter.path("")).await.expect(200);
    assert_eq!((detail["status"].as_str(), detail["secondCount"].as_u64()), (Some("seconded"), Some(3)));
}

#[tokio::test]
async fn only_those_who_live_there_second_it_and_never_the_author() {
    let app = TestApp::spawn().await;
    let house = house(&app).await;
    let matter = house.author.proposes("给本楼加装电梯").await;
    let own = house.author.post(matter.path("second"), json!({})).await;
    assert_eq!((own.status, own["code"].as_str()), (403, Some("own_matter")));
    let elsewhere = app.resident(&house.grid).await;
    assert_eq!(elsewhere.post(matter.path("second"), json!({})).await.status, 403);
    let stranger = app.resident(&app.given_grid_in(&app.given_community().await).await).await;
    assert_eq!(stranger.post(matter.path("second"), json!({})).await.status, 404);
}

#[tokio::test]
async fn what_nobody_seconds_lapses_after_thirty_days_and_not_before() {
    let app = TestApp::spawn().await;
    let house = house(&app).await;
    let matter = house.author.proposes("给本楼加装电梯").await;
    app.advance_days(29);
    app.drain().await;
    assert_eq!(status(&house.author, &matter).await, "proposed");
    app.advance_days(1);
    let late = app.resident_in(&house.building).await.post(matter.path("second"), json!({})).await;
    assert_eq!((late.status, late["code"].as_str()), (409, Some("illegal_transition")));
    app.drain().await;
    assert_eq!(status(&house.author, &matter).await, "lapsed");
}

#[tokio::test]
async fn the_self_governance_group_takes_a_seconded_matter_up() {
    let app = TestApp::spawn().await;
    let house = house(&app).await;
    let matter = house.matter(&app, DeliberationStatus::Seconded).await;
    let member = app.member(&house.grid).await;
    assert_eq!(member.moves_matter(&matter, "accept", json!({})).await.status, 403);
    let id = app.given_team(&house.grid, Some(member.account())).await;
    let row = team::Entity::find_by_id(id).one(&app.kernel().db).await.expect("no teams").expect("no team");
    let group = team::ActiveModel { kind: Set(TeamKind::SelfGovernanceGroup), ..row.into_active_model() };
    team::Entity::update(group).exec(&app.kernel().db).await.expect("the team is not changed");
    let answer = member.moves_matter(&matter, "accept", json!({})).await.expect(200);
    assert_eq!(answer["status"], "discussing");
}

#[tokio::test]
async fn the_leader_of_its_grid_decides_and_another_one_does_not() {
    let app = TestApp::spawn().await;
    let house = house(&app).await;
    let matter = house.matter(&app, DeliberationStatus::Seconded).await;
    let because = || json!({"reason": "不属于本楼事务"});
    let other = app.grid_leader(&app.given_grid_in(&house.grid).await).await;
    assert_eq!(other.moves_matter(&matter, "decline", because()).await.status, 403);
    let answer = app.grid_leader(&house.grid).await.moves_matter(&matter, "decline", because()).await.expect(200);
    assert_eq!(
        (answer["status"].as_str(), answer.string("/timeline/2/reason")),
        (Some("declined"), "不属于本楼事务".into())
    );
    assert_eq!(answer["allowedActions"], json!([]));
}

#[tokio::test]
async fn staff_hand_it_up_until_the_community_and_its_seconds_stay() {
    let app = TestApp::spawn().await;
    let house = house(&app).await;
    let matter = house.matter(&app, DeliberationStatus::Seconded).await;
    let because = || json!({"reason": "涉及全小区"});
    for level in ["compound", "community"] {
        let answer = house.staff.moves_matter(&matter, "escalate", because()).await.expect(200);
        assert_eq!((answer["level"].as_str(), answer["secondCount"].as_u64()), (Some(level), Some(3)));
    }
    let top = house.staff.moves_matter(&matter, "escalate", because()).await;
    assert_eq!((top.status, top["code"].as_str()), (409, Some("top_level")));
}

#[tokio::test]
async fn the_author_takes_it_back_before_the_vote_and_nobody_else_does() {
    let app = TestApp::spawn().await;
    let house = house(&app).await;
    let matter = house.matter(&app, DeliberationStatus::Discussing).await;
    assert_eq!(house.staff.moves_matter(&matter, "withdraw", json!({})).await.status, 403);
    let answer = house.author.moves_matter(&matter, "withdraw", json!({})).await.expect(200);
    assert_eq!(answer["status"], "withdrawn");
    let again = house.author.moves_matter(&matter, "withdraw", json!({})).await;
    assert_eq!(again.status, 409);
}

#[tokio::test]
async fn a_matter_lies_where_its_author_lives_and_staff_name_a_place_of_their_community() {
    let app = TestApp::spawn().await;
    let house = house(&app).await;
    let raise = |more: serde_json::Value| {
        let mut body = json!({"title": "停车位", "body": "车位不够，想请大家商量。", "level": "building"});
        body.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        body
    };
    let other = app.given_building(&house.grid).await;
    let elsewhere = json!({"buildingId": other.id});
    assert_eq!(house.author.post("/deliberations", raise(elsewhere.clone())).await.status, 403);
    let named = house.staff.post("/deliberations", raise(elsewhere)).await.expect(201);
    assert_eq!(named["proposerKind"], "staff");
    let nowhere = house.staff.post("/deliberations", raise(json!({}))).await;
    assert_eq!((nowhere.status, nowhere.string("/errors/0/pointer")), (422, "/buildingId".into()));
    let foreign = app.given_building(&app.given_grid_in(&app.given_community().await).await).await;
    let foreign = house.staff.post("/deliberations", raise(json!({"buildingId": foreign.id}))).await;
    assert_eq!((foreign.status, foreign.string("/errors/0/code")), (422, "unknown_reference".into()));
    let member = app.member(&house.grid).await;
    assert_eq!(member.post("/deliberations", raise(json!({}))).await.status, 403);
}

#[tokio::test]
async fn the_list_shows_the_communitys_matters_page_by_page() {
    let app = TestApp::spawn().await;
    let house = house(&app).await;
    for number in 0..3 {
        house.author.proposes(&format!("议题{number}")).await;
    }
    let reader = app.resident(&house.grid).await;
    let first = reader.get("/deliberations?pageSize=2&status=proposed").await.expect(200);
    assert_eq!((first.string("/items/0/title"), first.string("/items/1/title")), ("议题2".into(), "议题1".into()));
    let cursor = first.string("/nextCursor");
    let second = reader.get(format!("/deliberations?pageSize=2&status=proposed&cursor={cursor}")).await.expect(200);
    assert_eq!((second.string("/items/0/title"), second["nextCursor"].is_null()), ("议题0".into(), true));
    assert_eq!(reader.get("/deliberations?mine=true").await.expect(200)["items"], json!([]));
    let stranger = app.resident(&app.given_grid_in(&app.given_community().await).await).await;
    assert_eq!(stranger.get("/deliberations").await.expect(200)["items"], json!([]));
}

#[tokio::test]
async fn the_leader_and_the_author_learn_that_it_is_seconded() {
    let app = TestApp::spawn().await;
    let house = house(&app).await;
    let leader = app.grid_leader(&house.grid).await;
    house.matter(&app, DeliberationStatus::Seconded).await;
    app.drain().await;
    for who in [&leader, &house.author] {
        let told = who.get("/me/notifications").await.expect(200);
        assert_eq!(told.string("/items/0/kind"), "reach_threshold");
    }
}
