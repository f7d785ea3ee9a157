//! What a page deep in a list costs, compared with the first one: nothing more, by keyset pages.
//! Both have a cursor, so that the SQL is the same and only the depth differs, and no cache.

use chrono::{Duration, Utc};

use super::bench::Bench;
use super::list::{List, STAFF};
use super::wall;
use crate::arguments::Part;
use crate::figures::{Run, ratio};
use crate::load::Load;
use crate::report::{Aim, Row};
use crate::turns::Side;

/// From so many wishes on the aim holds.
const LARGE: u64 = 1_000_000;

/// Measures the wall and the list of the staff at every size.
pub async fn rows(bench: &Bench<'_>) -> anyhow::Result<Vec<Row>> {
    let mut rows = Vec::new();
    for wishes in bench.arguments.sizes() {
        bench.make(wishes).await?;
        for (name, path, reader) in [
            ("wall", wall::path(&bench.community), None),
            ("list of the staff", "/api/v1/wishes".to_owned(), Some(STAFF)),
        ] {
            let (first, deep, page) = compare(bench, wishes, &path, reader).await?;
            let what = format!("{name} of {wishes}: page {page} costs");
            let row = Row::times(Part::Pages, &what, ratio(&first, &deep), "page 1", &deep, &first);
            rows.push(if wishes >= LARGE { row.aim(Aim::AtMost(1.2)) } else { row });
        }
    }
    Ok(rows)
}

async fn compare(
    bench: &Bench<'_>,
    wishes: u64,
    path: &str,
    reader: Option<&str>,
) -> anyhow::Result<(Vec<Run>, Vec<Run>, u64)> {
    let siwei = bench.siwei(wishes, false).await?;
    let list = List::of(bench, &siwei, path, reader).await?;
    // The page that starts where the one before it ends.
    let (place, before) = list.at_page(&siwei, bench.arguments.page - 1).await?;
    let side = |start: chrono::DateTime<Utc>, list: List| {
        let page = move |number: u64| Some(list.page(start + Duration::microseconds(number as i64 % 1_000_000)));
        Side::Http(&siwei, Load::each(siwei.address, bench.arguments.clients, 200, page))
    };
    let other = List::of(bench, &siwei, path, reader).await?;
    let sides = [side(Utc::now() + Duration::days(1), list), side(place.instant, other)];
    let what = format!("翻页 / pages of {path} at {wishes}");
    let [first, deep] = bench.turns().take(&bench.progress, &what, sides).await?;
    Ok((first, deep, before + 1))
}
