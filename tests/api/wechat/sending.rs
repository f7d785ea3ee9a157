//! Messages wait and arrive once, to those who agreed, when nobody is asleep.

use std::time::Duration;

use rstest::rstest;
use serde_json::json;
use support::wechat::{APPID, Endpoint, Turn};

use super::{DIGEST, Scene, UPDATE, push, subscription};

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3_600);

#[tokio::test]
async fn who_agreed_to_one_message_gets_one_that_names_no_need() {
    let scene = Scene::new().await;
    let (person, wechatter) = scene.wechatter().await;
    scene.agrees(&wechatter, UPDATE, 1).await;
    scene.approved(&person).await;
    scene.approved(&person).await;
    scene.app.drain().await;

    let sent = scene.wechat.messages();
    assert_eq!(sent.len(), 1);
    assert_eq!((&sent[0]["touser"], &sent[0]["template_id"]), (&json!(wechatter.openid), &json!(UPDATE)));
    assert_eq!((&sent[0]["miniprogram_state"], &sent[0]["lang"]), (&json!("formal"), &json!("zh_CN")));
    assert_eq!(sent[0]["data"]["thing1"]["value"], "您的心愿已通过审核");
    assert_eq!(sent[0]["data"]["time2"]["value"], "2026年11月26日 12:00");
    assert!(sent[0]["page"].as_str().is_some_and(|page| page.starts_with("pages/wish/index?id=0")));
    assert!(!sent[0].to_string().contains("楼道灯"));
    assert_eq!(scene.remaining(&person, UPDATE).await, 0);
    assert_eq!(person.get("/me/notifications").await.expect(200)["unread"], 2, "the inbox has all of it");
    assert!(!scene.wechat.calls(Endpoint::Message)[0].raw.contains("\\u"));
}

#[tokio::test]
async fn who_did_not_agree_has_the_inbox_and_wechat_is_not_asked() {
    let scene = Scene::new().await;
    let (person, _) = scene.wechatter().await;
    scene.approved(&person).await;
    scene.app.drain().await;
    assert_eq!((scene.wechat.asked(Endpoint::Message), scene.messages().await.len()), (0, 0));
    assert_eq!(person.get("/me/notifications").await.expect(200)["unread"], 1);
}

#[tokio::test]
async fn without_a_callback_the_mini_programs_report_counts_and_with_one_it_does_not() {
    let report = json!({ "answers": [
        { "templateId": UPDATE, "result": "accept" },
        { "templateId": DIGEST, "result": "reject" },
        { "templateId": "nobody's", "result": "accept" },
    ] });
    for (scene, counted) in [(Scene::with(|_| {}).await, 1), (Scene::new().await, 0)] {
        let (person, _) = scene.wechatter().await;
        person.post("/me/subscriptions", report.clone()).await.expect(200);
        assert_eq!((scene.remaining(&person, UPDATE).await, scene.remaining(&person, DIGEST).await), (counted, 0));
    }
}

#[tokio::test]
async fn a_refusal_in_the_settings_ends_the_grant_and_one_in_a_popup_does_not() {
    let scene = Scene::new().await;
    let (person, wechatter) = scene.wechatter().await;
    scene.agrees(&wechatter, UPDATE, 2).await;
    for (event, left) in [("subscribe_msg_popup_event", 2), ("subscribe_msg_change_event", 0)] {
        push(&scene.app, &subscription(event, &wechatter.openid, UPDATE, "reject", 9)).await.expect(200);
        scene.app.drain().await;
        assert_eq!(scene.remaining(&person, UPDATE).await, left, "{event}");
    }
}

/// Each code, what becomes of the message, and how many it may still be.
#[rstest]
#[case::not_wanted(43_101, "not_wanted", 0)]
#[case::template_gone(40_037, "failed", 2)]
#[case::page_not_released(41_030, "failed", 2)]
#[case::template_banned(43_107, "failed", 2)]
#[case::sensitive_words(45_168, "failed", 2)]
#[case::values(47_003, "failed", 2)]
#[case::nobody_there(40_003, "nobody_there", 0)]
#[tokio::test]
async fn what_trying_again_does_not_mend_is_not_tried_again(
    #[case] errcode: i64,
    #[case] status: &str,
    #[case] left: i64,
) {
    let scene = Scene::new().await;
    let (person, wechatter) = scene.wechatter().await;
    scene.agrees(&wechatter, UPDATE, 2).await;
    scene.wechat.always(Endpoint::Message, Turn::Code(errcode));
    scene.approved(&person).await;
    scene.app.drain().await;
    scene.after(HOUR * 2).await;
    assert_eq!((scene.states().await, scene.wechat.asked(Endpoint::Message)), (vec![status], 1));
    assert_eq!(scene.remaining(&person, UPDATE).await, left);
    assert_eq!(scene.messages().await[0].errcode, Some(errcode));
    let figure = format!("siwei_wechat_messages_failed{{errcode=\"{errcode}\"}} 1");
    let figures = scene.app.fetch("/metrics").await.text();
    assert_eq!(figures.contains(&figure), status == "failed", "{figures}");
}

#[rstest]
#[case::busy(Turn::Code(-1))]
#[case::too_much_a_minute(Turn::Code(45_011))]
#[case::too_much_a_second(Turn::Code(44_990))]
#[case::two_at_once(Turn::Code(43_108))]
#[case::gateway(Turn::Status(502))]
#[case::hangs_up(Turn::Reset)]
#[case::nonsense(Turn::Body("<html>".to_owned()))]
#[tokio::test]
async fn messages_wait_while_wechat_is_down_and_arrive_once_from_one_of_two_replicas(#[case] turn: Turn) {
    let scene = Scene::new().await;
    let replica = scene.replica().await;
    let (person, wechatter) = scene.wechatter().await;
    scene.agrees(&wechatter, UPDATE, 3).await;
    scene.wechat.always(Endpoint::Message, turn);
    for _ in 0..3 {
        scene.approved(&person).await;
    }
    for _ in 0..3 {
        scene.after(MINUTE * 2).await;
        replica.advance(MINUTE * 2);
        futures_util::join!(scene.app.drain(), replica.drain());
    }
    assert_eq!(scene.states().await, ["waiting"; 3]);
    assert!(scene.wechat.messages().is_empty());

    scene.wechat.recover();
    for _ in 0..3 {
        scene.after(HOUR).await;
        replica.advance(HOUR);
        futures_util::join!(scene.app.drain(), replica.drain());
    }
    assert_eq!((scene.states().await, scene.wechat.messages().len()), (vec!["sent"; 3], 3));
    assert_eq!(scene.remaining(&person, UPDATE).await, 0);
}

#[tokio::test]
async fn a_refused_token_is_replaced_and_the_message_sent() {
    let scene = Scene::new().await;
    let (person, wechatter) = scene.wechatter().await;
    scene.agrees(&wechatter, UPDATE, 2).await;
    scene.approved(&person).await;
    scene.app.drain().await;
    scene.wechat.end_tokens(APPID);
    scene.approved(&person).await;
    scene.app.drain().await;
    assert_eq!((scene.wechat.messages().len(), scene.wechat.asked(Endpoint::StableToken)), (2, 2));
}

#[tokio::test]
async fn a_message_whose_answer_was_lost_is_not_sent_again_once_wechat_tells_of_it() {
    let scene = Scene::new().await;
    let (person, wechatter) = scene.wechatter().await;
    scene.agrees(&wechatter, UPDATE, 2).await;
    scene.wechat.next(Endpoint::Message, Turn::Lost);
    scene.approved(&person).await;
    scene.app.drain().await;
    assert_eq!((scene.states().await, scene.wechat.messages().len()), (vec!["waiting"], 1));
    let told = json!({
        "ToUserName": "gh_1", "FromUserName": wechatter.openid, "CreateTime": 7, "Event": "subscribe_msg_sent_event",
        "List": { "TemplateId": UPDATE, "MsgID": "17", "ErrorCode": "0", "ErrorStatus": "success" },
    });
    push(&scene.app, &told).await.expect(200);
    scene.app.drain().await;
    scene.after(HOUR).await;
    assert_eq!((scene.states().await, scene.wechat.messages().len()), (vec!["sent"], 1));
    assert_eq!(scene.remaining(&person, UPDATE).await, 1);
}

#[tokio::test]
async fn nobodys_phone_rings_at_night_unless_the_community_says_so() {
    let scene = Scene::new().await;
    let (person, wechatter) = scene.wechatter().await;
    scene.agrees(&wechatter, UPDATE, 2).await;
    // Half past ten in the evening.
    scene.app.set_clock("2026-11-26T14:30:00Z");
    scene.approved(&person).await;
    scene.app.drain().await;
    assert!(scene.wechat.messages().is_empty());
    scene.app.set_clock("2026-11-26T23:59:00Z");
    scene.app.drain().await;
    assert!(scene.wechat.messages().is_empty(), "a minute to eight");
    scene.after(MINUTE * 2).await;
    assert_eq!(scene.wechat.messages().len(), 1);

    let admin = scene.app.admin(&scene.grid).await;
    let path = format!("/communities/{}/settings", admin.community.expect("no community"));
    let settings = admin.get(&path).await.expect(200);
    assert_eq!((&settings["quietFrom"], &settings["quietUntil"]), (&json!(1_260), &json!(480)));
    let mut wanted = json!({ "name": settings["name"], "claimLimit": 3, "version": settings["version"] });
    wanted["quietFrom"] = json!(1_440);
    assert_eq!(admin.put(&path, wanted.clone()).await.status, 422);
    (wanted["quietFrom"], wanted["quietUntil"]) = (json!(0), json!(0));
    admin.put(&path, wanted).await.expect(200);
    scene.app.set_clock("2026-11-27T18:00:00Z");
    scene.approved(&person).await;
    scene.app.drain().await;
    assert_eq!(scene.wechat.messages().len(), 2);
}

#[tokio::test]
async fn a_leader_hears_once_a_day_how_many_wishes_wait_and_nothing_when_all_are_read() {
    let scene = Scene::new().await;
    let leader = scene.app.grid_leader(&scene.grid).await;
    let wechatter = scene.binds(&leader).await;
    scene.agrees(&wechatter, DIGEST, 5).await;
    let author = scene.app.resident(&scene.grid).await;
    for title in ["楼道灯坏了", "想学用手机", "修自行车"] {
        author.submits_wish(title).await;
    }
    scene.app.drain().await;
    assert!(scene.wechat.messages().is_empty());
    scene.app.set_clock("2026-11-27T01:00:01Z");
    scene.app.drain().await;
    let sent = scene.wechat.messages();
    assert_eq!((sent.len(), &sent[0]["data"]["number2"]["value"]), (1, &json!("3")));

    author.submits_wish("陪老人看病").await;
    scene.app.drain().await;
    leader.post("/me/notifications/read", json!({})).await.expect(204);
    scene.after(HOUR * 24).await;
    assert_eq!((scene.wechat.messages().len(), scene.states().await), (1, vec!["sent", "dropped"]));
}

#[tokio::test]
async fn a_banned_template_is_not_asked_for_again_within_the_hour() {
    let scene = Scene::new().await;
    let (person, wechatter) = scene.wechatter().await;
    scene.agrees(&wechatter, UPDATE, 4).await;
    scene.wechat.next(Endpoint::Message, Turn::Code(43_107));
    for _ in 0..3 {
        scene.approved(&person).await;
        scene.app.drain().await;
    }
    assert_eq!((scene.states().await, scene.wechat.asked(Endpoint::Message)), (vec!["failed"; 3], 1));
    assert_eq!(scene.remaining(&person, UPDATE).await, 4, "nothing was used up");
    scene.after(HOUR).await;
    scene.approved(&person).await;
    scene.app.drain().await;
    assert_eq!(scene.states().await.last(), Some(&"sent"), "the operator may have seen to it");
}
