//! What authors send: a new wish, and what they change of it.

use entity::ids::{BuildingId, GridId, MediaId, ResidentId};
use entity::wishes::WishChannel;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::error::Result;
use crate::kernel::text::{Line, Prose};
use crate::wishes::routes::spot::Coordinates;
use crate::wishes::service::submit::{Contact, Submit};

/// 联系方式
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ContactInput {
    /// 联系人
    pub name: Option<Line<30>>,
    /// 电话
    pub phone: Option<Line<20>>,
    /// 地址
    pub address: Option<Line<100>>,
}

/// 一个新的心愿
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"category": "repair", "title": "三单元楼道灯坏了", "body": "晚上回家看不清台阶，老人不方便。"}))]
pub struct SubmitWish {
    /// 类别代码
    pub category: Line<32>,
    /// 标题
    pub title: Line<60>,
    /// 内容
    pub body: Prose<2000>,
    /// 来源；居民为自己提交时省略，工作人员和接口密钥代录时必填
    pub channel: Option<WishChannel>,
    /// 来源渠道中的工单号
    pub external_ref: Option<Line<64>>,
    /// 代哪位居民录入；仅社区工作人员使用
    pub resident_id: Option<ResidentId>,
    /// 受益人，如“楼上的王奶奶”；只有认领人能看到
    pub beneficiary: Option<Line<60>>,
    /// 联系方式；省略时用本人资料，只有认领人能看到
    #[serde(default)]
    #[schema(required = false)]
    pub contact: ContactInput,
    /// 所在网格；省略时为本人住处
    pub grid_id: Option<GridId>,
    /// 所在楼栋；省略时为本人住处
    pub building_id: Option<BuildingId>,
    /// 位置
    pub coordinates: Option<Coordinates>,
    /// 是否紧急；仅当所在网格有真实应急进行中，演练不收。紧急心愿排在待办最前，1 小时内答复
    pub urgent: Option<bool>,
    /// 照片编号（先用 POST /media 上传），最多 9 张
    #[serde(default)]
    #[schema(required = false, max_items = 9)]
    pub photos: Vec<MediaId>,
}

impl SubmitWish {
    /// The wish as the service takes it.
    pub fn parsed(self) -> Result<Submit> {
        let contact = Contact {
            name: self.contact.name.map(Into::into),
            phone: self.contact.phone.map(Into::into),
            address: self.contact.address.map(Into::into),
        };
        Ok(Submit {
            category: self.category.into(),
            title: self.title.into(),
            body: self.body.into(),
            channel: self.channel,
            external_ref: self.external_ref.map(Into::into),
            resident: self.resident_id,
            beneficiary: self.beneficiary.map(Into::into),
            contact,
            grid: self.grid_id,
            building: self.building_id,
            spot: self.coordinates.map(Coordinates::spot).transpose()?,
            urgent: self.urgent.unwrap_or(false),
            photos: self.photos,
        })
    }
}

/// 修改后重新提交
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Resubmit {
    /// 所见的版本号（或用 If-Match 请求头）
    #[schema(minimum = 1)]
    pub version: Option<i32>,
    /// 新的标题
    pub title: Option<Line<60>>,
    /// 新的内容
    pub body: Option<Prose<2000>>,
}
