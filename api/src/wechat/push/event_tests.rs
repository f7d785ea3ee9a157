//! What WeChat's events look like, in the forms in which they were seen.

use super::event::*;
use crate::wechat::safety::{Opinion, Suggestion};

fn both(message: &str) -> (Event, String) {
    let Ok(both) = read(message.as_bytes()) else { panic!("unreadable: {message}") };
    both
}

fn seen(message: &str) -> Event {
    both(message).0
}

fn key(message: &str) -> String {
    both(message).1
}

fn popup(status: &str, scene: &str, second: &str) -> String {
    format!(
        r#"{{"ToUserName":"gh","FromUserName":"o1","CreateTime":{second},"MsgType":"event",
        "Event":"subscribe_msg_popup_event",
        "List":[{{"TemplateId":"t1","SubscribeStatusString":"{status}","PopupScene":{scene}}}]}}"#
    )
}

#[test]
fn a_popups_answers_come_as_one_or_many() {
    let yes = Answer { template_id: "t1".to_owned(), accepted: true };
    let expected = Event::Subscriptions { openid: "o1".to_owned(), popup: true, answers: vec![yes.clone()] };
    let many = popup("accept", "0", "17");
    assert_eq!(seen(&many), expected);
    assert_eq!(seen(&many.replace(['[', ']'], "")), expected);
    let Event::Subscriptions { answers, .. } = seen(&popup("reject", "0", "17")) else { panic!("another event") };
    assert_eq!(answers, [Answer { accepted: false, ..yes }]);
}

#[test]
fn the_same_in_xml_says_the_same() {
    let list = "<List><TemplateId>t1</TemplateId><SubscribeStatusString>accept</SubscribeStatusString>\
                <PopupScene>0</PopupScene></List>";
    let xml = |list: &str| {
        format!(
            "<xml><ToUserName>gh</ToUserName><FromUserName><![CDATA[o1]]></FromUserName><CreateTime>17</CreateTime>\
             <MsgType>event</MsgType><Event>subscribe_msg_popup_event</Event>\
             <SubscribeMsgPopupEvent>{list}</SubscribeMsgPopupEvent></xml>"
        )
    };
    assert_eq!(both(&xml(list)), both(&popup("accept", "0", "17")));
    let Event::Subscriptions { answers, .. } = seen(&xml(&list.repeat(2))) else { panic!("another event") };
    assert_eq!(answers.len(), 2);
    assert_eq!(
        encrypted(b"<xml><ToUserName>gh</ToUserName><Encrypt><![CDATA[abc]]></Encrypt></xml>"),
        Ok("abc".to_owned())
    );
}

#[test]
fn the_same_message_has_one_key_also_when_its_numbers_are_strings() {
    let once = key(&popup("accept", "0", "17"));
    assert_eq!(once, key(&popup("accept", "\"0\"", "\"17\"")));
    assert_eq!(once, key(&popup("accept", "0", "17").replace(['[', ']'], "")));
    assert_ne!(once, key(&popup("reject", "0", "17")));
    assert_ne!(once, key(&popup("accept", "0", "18")));
    assert_ne!(once, key(&popup("accept", "0", "17").replace("t1", "t2")));
    assert_ne!(once, key(&popup("accept", "0", "17").replace("o1", "o2")));
}

#[test]
fn two_checks_of_pictures_within_a_second_are_two() {
    let check = |trace: &str, label: &str| {
        format!(
            r#"{{"FromUserName":"platform","CreateTime":1,"Event":"wxa_media_check","trace_id":"{trace}",
            "result":{{"suggest":"pass","label":{label}}}}}"#
        )
    };
    let opinion = Some(Opinion { suggestion: Suggestion::Pass, label: 100 });
    assert_eq!(seen(&check("a-1", "100")), Event::MediaChecked { trace_id: "a-1".to_owned(), opinion });
    assert_eq!(key(&check("a-1", "100")), key(&check("a-1", "\"100\"")));
    assert_ne!(key(&check("a-1", "100")), key(&check("a-2", "100")));
    let later = check("a-1", "100").replace(r#""CreateTime":1"#, r#""CreateTime":2"#);
    assert_eq!(key(&check("a-1", "100")), key(&later), "pushed once more, a second later");
}

#[test]
fn what_became_of_a_message() {
    let sent = |code: &str| {
        seen(&format!(
            r#"{{"FromUserName":"o1","Event":"subscribe_msg_sent_event",
            "List":{{"TemplateId":"t1","MsgID":1700827132819554304,"ErrorCode":{code},"ErrorStatus":"x"}}}}"#
        ))
    };
    for (given, error_code) in [("\"0\"", 0), ("0", 0), ("43101", 43101), ("null", -1)] {
        let (template_id, msg_id) = ("t1".to_owned(), "1700827132819554304".to_owned());
        let deliveries = vec![Delivery { template_id, msg_id, error_code }];
        assert_eq!(sent(given), Event::Sent { openid: "o1".to_owned(), deliveries }, "{given}");
    }
}

#[test]
fn the_events_of_a_person() {
    let of = |event: &str| {
        seen(&format!(r#"{{"FromUserName":"platform","OpenID":"o2","Event":"{event}","RevokeInfo":"6, 8"}}"#))
    };
    let openid = || "o2".to_owned();
    assert_eq!(of("user_info_modified"), Event::Modified { openid: openid() });
    assert_eq!(of("user_authorization_revoke"), Event::Revoked { openid: openid(), what: vec![6, 8] });
    assert_eq!(of("user_authorization_cancellation"), Event::Cancelled { openid: openid() });
    assert_eq!(of("debug_demo"), Event::Other("debug_demo".to_owned()));
}

#[test]
fn what_is_no_message_is_unreadable() {
    for bad in ["", "[]", "7", "<xml></xml>", "<xml><A></xml>"] {
        assert_eq!(read(bad.as_bytes()), Err(Unreadable), "{bad}");
        assert_eq!(encrypted(bad.as_bytes()), Err(Unreadable), "{bad}");
    }
    assert_eq!(encrypted(br#"{"ToUserName":"gh","Encrypt":""}"#), Err(Unreadable));
    assert_eq!(encrypted(br#"{"ToUserName":"gh","Encrypt":"abc"}"#), Ok("abc".to_owned()));
}
