//! A matter is talked over: without names, moderated with a reason, nothing removed.

use api::kernel::crypto::mask_name;
use entity::community::{TeamKind, team};
use entity::deliberations::{DeliberationStatus, deliberation};
use futures_util::future::{join, join_all};
use sea_orm::ActiveValue::Set;
use sea_orm::IntoActiveModel;
use sea_orm::prelude::*;
use serde_json::{Value, json};
use support::{Answer, Building, Deliberation, Grid, Person, TestApp};

/// A matter that is being talked over, and the people around it.
pub struct Talk {
    pub grid: Grid,
    pub building: Building,
    pub author: Person,
    pub staff: Person,
    pub matter: Deliberation,
}

pub async fn talk(app: &TestApp) -> Talk {
    let grid = app.given_grid().await;
    let building = app.given_building(&grid).await;
    let (author, staff) = (app.resident_in(&building).await, app.staff(&grid).await);
    let matter = app.given_matter(&author, &building, &staff, DeliberationStatus::Discussing).await;
    Talk { grid, building, author, staff, matter }
}

impl Talk {
    pub async fn says(&self, person: &Person, text: &str) -> Answer {
        person.post(self.matter.path("comments"), json!({"text": text})).await
    }

    pub async fn hides(&self, person: &Person, comment: &str, version: i64, reason: &str) -> Answer {
        let path = format!("{}/{comment}/hide", self.matter.path("comments"));
        person.post(path, json!({"version": version, "reason": reason})).await
    }

    pub async fn seen_by(&self, person: &Person) -> Vec<Value> {
        person.get(self.matter.path("comments")).await.expect(200).items().to_vec()
    }
}

#[tokio::test]
async fn neighbours_leaders_and_staff_talk_and_only_staff_see_a_masked_name() {
    let app = TestApp::spawn().await;
    let talk = talk(&app).await;
    let neighbour = app.resident_in(&talk.building).await;
    let leader = app.grid_leader(&talk.grid).await;
    for (person, text) in [
        (&talk.author, "先听听大家的。"),
        (&neighbour, "我同意。"),
        (&leader, "我来约设计单位。"),
        (&talk.staff, "资金可以申请补贴。"),
    ] {
        assert_eq!(talk.says(person, text).await.expect(201)["mine"], true);
    }
    let seen = talk.seen_by(&neighbour).await;
    let kinds: Vec<&str> = seen.iter().filter_map(|comment| comment["authorKind"].as_str()).collect();
    assert_eq!(kinds, ["proposer", "resident", "leader", "staff"], "oldest first");
    assert_eq!(seen.iter().map(|comment| comment["mine"] == true).collect::<Vec<_>>(), [false, true, false, false]);
    assert!(seen.iter().all(|comment| comment["author"].is_null() && comment["allowedActions"] == json!([])));
    let seen = talk.seen_by(&talk.staff).await;
    assert_eq!(
        (seen[1]["author"].as_str(), &seen[1]["allowedActions"]),
        (Some(&*mask_name(&neighbour.name)), &json!(["hide"]))
    );
    let detail = neighbour.get(talk.matter.path("")).await.expect(200);
    assert_eq!(detail["commentCount"], 4);
    assert!(!detail["timeline"].as_array().expect("no timeline").iter().any(|step| step["verb"] == "comment"));
}

#[tokio::test]
async fn who_does_not_belong_there_has_no_say() {
    let app = TestApp::spawn().await;
    let talk = talk(&app).await;
    let elsewhere = app.resident(&talk.grid).await;
    assert_eq!(talk.says(&elsewhere, "我也说一句").await.refusal(), (403, "forbidden"));
    assert_eq!(talk.seen_by(&elsewhere).await.len(), 0);
    let stranger = app.resident(&app.given_grid_in(&app.given_community().await).await).await;
    assert_eq!(talk.says(&stranger, "路过").await.refusal(), (404, "not_found"));
    assert_eq!(stranger.get(talk.matter.path("comments")).await.refusal(), (404, "not_found"));
    assert_eq!(talk.says(&talk.author, "  ").await.status, 422);
    assert_eq!(talk.says(&talk.author, &"长".repeat(1_001)).await.status, 422);

    let early = talk.author.proposes("另一件事").await;
    let answer = talk.author.post(early.path("comments"), json!({"text": "太早了"})).await;
    assert_eq!(answer.refusal(), (409, "illegal_transition"));
}

#[tokio::test]
async fn a_member_of_the_self_governance_group_speaks_as_such() {
    let app = TestApp::spawn().await;
    let talk = talk(&app).await;
    let member = app.member(&talk.grid).await;
    assert_eq!(talk.says(&member, "我也说一句").await.status, 403);
    let id = app.given_team(&talk.grid, Some(member.account())).await;
    let row = team::Entity::find_by_id(id).one(&app.kernel().db).await.expect("no teams").expect("no team");
    let group = team::ActiveModel { kind: Set(TeamKind::SelfGovernanceGroup), ..row.into_active_model() };
    team::Entity::update(group).exec(&app.kernel().db).await.expect("the team is not changed");
    assert_eq!(talk.says(&member, "小组来牵头。").await.expect(201)["authorKind"], "group");
}

#[tokio::test]
async fn the_talk_is_walked_page_by_page() {
    let app = TestApp::spawn().await;
    let talk = talk(&app).await;
    for number in 0..5 {
        talk.says(&talk.author, &format!("第{number}句")).await.expect(201);
    }
    let (mut texts, mut cursor) = (Vec::new(), String::new());
    loop {
        let page =
            talk.staff.get(format!("{}?pageSize=2&cursor={cursor}", talk.matter.path("comments"))).await.expect(200);
        texts.extend(page.items().iter().filter_map(|comment| comment["text"].as_str().map(str::to_owned)));
        match page["nextCursor"].as_str() {
            Some(next) => cursor = next.to_owned(),
            None => break,
        }
    }
    assert_eq!(texts, ["第0句", "第1句", "第2句", "第3句", "第4句"]);
    let other = talk.author.proposes("另一件事").await;
    let page = talk.staff.get(format!("{}?pageSize=2", talk.matter.path("comments"))).await.expect(200);
    let foreign = talk.staff.get(format!("{}?cursor={}", other.path("comments"), page.string("nextCursor"))).await;
    assert_eq!(foreign.refusal(), (400, "bad_cursor"));
}

#[tokio::test]
async fn who_erases_themselves_leaves_a_place_without_words() {
    let app = TestApp::spawn().await;
    let talk = talk(&app).await;
    let person = app.resident_in(&talk.building).await;
    let id = talk.says(&person, "我家在三楼，挡光。").await.expect(201).id();
    talk.says(&talk.author, "知道了。").await.expect(201);
    talk.hides(&talk.staff, &id, 1, &format!("{}请注意言辞", person.name)).await.expect(200);
    let early = person.proposes(&format!("{}的提议", person.name)).await;

    let copy = person.get("/me/export").await.expect(200);
    assert_eq!(copy["/deliberations/comments/0/text"], "我家在三楼，挡光。");
    assert_eq!(copy["/deliberations/raised/0/id"], json!(early.id));
    assert_eq!(copy["/deliberations/seconded"], json!([]));
    person.post("/me/erase", json!({"confirm": true})).await.expect(204);

    let seen = talk.seen_by(&talk.staff).await;
    assert_eq!((seen.len(), &seen[0]["text"], &seen[0]["author"]), (2, &Value::Null, &Value::Null));
    assert_eq!(seen[0]["hiddenReason"], "＊＊请注意言辞");
    let early = talk.staff.get(early.path("")).await.expect(200);
    assert_eq!((early.string("title"), early.string("status")), ("作者已注销".into(), "withdrawn".into()));
}

#[tokio::test]
async fn what_neighbours_have_seconded_stays_without_the_words_that_name_the_author() {
    let app = TestApp::spawn().await;
    let talk = talk(&app).await;
    let neighbour = app.resident_in(&talk.building).await;
    talk.says(&neighbour, &format!("支持{}", talk.author.name)).await.expect(201);
    let words = format!("我是{}，电话{}", talk.author.name, talk.author.phone);
    let telling = deliberation::ActiveModel { body: Set(words), ..Default::default() };
    let one = deliberation::Column::Id.eq(talk.matter.id);
    deliberation::Entity::update_many().set(telling).filter(one).exec(&app.kernel().db).await.expect("not changed");

    talk.author.post("/me/erase", json!({"confirm": true})).await.expect(204);

    let left = neighbour.get(talk.matter.path("")).await.expect(200);
    assert_eq!((left.string("status"), left.string("body")), ("discussing".into(), "我是＊＊，电话＊＊".into()));
    assert_eq!(left.string("title"), "给本楼加装电梯");
    assert_eq!(talk.seen_by(&neighbour).await[0]["text"], "支持＊＊");
}

/// Guard: the row lock of the matter: nobody says anything after the talk has ended.
#[tokio::test]
async fn nothing_is_said_after_the_talk_has_ended() {
    let app = TestApp::spawn().await;
    for _ in 0..6 {
        let talk = talk(&app).await;
        let neighbours = [0; 8].map(|_| app.resident_in(&talk.building));
        let neighbours = join_all(neighbours).await;
        let end = json!({"version": talk.author.version_of_matter(&talk.matter).await});
        let end = talk.author.post(talk.matter.path("withdraw"), end);
        let (ended, said) = join(end, join_all(neighbours.iter().map(|one| talk.says(one, "我说一句")))).await;
        assert!(said.iter().all(|answer| answer.status == 201 || answer.refusal() == (409, "illegal_transition")));
        let said = said.iter().filter(|answer| answer.status == 201).count();
        assert_eq!(ended.expect(200)["commentCount"], said, "the end counts all that was said");
    }
}
