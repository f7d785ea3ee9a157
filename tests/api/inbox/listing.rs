//! What stands in an inbox, and in which order.

use entity::auth::{Role, ScopeKind};
use entity::wishes::WishStatus;
use serde_json::json;
use support::TestApp;

use super::{found, given_work, hotline_wish, kinds, text};

#[tokio::test]
async fn everything_that_waits_is_there_once_what_is_due_first_first() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let cast = app.given_cast(&grid).await;
    let work = given_work(&app, &grid, &cast).await;

    for person in [&cast.leader, &cast.staff] {
        let page = person.get("/inbox").await.expect(200);
        let due: Vec<String> = page.items().iter().map(|item| text(item, "dueAt")).collect();
        assert!(due.is_sorted(), "{due:?}");
        let mut ids: Vec<String> = page.items().iter().map(|item| text(item, "id")).collect();
        ids.sort();
        let mut expected = work.to_vec();
        expected.sort();
        assert_eq!(ids, expected);
        let all_can_be_done = page.items().iter().all(|item| item["allowedActions"] != json!([]));
        assert!(all_can_be_done, "{}", page.text());
    }
    let review = cast.leader.get("/inbox?kind=wish_review").await.expect(200);
    assert_eq!(review["/items/0/allowedActions"], json!(["approve", "return", "reject"]));
    assert_eq!((&review["/items/0/title"], &review["/items/0/version"]), (&json!("楼道灯坏了"), &json!(1)));
    assert_eq!(review["/items/0/grid/id"], json!(grid.id));
    let claim = cast.leader.get("/inbox?kind=household_claim").await.expect(200);
    assert!(claim.string("/items/0/title").ends_with('*'), "{}", claim.text());
    assert!(claim.string("/items/0/place").contains("号楼"), "{}", claim.text());
    let extension = cast.leader.get("/inbox?kind=wish_extension").await.expect(200);
    assert_eq!(extension["/items/0/allowedActions"], json!(["approve", "reject"]));
}

#[tokio::test]
async fn what_has_been_decided_leaves_the_inbox() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let cast = app.given_cast(&grid).await;
    let [review, disputed, extension, claim] = given_work(&app, &grid, &cast).await;

    cast.leader.post(format!("/wishes/{review}/approve"), json!({ "version": 1 })).await.expect(200);
    cast.leader.post(format!("/wish-extensions/{extension}/approve"), json!({})).await.expect(200);
    cast.leader.post(format!("/household-claims/{claim}/approve"), json!({ "version": 1 })).await.expect(200);
    let disputed = support::Wish { id: disputed.parse().expect("no id") };
    cast.helper.moves(&disputed, "fulfil", json!({ "text": "换了线路" })).await.expect(200);

    assert_eq!(kinds(&cast.leader).await, Vec::<String>::new());
    assert_eq!(kinds(&cast.staff).await, Vec::<String>::new());
}

#[tokio::test]
async fn nobodys_own_matters_stand_in_their_own_inbox() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let cast = app.given_cast(&grid).await;
    let leader = app.resident(&grid).await;
    app.grant(&leader, Role::GridLeader, ScopeKind::Grid, grid.id).await;
    let own = leader.submits_wish("我家楼道的灯").await;
    let longer = app.given_wish(&cast, WishStatus::Claimed).await;
    leader.moves(&longer, "extend", json!({ "days": 3, "reason": "等配件" })).await.expect(200);
    let home = app.given_home(&app.given_building(&grid).await).await;
    let mover = app.grid_leader(&grid).await;
    app.given_household_claim(&mover, &home).await;

    assert_eq!(kinds(&leader).await, ["household_claim"]);
    assert_eq!(kinds(&mover).await.len(), 2);
    assert!(!kinds(&mover).await.contains(&"household_claim".to_owned()));
    assert!(found(&cast.staff, "/inbox").await.contains(&("wish_review".to_owned(), own.id.to_string())));
    assert_eq!(kinds(&cast.staff).await.len(), 3);
}

#[tokio::test]
async fn whoever_helps_does_not_look_after_the_own_help() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let cast = app.given_cast(&grid).await;
    let helper = app.staff(&grid).await;
    let wish = app.given_wish(&cast, WishStatus::Open).await;
    helper.moves(&wish, "claim", json!({})).await.expect(200);
    let asked = cast.leader.moves(&wish, "extend", json!({ "days": 3, "reason": "等配件" })).await.expect(200);
    helper.moves(&wish, "fulfil", json!({ "text": "办好了" })).await.expect(200);
    cast.author.moves(&wish, "dispute", json!({ "reason": "没有办好" })).await.expect(200);

    assert_eq!(kinds(&helper).await, Vec::<String>::new());
    assert_eq!(kinds(&cast.staff).await.len(), 2);
    let approve = format!("/wish-extensions/{}/approve", asked.string("/extensions/0/id"));
    assert_eq!(helper.post(&approve, json!({})).await.refusal(), (403, "own_matter"));
    cast.staff.post(&approve, json!({})).await.expect(200);
}

#[tokio::test]
async fn an_appeal_and_what_was_raised_wait_for_staff() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let cast = app.given_cast(&grid).await;
    let colleague = app.staff(&grid).await;
    let rejected = app.given_wish(&cast, WishStatus::Submitted).await;
    cast.staff.moves(&rejected, "reject", json!({ "reason": "不属于社区事务" })).await.expect(200);
    cast.author.moves(&rejected, "appeal", json!({ "reason": "请再看看" })).await.expect(200);
    let raised = app.given_wish(&cast, WishStatus::Open).await;
    cast.leader.moves(&raised, "escalate", json!({ "reason": "小区解决不了" })).await.expect(200);
    assert_eq!(kinds(&cast.staff).await, Vec::<String>::new(), "the compound is the leader's level");
    cast.leader.moves(&raised, "escalate", json!({ "reason": "小区解决不了" })).await.expect(200);

    assert_eq!(kinds(&cast.leader).await, Vec::<String>::new());
    assert_eq!(kinds(&cast.staff).await, ["wish_escalation"], "whoever rejected it does not decide the appeal");
    let mut both = kinds(&colleague).await;
    both.sort();
    assert_eq!(both, ["wish_appeal", "wish_escalation"]);
}

#[tokio::test]
async fn an_overdue_wish_is_looked_at_by_the_leader_and_above_the_compound_by_staff() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let cast = app.given_cast(&grid).await;
    let wish = hotline_wish(&cast.staff, grid.id).await;
    cast.leader.moves(&wish, "approve", json!({})).await.expect(200);
    assert_eq!(kinds(&cast.leader).await, Vec::<String>::new());

    app.advance_days(40);
    let item = ("wish_overdue".to_owned(), wish.id.to_string());
    assert_eq!(found(&cast.leader, "/inbox?overdue=true").await, std::slice::from_ref(&item));
    assert_eq!(found(&cast.staff, "/inbox").await, [item]);
    cast.leader.moves(&wish, "escalate", json!({ "reason": "一直没有人认领" })).await.expect(200);
    cast.leader.moves(&wish, "escalate", json!({ "reason": "一直没有人认领" })).await.expect(200);
    assert_eq!(kinds(&cast.leader).await, ["wish_overdue"]);
    assert_eq!(kinds(&cast.staff).await, ["wish_escalation"], "a wish stands in an inbox once");
}

#[tokio::test]
async fn a_wish_that_came_back_is_due_when_it_is_to_be_solved() {
    let app = TestApp::spawn().await;
    let cast = app.given_cast(&app.given_grid().await).await;
    let wish = app.given_wish(&cast, WishStatus::Returned).await;
    assert_eq!(kinds(&cast.leader).await, Vec::<String>::new());
    let again = cast.author.moves(&wish, "resubmit", json!({})).await.expect(200);

    let page = cast.leader.get("/inbox").await.expect(200);
    assert_eq!(page["/items/0/kind"], "wish_review");
    assert_eq!(page["/items/0/dueAt"], again["solveDueAt"]);
}

#[tokio::test]
async fn an_inbox_is_narrowed_to_the_levels_of_its_wishes() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let cast = app.given_cast(&grid).await;
    let [review, disputed, extension, _] = given_work(&app, &grid, &cast).await;
    let raised = app.given_wish(&cast, WishStatus::Open).await;
    for _ in 0..2 {
        cast.leader.moves(&raised, "escalate", json!({ "reason": "小区解决不了" })).await.expect(200);
    }
    let at = async |levels: &str| {
        let mut ids: Vec<String> =
            found(&cast.staff, &format!("/inbox?level={levels}")).await.into_iter().map(|(_, id)| id).collect();
        ids.sort();
        ids
    };
    let mut near = vec![review, disputed, extension];
    near.sort();
    let raised = raised.id.to_string();

    assert_eq!(at("building").await, near, "a household claim has no level");
    assert_eq!(at("community").await, std::slice::from_ref(&raised));
    near.push(raised);
    near.sort();
    assert_eq!(at("building,community").await, near);
    assert_eq!(cast.staff.get("/inbox?level=attic").await.refusal(), (400, "malformed_query"));
}

#[tokio::test]
async fn an_inbox_is_walked_page_by_page_within_its_filter() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let cast = app.given_cast(&grid).await;
    for _ in 0..3 {
        given_work(&app, &grid, &app.given_cast(&grid).await).await;
    }
    let whole = found(&cast.leader, "/inbox?pageSize=100").await;
    assert_eq!(whole.len(), 12);

    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = cast.leader.get(format!("/inbox?pageSize=1&cursor={cursor}")).await.expect(200);
        seen.extend(page.items().iter().map(|item| (text(item, "kind"), text(item, "id"))));
        match page["nextCursor"].as_str() {
            Some(next) => cursor = next.to_owned(),
            None => break,
        }
    }
    assert_eq!(seen, whole);
    let elsewhere = cast.leader.get(format!("/inbox?kind=wish_review&cursor={cursor}")).await;
    assert_eq!(elsewhere.refusal(), (400, "bad_cursor"));
    assert_eq!(cast.leader.get("/inbox?kind=letter").await.refusal(), (400, "malformed_query"));
    assert_eq!(found(&cast.leader, "/inbox?kind=wish_appeal").await, [], "a leader decides no appeals");
}
