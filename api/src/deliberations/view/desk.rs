//! What the staff keep beside the ballots, as JSON. What a secret ballot says is in none of it.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::auth::account;
use entity::deliberations::{
    BallotChannel, DeliveryMethod, PaperState, Secrecy, ballot_conflict, ballot_delivery, ballot_proxy, deliberation,
    paper_ballot,
};
use entity::ids::{AccountId, BallotDeliveryId, BallotProxyId, PaperBallotId, RollEntryId};
use sea_orm::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::deliberations::receipt::Receipt;
use crate::deliberations::service::{paper, paper_receipts};
use crate::deliberations::tally::Choice;
use crate::error::Result;
use crate::kernel::Kernel;
use crate::kernel::crypto::{Field, mask_name};
use crate::media::{self, Looker, Picture};

/// 一人录入的纸质票
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PaperBallot {
    /// 编号
    pub id: PaperBallotId,
    /// 名册上的投票人
    pub entry_id: RollEntryId,
    /// 纸质票或入户票
    pub channel: BallotChannel,
    /// 两人录入是否一致
    pub state: PaperState,
    /// 是否本人录入
    pub mine: bool,
    /// 录入的内容；无记名表决，以及等待第二人录入时他人的，为 null
    #[schema(required = true)]
    pub choice: Option<Choice>,
    /// 扫描件
    #[schema(required = true)]
    pub scan: Option<Picture>,
    /// 回执，供打印后交给投票人：公开表决中两人录入一致且计入的才有
    #[schema(required = true)]
    pub receipt: Option<Receipt>,
    /// 录入时间
    pub created_at: DateTime<Utc>,
}

/// 一位投票人线上与纸质的两张票
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BallotConflict {
    /// 名册上的投票人
    pub entry_id: RollEntryId,
    /// 计入的一张
    pub kept: BallotChannel,
    /// 不计的一张
    pub dropped: BallotChannel,
    /// 发现时间
    pub created_at: DateTime<Utc>,
}

/// 一份书面委托
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BallotProxy {
    /// 编号
    pub id: BallotProxyId,
    /// 委托人在名册上的编号
    pub entry_id: RollEntryId,
    /// 受托人的账号
    pub agent_account_id: AccountId,
    /// 受托人的姓名，已脱敏
    #[schema(required = true)]
    pub agent_name: Option<String>,
    /// 委托书扫描件
    #[schema(required = true)]
    pub scan: Option<Picture>,
    /// 登记时间
    pub created_at: DateTime<Utc>,
}

/// 一次送达
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Delivery {
    /// 编号
    pub id: BallotDeliveryId,
    /// 名册上的投票人
    pub entry_id: RollEntryId,
    /// 送达方式
    pub method: DeliveryMethod,
    /// 送达时间
    pub delivered_at: DateTime<Utc>,
    /// 证明
    #[schema(required = true)]
    pub scan: Option<Picture>,
    /// 说明
    #[schema(required = true)]
    pub note: Option<String>,
    /// 登记时间
    pub created_at: DateTime<Utc>,
}

/// Readings as this person may see them. Who is to read next must not see what was read first.
pub async fn papers(
    app: &App,
    conn: &impl ConnectionTrait,
    one: &deliberation::Model,
    rows: &[paper_ballot::Model],
    account: AccountId,
) -> Result<Vec<PaperBallot>> {
    let kernel = &app.kernel;
    let receipts = paper_receipts::of(conn, &app.signer, one, rows).await?;
    let scans =
        media::service::pictures(kernel, conn, Looker::Office, rows.iter().filter_map(|row| row.media_id)).await?;
    let shown = |row: &paper_ballot::Model| {
        let mine = row.entered_by == account;
        let readable = one.secrecy == Some(Secrecy::Open) && (mine || row.state != PaperState::Waiting);
        Ok(PaperBallot {
            id: row.id,
            entry_id: row.entry_id,
            channel: row.channel,
            state: row.state,
            mine,
            choice: readable.then(|| paper::read(None, row)).transpose()?,
            scan: row.media_id.and_then(|scan| scans.get(&scan).cloned()),
            receipt: receipts.get(&row.entry_id).cloned(),
            created_at: row.created_at,
        })
    };
    rows.iter().map(shown).collect()
}

/// A conflict.
pub fn conflict(row: ballot_conflict::Model) -> BallotConflict {
    BallotConflict { entry_id: row.entry_id, kept: row.kept, dropped: row.dropped, created_at: row.created_at }
}

/// Proxies, with the agents' masked names.
pub async fn proxies(
    kernel: &Kernel,
    conn: &impl ConnectionTrait,
    rows: &[ballot_proxy::Model],
) -> Result<Vec<BallotProxy>> {
    let scans =
        media::service::pictures(kernel, conn, Looker::Office, rows.iter().filter_map(|row| row.media_id)).await?;
    let agents = account::Entity::find().filter(account::Column::Id.is_in(rows.iter().map(|row| row.agent_account_id)));
    let agents: HashMap<AccountId, Option<String>> =
        agents.all(conn).await?.into_iter().map(|agent| (agent.id, agent.display_name_sealed)).collect();
    let shown = |row: &ballot_proxy::Model| {
        let sealed = agents.get(&row.agent_account_id).cloned().flatten();
        let name =
            sealed.map(|sealed| Ok::<_, crate::error::Error>(mask_name(&kernel.vault.open(Field::Name, &sealed)?)));
        Ok(BallotProxy {
            id: row.id,
            entry_id: row.entry_id,
            agent_account_id: row.agent_account_id,
            agent_name: name.transpose()?,
            scan: row.media_id.and_then(|scan| scans.get(&scan).cloned()),
            created_at: row.created_at,
        })
    };
    rows.iter().map(shown).collect()
}

/// Deliveries.
pub async fn deliveries(
    kernel: &Kernel,
    conn: &impl ConnectionTrait,
    rows: &[ballot_delivery::Model],
) -> Result<Vec<Delivery>> {
    let scans =
        media::service::pictures(kernel, conn, Looker::Office, rows.iter().filter_map(|row| row.media_id)).await?;
    let shown = |row: &ballot_delivery::Model| Delivery {
        id: row.id,
        entry_id: row.entry_id,
        method: row.method,
        delivered_at: row.delivered_at,
        scan: row.media_id.and_then(|scan| scans.get(&scan).cloned()),
        note: row.note.clone(),
        created_at: row.created_at,
    };
    Ok(rows.iter().map(shown).collect())
}
