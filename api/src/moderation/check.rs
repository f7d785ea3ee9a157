//! The worker's step: WeChat is asked about what waits for it, side by side; what it does not answer in
//! time is left to a person.

use std::panic::AssertUnwindSafe;

use chrono::Duration;
use entity::ids::MediaId;
use entity::moderation::{ContentKind, ReviewCause, ReviewStatus, ReviewVerb, content_review};
use futures_util::FutureExt;
use futures_util::future::join_all;
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use sea_orm::sea_query::{LockBehavior, LockType};
use sea_orm::{Condition, QueryOrder, QuerySelect};
use secrecy::SecretString;

use super::service::screen::{bond, hold};
use super::service::{Finding, Step, go};
use super::state::Standing;
use super::store;
use crate::error::{Error, Result};
use crate::kernel::Kernel;
use crate::kernel::crypto::Field;
use crate::kernel::db::{self, Cause, Tx};
use crate::media;
use crate::wechat::safety::{NoOpinion, Opinion, Suggestion};
use crate::wechat::{Wechat, callback};

/// Longer than any call takes: a worker that has not reported back by then is taken for dead.
const LEASE: Duration = Duration::seconds(60);

/// WeChat tells its opinion of a picture within half an hour.
const PATIENCE: Duration = Duration::minutes(30);

/// Things that are looked at at once.
const AT_ONCE: u64 = 16;

/// Calls about a text before a person looks; pauses of 5, 20 and 80 seconds lie between them.
const CALLS: i32 = 4;

/// Calls about a picture whose result never came.
const PICTURE_CALLS: i32 = 2;

/// Something that WeChat is being asked about.
struct Taken {
    row: content_review::Model,
    /// By which mini-program WeChat knows the author, and as whom.
    bond: Option<(String, SecretString)>,
}

/// What came of asking.
enum Heard {
    Opinion(Opinion),
    /// The result comes by a push with this name.
    Later(String),
    Nothing(NoOpinion),
}

/// Asks about what is due; returns how many things it was.
pub async fn work_once(kernel: &Kernel, wechat: &Wechat) -> Result<usize> {
    // Most of the time there is nothing: that is seen without a transaction that others wait for.
    if due(kernel.clock.now(&kernel.db).await?).one(&kernel.db).await?.is_none() {
        return Ok(0);
    }
    let (count, taken) = db::write(kernel, Cause::system(), take).await?;
    for outcome in join_all(taken.iter().map(|taken| one(kernel, wechat, taken))).await {
        if let Err(error) = outcome {
            // Its lease runs out, and it is asked again.
            tracing::error!(%error, "what came of a check of WeChat's is not written down");
        }
    }
    Ok(count)
}

/// What follows from an opinion.
pub(super) async fn follow(
    tx: &Tx<'_>,
    row: &content_review::Model,
    opinion: Opinion,
) -> Result<content_review::Model> {
    if opinion.suggestion != Suggestion::Pass {
        return hold(tx, row, ReviewCause::Wechat, &[Finding::opinion(opinion)]).await;
    }
    let change = content_review::ActiveModel {
        // It stands where it was written; no second copy of it is needed.
        text: Set(String::new()),
        decided_at: Set(Some(tx.now())),
        ..Default::default()
    };
    go(tx, row, ReviewVerb::Pass, &[Standing::Check], Step { change, ..Step::default() }).await
}

fn due(now: DateTimeUtc) -> Select<content_review::Entity> {
    let free = Condition::any()
        .add(content_review::Column::LeasedUntil.is_null())
        .add(content_review::Column::LeasedUntil.lte(now));
    content_review::Entity::find()
        .filter(content_review::Column::Status.eq(ReviewStatus::Checking))
        .filter(content_review::Column::DueAt.lte(now))
        .filter(free)
        .order_by_asc(content_review::Column::DueAt)
        .limit(AT_ONCE)
}

/// WeChat does not look: a person does, unless one has.
pub(super) async fn leave(
    tx: &Tx<'_>,
    row: &content_review::Model,
    errcode: Option<i64>,
) -> Result<content_review::Model> {
    match row.decided_by {
        Some(_) => go(tx, row, ReviewVerb::Pass, &[Standing::Check], Step::default()).await,
        None => hold(tx, row, ReviewCause::CheckFailed, &[Finding::refusal(errcode)]).await,
    }
}

/// Takes what is due; what needs no call is settled at once.
async fn take(tx: &Tx<'_>) -> Result<(usize, Vec<Taken>)> {
    let rows = due(tx.now()).lock_with_behavior(LockType::Update, LockBehavior::SkipLocked).all(tx).await?;
    let (count, mut taken) = (rows.len(), Vec::new());
    for row in rows {
        if row.trace_id.is_some() && is_told_or_given_up(tx, &row).await? {
            continue;
        }
        let bond = match row.author_account_id {
            Some(author) => bond(tx, author).await?,
            None => None,
        };
        let openid = |sealed: &str| tx.vault().open(Field::OpenId, sealed).map(|openid| openid.to_string().into());
        let bond = bond.map(|bond| Ok::<_, Error>((bond.appid, openid(&bond.openid_sealed)?))).transpose()?;
        let change = content_review::ActiveModel {
            leased_until: Set(Some(tx.now() + LEASE)),
            attempts: Set(row.attempts + 1),
            ..Default::default()
        };
        taken.push(Taken { row: store::change(tx, &row, change).await?, bond });
    }
    Ok((count, taken))
}

/// A picture whose result did not come in time: it may have come before its name was known here.
async fn is_told_or_given_up(tx: &Tx<'_>, row: &content_review::Model) -> Result<bool> {
    if heard_before(tx, row).await? {
        return Ok(true);
    }
    let given_up = row.attempts >= PICTURE_CALLS;
    if given_up {
        leave(tx, row, None).await?;
    }
    Ok(given_up)
}

/// Follows the result that was pushed before anybody here waited for it.
async fn heard_before(tx: &Tx<'_>, row: &content_review::Model) -> Result<bool> {
    let Some(trace) = row.trace_id.as_deref() else { return Ok(false) };
    let Some(opinion) = callback::parked_media_check(tx, trace).await? else { return Ok(false) };
    match opinion {
        Some(opinion) => follow(tx, row, opinion).await?,
        None => leave(tx, row, None).await?,
    };
    Ok(true)
}

/// One thing: neither a failure nor a panic disturbs the others.
async fn one(kernel: &Kernel, wechat: &Wechat, taken: &Taken) -> Result<()> {
    let asking = AssertUnwindSafe(ask(kernel, wechat, taken)).catch_unwind().await;
    let heard = asking.map_err(Error::of_panic)?;
    db::write(kernel, Cause::system(), async |tx| settle(tx, &taken.row, &heard).await).await
}

async fn ask(kernel: &Kernel, wechat: &Wechat, taken: &Taken) -> Heard {
    let Some((appid, openid)) = &taken.bond else { return Heard::Nothing(NoOpinion::Never(None)) };
    if taken.row.kind != ContentKind::Picture {
        let opinion = wechat.text_opinion(appid, openid, &taken.row.text).await;
        return opinion.map_or_else(Heard::Nothing, Heard::Opinion);
    }
    let url = media::address(&kernel.links, MediaId(taken.row.subject_id), kernel.clock.approximate());
    wechat.look_at_picture(appid, openid, &url).await.map_or_else(Heard::Nothing, Heard::Later)
}

/// Writes down what was heard, unless the thing was written anew or decided meanwhile.
async fn settle(tx: &Tx<'_>, asked: &content_review::Model, heard: &Heard) -> Result<()> {
    let found = content_review::Entity::find_by_id(asked.id).lock_exclusive().one(tx).await?;
    let same = |row: &content_review::Model| row.status == asked.status && row.text == asked.text;
    let Some(row) = found.filter(|row| same(row) && row.attempts == asked.attempts) else { return Ok(()) };
    match heard {
        Heard::Opinion(opinion) => follow(tx, &row, *opinion).await.map(drop),
        Heard::Later(trace) => wait_for(tx, &row, trace).await,
        Heard::Nothing(NoOpinion::Later) if row.attempts < CALLS => {
            let pause = Duration::seconds(5 * 4_i64.pow(row.attempts.clamp(1, CALLS).unsigned_abs() - 1));
            again(tx, &row, None, pause).await.map(drop)
        }
        Heard::Nothing(NoOpinion::Later) => leave(tx, &row, None).await.map(drop),
        Heard::Nothing(NoOpinion::Never(errcode)) => leave(tx, &row, *errcode).await.map(drop),
    }
}

async fn wait_for(tx: &Tx<'_>, row: &content_review::Model, trace: &str) -> Result<()> {
    let waits = again(tx, row, Some(trace.to_owned()), PATIENCE).await?;
    heard_before(tx, &waits).await.map(drop)
}

async fn again(
    tx: &Tx<'_>,
    row: &content_review::Model,
    trace: Option<String>,
    pause: Duration,
) -> Result<content_review::Model> {
    let change = content_review::ActiveModel {
        trace_id: Set(trace),
        due_at: Set(Some(tx.now() + pause)),
        leased_until: Set(None),
        ..Default::default()
    };
    store::change(tx, row, change).await
}
