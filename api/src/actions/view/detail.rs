//! One action in full as JSON.

use chrono::{DateTime, Utc};
use entity::actions::{ActionStatus, ActionVerb, action, action_occurrence};
use entity::ids::{ActionId, ActionSeriesId, DeliberationId, TeamId, WishId};
use entity::kernel::event;
use entity::volunteers::{Skill, Training};
use entity::wishes::Datum;
use sea_orm::QueryOrder;
use sea_orm::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

use super::shift::{self, Shift};
use super::{ActionItem, item};
use crate::actions::service::{Case, SUBJECT, links};
use crate::actions::{state, store};
use crate::auth::Actor;
use crate::error::Result;
use crate::kernel::Kernel;
use crate::media::{self, Looker, Picture};

/// 地图上的位置
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ActionSpot {
    /// 纬度
    pub lat: f64,
    /// 经度
    pub lng: f64,
    /// 坐标系
    pub datum: Datum,
}

/// 行动详情
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ActionDetail {
    /// 行动
    #[serde(flatten)]
    pub action: ActionItem,
    /// 内容
    pub description: String,
    /// 海报
    #[schema(required = true)]
    pub poster: Option<Picture>,
    /// 位置
    #[schema(required = true)]
    pub coordinates: Option<ActionSpot>,
    /// 最低年龄
    #[schema(required = true)]
    pub minimum_age: Option<i32>,
    /// 须具备的技能
    pub skills: Vec<Skill>,
    /// 须通过的培训
    pub trainings: Vec<Training>,
    /// 仅限此团队的成员
    #[schema(required = true)]
    pub team_id: Option<TeamId>,
    /// 开始报名；null 为发布即可
    #[schema(required = true)]
    pub signup_opens_at: Option<DateTime<Utc>>,
    /// 截止报名；null 为班次开始时
    #[schema(required = true)]
    pub signup_closes_at: Option<DateTime<Utc>>,
    /// 开始前多少小时内取消记为临时取消
    pub cancel_hours: i32,
    /// 每个岗位最多多少人候补；0 为不设候补
    pub waitlist_limit: i32,
    /// 空位保留多少分钟
    pub offer_minutes: i32,
    /// 落实的议题；只有能看到议题的人可见
    #[schema(required = true)]
    pub deliberation_id: Option<DeliberationId>,
    /// 回应的心愿；只有能看到心愿的人可见
    #[schema(required = true)]
    pub wish_id: Option<WishId>,
    /// 行动结束即视为心愿已达成、决定已落实
    pub completes: bool,
    /// 属于哪个重复行动
    #[schema(required = true)]
    pub series_id: Option<ActionSeriesId>,
    /// 班次
    pub shifts: Vec<Shift>,
    /// 取消的原因
    #[schema(required = true)]
    pub cancel_reason: Option<String>,
    /// 您现在可以做的
    pub allowed_actions: Vec<ActionVerb>,
}

/// Puts together what this caller may see.
pub async fn detail(
    kernel: &Kernel,
    conn: &impl ConnectionTrait,
    actor: Option<&Actor>,
    case: &Case,
) -> Result<ActionDetail> {
    let (one, looker) = (&case.action, Looker::within(actor, case.action.community_id));
    let (shifts, roles) = (store::shifts(conn, [one.id]).await?, store::roles(conn, [one.id]).await?);
    let poster = media::service::pictures(kernel, conn, looker, one.media_id).await?.into_values().next();
    let (wish_id, deliberation_id) = links::shown(conn, actor, one).await?;
    let degrees = |micro: i32| f64::from(micro) / 1e6;
    let spot = one.lat.zip(one.lng).zip(one.datum);
    Ok(ActionDetail {
        action: item(one, &roles),
        description: one.description.clone(),
        poster,
        coordinates: spot.map(|((lat, lng), datum)| ActionSpot { lat: degrees(lat), lng: degrees(lng), datum }),
        minimum_age: one.minimum_age,
        skills: one.skills.0.clone(),
        trainings: one.trainings.0.clone(),
        team_id: one.team_id,
        signup_opens_at: one.signup_opens_at,
        signup_closes_at: one.signup_closes_at,
        cancel_hours: one.cancel_hours,
        waitlist_limit: one.waitlist_limit,
        offer_minutes: one.offer_minutes,
        deliberation_id,
        wish_id,
        completes: one.completes,
        series_id: series_of(conn, one.id).await?,
        shifts: shifts.into_iter().map(|shift| shift::view(shift, &roles)).collect(),
        cancel_reason: cancel_reason(conn, one).await?,
        allowed_actions: state::allowed(one, &case.standings),
    })
}

async fn series_of(conn: &impl ConnectionTrait, id: ActionId) -> Result<Option<ActionSeriesId>> {
    let day = action_occurrence::Entity::find().filter(action_occurrence::Column::ActionId.eq(id));
    Ok(day.one(conn).await?.map(|day| day.series_id))
}

async fn cancel_reason(conn: &impl ConnectionTrait, one: &action::Model) -> Result<Option<String>> {
    if one.status != ActionStatus::Cancelled {
        return Ok(None);
    }
    let cancelled = event::Entity::find()
        .filter(event::Column::SubjectKind.eq(SUBJECT))
        .filter(event::Column::SubjectId.eq(one.id))
        .filter(event::Column::Verb.eq(ActionVerb::Cancel.as_str()))
        .order_by_desc(event::Column::At);
    Ok(cancelled.one(conn).await?.and_then(|event| event.reason))
}
