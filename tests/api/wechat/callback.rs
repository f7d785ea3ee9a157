//! Who may push what, and that it is written down once.

use std::time::Duration;

use api::kernel::crypto::Field;
use entity::wechat::EventOutcome;
use reqwest::Method;
use rstest::rstest;
use serde_json::json;
use support::wechat::{APPID, OTHER_APPID};

use super::{Scene, UPDATE, events, popup, push, send, wrapped};

#[tokio::test]
async fn the_consoles_trial_call_is_answered_with_its_own_word_and_any_other_with_nothing() {
    let scene = Scene::new().await;
    // sha1 of the sorted token, timestamp and nonce, by another program.
    let now = scene.app.now().timestamp().to_string();
    let sign = |timestamp: &str| {
        let mut parts = [super::TOKEN, timestamp, "n1"];
        parts.sort_unstable();
        let hash = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA1_FOR_LEGACY_USE_ONLY, parts.concat().as_bytes());
        hex::encode(hash)
    };
    let ask = async |appid: &str, timestamp: &str, signature: &str| {
        let query = format!("signature={signature}&timestamp={timestamp}&nonce=n1&echostr=4375120948345356249");
        let path = format!("/wechat/callback/{appid}?{query}");
        scene.app.outside(Method::GET, &path).send_unchecked().await
    };
    let answer = ask(APPID, &now, &sign(&now)).await;
    assert_eq!((answer.status, answer.text().as_str()), (200, "4375120948345356249"));
    assert!(answer.header("content-type").starts_with("text/plain"));

    let old = (scene.app.now().timestamp() - 301).to_string();
    for (appid, timestamp, signature) in [
        (APPID, now.as_str(), "0".repeat(40)),
        (APPID, now.as_str(), String::new()),
        (APPID, old.as_str(), sign(&old)),
        (APPID, "soon", sign("soon")),
        (OTHER_APPID, now.as_str(), sign(&now)),
        ("wx-nobody", now.as_str(), sign(&now)),
    ] {
        let refused = ask(appid, timestamp, &signature).await;
        assert_eq!((refused.status, refused.text().as_str()), (403, ""), "{appid} {timestamp}");
    }
}

#[tokio::test]
async fn a_push_that_is_none_of_wechats_is_refused_and_tells_nothing() {
    let scene = Scene::new().await;
    let message = popup("o1", UPDATE, 1).to_string();
    let (query, encrypted) = wrapped(&scene.app, "n1", &message);
    let body = json!({ "ToUserName": "gh_1", "Encrypt": encrypted }).to_string();
    let (tampered, mut bytes) = (query.replace("nonce=n1", "nonce=n2"), encrypted.clone().into_bytes());
    bytes[10] = if bytes[10] == b'A' { b'B' } else { b'A' };
    let changed = json!({ "Encrypt": String::from_utf8_lossy(&bytes) }).to_string();
    for (appid, query, body) in [
        (APPID, tampered, body.clone()),
        (APPID, query.clone(), changed),
        (APPID, query.clone(), message),
        (APPID, query.clone(), String::new()),
        (APPID, query.clone(), "<xml><Encrypt>".to_owned()),
        (APPID, String::new(), body.clone()),
        (OTHER_APPID, query.clone(), body.clone()),
        ("wx-nobody", query.clone(), body.clone()),
    ] {
        let refused = send(&scene.app, appid, &query, body).await;
        assert_eq!((refused.status, refused.text().as_str()), (403, ""));
    }
    scene.app.advance(Duration::from_secs(302));
    assert_eq!(send(&scene.app, APPID, &query, body).await.status, 403, "too old");
    assert!(events(&scene.app).await.is_empty());
}

#[rstest]
#[case::json(false)]
#[case::xml(true)]
#[tokio::test]
async fn an_event_is_kept_sealed_answered_with_success_and_worked_on_once(#[case] xml: bool) {
    let scene = Scene::new().await;
    let (person, wechatter) = scene.wechatter().await;
    let message = match xml {
        false => popup(&wechatter.openid, UPDATE, 1).to_string(),
        true => format!(
            "<xml><ToUserName>gh_1</ToUserName><FromUserName><![CDATA[{}]]></FromUserName><CreateTime>1</CreateTime>\
             <Event>subscribe_msg_popup_event</Event><SubscribeMsgPopupEvent><List><TemplateId>{UPDATE}</TemplateId>\
             <SubscribeStatusString>accept</SubscribeStatusString><PopupScene>0</PopupScene></List>\
             </SubscribeMsgPopupEvent></xml>",
            wechatter.openid
        ),
    };
    for nonce in ["n1", "n1", "n2"] {
        let (query, encrypted) = wrapped(&scene.app, nonce, &message);
        let body = match xml {
            false => json!({ "ToUserName": "gh_1", "Encrypt": encrypted }).to_string(),
            true => format!("<xml><ToUserName>gh_1</ToUserName><Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>"),
        };
        let answer = send(&scene.app, APPID, &query, body).await;
        assert_eq!((answer.status, answer.text().as_str()), (200, "success"));
        scene.app.drain().await;
    }
    let events = events(&scene.app).await;
    assert_eq!(events.len(), 1);
    assert_eq!((events[0].kind.as_str(), events[0].outcome), ("subscribe_msg_popup_event", Some(EventOutcome::Done)));
    assert!(!events[0].message_sealed.contains(&wechatter.openid));
    let opened = scene.app.kernel().vault.open(Field::WechatEvent, &events[0].message_sealed).expect("not opened");
    assert_eq!(opened.as_str(), message);
    assert_eq!(scene.remaining(&person, UPDATE).await, 1);
}

#[tokio::test]
async fn an_unknown_event_and_one_that_nobody_can_read_are_answered_with_success() {
    let scene = Scene::new().await;
    let unknown = json!({ "FromUserName": "o1", "CreateTime": 1, "Event": "debug_demo", "debug_str": "hello world" });
    assert_eq!(push(&scene.app, &unknown).await.text(), "success");
    assert_eq!(push(&scene.app, &json!("no event")).await.text(), "success");
    let check = json!({ "FromUserName": "p", "CreateTime": 1, "Event": "wxa_media_check", "trace_id": "a-1" });
    assert_eq!(push(&scene.app, &check).await.text(), "success");
    scene.app.drain().await;
    let outcomes: Vec<_> = events(&scene.app).await.into_iter().map(|event| event.outcome).collect();
    assert_eq!(outcomes, [Some(EventOutcome::Ignored), Some(EventOutcome::Parked)]);
}
