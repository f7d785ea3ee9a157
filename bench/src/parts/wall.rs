//! The wall, which everybody may see without login: from the cache, as 304, and made anew each
//! time, against a static answer of the same server.
//!
//! The static answer is `/docs/icon.svg`: 319 bytes kept in memory with an ETag, behind the same
//! middleware, and no database. A page of the wall is some ten kilobytes, and siwei writes a line
//! into its log for each.

use chrono::{Duration, Utc};

use super::bench::Bench;
use super::cursor::{PAGE, Place};
use crate::arguments::Part;
use crate::http::{self, Connection};
use crate::load::Load;
use crate::report::{Aim, Row};
use crate::turns::Side;

/// What stands for a static answer.
pub const STATIC: &str = "/docs/icon.svg";

/// The wall of the community.
pub fn path(community: &str) -> String {
    format!("/api/v1/communities/{community}/wall")
}

/// Measures it.
pub async fn rows(bench: &Bench<'_>) -> anyhow::Result<Vec<Row>> {
    let siwei = bench.siwei(bench.least(), false).await?;
    let (address, clients, path) = (siwei.address, bench.arguments.clients, path(&bench.community));
    let (place, _) = Place::end_of_page(address, &path, "", 1).await?;
    let etag = Connection::open(address).await?.ask(&http::get(&path, "")).await?.header("etag").unwrap_or_default();
    let same = |expected, request| Side::Http(&siwei, Load::same(address, clients, expected, request));
    // From instants that are still to come the first page starts, and no cache has it.
    let to_come = Utc::now() + Duration::days(1);
    let uncached = Load::each(address, clients, 200, {
        let path = path.clone();
        move |number| {
            let cursor = place.cursor(to_come + Duration::microseconds(number as i64));
            Some(http::get(&format!("{path}?cursor={cursor}&pageSize={PAGE}"), ""))
        }
    });
    let sides = [
        same(200, http::get(STATIC, "")),
        same(200, http::get(&path, "")),
        same(304, http::get(&path, &format!("if-none-match: {etag}\r\n"))),
        Side::Http(&siwei, uncached),
    ];
    let [fixed, cached, known, uncached] = bench.turns().take(&bench.progress, "心愿墙 / the wall", sides).await?;
    let row = |what: &str, ours| Row::ratio(Part::Wall, what, ours, "static answer", &fixed);
    Ok(vec![
        row("wall page from the cache", &cached).aim(Aim::AtLeast(0.6)),
        row("wall page, 304", &known),
        row("wall page, not cached", &uncached),
    ])
}
