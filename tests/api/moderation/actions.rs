//! Actions: those of grid leaders, teams and partner units are looked at before they can be published.

use std::time::Duration;

use serde_json::{Value, json};
use support::wechat::{Endpoint, Turn};
use support::{Action, Answer, Person, content, posts, shift};

use super::{DOUBTFUL, LISTED, inbox, only, pass, refuse};
use crate::wechat::Scene;

/// A grid leader with the mini-program, and somebody of the staff who moderates.
struct Lead {
    scene: Scene,
    leader: Person,
    staff: Person,
}

impl Lead {
    async fn new() -> Self {
        let scene = Scene::new().await;
        let leader = scene.app.grid_leader(&scene.grid).await;
        scene.binds(&leader).await;
        let staff = scene.app.staff(&scene.grid).await;
        Self { scene, leader, staff }
    }

    /// What the leader says about an action of the grid.
    fn content(&self, more: &Value) -> Value {
        let mut content = content(&self.scene.app, 5, &json!({ "gridId": self.scene.grid.id }));
        content.as_object_mut().expect("no object").extend(more.as_object().expect("no object").clone());
        content
    }

    /// A draft of the leader's.
    async fn drafts(&self, more: Value) -> Answer {
        let body = json!({ "hostKind": "community", "content": self.content(&more) });
        self.leader.post("/actions", body).await.expect(201)
    }

    /// An action of the leader's that everybody sees.
    async fn published(&self, title: &str) -> Action {
        let action = Action::of(&self.drafts(json!({ "title": title })).await);
        self.scene.app.drain().await;
        self.leader.moves_action(&action, "publish", json!({})).await.expect(200);
        action
    }

    /// Drafts of the leader's for so many days, one after the other.
    async fn series(&self, title: &str, days: u32) -> Answer {
        let recurrence = json!({ "rrule": format!("FREQ=DAILY;COUNT={days}"), "holidays": "keep" });
        let content = self.content(&json!({ "title": title }));
        let body = json!({ "hostKind": "community", "content": content, "recurrence": recurrence });
        self.leader.post("/action-series", body).await.expect(201)
    }

    /// Puts this one, or with `/following` all behind it, too, differently.
    async fn retitles(&self, id: &str, what: &str, title: &str) -> Answer {
        let version = self.leader.get(format!("/actions/{id}")).await.expect(200).version();
        let content = self.content(&json!({ "title": title, "shifts": null }));
        self.leader.put(format!("/actions/{id}{what}"), json!({ "version": version, "content": content })).await
    }

    /// The titles that everybody sees.
    async fn calendar(&self) -> Vec<String> {
        let path = format!("/communities/{}/actions", self.scene.grid.community);
        let items = self.scene.app.anonymous().get(path).await.expect(200).items().to_vec();
        items.iter().map(|item| item["title"].as_str().expect("no title").to_owned()).collect()
    }

    /// How many days of a series others may see.
    async fn seen_of(&self, series: &str) -> usize {
        let answer = self.scene.app.anonymous().get(format!("/action-series/{series}")).await;
        if answer.status == 200 { answer["days"].as_array().expect("no days").len() } else { 0 }
    }

    /// A moderator decides about a review.
    async fn decides(&self, review: &Value, mut decision: Value) {
        let path = format!("/moderation/reviews/{}", review["id"].as_str().expect("no id"));
        let claimed = self.staff.post(format!("{path}/claim"), json!({})).await.expect(200);
        decision["version"] = json!(claimed.version());
        self.staff.post(format!("{path}/decide"), decision).await.expect(200);
    }
}

fn action_of(series: &Answer, day: usize) -> String {
    series.string(&format!("/days/{day}/action/id"))
}

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

#[tokio::test]
async fn the_days_of_a_series_say_the_same_and_are_looked_at_once() {
    let lead = Lead::new().await;
    let series = lead.series(DOUBTFUL, 4).await;
    let path = format!("/action-series/{}", series.id());
    lead.scene.app.drain().await;
    assert_eq!(lead.scene.wechat.asked(Endpoint::TextCheck), 1);
    let publish = async |person: &Person| person.post(format!("{path}/publish"), json!({ "version": 1 })).await;
    assert_eq!(publish(&lead.leader).await.refusal(), (409, "review_not_passed"));
    lead.decides(&only(&lead.staff).await, pass()).await;
    let published = publish(&lead.leader).await.expect(200);
    assert_eq!(published["/days/3/action/status"], "published");
    assert_eq!(lead.seen_of(&series.id()).await, 4);
}

#[tokio::test]
async fn staff_read_a_series_once_for_all_its_days() {
    let lead = Lead::new().await;
    let series = lead.series("每日巡防", 3).await;
    lead.staff.post(format!("/action-series/{}/publish", series.id()), json!({ "version": 1 })).await.expect(200);
    assert_eq!(lead.seen_of(&series.id()).await, 3);
}

#[tokio::test]
async fn a_day_that_is_put_differently_is_looked_at_for_itself_and_leaves_the_others_as_they_were() {
    let lead = Lead::new().await;
    let series = lead.series("每日巡防", 4).await;
    lead.scene.app.drain().await;
    lead.leader.post(format!("/action-series/{}/publish", series.id()), json!({ "version": 1 })).await.expect(200);
    // The first is the one that was looked at for all.
    for (day, seen) in [(0, 3), (2, 2)] {
        lead.retitles(&action_of(&series, day), "", DOUBTFUL).await.expect(200);
        lead.scene.app.drain().await;
        assert_eq!(lead.seen_of(&series.id()).await, seen, "day {day}");
    }
    let waiting = lead.staff.get("/moderation/reviews").await.expect(200).items().to_vec();
    assert_eq!(waiting.len(), 2);
    for review in &waiting {
        lead.decides(review, pass()).await;
    }
    assert_eq!(lead.seen_of(&series.id()).await, 4);
}

#[tokio::test]
async fn days_that_waited_with_one_that_is_put_differently_wait_for_themselves() {
    let lead = Lead::new().await;
    let series = lead.series(DOUBTFUL, 3).await;
    lead.scene.app.drain().await;
    lead.retitles(&action_of(&series, 0), "", "每日巡防").await.expect(200);
    lead.scene.app.drain().await;
    let publish = async |day: usize| {
        let path = format!("/actions/{}/publish", action_of(&series, day));
        let version = lead.leader.get(format!("/actions/{}", action_of(&series, day))).await.expect(200).version();
        lead.leader.post(path, json!({ "version": version })).await
    };
    assert_eq!(publish(0).await.status, 200);
    assert_eq!(publish(1).await.refusal(), (409, "review_not_passed"));
    let review = only(&lead.staff).await;
    assert_eq!(review["subjectId"], json!(action_of(&series, 1)), "one of the two for both");
    lead.decides(&review, pass()).await;
    assert_eq!((publish(1).await.status, publish(2).await.status), (200, 200));
}

#[tokio::test]
async fn an_older_review_says_nothing_about_what_was_put_differently_since() {
    let lead = Lead::new().await;
    let series = lead.series("每日巡防", 3).await;
    lead.scene.app.drain().await;
    lead.leader.post(format!("/action-series/{}/publish", series.id()), json!({ "version": 1 })).await.expect(200);
    lead.retitles(&action_of(&series, 1), "", DOUBTFUL).await.expect(200);
    lead.scene.app.drain().await;
    let older = only(&lead.staff).await;
    // Now all say the same doubtful thing, and the first of them is looked at for all.
    lead.retitles(&action_of(&series, 0), "/following", &format!("又一次{DOUBTFUL}")).await.expect(200);
    lead.scene.app.drain().await;
    lead.decides(&older, pass()).await;
    assert_eq!(lead.seen_of(&series.id()).await, 0);
    lead.decides(&only(&lead.staff).await, pass()).await;
    assert_eq!(lead.seen_of(&series.id()).await, 3);
}

#[tokio::test]
async fn three_neighbours_take_a_leaders_series_from_sight_but_not_what_the_community_puts_out() {
    let lead = Lead::new().await;
    let series = lead.series("每日巡防", 2).await;
    let report = |id: &str| json!({ "kind": "action", "subjectId": id, "reason": "other", "text": "不实" });
    let nobody = lead.scene.app.resident(&lead.scene.grid).await;
    let draft = nobody.post("/content-reports", report(&action_of(&series, 0))).await;
    assert_eq!(draft.refusal(), (404, "not_found"), "a draft");
    lead.scene.app.drain().await;
    lead.leader.post(format!("/action-series/{}/publish", series.id()), json!({ "version": 1 })).await.expect(200);
    assert_eq!(
        lead.leader.post("/content-reports", report(&action_of(&series, 1))).await.refusal(),
        (403, "forbidden")
    );
    for day in [0, 1, 1] {
        assert_eq!(lead.seen_of(&series.id()).await, 2);
        let neighbour = lead.scene.app.resident(&lead.scene.grid).await;
        neighbour.post("/content-reports", report(&action_of(&series, day))).await.expect(201);
        let other = neighbour.post("/content-reports", report(&action_of(&series, 1 - day))).await;
        assert!([404, 409].contains(&other.status), "the same words, or gone: {}", other.status);
    }
    assert_eq!(lead.seen_of(&series.id()).await, 0);
    let review = only(&lead.staff).await;
    assert!(review["text"].as_str().is_some_and(|text| text.contains("每日巡防")), "{review}");

    let whole = lead.scene.app.given_action(&lead.staff, 3, json!({})).await;
    let refused = nobody.post("/content-reports", report(&whole.id.to_string())).await;
    assert_eq!(refused.refusal(), (409, "illegal_transition"));
}

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
