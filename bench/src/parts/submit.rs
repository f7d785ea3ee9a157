//! Submitting a wish, against pgbench running the same statements: who asks, the idempotency
//! key, the wish, similar ones, the event, the message, and what the answer shows.
//!
//! The background worker, which delivers the messages, is off, because pgbench has none beside
//! it either; the last row is with the worker at work.

use std::sync::atomic::AtomicU64;

use bytes::Bytes;
use serde_json::json;

use super::bench::Bench;
use crate::arguments::Part;
use crate::http;
use crate::load::Load;
use crate::pgbench::{Effect, Marker, Replay};
use crate::report::{Aim, Row};
use crate::servers::Siwei;
use crate::turns::Side;
use crate::world::{Kind, Tokens};

/// Who of the demo submits where there is no crowd.
const RESIDENT: &str = "王秀兰";

/// The key of the request that is listened to.
const LISTENED_KEY: &str = "bench-listens-to-submit";

/// Measures it.
pub async fn rows(bench: &Bench<'_>) -> anyhow::Result<Vec<Row>> {
    if bench.arguments.sqlite {
        return embedded(bench).await;
    }
    let tokens = bench.tokens.clone();
    let requests = async |_: &Siwei| {
        let by = |person: u64| http::bearer(tokens.of(person));
        Ok(vec![request(&by(1), "warm-1"), request(&by(2), "warm-2"), request(&by(0), LISTENED_KEY)])
    };
    let script = bench.script("submit", requests, &crowd_markers(LISTENED_KEY)).await?;
    let siwei = bench.siwei(bench.least(), false).await?;
    let clients = bench.arguments.clients;
    let database = bench.database(bench.least());
    let replay = Replay {
        postgres: bench.postgres()?,
        database: &database,
        script: &script,
        clients,
        series: 3,
        effect: Some(Effect { table: "wish", first: 0, pool: 0 }),
        runs: AtomicU64::default(),
    };
    let sides = [Side::Http(&siwei, load(&siwei, clients, bench.tokens.clone())), Side::Pgbench(replay)];
    let [ours, theirs] = bench.turns().take(&bench.progress, "提交 / submit", sides).await?;
    drop(siwei);
    let busy = bench.siwei(bench.least(), true).await?;
    let side = [Side::Http(&busy, load(&busy, clients, bench.tokens.clone()))];
    let [with_worker] = bench.turns().take(&bench.progress, "提交，后台同时工作 / submit with worker", side).await?;
    let against = format!("pgbench, the same {} statements", script.statements);
    Ok(vec![
        Row::ratio(Part::Submit, "submit", &ours, &against, &theirs).aim(Aim::AtLeast(0.5)),
        Row::ratio(Part::Submit, "submit, the worker catching up", &with_worker, &against, &theirs),
    ])
}

/// On SQLite there is no pgbench: only how many a second.
async fn embedded(bench: &Bench<'_>) -> anyhow::Result<Vec<Row>> {
    let siwei = bench.siwei(0, false).await?;
    let by = bench.sign_in(siwei.address, RESIDENT).await?;
    let load = Load::each(siwei.address, bench.arguments.clients, 201, move |_| Some(request(&by, &new_key())));
    let [ours] = bench.turns().take(&bench.progress, "提交 / submit", [Side::Http(&siwei, load)]).await?;
    Ok(vec![Row::rate(Part::Submit, "submit", &ours)])
}

/// The crowd submits.
pub fn load(siwei: &Siwei, clients: u64, tokens: Tokens) -> Load {
    let each = move |number| Some(request(&http::bearer(tokens.of(number)), &new_key()));
    Load::each(siwei.address, clients, 201, each)
}

/// Pieces that tell that the first of the crowd asks, with this idempotency key.
pub fn crowd_markers(key: &str) -> Vec<Marker> {
    let of_person = |kind: Kind| Marker { text: kind.id(0).to_string(), sql: kind.sql("person") };
    let mut markers = [Kind::Account, Kind::Session, Kind::Resident].map(of_person).to_vec();
    markers.push(Marker { text: key.to_owned(), sql: format!("{}::text", Kind::Key.sql("fresh")) });
    markers
}

/// An idempotency key that nobody has used.
pub fn new_key() -> String {
    uuid::Uuid::now_v7().to_string()
}

fn request(by: &str, key: &str) -> Bytes {
    let wish = json!({
        "category": "repair",
        "title": "三单元楼道灯坏了",
        "body": "晚上回家看不清台阶，楼里老人多，怕摔着，请尽快帮忙换一个灯泡。",
    });
    http::post("/api/v1/wishes", &format!("{by}idempotency-key: {key}\r\n"), &wish.to_string())
}
