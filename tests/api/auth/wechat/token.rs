//! `stable_token`: asked for once however many want it, replaced once when it is refused.

use std::time::Duration;

use futures_util::future::join_all;
use rstest::rstest;
use support::wechat::{APPID, Endpoint, FakeWechat, Turn};
use support::{Answer, Person, TestApp};

use super::{bind, refusal, signs_in, with_wechat};

/// Section 1.2, both tables. The call may be repeated, so what passes is waited out: twice.
#[rstest]
#[case::busy(-1, 3)]
#[case::limit_of_a_second(44_990, 3)]
#[case::secret_not_right(40_001, 1)]
#[case::grant(40_002, 1)]
#[case::appid_unknown(40_013, 1)]
#[case::secret_invalid(40_125, 1)]
#[case::address_not_listed(40_164, 1)]
#[case::secret_frozen(40_243, 1)]
#[case::appid_missing(41_002, 1)]
#[case::secret_missing(41_004, 1)]
#[case::wrong_method(43_002, 1)]
#[case::quota_of_a_day(45_009, 1)]
#[case::quota_of_a_minute(45_011, 1)]
#[case::account_blocked(50_004, 1)]
#[case::account_frozen(50_007, 1)]
#[case::admin_must_confirm(89_503, 1)]
#[case::admin_refused_for_a_day(89_506, 1)]
#[case::admin_refused_for_an_hour(89_507, 1)]
#[case::token_ended(42_001, 1)]
#[tokio::test]
async fn without_a_token_no_phone_is_bound_but_everybody_signs_in(#[case] errcode: i64, #[case] asked: usize) {
    let (wechat, app) = with_wechat().await;
    wechat.always(Endpoint::StableToken, Turn::Code(errcode));
    let answer = bind(&app.newcomer().await, &wechat.phone_code(APPID, "13900001111")).await;
    assert_eq!(refusal(&answer), (503, "wechat_unavailable", "5"));
    assert_eq!((wechat.asked(Endpoint::StableToken), wechat.asked(Endpoint::Phone)), (asked, 0));
    signs_in(&app, &wechat, &wechat.person()).await.expect(200);
}

/// Many newcomers, each of whom binds a phone of their own.
async fn crowd(apps: &[&TestApp], many: usize) -> Vec<Person> {
    let mut people = Vec::new();
    for turn in 0..many {
        people.push(apps[0].newcomer().await.at(apps[turn % apps.len()]));
    }
    people
}

async fn all_bind(wechat: &FakeWechat, people: &[Person], from: usize) -> Vec<Answer> {
    let binds = people.iter().enumerate().map(async |(number, person)| {
        let code = wechat.phone_code(APPID, &format!("139{:08}", from + number));
        bind(person, &code).await
    });
    join_all(binds).await
}

fn all_succeed(answers: &[Answer]) {
    let refused: Vec<String> = answers.iter().filter(|one| one.status != 200).map(Answer::text).collect();
    assert!(refused.is_empty(), "{refused:?}");
}

/// Guard: the mutex around the kept token.
#[tokio::test]
async fn fifty_who_want_a_token_at_once_ask_for_it_once() {
    let (wechat, app) = with_wechat().await;
    let people = crowd(&[&app], 50).await;
    wechat.next(Endpoint::StableToken, Turn::Late(Duration::from_millis(200)));
    all_succeed(&all_bind(&wechat, &people, 0).await);
    assert_eq!((wechat.asked(Endpoint::StableToken), wechat.asked(Endpoint::Phone)), (1, 50));
}

/// Guard: only the token that failed is dropped. Some hear so late of the old one's end that the
/// new one is there already.
#[tokio::test]
async fn fifty_whose_token_has_ended_replace_it_once_and_never_by_force() {
    let (wechat, app) = with_wechat().await;
    let people = crowd(&[&app], 50).await;
    all_succeed(&all_bind(&wechat, &people[..1], 0).await);
    wechat.end_tokens(APPID);
    for _ in 0..5 {
        wechat.next(Endpoint::Phone, Turn::Late(Duration::from_millis(700)));
    }
    all_succeed(&all_bind(&wechat, &people, 100).await);

    assert_eq!(wechat.asked(Endpoint::StableToken), 2);
    assert!(wechat.asked(Endpoint::Phone) <= 1 + 2 * 50);
    let forced = |call: &support::wechat::Call| call.body["force_refresh"] != false;
    assert!(!wechat.calls(Endpoint::StableToken).iter().any(forced));
    let tokens = wechat.tokens_of(APPID);
    assert_eq!(wechat.calls(Endpoint::Phone).last().map(|call| call.parameter("access_token")), Some(&*tokens[1]));
}

/// Guard: who waited for a failure shares it.
#[tokio::test]
async fn fifty_who_wait_for_a_token_that_does_not_come_do_not_ask_one_after_the_other() {
    let (wechat, app) = with_wechat().await;
    let people = crowd(&[&app], 50).await;
    wechat.next(Endpoint::StableToken, Turn::Late(Duration::from_millis(400)));
    let hurried = app.replica_with(|config| config.wechat.timeout_ms = 200).await;
    wechat.always(Endpoint::StableToken, Turn::Status(502));
    let people: Vec<Person> = people.iter().map(|person| person.at(&hurried)).collect();
    let answers = all_bind(&wechat, &people, 0).await;
    assert!(answers.iter().all(|answer| refusal(answer) == (503, "wechat_unavailable", "5")));
    assert!(wechat.asked(Endpoint::StableToken) <= 6, "{} calls", wechat.asked(Endpoint::StableToken));
    assert_eq!(wechat.asked(Endpoint::Phone), 0);
}

/// Guards: the shelf in Redis, the right to fetch, and that only the token that failed is taken from it.
#[tokio::test]
async fn replicas_share_one_token_and_do_not_take_it_from_each_other() {
    let (wechat, app) = with_wechat().await;
    let (second, third) = (app.replica().await, app.replica().await);
    let all = [&app, &second, &third];
    let people = crowd(&all, 30).await;
    // With Redis one of them asks for all; without it each asks for itself and gets the same.
    let each = if app.kernel().settings.redis.url.is_some() { 1 } else { 3 };
    all_succeed(&all_bind(&wechat, &people, 0).await);
    assert_eq!((wechat.asked(Endpoint::StableToken), wechat.tokens_of(APPID).len()), (each, 1));

    wechat.end_tokens(APPID);
    all_succeed(&all_bind(&wechat, &people, 100).await);
    assert_eq!((wechat.asked(Endpoint::StableToken), wechat.tokens_of(APPID).len()), (2 * each, 2));
}

#[tokio::test]
async fn a_token_is_replaced_five_minutes_before_its_end_without_a_failure() {
    let (wechat, app) = with_wechat().await;
    let people = crowd(&[&app], 3).await;
    let pass = |seconds| {
        app.advance(Duration::from_secs(seconds));
        wechat.advance(Duration::from_secs(seconds));
    };
    all_succeed(&all_bind(&wechat, &people[..1], 0).await);
    pass(6_850);
    all_succeed(&all_bind(&wechat, &people[1..2], 100).await);
    assert_eq!(wechat.asked(Endpoint::StableToken), 1);
    pass(50);
    all_succeed(&all_bind(&wechat, &people[2..], 200).await);
    assert_eq!((wechat.asked(Endpoint::StableToken), wechat.tokens_of(APPID).len()), (2, 2));
    assert_eq!(wechat.asked(Endpoint::Phone), 3, "no call was made in vain");
}

#[rstest]
#[case::not_the_latest(40_001)]
#[case::unknown(40_014)]
#[case::ended(42_001)]
#[tokio::test]
async fn one_refusal_of_the_token_is_mended_unseen(#[case] errcode: i64) {
    let (wechat, app) = with_wechat().await;
    let people = crowd(&[&app], 1).await;
    wechat.next(Endpoint::Phone, Turn::Code(errcode));
    all_succeed(&all_bind(&wechat, &people, 0).await);
    assert_eq!((wechat.asked(Endpoint::Phone), wechat.asked(Endpoint::StableToken)), (2, 2));
}
