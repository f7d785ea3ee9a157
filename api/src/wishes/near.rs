//! Which grids are near: the own ones first, then by the distance of their centres.

use entity::community::grid;
use entity::ids::{CommunityId, GridId};
use sea_orm::QueryOrder;
use sea_orm::prelude::*;

use crate::error::Result;

/// The grids of a community, nearest to `home` first; grids without a centre come last.
pub async fn grids(conn: &impl ConnectionTrait, community: CommunityId, home: Option<GridId>) -> Result<Vec<GridId>> {
    let mut grids = grid::Entity::find()
        .filter(grid::Column::CommunityId.eq(community))
        .order_by_asc(grid::Column::Sort)
        .order_by_asc(grid::Column::Id)
        .all(conn)
        .await?;
    let center = grids.iter().find(|grid| Some(grid.id) == home).and_then(center_of);
    grids.sort_by_key(|grid| {
        let away = center.zip(center_of(grid)).map_or(i64::MAX, |(home, there)| distance(home, there));
        (Some(grid.id) != home, away)
    });
    Ok(grids.into_iter().map(|grid| grid.id).collect())
}

fn center_of(grid: &grid::Model) -> Option<(i32, i32)> {
    grid.center_lat.zip(grid.center_lng)
}

/// Good enough to compare neighbours: the square of the distance on a flat map, with
/// longitudes shortened as they are at the latitude of northern China (cos 44° ≈ 0.72).
fn distance(a: (i32, i32), b: (i32, i32)) -> i64 {
    let north = i64::from(a.0) - i64::from(b.0);
    let east = (i64::from(a.1) - i64::from(b.1)) * 72 / 100;
    north * north + east * east
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearer_is_nearer() {
        let home = (43_880_000, 125_350_000);
        assert!(distance(home, (43_881_000, 125_350_000)) < distance(home, (43_880_000, 125_352_000)));
    }
}
