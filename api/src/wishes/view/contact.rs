//! Contact details, and the record of who looked at them.

use chrono::{DateTime, Utc};
use entity::community::unmasking;
use serde::Serialize;
use utoipa::ToSchema;

use crate::auth::Actor;
use crate::wishes::service::contact::ContactDetails;

/// 联系方式；每次查看都会记录，心愿作者可以看到记录
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ContactView {
    /// 联系人
    #[schema(required = true)]
    pub name: Option<String>,
    /// 电话
    #[schema(required = true)]
    pub phone: Option<String>,
    /// 地址
    #[schema(required = true)]
    pub address: Option<String>,
    /// 受益人
    #[schema(required = true)]
    pub beneficiary: Option<String>,
}

impl From<ContactDetails> for ContactView {
    fn from(contact: ContactDetails) -> Self {
        let ContactDetails { name, phone, address, beneficiary } = contact;
        Self { name, phone, address, beneficiary }
    }
}

/// 一次查看联系方式的记录
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ContactLook {
    /// 查看时间
    pub at: DateTime<Utc>,
    /// 是否本人查看
    pub by_me: bool,
}

impl ContactLook {
    /// The record of a look, as the author sees it.
    pub fn new(look: &unmasking::Model, actor: &Actor) -> Self {
        Self { at: look.at, by_me: actor.account_id() == Some(look.by_account_id) }
    }
}
