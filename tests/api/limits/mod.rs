//! Rate limits at the door, shared between replicas while Redis answers, each for itself
//! while it does not; and a cache that goes on without it, too.

use std::net::TcpListener;
use std::time::{Duration, Instant};

use api::config::{Config, RedisConfig};
use api::kernel::limit::{Bucket, Limiter};
use reqwest::Method;
use support::{Person, TestApp};

/// How many of so many requests pass.
async fn passed(person: &Person, requests: usize) -> usize {
    let mut passed = 0;
    for _ in 0..requests {
        let answer = person.request(Method::GET, "/wishes").send().await;
        assert!([200, 429].contains(&answer.status), "{}", answer.text());
        passed += usize::from(answer.status == 200);
    }
    passed
}

fn limited(config: &mut Config) {
    config.limits.enabled = true;
    config.limits.per_account = 5;
}

/// A Redis that takes connections and never says a word.
fn silent_redis() -> (TcpListener, RedisConfig) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("no free port");
    let address = listener.local_addr().expect("no address");
    (listener, RedisConfig { url: Some(format!("redis://{address}")), prefix: "siwei-test:".into() })
}

/// A Redis that is not there.
fn absent_redis() -> RedisConfig {
    RedisConfig { url: Some("redis://127.0.0.1:1".into()), prefix: "siwei-test:".into() }
}

#[tokio::test]
async fn an_account_has_so_many_requests_a_minute_and_is_told_when_to_come_back() {
    let app = TestApp::with(limited).await;
    let grid = app.given_grid().await;
    let (one, other) = (app.resident(&grid).await, app.resident(&grid).await);

    assert_eq!(passed(&one, 8).await, 5);
    let refused = one.get("/wishes").await;
    assert_eq!(refused.refusal(), (429, "too_many_requests"));
    let wait: u64 = refused.header("retry-after").parse().expect("no Retry-After");
    assert!((1..=60).contains(&wait));
    assert_eq!(passed(&other, 3).await, 3);
}

#[tokio::test]
async fn replicas_count_together_while_redis_answers() {
    let app = TestApp::with(limited).await;
    if app.kernel().settings.redis.url.is_none() {
        return;
    }
    let replica = app.replica().await;
    let one = app.resident(&app.given_grid().await).await;
    let (here, there) = (passed(&one, 4).await, passed(&one.at(&replica), 4).await);
    assert_eq!((here, there), (4, 1));
}

#[tokio::test]
async fn without_redis_each_replica_goes_on_by_itself() {
    let app = TestApp::with(|config| {
        limited(config);
        config.redis = absent_redis();
    })
    .await;
    let one = app.resident(&app.given_grid().await).await;
    assert_eq!(passed(&one, 8).await, 5);
    let wall = app.anonymous().get(format!("/communities/{}/wall", one.community.expect("no community"))).await;
    assert_eq!(wall.status, 200);
}

#[tokio::test]
async fn a_silent_redis_costs_one_short_wait_and_not_one_a_request() {
    let (_listener, redis) = silent_redis();
    let limiter = Limiter::connect(&redis).await;
    let begun = Instant::now();
    for _ in 0..200 {
        let _ =
            limiter.check(Bucket::per_minute("test", 1_000), "a").await.expect("nobody is refused because of Redis");
    }
    assert!(begun.elapsed() < Duration::from_secs(2), "it took {:?}", begun.elapsed());
}

#[tokio::test]
async fn redis_and_the_local_count_follow_the_same_rule() {
    let Ok(url) = std::env::var("SIWEI_TEST_REDIS_URL") else { return };
    let prefix = format!("siwei-test-{}:", uuid::Uuid::now_v7().simple());
    let shared = Limiter::connect(&RedisConfig { url: Some(url), prefix }).await;
    let local = Limiter::local();
    let bucket = Bucket::per_day("test", 40);
    for _ in 0..45 {
        let [a, b] = [shared.check(bucket, "a").await, local.check(bucket, "a").await];
        assert_eq!(a.as_ref().map(|left| left.left).ok(), b.as_ref().map(|left| left.left).ok());
        let wait =
            |outcome: &Result<_, api::error::Error>| outcome.as_ref().err().and_then(|no| no.retry_after_seconds());
        assert!(wait(&a).unwrap_or(0).abs_diff(wait(&b).unwrap_or(0)) <= 5);
    }
}

#[tokio::test]
async fn what_one_replica_changes_the_other_forgets() {
    let app = TestApp::spawn().await;
    if app.kernel().settings.redis.url.is_none() {
        return;
    }
    let replica = app.replica().await;
    let ask = async |app: &TestApp, now: &str| {
        let answer = app.kernel().cache.get("tag", "key", async { Ok(now.to_owned()) }).await.expect("no answer");
        String::from_utf8(answer.body.to_vec()).expect("no text")
    };
    // Replicas begin to listen a moment after they start; until they hear, the other's answer stays.
    let begun = Instant::now();
    let mut round = 0;
    loop {
        round += 1;
        let (old, new) = (format!("old {round}"), format!("new {round}"));
        replica.kernel().cache.invalidate("tag");
        assert_eq!(ask(&replica, &old).await, old);
        app.kernel().cache.invalidate("tag");
        tokio::time::sleep(Duration::from_millis(50)).await;
        if ask(&replica, &new).await == new {
            break;
        }
        assert!(begun.elapsed() < Duration::from_secs(4), "the replica does not hear within 4 s");
    }
}
