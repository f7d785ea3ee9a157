//! Rate limits at the door, shared between replicas while Redis answers, each for itself
//! while it does not; and a cache that goes on without it, too.

use std::net::TcpListener;
use std::time::{Duration, Instant};

use api::config::{Config, RedisConfig};
use api::kernel::limit::{Bucket, Limiter};
use reqwest::Method;
use serde_json::json;
use support::{Answer, Person, TestApp};

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

/// What an answer tells of the limits: policy, and what is left without the time, which runs on.
fn told(answer: &Answer) -> (String, String) {
    let left = answer.header("ratelimit").split(";t=").next().unwrap_or_default();
    (answer.header("ratelimit-policy").to_owned(), left.to_owned())
}

#[tokio::test]
async fn every_counted_answer_tells_how_much_is_left() {
    let app = TestApp::with(limited).await;
    let one = app.resident(&app.given_grid().await).await;
    let expected = |left: u32| ("\"account\";q=5;w=60".to_owned(), format!("\"account\";r={left}"));

    assert_eq!(told(&one.get("/wishes").await.expect(200)), expected(4));
    let unseen = one.get(format!("/wishes/{}", uuid::Uuid::now_v7())).await.expect(404);
    assert_eq!(told(&unseen), expected(3));
    let malformed = one.get("/wishes?pageSize=0").await.expect(400);
    assert_eq!(told(&malformed), expected(2));
    passed(&one, 2).await;
    let refused = one.get("/wishes").await.expect(429);
    assert_eq!(told(&refused), expected(0));
    let whole: u64 = refused.header("ratelimit").rsplit("t=").next().and_then(|t| t.parse().ok()).expect("no time");
    let wait: u64 = refused.header("retry-after").parse().expect("no Retry-After");
    assert!(wait <= whole && (49..=60).contains(&whole), "in {wait} s one, in {whole} s all");
}

#[tokio::test]
async fn of_several_limits_the_tightest_is_told() {
    let app = TestApp::with(|config| {
        config.limits.enabled = true;
        config.limits.per_address = 600;
        config.limits.sign_in_per_address = 30;
    })
    .await;
    let nobody = app.anonymous();
    let grid = app.given_grid().await;
    let wall = nobody.get(format!("/communities/{}/wall", grid.community)).await.expect(200);
    assert_eq!(told(&wall), ("\"address\";q=600;w=60".to_owned(), "\"address\";r=599".to_owned()));
    let secret = json!({"phone": "13812345678", "password": "no-such-password"});
    let refused = nobody.post("/auth/password/login", secret).await.expect(401);
    assert_eq!(told(&refused), ("\"sign_in\";q=30;w=60".to_owned(), "\"sign_in\";r=29".to_owned()));
}

#[tokio::test]
async fn without_limits_nothing_is_told_of_them() {
    let app = TestApp::spawn().await;
    let one = app.resident(&app.given_grid().await).await;
    assert_eq!(told(&one.get("/wishes").await.expect(200)), (String::new(), String::new()));
}

#[tokio::test]
async fn scripts_of_an_allowed_origin_may_read_the_fields() {
    let app = TestApp::with(|config| config.allowed_origins = vec!["https://h5.example".into()]).await;
    let answer = app.outside(Method::GET, "/livez").header("origin", "https://h5.example").send().await;
    let exposed = answer.header("access-control-expose-headers").to_ascii_lowercase();
    let exposed: Vec<&str> = exposed.split(',').map(str::trim).collect();
    for field in ["retry-after", "ratelimit", "ratelimit-policy"] {
        assert!(exposed.contains(&field), "{field} is not among {exposed:?}");
    }
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
