//! The worker's step: takes what is due, makes the calls side by side, writes down what came of them.

use std::panic::AssertUnwindSafe;

use entity::wechat::{MessageStatus, subscribe_message};
use futures_util::FutureExt;
use futures_util::future::join_all;
use sea_orm::prelude::*;
use sea_orm::{Condition, QuerySelect};

use super::queue::{Taken, claim};
use super::quiet::Hours;
use super::settle::settle;
use crate::error::{Error, Result};
use crate::kernel::Kernel;
use crate::kernel::db::{self, Cause};
use crate::wechat::template::book::Facts;
use crate::wechat::{Answered, Outgoing, Wechat};

/// WeChat's code for values that do not keep a template's rules.
const UNFIT: i64 = 47_003;

/// Sends what is due; returns how many messages were tried.
pub async fn work_once(kernel: &Kernel, wechat: &Wechat) -> Result<usize> {
    // Most of the time there is nothing: that is seen without a transaction that others wait for.
    if !something_is_due(kernel).await? {
        return Ok(0);
    }
    let taken = db::write(kernel, Cause::system(), async |tx| claim(tx, wechat.templates()).await).await?;
    for outcome in join_all(taken.iter().map(|taken| one(kernel, wechat, taken))).await {
        if let Err(error) = outcome {
            // Its lease runs out, and it is not sent again.
            tracing::error!(%error, "what came of a message through WeChat is not written down");
        }
    }
    Ok(taken.len())
}

async fn something_is_due(kernel: &Kernel) -> Result<bool> {
    let now = kernel.clock.now(&kernel.db).await?;
    let waiting = Condition::all()
        .add(subscribe_message::Column::Status.eq(MessageStatus::Waiting))
        .add(subscribe_message::Column::DueAt.lte(now));
    let lost = Condition::all()
        .add(subscribe_message::Column::Status.eq(MessageStatus::Sending))
        .add(subscribe_message::Column::LeasedUntil.lte(now));
    let due = subscribe_message::Entity::find().filter(Condition::any().add(waiting).add(lost)).limit(1);
    Ok(due.one(&kernel.db).await?.is_some())
}

/// One message: neither a failure nor a panic disturbs the others.
async fn one(kernel: &Kernel, wechat: &Wechat, taken: &Taken) -> Result<()> {
    let sending = AssertUnwindSafe(send(kernel, wechat, taken)).catch_unwind().await;
    let answered = sending.unwrap_or_else(|panic| Err(Error::of_panic(panic)))?;
    db::write(kernel, Cause::system(), async |tx| settle(tx, taken, &answered).await).await
}

async fn send(kernel: &Kernel, wechat: &Wechat, taken: &Taken) -> Result<Answered> {
    let (row, template) = (&taken.row, &taken.template);
    let hours = Hours::of(&kernel.db, row.community_id).await?;
    let facts = Facts {
        title: row.title.clone(),
        at: row.happened_at,
        zone: hours.zone,
        community: hours.name,
        count: taken.count,
        subject: row.subject_id,
    };
    let values = match template.fill(&facts) {
        Ok(values) => values,
        Err(unfit) => {
            tracing::error!(kind = %row.kind, key = unfit.0, "a message does not fit its template");
            return Ok(Answered::foreseen(UNFIT));
        }
    };
    let page = template.page(row.subject_id);
    let message = Outgoing {
        appid: &template.appid,
        openid: &taken.openid,
        template_id: &template.id,
        page: &page,
        state: template.state,
        values: &values,
    };
    Ok(wechat.send(&message).await)
}
