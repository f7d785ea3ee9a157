//! Access tokens that are not ours, or not any more.

use api::config::Config;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use reqwest::Method;
use rstest::rstest;
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use support::{Answer, Person, TestApp};

const NOBODY: (u16, &str) = (401, "unauthenticated");

fn signing_key(config: &Config) -> EncodingKey {
    let key = config.secrets.access_token.as_ref().expect("no key");
    EncodingKey::from_base64_secret(key.expose_secret()).expect("the key is no base64")
}

fn claims(app: &TestApp, person: &Person) -> Value {
    let now = app.now().timestamp();
    json!({
        "sub": person.account(), "sid": person.session(), "iat": now, "exp": now + 900,
        "iss": "siwei", "aud": "siwei-api",
    })
}

fn header() -> Header {
    Header { typ: Some("at+jwt".to_owned()), ..Header::new(Algorithm::HS256) }
}

fn sign(app: &TestApp, header: &Header, claims: &Value) -> String {
    jsonwebtoken::encode(header, claims, &signing_key(&app.kernel().settings)).expect("not signed")
}

async fn shown(app: &TestApp, authorization: &str) -> Answer {
    app.anonymous().request(Method::GET, "/me").header("authorization", authorization).send().await
}

/// What is changed in good claims; null takes a claim away.
fn changed(mut claims: Value, change: &Value) -> Value {
    for (name, value) in change.as_object().expect("no change") {
        match value {
            Value::Null => drop(claims.as_object_mut().and_then(|claims| claims.remove(name))),
            value => claims[name] = value.clone(),
        }
    }
    claims
}

#[rstest]
#[case::another_issuer(json!({ "iss": "somebody" }), NOBODY)]
#[case::no_issuer(json!({ "iss": null }), NOBODY)]
#[case::another_audience(json!({ "aud": "another-api" }), NOBODY)]
#[case::no_audience(json!({ "aud": null }), NOBODY)]
#[case::no_end(json!({ "exp": null }), NOBODY)]
#[case::end_as_text(json!({ "exp": "9999999999" }), NOBODY)]
#[case::no_account(json!({ "sub": null }), NOBODY)]
#[case::no_session(json!({ "sid": null }), NOBODY)]
#[case::unknown_session(json!({ "sid": "0198c0de-0000-7000-8000-000000000000" }), NOBODY)]
#[case::another_account(json!({ "sub": "0198c0de-0000-7000-8000-000000000000" }), NOBODY)]
#[case::long_over(json!({ "exp": 1 }), (401, "token_expired"))]
#[tokio::test]
async fn claims_that_are_not_ours_prove_nobody(#[case] change: Value, #[case] told: (u16, &str)) {
    let app = TestApp::spawn().await;
    let person = app.newcomer().await;
    let good = claims(&app, &person);
    shown(&app, &format!("Bearer {}", sign(&app, &header(), &good))).await.expect(200);
    let token = sign(&app, &header(), &changed(good, &change));
    assert_eq!(shown(&app, &format!("Bearer {token}")).await.refusal(), told);
}

#[rstest]
#[case::longer_hash(Header { typ: Some("at+jwt".to_owned()), ..Header::new(Algorithm::HS384) })]
#[case::longest_hash(Header { typ: Some("at+jwt".to_owned()), ..Header::new(Algorithm::HS512) })]
#[case::plain_jwt(Header { typ: Some("JWT".to_owned()), ..header() })]
#[case::id_token(Header { typ: Some("id_token".to_owned()), ..header() })]
#[case::untyped(Header { typ: None, ..header() })]
#[tokio::test]
async fn another_kind_or_algorithm_under_our_key_proves_nobody(#[case] header: Header) {
    let app = TestApp::spawn().await;
    let token = sign(&app, &header, &claims(&app, &app.newcomer().await));
    assert_eq!(shown(&app, &format!("Bearer {token}")).await.refusal(), NOBODY);
}

/// The header of a token, as text, in place of the signed one.
fn with_header(token: &str, header: &str) -> String {
    let rest = token.split_once('.').expect("no token").1;
    format!("{}.{rest}", encoded(header))
}

fn encoded(text: &str) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let bits: String = text.bytes().map(|byte| format!("{byte:08b}")).collect();
    let sextets = bits.as_bytes().chunks(6).map(|chunk| {
        let padded = format!("{:0<6}", String::from_utf8_lossy(chunk));
        char::from(ALPHABET[usize::from_str_radix(&padded, 2).unwrap_or_default()])
    });
    sextets.collect()
}

#[rstest]
#[case::none(r#"{"typ":"at+jwt","alg":"none"}"#)]
#[case::none_shouted(r#"{"typ":"at+jwt","alg":"NONE"}"#)]
#[case::public_key(r#"{"typ":"at+jwt","alg":"RS256"}"#)]
#[case::curve(r#"{"typ":"at+jwt","alg":"ES256"}"#)]
#[case::no_algorithm(r#"{"typ":"at+jwt"}"#)]
#[case::key_of_the_senders(r#"{"typ":"at+jwt","alg":"HS256","jwk":{"kty":"oct","k":"AAAA"}}"#)]
#[tokio::test]
async fn a_forged_header_proves_nobody(#[case] header_text: &str) {
    let app = TestApp::spawn().await;
    let good = sign(&app, &header(), &claims(&app, &app.newcomer().await));
    let forged = with_header(&good, header_text);
    let unsigned = format!("{}.", forged.rsplit_once('.').expect("no token").0);
    for token in [forged, unsigned] {
        assert_eq!(shown(&app, &format!("Bearer {token}")).await.refusal(), NOBODY, "{token}");
    }
}

#[tokio::test]
async fn a_token_that_was_touched_or_signed_by_somebody_else_proves_nobody() {
    let app = TestApp::spawn().await;
    let (person, other) = (app.newcomer().await, app.newcomer().await);
    let good = sign(&app, &header(), &claims(&app, &person));
    let parts: Vec<&str> = good.split('.').collect();
    let theirs = sign(&app, &header(), &claims(&app, &other));
    let strangers = EncodingKey::from_secret(b"somebody else's key, 32 bytes of it");
    let strangers = jsonwebtoken::encode(&header(), &claims(&app, &person), &strangers).expect("not signed");
    for token in [
        format!("{}.{}.{}", parts[0], theirs.split('.').nth(1).expect("no claims"), parts[2]),
        format!("{}.{}", parts[0], parts[1]),
        format!("{good}.x"),
        format!("{}x", good),
        good[..good.len() - 4].to_owned(),
        strangers,
        "..".to_owned(),
        "x".repeat(4_000),
    ] {
        assert_eq!(shown(&app, &format!("Bearer {token}")).await.refusal(), NOBODY, "{token}");
    }
    shown(&app, &format!("bearer {good}")).await.expect(200);
    for authorization in [good.clone(), format!("Basic {good}"), "Bearer".to_owned(), format!("Bearer{good}")] {
        assert_eq!(shown(&app, &authorization).await.refusal(), NOBODY, "{authorization}");
    }
}

#[tokio::test]
async fn who_tries_tokens_is_slowed_down_like_who_has_none() {
    let app = TestApp::with(|config| {
        config.limits.enabled = true;
        config.limits.per_address = 5;
    })
    .await;
    let mut told = Vec::new();
    for turn in 0..8 {
        let token = if turn % 2 == 0 { "swk_00000000_guess".to_owned() } else { format!("guess.{turn}.x") };
        told.push(shown(&app, &format!("Bearer {token}")).await.status);
    }
    assert_eq!(told, [401, 401, 401, 401, 401, 429, 429, 429]);
}
