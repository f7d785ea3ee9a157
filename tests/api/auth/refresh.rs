//! Refresh tokens: each works once, a lost answer can be had again, a stolen one ends the sign-in.

use std::time::Duration;

use entity::auth::{refresh_token, session};
use entity::kernel::event;
use futures_util::future::join_all;
use rstest::rstest;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use support::{Answer, TestApp};

use super::{me, post_as, refresh, sandbox};

const ENDED: (u16, &str) = (401, "refresh_token_invalid");

fn tokens(answer: &Answer) -> (String, String) {
    (answer.string("accessToken"), answer.string("refreshToken"))
}

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// How often this was written down.
async fn events(app: &TestApp, verb: &str) -> Option<u64> {
    event::Entity::find().filter(event::Column::Verb.eq(verb)).count(&app.kernel().db).await.ok()
}

#[tokio::test]
async fn every_exchange_gives_new_tokens_and_the_old_access_token_lives_out_its_life() {
    let app = TestApp::spawn().await;
    let first = tokens(&sandbox(&app, "王秀兰").await.expect(200));
    app.advance(seconds(60));
    let second = tokens(&refresh(&app, &first.1).await.expect(200));
    app.advance(seconds(60));
    let third = tokens(&refresh(&app, &second.1).await.expect(200));

    assert!(first.1 != second.1 && second.1 != third.1 && first.1 != third.1);
    for access in [&first.0, &second.0, &third.0] {
        me(&app, access).await.expect(200);
    }
    app.advance(seconds(780));
    assert_eq!(me(&app, &first.0).await.refusal(), (401, "token_expired"));
    me(&app, &second.0).await.expect(200);
}

#[tokio::test]
async fn a_lost_answer_can_be_had_again_for_ten_seconds() {
    let app = TestApp::spawn().await;
    let first = tokens(&sandbox(&app, "王秀兰").await.expect(200)).1;
    let answer = refresh(&app, &first).await.expect(200);
    app.advance(seconds(5));
    let again = refresh(&app, &first).await.expect(200);
    assert_eq!(tokens(&again), tokens(&answer), "the very same tokens");
    assert!((880..=895).contains(&again["expiresIn"].as_i64().expect("no life")), "{}", again.text());
    me(&app, &again.string("accessToken")).await.expect(200);

    app.advance(seconds(6));
    assert_eq!(refresh(&app, &first).await.refusal(), ENDED, "eleven seconds later it is a theft");
    assert_eq!(refresh(&app, &answer.string("refreshToken")).await.refusal(), ENDED);
}

#[rstest]
#[case::long_after(3_600)]
#[case::within_the_grace_but_not_the_immediate_predecessor(1)]
#[tokio::test]
async fn a_second_use_ends_the_whole_family_at_once(#[case] wait: u64) {
    let app = TestApp::spawn().await;
    let first = tokens(&sandbox(&app, "王秀兰").await.expect(200));
    let second = tokens(&refresh(&app, &first.1).await.expect(200));
    let third = tokens(&refresh(&app, &second.1).await.expect(200));
    let other = tokens(&sandbox(&app, "王秀兰").await.expect(200));
    app.advance(seconds(wait));
    let third = if wait > 900 { tokens(&refresh(&app, &third.1).await.expect(200)) } else { third };
    me(&app, &third.0).await.expect(200);

    assert_eq!(refresh(&app, &first.1).await.refusal(), ENDED);
    assert_eq!(me(&app, &third.0).await.refusal(), (401, "unauthenticated"), "the access token lived on");
    for token in [&first.1, &second.1, &third.1] {
        assert_eq!(refresh(&app, token).await.refusal(), ENDED);
    }
    assert_eq!(events(&app, "refresh_reused").await, Some(1));
    refresh(&app, &other.1).await.expect(200);
}

/// Guard: compare-and-set on the use of a token; behind it, one successor by a unique index.
#[tokio::test]
async fn fifty_who_exchange_one_token_at_once_get_the_same_tokens() {
    let app = TestApp::spawn().await;
    let replica = app.replica().await;
    let (_, first) = tokens(&sandbox(&app, "王秀兰").await.expect(200));
    let both = [&app, &replica];
    let answers = join_all((0..50).map(|turn| refresh(both[turn % 2], &first))).await;

    let refused: Vec<String> = answers.iter().filter(|one| one.status != 200).map(Answer::text).collect();
    assert!(refused.is_empty(), "{refused:?}");
    assert!(answers.iter().all(|answer| tokens(answer) == tokens(&answers[0])), "they differ");
    assert_eq!(refresh_token::Entity::find().count(&app.kernel().db).await.ok(), Some(2));
    refresh(&app, &answers[0].string("refreshToken")).await.expect(200);
}

/// Guard: the end of a session by compare-and-set (PostgreSQL), the one writer (SQLite).
#[tokio::test]
async fn a_stolen_token_used_fifty_times_at_once_ends_the_session_once() {
    let app = TestApp::spawn().await;
    let replica = app.replica().await;
    let both = [&app, &replica];
    for round in 1..=4 {
        let (_, first) = tokens(&sandbox(&app, "王秀兰").await.expect(200));
        refresh(&app, &first).await.expect(200);
        for server in both {
            server.advance(seconds(11));
        }
        let answers = join_all((0..50).map(|turn| refresh(both[turn % 2], &first))).await;
        assert!(answers.iter().all(|answer| answer.refusal() == ENDED));
        assert_eq!(events(&app, "refresh_reused").await, Some(round));
    }
}

#[tokio::test]
async fn a_session_ends_sixty_days_after_its_last_use() {
    let app = TestApp::spawn().await;
    let (_, first) = tokens(&sandbox(&app, "王秀兰").await.expect(200));
    app.advance_days(59);
    let (_, second) = tokens(&refresh(&app, &first).await.expect(200));
    app.advance_days(59);
    let (_, third) = tokens(&refresh(&app, &second).await.expect(200));
    app.advance_days(60);
    assert_eq!(refresh(&app, &third).await.refusal(), ENDED);
}

#[rstest]
#[case::made_up("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
#[case::short("AAAA")]
#[case::no_base64("***")]
#[tokio::test]
async fn what_is_no_refresh_token_is_refused(#[case] token: &str) {
    let app = TestApp::spawn().await;
    assert_eq!(refresh(&app, token).await.refusal(), ENDED);
}

#[tokio::test]
async fn an_access_token_is_no_refresh_token_and_the_other_way_round() {
    let app = TestApp::spawn().await;
    let (access, first) = tokens(&sandbox(&app, "王秀兰").await.expect(200));
    assert_eq!(me(&app, &first).await.refusal(), (401, "unauthenticated"));
    assert_eq!(refresh(&app, &access).await.status / 100, 4);
    post_as(&app, &access, "/auth/logout", serde_json::json!({})).await.expect(204);
    assert_eq!(refresh(&app, &first).await.refusal(), ENDED, "signed out");
}

#[tokio::test]
async fn only_digests_of_tokens_are_stored() {
    let app = TestApp::spawn().await;
    let (_, first) = tokens(&sandbox(&app, "王秀兰").await.expect(200));
    let (_, second) = tokens(&refresh(&app, &first).await.expect(200));
    let rows = refresh_token::Entity::find().all(&app.kernel().db).await.expect("no tokens");
    let sessions = session::Entity::find().all(&app.kernel().db).await.expect("no sessions");
    let stored = format!("{rows:?} {sessions:?}");
    assert_eq!((rows.len(), sessions.len()), (2, 1));
    assert!(!stored.contains(&first) && !stored.contains(&second));
    assert!(rows.iter().all(|row| row.token_hash.len() == 64));
}
