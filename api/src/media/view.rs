//! Pictures in JSON.

use chrono::{DateTime, Utc};
use entity::ids::{AccountId, CommunityId, MediaId};
use entity::media::{MediaStatus, media};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::auth::Actor;
use crate::kernel::link::Links;

/// 图片
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Picture {
    /// 图片编号，提交心愿、进展时引用
    pub id: MediaId,
    /// 原图地址，带签名、2–4 小时内有效，可直接用于 image 组件
    #[schema(format = "uri")]
    pub url: String,
    /// 缩略图地址，同样带签名
    #[schema(format = "uri")]
    pub thumb_url: String,
    /// 宽（像素）
    pub width: i32,
    /// 高（像素）
    pub height: i32,
    /// 能否公开：检查或审核期间只有上传者和工作人员看得到
    pub status: MediaStatus,
}

impl Picture {
    /// The picture with addresses that work from now on for a while.
    pub fn new(row: &media::Model, links: &Links, now: DateTime<Utc>) -> Self {
        let path = path(row.id);
        Self {
            id: row.id,
            url: address(links, row.id, now),
            thumb_url: links.sign(&format!("{path}/thumb"), now),
            width: row.width,
            height: row.height,
            status: row.status,
        }
    }
}

/// As whom somebody looks at what others have uploaded or written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Looker {
    /// Anybody.
    Anybody,
    /// This person.
    Person(AccountId),
    /// Decides about it: also sees what is not public yet.
    Office,
}

impl Looker {
    /// This person, or anybody.
    pub fn of(account: Option<AccountId>) -> Self {
        account.map_or(Self::Anybody, Self::Person)
    }

    /// Somebody within a community, whose staff decide.
    pub fn within(actor: Option<&Actor>, community: CommunityId) -> Self {
        match actor {
            Some(actor) if actor.is_staff_of(community) => Self::Office,
            actor => Self::of(actor.and_then(Actor::account_id)),
        }
    }

    /// Whether something is seen that may be public, and that somebody made.
    pub fn sees(self, public: bool, by: Option<AccountId>) -> bool {
        match self {
            Self::Office => true,
            Self::Person(account) => public || by == Some(account),
            Self::Anybody => public,
        }
    }
}

/// A picture's address that works from now on for a while.
pub fn address(links: &Links, id: MediaId, now: DateTime<Utc>) -> String {
    links.sign(&path(id), now)
}

/// Where a picture is found.
pub fn path(id: MediaId) -> String {
    format!("/api/v1/media/{id}")
}

/// 上传的表单
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes the form for the document; the parts are read one by one")]
pub struct UploadForm {
    /// JPEG、PNG 或 WebP 图片，不超过 10 MB
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// Names a picture.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
#[serde(rename_all = "camelCase")]
pub struct MediaPath {
    /// 图片编号
    pub media_id: MediaId,
}

/// What makes an address good.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct SignedQuery {
    /// 失效时间（Unix 秒）
    pub expires: i64,
    /// 签名
    #[param(min_length = 64, max_length = 64, pattern = "^[0-9a-f]{64}$")]
    pub signature: String,
}
