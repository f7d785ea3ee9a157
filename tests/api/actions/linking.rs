//! A wish and a decision start actions, and the actions' ends move them on (domain.md sections 3 to 5).

use std::time::Duration;

use entity::deliberations::DeliberationStatus;
use entity::wishes::WishStatus;
use serde_json::{Value, json};
use support::{Action, Answer, Cast, Person, TestApp, content};

async fn stage() -> (TestApp, support::Grid, Cast) {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let cast = app.given_cast(&grid).await;
    (app, grid, cast)
}

async fn drafts(app: &TestApp, who: &Person, more: Value) -> Answer {
    who.post("/actions", json!({"hostKind": "community", "content": content(app, 3, &more)})).await
}

/// The newest message of somebody.
async fn told(app: &TestApp, who: &Person) -> String {
    app.drain().await;
    let messages = who.get("/me/notifications").await.expect(200);
    messages["/items/0/titleZh"].as_str().unwrap_or_default().to_owned()
}

/// The verbs of a timeline, as often as each stands there.
fn verbs(answer: &Answer, verb: &str) -> usize {
    answer["timeline"].as_array().expect("no timeline").iter().filter(|step| step["verb"] == verb).count()
}

/// Lets the action of two days from now take place and end.
async fn ends(app: &TestApp) {
    app.advance_days(2);
    app.drain().await;
    app.advance(Duration::from_secs(5 * 3600));
    app.drain().await;
}

#[tokio::test]
async fn an_action_that_answers_a_claimed_wish_is_shown_on_both_sides_and_its_end_is_told_once() {
    let (app, _, cast) = stage().await;
    let wish = app.given_wish(&cast, WishStatus::Claimed).await;
    let more = json!({"wishId": wish.id, "completes": false});
    let drafted = drafts(&app, &cast.staff, more).await.expect(201);
    let look = async || cast.author.get(wish.path("")).await.expect(200);
    assert_eq!(look().await["actions"], json!([]), "a draft is nobody's business yet");
    let action = Action::of(&drafted);
    cast.staff.moves_action(&action, "publish", json!({})).await.expect(200);
    assert_eq!(told(&app, &cast.author).await, "社区安排了一次行动来回应您的心愿");
    let seen = look().await;
    assert_eq!((&seen["/actions/0/id"], &seen["/actions/0/status"]), (&drafted["id"], &json!("published")));
    assert_eq!(app.anonymous().get(action.path("")).await.expect(200)["wishId"], json!(wish.id), "it is on the wall");

    let replica = app.replica().await;
    app.advance_days(2);
    app.drain().await;
    app.advance(Duration::from_secs(5 * 3600));
    replica.advance_days(2);
    replica.advance(Duration::from_secs(5 * 3600));
    tokio::join!(app.drain(), replica.drain());
    let after = look().await;
    assert_eq!((&after["status"], &after["/actions/0/status"]), (&json!("claimed"), &json!("finished")));
    assert_eq!(verbs(&after, "end_action"), 1, "with two replicas, too");
    assert_eq!(told(&app, &cast.author).await, "回应您心愿的行动已结束");
    assert_eq!(told(&app, &cast.helper).await, "回应您所认领心愿的行动已结束，请提交完成情况");
    let done = json!({"text": "楼道灯已修好", "photos": []});
    let moves = after["allowedActions"].clone();
    assert!(!moves.as_array().expect("no moves").contains(&json!("confirm")), "nobody has said yet that it is done");
    cast.helper.moves(&wish, "progress", done).await.expect(200);
}

#[tokio::test]
async fn the_end_of_the_last_action_for_a_claimed_wish_fulfils_it_and_its_author_decides() {
    let (app, _, cast) = stage().await;
    let wish = app.given_wish(&cast, WishStatus::Claimed).await;
    for _ in 0..2 {
        let drafted = drafts(&app, &cast.staff, json!({"wishId": wish.id})).await.expect(201);
        assert_eq!(drafted["completes"], true, "unless somebody says otherwise");
        cast.staff.moves_action(&Action::of(&drafted), "publish", json!({})).await.expect(200);
    }
    let replica = app.replica().await;
    for one in [&app, &replica] {
        one.advance_days(2);
    }
    tokio::join!(app.drain(), replica.drain());
    for one in [&app, &replica] {
        one.advance(Duration::from_secs(5 * 3600));
    }
    tokio::join!(app.drain(), replica.drain());
    let seen = cast.author.get(wish.path("")).await.expect(200);
    assert_eq!((&seen["status"], verbs(&seen, "fulfil"), verbs(&seen, "end_action")), (&json!("fulfilled"), 1, 1));
    assert_eq!(told(&app, &cast.author).await, "您的心愿已完成，请确认并评价");
    let not_yet = json!({"reason": "灯还没有亮"});
    cast.author.moves(&wish, "dispute", not_yet).await.expect(200);
    assert_eq!(cast.author.get(wish.path("")).await.expect(200)["status"], "claimed");
}

#[tokio::test]
async fn the_end_fulfils_nothing_for_somebody_who_was_assigned_and_has_not_answered() {
    let (app, _, cast) = stage().await;
    let wish = app.given_wish(&cast, WishStatus::Open).await;
    let helper = json!({"helper": {"kind": "account", "id": cast.helper.account()}});
    cast.staff.moves(&wish, "assign", helper).await.expect(200);
    let drafted = drafts(&app, &cast.staff, json!({"wishId": wish.id})).await.expect(201);
    cast.staff.moves_action(&Action::of(&drafted), "publish", json!({})).await.expect(200);
    ends(&app).await;
    let seen = cast.author.get(wish.path("")).await.expect(200);
    assert_eq!((&seen["status"], verbs(&seen, "fulfil"), verbs(&seen, "end_action")), (&json!("claimed"), 0, 1));
}

#[tokio::test]
async fn the_end_for_an_open_wish_is_told_to_those_who_decide_and_a_wish_that_is_gone_stays() {
    let (app, grid, cast) = stage().await;
    let leader = app.grid_leader(&grid).await;
    let (open, gone) = (app.given_wish(&cast, WishStatus::Open).await, app.given_wish(&cast, WishStatus::Open).await);
    for wish in [&open, &gone] {
        let more = json!({"wishId": wish.id, "gridId": grid.id});
        let drafted = drafts(&app, &leader, more).await.expect(201);
        leader.moves_action(&Action::of(&drafted), "publish", json!({})).await.expect(200);
    }
    cast.author.moves(&gone, "withdraw", json!({})).await.expect(200);
    ends(&app).await;
    let seen = cast.author.get(open.path("")).await.expect(200);
    assert_eq!((&seen["status"], verbs(&seen, "end_action")), (&json!("open"), 1));
    let seen = cast.author.get(gone.path("")).await.expect(200);
    assert_eq!((&seen["status"], verbs(&seen, "end_action")), (&json!("withdrawn"), 0));
    assert_eq!(told(&app, &leader).await, "回应心愿的行动已结束，请安排后续");
}

#[tokio::test]
async fn calling_an_action_off_is_told_to_the_wish_and_a_cancelled_draft_is_not() {
    let (app, _, cast) = stage().await;
    let wish = app.given_wish(&cast, WishStatus::Claimed).await;
    let because = json!({"reason": "大风预警"});
    let draft = Action::of(&drafts(&app, &cast.staff, json!({"wishId": wish.id})).await.expect(201));
    cast.staff.moves_action(&draft, "cancel", because.clone()).await.expect(200);
    let action = Action::of(&drafts(&app, &cast.staff, json!({"wishId": wish.id})).await.expect(201));
    cast.staff.moves_action(&action, "publish", json!({})).await.expect(200);
    cast.staff.moves_action(&action, "cancel", because).await.expect(200);
    let seen = cast.author.get(wish.path("")).await.expect(200);
    assert_eq!((verbs(&seen, "plan_action"), verbs(&seen, "drop_action")), (1, 1));
    assert_eq!(told(&app, &cast.helper).await, "回应您所认领心愿的行动已取消");
}

#[tokio::test]
async fn who_has_no_say_in_a_wish_starts_no_action_for_it_and_what_is_not_public_stays_so() {
    let (app, grid, cast) = stage().await;
    let submitted = app.given_wish(&cast, WishStatus::Submitted).await;
    let open = app.given_wish(&cast, WishStatus::Open).await;
    let claimed = app.given_wish(&cast, WishStatus::Claimed).await;
    let teamster = app.resident(&grid).await;
    let team = app.given_team(&grid, Some(teamster.account())).await;
    let for_team = async |who: &Person, wish: &support::Wish| {
        let content = content(&app, 3, &json!({"wishId": wish.id}));
        who.post("/actions", json!({"hostKind": "team", "hostId": team, "content": content})).await
    };
    assert_eq!(for_team(&teamster, &open).await.refusal(), (403, "forbidden"));
    let hidden = for_team(&teamster, &submitted).await.expect(422);
    assert_eq!(hidden["/errors/0/pointer"], "/wishId");
    let early = drafts(&app, &cast.staff, json!({"wishId": submitted.id})).await.expect(422);
    assert_eq!((&early["/errors/0/pointer"], &early["/errors/0/code"]), (&json!("/wishId"), &json!("invalid_value")));
    for_team(&cast.staff, &claimed).await.expect(201);
    let stranger = app.staff(&app.given_community().await).await;
    let elsewhere = drafts(&app, &stranger, json!({"wishId": open.id})).await.expect(422);
    assert_eq!(elsewhere["/errors/0/code"], "unknown_reference");

    let drafted = drafts(&app, &cast.staff, json!({"wishId": open.id})).await.expect(201);
    let action = Action::of(&drafted);
    cast.staff.moves_action(&action, "publish", json!({})).await.expect(200);
    cast.author.moves(&open, "withdraw", json!({})).await.expect(200);
    let shown = async |who: &Person| who.get(action.path("")).await.expect(200)["wishId"].clone();
    assert_eq!(shown(&cast.staff).await, json!(open.id));
    for other in [app.anonymous(), app.resident(&grid).await, stranger] {
        assert_eq!(shown(&other).await, Value::Null, "it is no longer on the wall");
    }
}

#[tokio::test]
async fn an_action_carries_a_decision_out_and_its_end_asks_for_the_evidence() {
    let (app, grid, cast) = stage().await;
    let building = app.given_building(&grid).await;
    let author = app.resident_in(&building).await;
    let matter = app.given_vote(&author, &building, &cast.staff, json!({})).await;
    let early = drafts(&app, &cast.staff, json!({"deliberationId": matter.id})).await.expect(422);
    assert_eq!(early["/errors/0/pointer"], "/deliberationId");
    app.concludes(&matter, &author, &cast.staff, DeliberationStatus::Executing).await;
    let leader = app.grid_leader(&grid).await;
    let more = json!({"deliberationId": matter.id, "gridId": grid.id, "completes": false});
    assert_eq!(drafts(&app, &leader, more.clone()).await.refusal(), (403, "forbidden"));
    let drafted = drafts(&app, &cast.staff, more).await.expect(201);
    let action = Action::of(&drafted);
    cast.staff.moves_action(&action, "publish", json!({})).await.expect(200);
    assert_eq!(app.anonymous().get(action.path("")).await.expect(200)["deliberationId"], Value::Null);
    let member = app.resident(&grid).await;
    assert_eq!(member.get(action.path("")).await.expect(200)["deliberationId"], json!(matter.id));
    ends(&app).await;
    let seen = author.get(matter.path("")).await.expect(200);
    assert_eq!((&seen["status"], verbs(&seen, "end_action")), (&json!("executing"), 1), "evidence is still to come");
    assert_eq!((&seen["/actions/0/id"], &seen["/actions/0/status"]), (&drafted["id"], &json!("finished")));
    assert_eq!(told(&app, &cast.staff).await, "落实决定的行动已结束，请提交完成凭证");
    assert_eq!(told(&app, &author).await, "落实您议题的行动已结束");
}

#[tokio::test]
async fn an_adopted_decision_is_carried_out_and_completed_by_the_end_of_the_last_of_its_actions() {
    let (app, grid, cast) = stage().await;
    let building = app.given_building(&grid).await;
    let author = app.resident_in(&building).await;
    let matter = app.given_vote(&author, &building, &cast.staff, json!({})).await;
    app.concludes(&matter, &author, &cast.staff, DeliberationStatus::Decided).await;
    let publishes = async || {
        let more = json!({"deliberationId": matter.id, "gridId": grid.id});
        let drafted = drafts(&app, &cast.staff, more).await.expect(201);
        cast.staff.moves_action(&Action::of(&drafted), "publish", json!({})).await.expect(200);
    };
    let look = async || author.get(matter.path("")).await.expect(200);
    publishes().await;
    app.advance_days(1);
    publishes().await;
    app.advance_days(1);
    app.drain().await;
    app.advance(Duration::from_secs(5 * 3600));
    app.drain().await;
    let seen = look().await;
    assert_eq!((&seen["status"], verbs(&seen, "execute"), verbs(&seen, "end_action")), (&json!("executing"), 1, 1));
    ends(&app).await;
    let seen = look().await;
    assert_eq!((&seen["status"], verbs(&seen, "complete")), (&json!("evaluating"), 1));
    assert_eq!(told(&app, &author).await, "您的议题已实施完成，等待评议");
    author.post(matter.path("evaluate"), json!({"score": 5})).await.expect(200);
}
