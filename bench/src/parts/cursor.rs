//! Places in a list. A cursor is opaque to clients; this one knows that it is a filter's
//! fingerprint and the row's instant and id, so that it can start a page at any instant: another
//! page each time, which no cache has.

use std::net::SocketAddr;

use anyhow::Context;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Duration, SecondsFormat, Utc};
use serde_json::{Value, json};

use crate::http;
use crate::world::YEARS;

/// Rows that a walk takes at a time.
const STRIDE: u64 = 100;

/// Rows of a page.
pub const PAGE: u64 = 20;

/// A place in a list.
#[derive(Clone, Debug)]
pub struct Place {
    position: Value,
    /// The instant of the row that it lies behind.
    pub instant: DateTime<Utc>,
}

impl Place {
    /// The end of the page with this number, and that number: the last page's when there are not so many.
    pub async fn end_of_page(address: SocketAddr, list: &str, headers: &str, page: u64) -> anyhow::Result<(Self, u64)> {
        let (mut cursor, mut passed) = (None::<String>, 0);
        while passed < page * PAGE {
            let size = STRIDE.min(page * PAGE - passed);
            let behind = cursor.as_ref().map(|cursor| format!("&cursor={cursor}")).unwrap_or_default();
            let answer = http::json(address, &http::get(&format!("{list}?pageSize={size}{behind}"), headers)).await?;
            match answer["nextCursor"].as_str() {
                Some(next) => cursor = Some(next.to_owned()),
                None => break,
            }
            passed += size;
        }
        Ok((Self::read(&cursor.context("the list is shorter than a page")?)?, passed / PAGE))
    }

    fn read(cursor: &str) -> anyhow::Result<Self> {
        let position: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(cursor)?)?;
        let instant = position["k"][0].as_str().context("the cursor has no instant")?;
        Ok(Self { instant: DateTime::parse_from_rfc3339(instant)?.to_utc(), position })
    }

    /// The cursor behind this instant.
    pub fn cursor(&self, instant: DateTime<Utc>) -> String {
        let mut position = self.position.clone();
        position["k"][0] = json!(instant.to_rfc3339_opts(SecondsFormat::Micros, true));
        URL_SAFE_NO_PAD.encode(position.to_string())
    }
}

/// An instant of the past that all wishes lie in, another one for each number.
pub fn somewhere(now: DateTime<Utc>, number: u64) -> DateTime<Utc> {
    let span = YEARS * 365 * 86_400 * 1_000_000;
    now - Duration::microseconds((scatter(number) % span) as i64)
}

/// Neighbours go far apart (the mixing step of SplitMix64).
fn scatter(number: u64) -> u64 {
    let mut mixed = number.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_can_be_moved() -> anyhow::Result<()> {
        let cursor = URL_SAFE_NO_PAD.encode(r#"{"f":"0a","k":["2026-11-01T00:00:00Z","id"]}"#);
        let place = Place::read(&cursor)?;
        let later = place.instant + Duration::microseconds(7);
        let moved = Place::read(&place.cursor(later))?;
        assert_eq!((moved.instant, &moved.position["f"]), (later, &json!("0a")));
        assert_eq!(moved.position["k"][1], "id");
        Ok(())
    }
}
