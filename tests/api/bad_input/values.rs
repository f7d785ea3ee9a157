//! What people and programs send by mistake or on purpose.

use std::sync::LazyLock;

use serde_json::{Value, json};

/// An id as it should be, of nothing.
pub const NIL: &str = "00000000-0000-0000-0000-000000000000";

/// Ids that name nothing.
pub const IDS: [&str; 9] = [
    "x",
    "0",
    "-1",
    "%00",
    "%ff%fe",
    "%E7%8E%8B",
    NIL,
    "019a0000-0000-7000-8000-00000000000g",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
];

/// Values of query parameters, as they stand in the address.
pub const QUERY_VALUES: [&str; 15] = [
    "",
    "undefined",
    "x",
    "0",
    "-1",
    "1.5",
    "99999999999999999999999999",
    "%00",
    "%ff",
    "%27%20OR%201%3D1--",
    "%25_%5C",
    "eyJ9",
    "AAAA",
    "2026-13-45",
    "9999-12",
];

/// Headers that the server reads.
pub const HEADERS: [(&str, &[u8]); 12] = [
    ("idempotency-key", b""),
    ("idempotency-key", b"two words"),
    ("idempotency-key", b"\xe7\x8e\x8b"),
    ("idempotency-key", &[b'k'; 300]),
    ("if-match", b""),
    ("if-match", b"*"),
    ("if-match", b"\"x\""),
    ("if-match", b"\"99999999999999999999\""),
    ("if-none-match", b"\xff"),
    ("accept-language", b"\xff\xfe"),
    ("x-forwarded-for", b"'; drop table wish"),
    ("content-type", b"\xff"),
];

/// Values of `Authorization` that prove nothing.
pub const TOKENS: [&[u8]; 9] = [
    b"",
    b"Bearer",
    b"Bearer ",
    b"Bearer x.y.z",
    b"Bearer swk_",
    b"Bearer swk_test_",
    b"Bearer \xff",
    b"Basic c2l3ZWk6c2l3ZWk=",
    b"Bearer eyJhbGciOiJub25lIiwidHlwIjoiYXQrand0In0.eyJzdWIiOiJ4In0.",
];

/// Bodies that are no object, or no JSON at all.
pub const BODIES: [&[u8]; 10] =
    [b"{", b"[]", b"null", b"1", b"true", b"\"x\"", b"\xff\xfe", b"{\"a\":1,}", b"{\"a\":\"\\ud800\"}", b"\0"];

/// What is put in the place of a field.
pub struct Wrong {
    /// The value.
    pub value: Value,
    /// The value as it is sent.
    pub text: String,
    /// How a report names it.
    pub short: String,
}

/// What is put in the place of each field; written out once, some of them are large.
pub static INSTEAD: LazyLock<Vec<Wrong>> = LazyLock::new(|| {
    let wrong = |value: Value| {
        let text = value.to_string();
        Wrong { short: text.chars().take(60).collect(), text, value }
    };
    instead().into_iter().map(wrong).collect()
});

fn instead() -> Vec<Value> {
    vec![
        Value::Null,
        json!(true),
        json!(0),
        json!(-1),
        json!(1.5),
        json!(i64::MAX),
        json!(u64::MAX),
        json!(1e300),
        json!(""),
        json!("   "),
        json!("a\u{0}b"),
        json!("a\nb\u{7f}"),
        json!("\u{202e}\u{feff}\u{1f600}"),
        json!("字".repeat(100_000 / 3)),
        json!("not-an-id"),
        json!("00000000-0000-0000-0000-000000000000"),
        json!("2026-13-45T99:99:99Z"),
        json!("9999-12-31T23:59:59.999999999Z"),
        json!("0000-01-01"),
        json!([]),
        json!([null, 1, "x"]),
        json!(vec!["019a0000-0000-7000-8000-000000000000"; 2_000]),
        json!({}),
        json!({"\u{0}": {"a": []}}),
    ]
}
