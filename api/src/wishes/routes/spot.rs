//! A spot on the map, as callers send it.

use entity::wishes::Datum;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::error::{Code, Result};
use crate::wishes::service::submit::Spot;

/// 坐标
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Coordinates {
    /// 纬度
    #[schema(minimum = -90, maximum = 90, example = 43.881)]
    pub lat: f64,
    /// 经度
    #[schema(minimum = -180, maximum = 180, example = 125.352)]
    pub lng: f64,
    /// 坐标系
    pub datum: Datum,
}

impl Coordinates {
    /// The spot in micro-degrees.
    pub fn spot(self) -> Result<Spot> {
        let lat = micro(self.lat, 90.0, "/coordinates/lat")?;
        let lng = micro(self.lng, 180.0, "/coordinates/lng")?;
        Ok(Spot { lat, lng, datum: self.datum })
    }
}

fn micro(degrees: f64, most: f64, pointer: &str) -> Result<i32> {
    if !(-most..=most).contains(&degrees) {
        return Err(Code::Invalid.error().at(pointer, Code::InvalidValue));
    }
    #[expect(clippy::cast_possible_truncation, reason = "checked above: at most 180 million")]
    let micro = (degrees * 1e6).round() as i32;
    Ok(micro)
}
