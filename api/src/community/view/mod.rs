//! What the community room says and is told, as JSON.

mod approvals;
mod buildings;
mod claims;
mod communities;
mod compounds;
mod dwellings;
mod export;
mod grids;
mod households;
mod look;
mod me;
mod owner_number;
mod owners;
mod partners;
mod personal;
mod residents;
mod teams;
mod units;
mod unmask;

use entity::ids::CommunityId;
use serde::Deserialize;
use utoipa::IntoParams;

pub use approvals::*;
pub use buildings::*;
pub use claims::*;
pub use communities::*;
pub use compounds::*;
pub use dwellings::*;
pub use export::*;
pub use grids::*;
pub use households::*;
pub use look::*;
pub use me::*;
pub use owner_number::*;
pub use owners::*;
pub use partners::*;
pub use personal::*;
pub use residents::*;
pub use teams::*;
pub use units::*;
pub use unmask::*;

/// The query of a list: what it can be narrowed to, and the page.
macro_rules! list_query {
    ($(#[doc = $doc:literal])+ $name:ident by $orders:literal { $($(#[doc = $field_doc:literal])+ $field:ident: $type:ty,)* }) => {
        $(#[doc = $doc])+
        #[derive(Clone, Debug, Default, serde::Deserialize, utoipa::IntoParams)]
        #[serde(rename_all = "camelCase", deny_unknown_fields)]
        #[into_params(parameter_in = Query)]
        pub struct $name {
            $(
                $(#[doc = $field_doc])+
                #[param(nullable = false)]
                pub $field: Option<$type>,
            )*
            /// 上一页答复中的 nextCursor
            #[param(nullable = false)]
            pub cursor: Option<String>,
            /// 每页条数
            #[param(nullable = false, minimum = 1, maximum = 100, default = 20)]
            pub page_size: Option<u64>,
            /// 是否给出总数
            #[param(nullable = false)]
            pub with_total: Option<bool>,
            /// 排序，前加 - 为倒序；默认 createdAt，先录入的在前
            #[param(nullable = false, pattern = $orders)]
            pub sort: Option<String>,
        }

        impl $crate::community::service::Paged for $name {
            fn filter(&self) -> serde_json::Value {
                serde_json::json!({ $(stringify!($field): self.$field,)* "sort": self.sort })
            }

            fn cursor(&self) -> Option<&str> {
                self.cursor.as_deref()
            }

            fn page_size(&self) -> Option<u64> {
                self.page_size
            }

            fn with_total(&self) -> bool {
                self.with_total.unwrap_or(false)
            }

            fn sort(&self) -> Option<&str> {
                self.sort.as_deref()
            }
        }
    };
}

pub(crate) use list_query;

/// Which community a new row is for.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CommunityChoice {
    /// 社区；只有平台管理员需要指明
    #[param(nullable = false)]
    pub community_id: Option<CommunityId>,
}

list_query! {
    /// Pages through a list.
    PageQuery by "^-?createdAt$" {}
}

/// Reads a field that can be left out, but is a value when it is there.
pub(crate) fn given<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: serde::Deserializer<'de>,
    T: Deserialize<'de>,
{
    T::deserialize(deserializer).map(Some)
}

/// Reads a field that can be left out (as it was), null (nothing) or a value.
pub(crate) fn present<'de, D, T>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    D: serde::Deserializer<'de>,
    T: Deserialize<'de>,
{
    Option::<T>::deserialize(deserializer).map(Some)
}
