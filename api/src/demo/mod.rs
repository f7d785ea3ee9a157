//! 吉通社区 to look at: its compounds, grids and partner units by its own report, invented
//! people behind invented doors, about sixty wishes and twenty matters of deliberation in every
//! state, and half a dozen actions. Fills an empty database only; refused in production (see [`crate::config::Config::check`]).

mod actions;
mod deliberations;
mod emergencies;
mod moderation;
mod owners;
mod people;
mod pilot;
mod places;
mod roster;
mod tokens;
mod volunteers;
pub mod wechat;
mod wishes;

use std::sync::Arc;

use entity::community::community;
use sea_orm::{EntityTrait, PaginatorTrait};

pub use tokens::{Ready, ready, table};

use crate::app::App;
use crate::config::{Config, WechatConfig};
use crate::error::Result;
use crate::kernel::Kernel;
use crate::kernel::db::{self, Cause};

/// Fills an empty database; false when there is something in it already.
pub async fn fill(app: &App) -> Result<bool> {
    let kernel = &unwatched(&app.kernel);
    if community::Entity::find().count(&kernel.db).await? > 0 {
        return Ok(false);
    }
    let (places, people, pilot, neighbours) = db::write(kernel, Cause::system(), async |tx| {
        let places = places::build(tx).await?;
        let pilot = pilot::Pilot::find(tx, &places).await?;
        let neighbours = roster::settle(tx, &places, &pilot).await?;
        let people = people::invite(tx, &places).await?;
        owners::enter(tx, &pilot, &people, &neighbours).await?;
        Ok((places, people, pilot, neighbours))
    })
    .await?;
    // Each of them on the heap: together they are more than an unoptimised build's stack.
    Box::pin(volunteers::enlist(kernel, &places, &people)).await?;
    Box::pin(wishes::tell(kernel, &places, &people)).await?;
    Box::pin(deliberations::tell(app, kernel, (&pilot, places.teams[0]), &people, &neighbours)).await?;
    Box::pin(volunteers::serve(app, &people)).await?;
    Box::pin(actions::tell(kernel, &places, &people)).await?;
    Box::pin(emergencies::tell(kernel, &people)).await?;
    Box::pin(moderation::tell(kernel, &people)).await?;
    Ok(true)
}

/// What is told here was read by whoever wrote it: no WeChat need look at it, and the wall is full at once.
fn unwatched(kernel: &Kernel) -> Kernel {
    let settings = Config { wechat: WechatConfig::default(), ..Config::clone(&kernel.settings) };
    Kernel { settings: Arc::new(settings), ..kernel.clone() }
}
