//! Calls and what was answered, in JSON.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::emergencies::{CallUpReply, EmergencyKind, EmergencyStatus, call_up, call_up_answer, emergency};
use entity::ids::{CallUpId, EmergencyId, GridId, VolunteerId};
use entity::volunteers::{Skill, volunteer, volunteer_skill};
use sea_orm::QueryOrder;
use sea_orm::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

use crate::emergencies::service::call_up as calling;
use crate::error::Result;
use crate::kernel::crypto::{Field, Vault};
use crate::volunteers::service::name_of;

/// 一次召集
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CallUpDone {
    /// 编号
    pub id: CallUpId,
    /// 告志愿者
    pub message: String,
    /// 须具备的技能，全部具备
    pub skills: Vec<Skill>,
    /// 希望何时前答复
    #[schema(required = true)]
    pub answer_by: Option<DateTime<Utc>>,
    /// 新召集到的人数；此前已召集过的不再重复
    pub called: i32,
    /// 召集时间
    pub created_at: DateTime<Utc>,
}

impl From<call_up::Model> for CallUpDone {
    fn from(row: call_up::Model) -> Self {
        Self {
            id: row.id,
            message: row.message,
            skills: row.skills.0,
            answer_by: row.answer_by,
            called: row.called,
            created_at: row.created_at,
        }
    }
}

/// 对召集的答复
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CallUpAnswer {
    /// 应急
    pub emergency_id: EmergencyId,
    /// 为哪个网格召集
    pub grid_id: GridId,
    /// 答复
    pub reply: CallUpReply,
    /// 何时起能参加
    #[schema(required = true)]
    pub later_at: Option<DateTime<Utc>>,
    /// 补充说明
    #[schema(required = true)]
    pub note: Option<String>,
    /// 召集时间
    pub called_at: DateTime<Utc>,
    /// 最近一次答复的时间
    #[schema(required = true)]
    pub answered_at: Option<DateTime<Utc>>,
    /// 版本号
    pub version: i32,
}

/// 名单上的一位被召集的志愿者
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CallUpOnList {
    /// 答复
    #[serde(flatten)]
    pub answer: CallUpAnswer,
    /// 志愿者
    pub volunteer_id: VolunteerId,
    /// 志愿者编号
    pub volunteer_number: String,
    /// 姓名，已脱敏
    pub volunteer_name: String,
    /// 技能
    pub skills: Vec<Skill>,
}

/// 我收到的一次召集
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OwnCallUp {
    /// 我的答复
    #[serde(flatten)]
    pub answer: CallUpAnswer,
    /// 性质：真实应急，或演练
    pub kind: EmergencyKind,
    /// 应急的标题
    pub title: String,
    /// 应急的状态；进行中的可以答复
    pub status: EmergencyStatus,
    /// 召集的内容
    pub message: String,
    /// 希望何时前答复
    #[schema(required = true)]
    pub answer_by: Option<DateTime<Utc>>,
}

/// What somebody answered.
pub fn answer(vault: &Vault, row: &call_up_answer::Model) -> Result<CallUpAnswer> {
    let note = row.note_sealed.as_deref().map(|note| vault.open(Field::Note, note)).transpose()?;
    Ok(CallUpAnswer {
        emergency_id: row.emergency_id,
        grid_id: row.grid_id,
        reply: row.reply,
        later_at: row.later_at,
        note: note.map(|note| note.to_string()),
        called_at: row.created_at,
        answered_at: row.answered_at,
        version: row.version,
    })
}

/// The same for those who work on it: with whom it is about, masked.
pub async fn on_list(
    vault: &Vault,
    conn: &impl ConnectionTrait,
    rows: &[call_up_answer::Model],
) -> Result<Vec<CallUpOnList>> {
    let ids = || rows.iter().map(|row| row.volunteer_id);
    let people = volunteer::Entity::find().filter(volunteer::Column::Id.is_in(ids())).all(conn).await?;
    let people: HashMap<VolunteerId, volunteer::Model> = people.into_iter().map(|one| (one.id, one)).collect();
    let known = volunteer_skill::Entity::find()
        .filter(volunteer_skill::Column::VolunteerId.is_in(ids()))
        .order_by_asc(volunteer_skill::Column::Skill);
    let mut skills: HashMap<VolunteerId, Vec<Skill>> = HashMap::new();
    for row in known.all(conn).await? {
        skills.entry(row.volunteer_id).or_default().push(row.skill);
    }
    let of = |row: &call_up_answer::Model| people.get(&row.volunteer_id).map(|who| (row.clone(), who));
    let shown = rows.iter().filter_map(of).map(|(row, who)| {
        Ok(CallUpOnList {
            answer: answer(vault, &row)?,
            volunteer_id: who.id,
            volunteer_number: who.number.clone(),
            volunteer_name: name_of(vault, who)?,
            skills: skills.remove(&who.id).unwrap_or_default(),
        })
    });
    shown.collect()
}

/// The own calls, with what they are about.
pub async fn own(vault: &Vault, conn: &impl ConnectionTrait, rows: &[call_up_answer::Model]) -> Result<Vec<OwnCallUp>> {
    let ids = rows.iter().map(|row| row.emergency_id);
    let about = emergency::Entity::find().filter(emergency::Column::Id.is_in(ids)).all(conn).await?;
    let about: HashMap<EmergencyId, emergency::Model> = about.into_iter().map(|one| (one.id, one)).collect();
    let calls = calling::some(conn, rows.iter().map(|row| row.call_up_id).collect()).await?;
    let known = rows.iter().filter_map(|row| Some((row, about.get(&row.emergency_id)?, calls.get(&row.call_up_id)?)));
    let shown = known.map(|(row, one, call)| {
        Ok(OwnCallUp {
            answer: answer(vault, row)?,
            kind: one.kind,
            title: one.title.clone(),
            status: one.status,
            message: call.message.clone(),
            answer_by: call.answer_by,
        })
    });
    shown.collect()
}
