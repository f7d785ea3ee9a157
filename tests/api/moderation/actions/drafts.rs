//! One action: as a draft, once it is published, put differently.

use std::time::Duration;

use serde_json::json;
use support::Action;
use support::wechat::{Endpoint, Turn};

use super::super::{DOUBTFUL, inbox, only, pass, refuse};
use super::Lead;

#[tokio::test]
async fn what_a_grid_leader_drafts_is_looked_at_before_it_can_be_published() {
    let lead = Lead::new().await;
    let drafted = lead.drafts(json!({ "title": "周末大扫除" })).await;
    let action = Action::of(&drafted);
    assert_eq!(drafted["screening"], "checking");
    assert!(!drafted["allowedActions"].to_string().contains("publish"), "{}", drafted["allowedActions"]);
    let early = lead.leader.moves_action(&action, "publish", json!({})).await;
    assert_eq!(early.refusal(), (409, "review_not_passed"));

    lead.scene.app.drain().await;
    let asked = lead.scene.wechat.calls(Endpoint::TextCheck);
    assert_eq!(asked.len(), 1);
    for said in ["周末大扫除", "理发、磨刀、量血压。", "社区广场", "服务"] {
        assert!(asked[0].raw.contains(said), "{said} was not looked at");
    }
    let passed = lead.leader.get(action.path("")).await.expect(200);
    assert_eq!((&passed["screening"], passed.version()), (&json!("passed"), drafted.version()));
    assert!(passed["allowedActions"].to_string().contains("publish"));
    lead.leader.moves_action(&action, "publish", json!({})).await.expect(200);
    assert_eq!(lead.calendar().await, ["周末大扫除"]);
}

#[tokio::test]
async fn what_wechat_doubts_is_published_once_a_moderator_has_passed_it() {
    let lead = Lead::new().await;
    let action = Action::of(&lead.drafts(json!({ "description": DOUBTFUL })).await);
    lead.scene.app.drain().await;
    let review = only(&lead.staff).await;
    assert_eq!((&review["kind"], &review["subjectId"]), (&json!("action"), &json!(action.id)));
    for person in [&lead.leader, &lead.staff] {
        let refused = person.moves_action(&action, "publish", json!({})).await;
        assert_eq!(refused.refusal(), (409, "review_not_passed"), "what was found is the moderators' to decide");
    }
    lead.decides(&review, pass()).await;
    lead.scene.app.drain().await;
    assert_eq!(inbox(&lead.leader).await[0], "您发布的内容已通过审核，大家可以看到了");
    lead.leader.moves_action(&action, "publish", json!({})).await.expect(200);
    assert_eq!(lead.calendar().await.len(), 1);
}

#[tokio::test]
async fn what_was_refused_is_never_published_until_it_is_written_anew() {
    let lead = Lead::new().await;
    let action = Action::of(&lead.drafts(json!({ "title": DOUBTFUL })).await);
    lead.scene.app.drain().await;
    lead.decides(&only(&lead.staff).await, refuse()).await;
    let refused = lead.leader.moves_action(&action, "publish", json!({})).await;
    assert_eq!(refused.refusal(), (409, "review_not_passed"));
    let told = lead.leader.get("/me/content-reviews").await.expect(200).items()[0].clone();
    assert_eq!((&told["screening"], &told["reason"]), (&json!("refused"), &json!("请不要发广告")));
    let anew = lead.retitles(&action.id.to_string(), "", "周末大扫除").await.expect(200);
    assert_eq!(anew["screening"], "checking");
    lead.scene.app.drain().await;
    lead.leader.moves_action(&action, "publish", json!({})).await.expect(200);
}

#[tokio::test]
async fn staff_who_publish_it_have_read_it_and_what_wechat_finds_later_takes_it_from_sight() {
    let lead = Lead::new().await;
    let action = Action::of(&lead.drafts(json!({ "title": DOUBTFUL })).await);
    lead.staff.moves_action(&action, "publish", json!({})).await.expect(200);
    assert_eq!(lead.calendar().await, [DOUBTFUL], "the check is still under way");
    let (there, late) = (lead.scene.app.given_volunteer(&lead.scene.grid).await, &lead.scene.app.anonymous());
    let signup = there.signs_up(&action).await.expect(201);
    assert_eq!(signup["title"], DOUBTFUL);
    let feed = there.post("/me/calendar-feeds", json!({ "name": "手机" })).await.expect(201).string("url");
    let feed = feed[feed.find("/api/v1/").expect("no address")..].to_owned();

    lead.scene.app.drain().await;
    assert!(lead.calendar().await.is_empty());
    assert_eq!(late.get(action.path("")).await.refusal(), (404, "not_found"));
    assert_eq!(there.get(action.path("code")).await.refusal(), (404, "not_found"));
    let public = late.get(format!("/communities/{}/actions.ics", lead.scene.grid.community)).await.expect(200).text();
    assert!(!public.contains("BEGIN:VEVENT"), "{public}");
    let other = lead.scene.app.given_volunteer(&lead.scene.grid).await;
    assert_eq!(other.signs_up(&action).await.refusal(), (404, "not_found"));

    // Who has signed up keeps the place and the time; the words are not shown until somebody has looked.
    let own = there.get(format!("/signups/{}", signup.id())).await.expect(200);
    assert_eq!((&own["title"], &own["status"]), (&json!("（内容正在审核）"), &json!("confirmed")));
    let calendar = there.at(&lead.scene.app).get(&feed).await.expect(200).text();
    assert!(calendar.contains("BEGIN:VEVENT") && !calendar.contains("可疑"), "{calendar}");
    let led = lead.leader.get(action.path("signups")).await.expect(200);
    assert_eq!(led.items()[0]["title"], DOUBTFUL, "whoever leads it sees what it says");
    assert_eq!(lead.leader.get(action.path("")).await.expect(200)["screening"], "held");
    lead.decides(&only(&lead.staff).await, pass()).await;
    assert_eq!(there.get(format!("/signups/{}", signup.id())).await.expect(200)["title"], DOUBTFUL);
    other.signs_up(&action).await.expect(201);
}

#[tokio::test]
async fn what_no_check_could_read_is_published_by_staff_and_by_nobody_else() {
    let lead = Lead::new().await;
    lead.scene.wechat.always(Endpoint::TextCheck, Turn::Code(61_010));
    let action = Action::of(&lead.drafts(json!({})).await);
    lead.scene.app.drain().await;
    let refused = lead.leader.moves_action(&action, "publish", json!({})).await;
    assert_eq!(refused.refusal(), (409, "review_not_passed"));
    lead.staff.moves_action(&action, "publish", json!({})).await.expect(200);
    assert_eq!(lead.calendar().await.len(), 1);
    assert!(lead.staff.get("/moderation/reviews").await.expect(200).items().is_empty(), "it was read");
}

#[tokio::test]
async fn other_words_are_looked_at_and_other_conditions_are_not() {
    let lead = Lead::new().await;
    let action = lead.published("周末大扫除").await;
    let id = action.id.to_string();
    let conditions =
        lead.content(&json!({ "title": "周末大扫除", "shifts": null, "minimumAge": 18, "waitlistLimit": 3 }));
    let version = lead.leader.get(action.path("")).await.expect(200).version();
    let same = lead.leader.put(action.path(""), json!({ "version": version, "content": conditions })).await.expect(200);
    assert_eq!((&same["screening"], lead.scene.wechat.asked(Endpoint::TextCheck)), (&json!("passed"), 1));

    let other = lead.retitles(&id, "", "周末大清扫").await.expect(200);
    assert_eq!((&other["screening"], &other["status"]), (&json!("checking"), &json!("published")));
    assert!(lead.calendar().await.is_empty(), "nobody reads what nobody has looked at");
    lead.scene.app.drain().await;
    assert_eq!(lead.calendar().await, ["周末大清扫"]);

    let by_staff = lead.staff.get(action.path("")).await.expect(200).version();
    let content = lead.content(&json!({ "title": "社区大清扫", "shifts": null }));
    let changed = lead.staff.put(action.path(""), json!({ "version": by_staff, "content": content })).await.expect(200);
    assert_eq!(changed["screening"], "passed", "staff have looked at what they write");
    assert_eq!(lead.calendar().await, ["社区大清扫"]);
}

/// Guard: the action's row is locked while it is put differently, and the answer of a check is held against the
/// version of the review.
#[tokio::test]
async fn what_is_put_differently_while_wechat_looks_is_not_passed_by_the_older_answer() {
    let lead = Lead::new().await;
    let action = Action::of(&lead.drafts(json!({ "title": "周末大扫除" })).await);
    lead.scene.wechat.next(Endpoint::TextCheck, Turn::Late(Duration::from_millis(400)));
    let meanwhile = async {
        while lead.scene.wechat.asked(Endpoint::TextCheck) == 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        lead.retitles(&action.id.to_string(), "", DOUBTFUL).await.expect(200)
    };
    let (anew, ()) = futures_util::join!(meanwhile, lead.scene.app.drain());
    assert_eq!(anew["screening"], "checking");
    lead.scene.app.drain().await;
    assert_eq!(lead.leader.get(action.path("")).await.expect(200)["screening"], "held");
}
