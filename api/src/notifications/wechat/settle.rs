//! What came of a try, and what WeChat tells of it afterwards.

use entity::auth::wechat_identity;
use entity::ids::AccountId;
use entity::wechat::{MessageStatus, MessageVerb, subscribe_message};
use sea_orm::ActiveValue::Set;
use sea_orm::prelude::*;
use sea_orm::{QueryOrder, QuerySelect};

use super::grants;
use super::queue::Taken;
use super::quiet::Hours;
use super::state::{self, Standing};
use crate::error::Result;
use crate::kernel::db::Tx;
use crate::wechat::Answered;
use crate::wechat::push::event::Delivery;
use crate::wechat::template::outcome::Outcome;

/// WeChat's code when somebody has not agreed, or no more.
const NOT_WANTED: i64 = 43_101;

/// Writes down what came of a try, unless the message was given up for lost meanwhile.
pub async fn settle(tx: &Tx<'_>, taken: &Taken, answered: &Answered) -> Result<()> {
    let row = &taken.row;
    let own = subscribe_message::Entity::update_many()
        .set(change(tx, row, answered).await?)
        .filter(subscribe_message::Column::Id.eq(row.id))
        .filter(subscribe_message::Column::Status.eq(MessageStatus::Sending))
        .filter(subscribe_message::Column::Attempts.eq(row.attempts))
        .exec(tx)
        .await?;
    if own.rows_affected == 0 {
        return Ok(());
    }
    let (account, template) = (row.account_id, taken.template.id.as_str());
    match answered.outcome {
        Outcome::Sent => Ok(()),
        Outcome::NotWanted => grants::end(tx, account, template, row.tried_at).await,
        Outcome::NobodyThere => forget_bond(tx, taken).await,
        Outcome::Later => grants::give_back(tx, account, template).await,
        Outcome::Wrong(errcode) => {
            tracing::error!(kind = %row.kind, template, errcode, "WeChat takes no such message: see to the template");
            grants::give_back(tx, account, template).await
        }
    }
}

async fn change(
    tx: &Tx<'_>,
    row: &subscribe_message::Model,
    answered: &Answered,
) -> Result<subscribe_message::ActiveModel> {
    let verb = match answered.outcome {
        Outcome::Sent => MessageVerb::Succeed,
        Outcome::NotWanted => MessageVerb::Decline,
        Outcome::NobodyThere => MessageVerb::Miss,
        Outcome::Later => MessageVerb::TryAgain,
        Outcome::Wrong(_) => MessageVerb::GiveUp,
    };
    let again = verb == MessageVerb::TryAgain;
    let due_at = match again {
        true => {
            let hours = Hours::of(tx, row.community_id).await?;
            hours.opening(row.kind, tx.now() + state::pause(row.attempts, answered.silent))
        }
        false => row.due_at,
    };
    Ok(subscribe_message::ActiveModel {
        status: Set(state::next(row.status, verb, Standing::Worker)?),
        due_at: Set(due_at),
        leased_until: Set(None),
        errcode: Set(answered.errcode),
        msg_id: Set(answered.msg_id.clone()),
        settled_at: Set((!again).then(|| tx.now())),
        ..Default::default()
    })
}

/// Nobody has that openid any more: the bond is stale. Who comes back signs in and is bound anew.
async fn forget_bond(tx: &Tx<'_>, taken: &Taken) -> Result<()> {
    let (account, appid) = (taken.row.account_id, taken.template.appid.as_str());
    tracing::info!(appid, "WeChat knows an openid no more: its bond is cut");
    grants::end(tx, account, &taken.template.id, None).await?;
    wechat_identity::Entity::delete_many()
        .filter(wechat_identity::Column::AccountId.eq(account))
        .filter(wechat_identity::Column::Appid.eq(appid))
        .filter(wechat_identity::Column::LastLoginAt.lte(taken.row.tried_at))
        .exec(tx)
        .await?;
    Ok(())
}

/// What WeChat tells of messages afterwards: it was sent though its answer was lost, or it was not sent though
/// it was taken.
pub async fn delivered(tx: &Tx<'_>, account: AccountId, deliveries: &[Delivery]) -> Result<()> {
    for delivery in deliveries {
        let Some(row) = meant(tx, account, delivery).await? else { continue };
        let verb = if delivery.error_code == 0 { MessageVerb::LearnSent } else { MessageVerb::LearnFailed };
        // What was sent, as its row says already, needs no move; neither does what failed.
        let Ok(status) = state::next(row.status, verb, Standing::Wechat) else { continue };
        let learnt = subscribe_message::ActiveModel {
            id: Set(row.id),
            status: Set(status),
            leased_until: Set(None),
            errcode: Set((delivery.error_code != 0).then_some(delivery.error_code)),
            msg_id: Set(Some(delivery.msg_id.clone()).filter(|id| !id.is_empty() && id.len() <= 64)),
            settled_at: Set(Some(tx.now())),
            ..Default::default()
        };
        learnt.update(tx).await?;
        match (row.status, delivery.error_code) {
            // It waited for another try and had given its grant back.
            (MessageStatus::Waiting, 0) => {
                let _ = grants::take(tx, account, &delivery.template_id).await?;
            }
            (_, NOT_WANTED) => grants::end(tx, account, &delivery.template_id, row.tried_at).await?,
            _ => {}
        }
    }
    Ok(())
}

/// The message that is meant: by its id, else the last one of the template of whose outcome nobody knows.
async fn meant(tx: &Tx<'_>, account: AccountId, delivery: &Delivery) -> Result<Option<subscribe_message::Model>> {
    let own = subscribe_message::Entity::find()
        .filter(subscribe_message::Column::AccountId.eq(account))
        .filter(subscribe_message::Column::TemplateId.eq(&delivery.template_id));
    let by_id = own.clone().filter(subscribe_message::Column::MsgId.eq(&delivery.msg_id));
    if let Some(row) = by_id.lock_exclusive().one(tx).await? {
        return Ok(Some(row));
    }
    let open = [MessageStatus::Waiting, MessageStatus::Sending, MessageStatus::Uncertain];
    let unknown = own
        .filter(subscribe_message::Column::MsgId.is_null())
        .filter(subscribe_message::Column::Errcode.is_null())
        .filter(subscribe_message::Column::Attempts.gt(0))
        .filter(subscribe_message::Column::Status.is_in(open))
        .order_by_desc(subscribe_message::Column::TriedAt);
    Ok(unknown.lock_exclusive().one(tx).await?)
}
