//! 网格: the patch that one grid leader looks after.

use entity::community::grid;
use entity::ids::CommunityId;
use entity::wishes::Datum;
use sea_orm::ActiveValue::Set;
use sea_orm::QueryTrait;
use sea_orm::prelude::*;

use super::Resource;
use crate::community::view::{Grid, GridCenter, GridInput, GridQuery};
use crate::error::{Code, Result};
use crate::kernel::Vault;
use crate::kernel::db::Tx;

/// Coordinates are stored as whole millionths of a degree.
const MICRO: f64 = 1_000_000.0;

impl Resource for grid::Entity {
    type Query = GridQuery;
    type Input = GridInput;
    type View = Grid;
    const PATH: &'static str = "/grids";

    fn narrow(_: &Vault, rows: Select<Self>, query: &GridQuery) -> Select<Self> {
        rows.apply_if(query.kind, |rows, kind| rows.filter(grid::Column::Kind.eq(kind)))
            .apply_if(query.code.as_deref(), |rows, code| rows.filter(grid::Column::Code.eq(code)))
    }

    async fn fields(
        _: &Tx<'_>,
        _: CommunityId,
        input: GridInput,
        _: Option<&grid::Model>,
    ) -> Result<grid::ActiveModel> {
        let (lat, lng) = input.center.map(micro_degrees).transpose()?.unzip();
        Ok(grid::ActiveModel {
            code: Set(input.code.into()),
            name: Set(input.name.into()),
            kind: Set(input.kind),
            center_lat: Set(lat),
            center_lng: Set(lng),
            sort: Set(input.sort),
            ..Default::default()
        })
    }

    async fn show(_: &impl ConnectionTrait, _: &Vault, rows: Vec<grid::Model>) -> Result<Vec<Grid>> {
        Ok(rows.into_iter().map(Grid::from).collect())
    }
}

impl From<grid::Model> for Grid {
    fn from(row: grid::Model) -> Self {
        Self {
            id: row.id,
            community_id: row.community_id,
            code: row.code,
            name: row.name,
            kind: row.kind,
            center: center(row.center_lat, row.center_lng),
            sort: row.sort,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

/// The stored centre of a grid.
pub fn center(lat: Option<i32>, lng: Option<i32>) -> Option<GridCenter> {
    let degrees = |micro: i32| f64::from(micro) / MICRO;
    Some(GridCenter { lat: degrees(lat?), lng: degrees(lng?), datum: Datum::Gcj02 })
}

fn micro_degrees(center: GridCenter) -> Result<(i32, i32)> {
    if center.datum != Datum::Gcj02 {
        return Err(Code::Invalid.error().at("/center/datum", Code::InvalidValue));
    }
    let within = |degrees: f64, most: f64, pointer: &str| match degrees.abs() <= most {
        #[expect(clippy::cast_possible_truncation, reason = "180 million fits")]
        true => Ok((degrees * MICRO).round() as i32),
        false => Err(Code::Invalid.error().at(pointer, Code::InvalidValue)),
    };
    Ok((within(center.lat, 90.0, "/center/lat")?, within(center.lng, 180.0, "/center/lng")?))
}
