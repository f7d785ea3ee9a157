//! The WeChat of our own: what the rest of the suite leans on keeps WeChat's rules itself.

use std::time::Duration;

use rstest::rstest;
use serde_json::{Value, json};
use support::wechat::{APPID, Callback, FakeWechat, Pictures, Verdict};
use support::{Receiver, TestApp};

use super::{AES_KEY, TOKEN, UPDATE, events, opens, popup, with_callback};

/// Asks as a mini-program's server does, with a token.
async fn asked(wechat: &FakeWechat, path: &str, body: Value) -> reqwest::Response {
    let http = reqwest::Client::builder().no_proxy().build().expect("no HTTP client");
    let grant = json!({
        "grant_type": "client_credential", "appid": APPID, "secret": wechat.secret_of(APPID), "force_refresh": false,
    });
    let token = http.post(format!("{}/cgi-bin/stable_token", wechat.base())).json(&grant).send().await;
    let token: Value = json_of(token.expect("no token")).await;
    let url = format!("{}{path}?access_token={}", wechat.base(), token["access_token"].as_str().expect("no token"));
    http.post(url).json(&body).send().await.expect("no answer")
}

async fn json_of(answer: reqwest::Response) -> Value {
    serde_json::from_str(&answer.text().await.expect("no body")).expect("no JSON")
}

/// Somebody who has just opened the mini-program.
async fn somebody_here(wechat: &FakeWechat) -> String {
    let person = wechat.person();
    opens(wechat, &person).await;
    person.openid
}

/// A siwei of this hour with a callback that WeChat knows.
async fn told(wechat: &FakeWechat) -> TestApp {
    let app = TestApp::with(|config| {
        wechat.configure(config);
        with_callback(config);
    })
    .await;
    let url = format!("{}/wechat/callback/{APPID}", app.base());
    wechat.set_callback(APPID, Callback { url, token: TOKEN.to_owned(), aes_key: AES_KEY.to_owned() });
    app
}

#[tokio::test]
async fn what_it_signs_and_encrypts_is_opened_by_the_callback_and_counts_once() {
    let wechat = FakeWechat::start().await;
    let app = told(&wechat).await;
    let event = popup("o1", UPDATE, 1);
    wechat.push(APPID, &event).await;
    wechat.push(APPID, &event).await;
    let answers: Vec<_> = wechat.pushed().into_iter().map(|pushed| pushed.answers).collect();
    assert_eq!(answers, [[200], [200]]);
    assert_eq!(events(&app).await.len(), 1);
}

#[tokio::test]
async fn a_push_that_is_not_taken_is_tried_three_times_more() {
    let wechat = FakeWechat::start().await;
    let app = told(&wechat).await;
    let url = format!("{}/wechat/callback/{APPID}", app.base());
    wechat.set_callback(APPID, Callback { url, token: "another".to_owned(), aes_key: AES_KEY.to_owned() });
    wechat.push(APPID, &popup("o1", UPDATE, 1)).await;
    assert_eq!(wechat.pushed()[0].answers, [403; 4]);
    assert!(events(&app).await.is_empty());
}

#[rstest]
#[case::fine(Pictures::default(), json!("pass"))]
#[case::twice_and_in_text(
    Pictures { verdict: Verdict::Risky, twice: true, in_text: true, ..Pictures::default() },
    json!("risky")
)]
#[tokio::test]
async fn a_picture_is_fetched_and_what_it_is_comes_by_the_callback(#[case] how: Pictures, #[case] suggest: Value) {
    let wechat = FakeWechat::start().await;
    let app = told(&wechat).await;
    let pictures = Receiver::start().await;
    let times = 1 + usize::from(how.twice);
    let in_text = how.in_text;
    wechat.judge_pictures(how);
    let openid = somebody_here(&wechat).await;
    let body = json!({ "media_url": pictures.url(), "media_type": 2, "version": 2, "scene": 3, "openid": openid });
    let answer = json_of(asked(&wechat, "/wxa/media_check_async", body).await).await;
    pushed(&wechat, times).await;

    let event = wechat.pushed()[0].event.clone();
    assert_eq!((&event["trace_id"], &event["result"]["suggest"]), (&answer["trace_id"], &suggest));
    assert_eq!(event["result"]["label"].is_string(), in_text);
    assert_eq!(pictures.got().len(), 1, "it is really fetched");
    assert_eq!(events(&app).await.len(), 1, "and kept once");
}

#[tokio::test]
async fn a_picture_that_is_not_there_is_told_so() {
    let wechat = FakeWechat::start().await;
    let _app = told(&wechat).await;
    let openid = somebody_here(&wechat).await;
    let gone = format!("{}/no-picture", wechat.base());
    let body = json!({ "media_url": gone, "media_type": 2, "version": 2, "scene": 3, "openid": openid });
    assert_eq!(json_of(asked(&wechat, "/wxa/media_check_async", body).await).await["errcode"], 0);
    pushed(&wechat, 1).await;
    assert_eq!(wechat.pushed()[0].event["errcode"], -1_008);
}

/// Waits until so many events have been told.
async fn pushed(wechat: &FakeWechat, times: usize) {
    for _ in 0..1_000 {
        if wechat.pushed().len() >= times {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("only {} of {times} events were told", wechat.pushed().len());
}

#[rstest]
#[case::fine("楼道灯坏了", "pass")]
#[case::doubtful("楼道灯【可疑】坏了", "review")]
#[case::forbidden("楼道灯【违规】坏了", "risky")]
#[tokio::test]
async fn a_text_is_judged_by_its_marks(#[case] content: &str, #[case] suggest: &str) {
    let wechat = FakeWechat::start().await;
    let openid = somebody_here(&wechat).await;
    let body = json!({ "content": content, "version": 2, "scene": 2, "openid": openid });
    let answer = json_of(asked(&wechat, "/wxa/msg_sec_check", body.clone()).await).await;
    assert_eq!((&answer["errcode"], &answer["result"]["suggest"]), (&json!(0), &json!(suggest)));

    wechat.advance(Duration::from_secs(2 * 60 * 60 + 1));
    let later = json_of(asked(&wechat, "/wxa/msg_sec_check", body).await).await;
    assert_eq!(later["errcode"], 61_010, "nobody has been here for two hours");
}

#[tokio::test]
async fn a_value_that_breaks_its_rule_is_named() {
    let wechat = FakeWechat::start().await;
    let message = |phrase: &str| {
        json!({
            "touser": "sandbox-1", "template_id": "t", "page": "p", "miniprogram_state": "formal", "lang": "zh_CN",
            "data": { "phrase16": { "value": phrase } },
        })
    };
    let refused = json_of(asked(&wechat, "/cgi-bin/message/subscribe/send", message("too long")).await).await;
    let words = refused["errmsg"].as_str().expect("no text");
    assert_eq!(refused["errcode"], 47_003);
    assert!(words.contains("argument invalid! data.phrase16.value invalid") && words.contains("rid: "), "{words}");
    let taken = json_of(asked(&wechat, "/cgi-bin/message/subscribe/send", message("已通过")).await).await;
    assert_eq!((&taken["errcode"], wechat.messages().len()), (&json!(0), 1));
}

#[tokio::test]
async fn a_code_is_a_picture_or_an_error_in_json_and_a_link_is_a_link() {
    let wechat = FakeWechat::start().await;
    let code = asked(&wechat, "/wxa/getwxacodeunlimit", json!({ "scene": "0".repeat(32), "page": "pages/a" })).await;
    assert_eq!(code.headers()["content-type"], "image/png");
    let picture = code.bytes().await.expect("no body");
    assert!(image::load_from_memory(&picture).is_ok_and(|picture| picture.width() > 200));

    let refused = asked(&wechat, "/wxa/getwxacodeunlimit", json!({ "scene": "汉字", "page": "pages/a" })).await;
    assert_eq!((refused.status().as_u16(), json_of(refused).await["errcode"].as_i64()), (200, Some(40_169)));

    let link = json!({ "path": "pages/a", "query": "id=1", "expire_type": 1, "expire_interval": 30 });
    let link = json_of(asked(&wechat, "/wxa/generate_urllink", link).await).await;
    assert!(link["url_link"].as_str().is_some_and(|link| link.starts_with("https://wxaurl.cn/")));
}

#[tokio::test]
async fn who_runs_it_as_a_program_gives_the_same_orders_as_json() {
    let wechat = FakeWechat::start().await;
    let http = reqwest::Client::builder().no_proxy().build().expect("no HTTP client");
    let order = async |order: Value| {
        let url = format!("{}/fake-wechat/control", wechat.base());
        http.post(url).json(&order).send().await.expect("no answer")
    };
    let busy = json!({ "do": "next", "endpoint": "textCheck", "answer": { "code": -1 } });
    assert_eq!(order(busy).await.status().as_u16(), 200);
    let body = json!({ "content": "灯", "version": 2, "scene": 2, "openid": "sandbox-1" });
    let answers = [
        json_of(asked(&wechat, "/wxa/msg_sec_check", body.clone()).await).await,
        json_of(asked(&wechat, "/wxa/msg_sec_check", body).await).await,
    ];
    assert_eq!(answers.map(|answer| answer["errcode"].as_i64()), [Some(-1), Some(0)]);

    let code = json_of(order(json!({ "do": "loginCode", "appid": APPID, "openid": "o-known" })).await).await;
    assert!(code["code"].is_string() && code["openid"] == "o-known");
    assert_eq!(order(json!({ "do": "nothing that it knows" })).await.status().as_u16(), 400);
    let page = http.get(format!("{}/fake-wechat", wechat.base())).send().await.expect("no page");
    assert!(page.text().await.is_ok_and(|page| page.contains("/wxa/msg_sec_check · 2 次")));
}
