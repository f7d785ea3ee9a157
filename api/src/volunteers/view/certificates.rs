//! Certificates as JSON.

use chrono::{DateTime, NaiveDate, Utc};
use entity::ids::{CertificateId, CommunityId, VolunteerId};
use entity::volunteers::{CertificateStatus, CertificateVerb, certificate, volunteer};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::auth::Actor;
use crate::kernel::text::Line;
use crate::volunteers::state::{certificate as state, standings};

/// 服务证明
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Certificate {
    /// 编号（系统内）
    pub id: CertificateId,
    /// 志愿者
    pub volunteer_id: VolunteerId,
    /// 志愿者号
    #[schema(example = "V000123")]
    pub volunteer_number: String,
    /// 状态
    pub status: CertificateStatus,
    /// 证明编号，出具后才有
    #[schema(required = true, example = "220104001001-2026-000001")]
    pub number: Option<String>,
    /// 记录的服务分钟
    pub minutes: i64,
    /// 补录的服务分钟
    pub added_minutes: i64,
    /// 出具时间
    #[schema(required = true)]
    pub issued_at: Option<DateTime<Utc>>,
    /// 撤销时间
    #[schema(required = true)]
    pub revoked_at: Option<DateTime<Utc>>,
    /// 当前可进行的操作
    pub allowed_actions: Vec<CertificateVerb>,
    /// 版本号
    pub version: i32,
    /// 申请时间
    pub created_at: DateTime<Utc>,
}

impl Certificate {
    /// A certificate as the actor sees it.
    pub fn new(actor: &Actor, row: certificate::Model, whose: &volunteer::Model) -> Self {
        Self {
            id: row.id,
            volunteer_id: row.volunteer_id,
            volunteer_number: whose.number.clone(),
            allowed_actions: state::allowed(row.status, &standings(actor, whose)),
            status: row.status,
            number: row.number,
            minutes: row.minutes,
            added_minutes: row.added_minutes,
            issued_at: row.issued_at,
            revoked_at: row.revoked_at,
            version: row.version,
            created_at: row.created_at,
        }
    }
}

/// 服务证明的公开核对结果，不含个人信息
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CertificateCheck {
    /// 证明编号
    pub number: String,
    /// 是否有效：已出具且未撤销
    pub valid: bool,
    /// 出具的社区
    pub issuer: String,
    /// 出具时间
    #[schema(required = true)]
    pub issued_at: Option<DateTime<Utc>>,
    /// 撤销时间
    #[schema(required = true)]
    pub revoked_at: Option<DateTime<Utc>>,
    /// 记录的服务分钟
    pub minutes: i64,
    /// 补录的服务分钟
    pub added_minutes: i64,
    /// 内容的 SHA-256：与手中的证明比对
    #[schema(required = true)]
    pub content_hash: Option<String>,
    /// 签名的公钥
    #[schema(required = true)]
    pub public_key: Option<String>,
}

/// 公示中的一份服务证明
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PublishedCertificate {
    /// 证明编号
    pub number: String,
    /// 姓名，已遮盖
    #[schema(example = "张*")]
    pub name: String,
    /// 服务分钟（记录的与补录的合计）
    pub minutes: i64,
    /// 出具时间
    #[schema(required = true)]
    pub issued_at: Option<DateTime<Utc>>,
}

/// Names a certificate.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
#[serde(rename_all = "camelCase")]
pub struct CertificatePath {
    /// 服务证明
    pub certificate_id: CertificateId,
}

/// Names a certificate by its number.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
#[serde(rename_all = "camelCase")]
pub struct CertificateNumber {
    /// 证明编号
    #[param(example = "220104001001-2026-000001")]
    pub number: String,
}

/// Narrows a list of certificates.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CertificateQuery {
    /// 状态
    #[param(nullable = false)]
    pub status: Option<CertificateStatus>,
    /// 一位志愿者的；本人可查本人的
    #[param(nullable = false)]
    pub volunteer_id: Option<VolunteerId>,
    /// 社区；只有平台管理员需要指明
    #[param(nullable = false)]
    pub community_id: Option<CommunityId>,
    /// 上一页答复中的 nextCursor
    #[param(nullable = false)]
    pub cursor: Option<String>,
    /// 每页条数
    #[param(nullable = false, minimum = 1, maximum = 100, default = 20)]
    pub page_size: Option<u64>,
}

/// 出具服务证明
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct IssueCertificate {
    /// 所见的版本号，也可用 If-Match
    pub version: Option<i32>,
    /// 负责人
    #[schema(example = "李主任")]
    pub responsible: Line<30>,
    /// 经办人
    #[schema(example = "王干事")]
    pub handler: Line<30>,
    /// 联系方式
    #[schema(example = "0431-12345678")]
    pub contact: Line<60>,
}

/// 对服务证明的操作，须说明原因
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EndCertificate {
    /// 所见的版本号，也可用 If-Match
    pub version: Option<i32>,
    /// 原因
    #[schema(example = "记录有误")]
    pub reason: Line<200>,
}

/// 撤回申请
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WithdrawCertificate {
    /// 所见的版本号，也可用 If-Match
    pub version: Option<i32>,
}

/// 登记表彰
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HonourVolunteer {
    /// 所见的版本号，也可用 If-Match
    pub version: Option<i32>,
    /// 名称
    #[schema(example = "年度优秀志愿者")]
    pub title: Line<60>,
    /// 授予单位
    #[schema(example = "吉通社区")]
    pub given_by: Line<60>,
    /// 授予日期
    pub given_on: NaiveDate,
}
