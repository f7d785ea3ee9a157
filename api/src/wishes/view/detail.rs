//! A wish in full, as far as the one who looks may see it.

use chrono::{DateTime, Utc};
use entity::community::{partner, team};
use entity::ids::{WishExtensionId, WishId};
use entity::moderation::Screening;
use entity::wishes::{ExtensionStatus, HelperKind, WishVerb, wish, wish_claim, wish_extension};
use sea_orm::QueryOrder;
use sea_orm::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

use super::notes::{NoteView, notes};
use super::photos::photos;
use super::timeline::{Reasons, TimelineStep, steps};
use super::{Names, WishItem};
use crate::actions::service::links::{self, LinkedAction};
use crate::auth::Actor;
use crate::error::Result;
use crate::kernel::Kernel;
use crate::kernel::event::{Subject, timeline};
use crate::media::{Looker, Picture};
use crate::wishes::service::{Case, SUBJECT, support};
use crate::wishes::standing::is_insider;
use crate::wishes::state::{self, Standing};

/// 认领情况
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ClaimView {
    /// 认领方
    pub helper_kind: HelperKind,
    /// 团队或单位的名称；个人为 null
    #[schema(required = true)]
    pub helper_name: Option<String>,
    /// 是否为本人（或本人所在团队、单位）认领
    pub mine: bool,
    /// 指派的认领是否已接受
    pub accepted: bool,
    /// 认领到期时间
    pub expires_at: DateTime<Utc>,
}

/// 延期申请
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ExtensionView {
    /// 编号
    pub id: WishExtensionId,
    /// 延长的工作日
    pub days: i32,
    /// 理由；审核通过前只有本人和处理的人可见
    #[schema(required = true)]
    pub reason: Option<String>,
    /// 状态
    pub status: ExtensionStatus,
    /// 审批期限
    pub due_at: DateTime<Utc>,
    /// 申请时间
    pub created_at: DateTime<Utc>,
}

/// 心愿详情：内容随查看者的身份而不同
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WishDetail {
    /// 心愿
    #[serde(flatten)]
    pub wish: WishItem,
    /// 内容
    pub body: String,
    /// 是否本人的心愿
    pub mine: bool,
    /// 本人是否已附和
    pub supported_by_me: bool,
    /// 照片
    pub photos: Vec<Picture>,
    /// 认领情况
    #[schema(required = true)]
    pub claim: Option<ClaimView>,
    /// 进展、凭证与异议；仅有关的人可见
    pub notes: Vec<NoteView>,
    /// 延期申请；仅有关的人可见
    pub extensions: Vec<ExtensionView>,
    /// 评分（1–5）
    #[schema(required = true)]
    pub rating: Option<i32>,
    /// 评语
    #[schema(required = true)]
    pub rating_comment: Option<String>,
    /// 到期自动确认的时间
    #[schema(required = true)]
    pub confirm_due_at: Option<DateTime<Utc>>,
    /// 期限是否暂停（退回修改期间）
    pub paused: bool,
    /// 并入的心愿
    #[schema(required = true)]
    pub merged_into: Option<WishId>,
    /// 回应它的行动，已发布的
    pub actions: Vec<LinkedAction>,
    /// 您现在可以做的
    pub allowed_actions: Vec<WishVerb>,
    /// 经过
    pub timeline: Vec<TimelineStep>,
}

/// Puts together what this actor may see of a wish.
pub async fn detail(
    kernel: &Kernel,
    conn: &impl ConnectionTrait,
    actor: &Actor,
    case: &Case,
    now: DateTime<Utc>,
) -> Result<WishDetail> {
    let wish = &case.wish;
    let insider = is_insider(&case.standings) || case.is(Standing::Proxy);
    let events = timeline(conn, Subject::new(SUBJECT, wish.id)).await?;
    let reasons = Reasons::of(conn, actor, case, &events).await?;
    let looker = if case.is_office() { Looker::Office } else { Looker::of(actor.account_id()) };
    let mut photos = photos(kernel, conn, looker, wish.id).await?;
    let supported = match actor.account_id() {
        Some(account) => support::supports(conn, account, wish.id).await?,
        None => false,
    };
    Ok(WishDetail {
        wish: Names::of(conn, std::slice::from_ref(wish)).await?.item(wish),
        body: wish.body.clone(),
        mine: case.is(Standing::Author),
        supported_by_me: supported,
        photos: photos.remove(&None).unwrap_or_default(),
        claim: match &case.claim {
            Some(claim) => Some(claim_view(conn, case, claim).await?),
            None => None,
        },
        notes: if insider { notes(conn, looker, wish.id, photos).await? } else { Vec::new() },
        extensions: if insider { extensions(conn, wish.id, &reasons).await? } else { Vec::new() },
        rating: wish.rating,
        rating_comment: wish.rating_comment.clone().filter(|_| insider && sees_rating(wish, looker)),
        confirm_due_at: wish.confirm_due_at,
        paused: wish.returned_at.is_some(),
        merged_into: wish.merged_into,
        actions: links::of_wish(conn, wish.id).await?,
        allowed_actions: state::allowed(wish, &case.standings, now),
        timeline: steps(events, actor, &reasons),
    })
}

async fn claim_view(conn: &impl ConnectionTrait, case: &Case, claim: &wish_claim::Model) -> Result<ClaimView> {
    let helper_name = match claim.helper_kind {
        HelperKind::Account => None,
        HelperKind::Team => team::Entity::find_by_id(claim.helper_id).one(conn).await?.map(|team| team.name),
        HelperKind::Partner => {
            partner::Entity::find_by_id(claim.helper_id).one(conn).await?.map(|partner| partner.name)
        }
    };
    Ok(ClaimView {
        helper_kind: claim.helper_kind,
        helper_name,
        mine: case.is(Standing::Helper) || case.is(Standing::Assignee),
        accepted: claim.accepted_at.is_some(),
        expires_at: claim.expires_at,
    })
}

fn sees_rating(wish: &wish::Model, looker: Looker) -> bool {
    looker.sees(wish.rating_screening == Screening::Passed, wish.author_account_id)
}

async fn extensions(conn: &impl ConnectionTrait, wish: WishId, reasons: &Reasons) -> Result<Vec<ExtensionView>> {
    let extensions = wish_extension::Entity::find()
        .filter(wish_extension::Column::WishId.eq(wish))
        .order_by_asc(wish_extension::Column::CreatedAt)
        .all(conn)
        .await?;
    let view = |extension: wish_extension::Model| ExtensionView {
        id: extension.id,
        days: extension.days,
        reason: Some(extension.reason).filter(|_| reasons.are_read_of(extension.created_at)),
        status: extension.status,
        due_at: extension.due_at,
        created_at: extension.created_at,
    };
    Ok(extensions.into_iter().map(view).collect())
}
