//! Emergencies: opened, volunteers called up, posts filled, urgent wishes first, closed and reported.

mod calling;
mod closing;
mod demo;
mod duties;
mod guards;
mod opening;
mod urgent;

use entity::emergencies::emergency;
use sea_orm::EntityTrait;
use support::{Grid, Person, TestApp};

/// A grid with those who have something to say in it.
struct Scene {
    app: TestApp,
    grid: Grid,
    admin: Person,
    staff: Person,
    leader: Person,
}

async fn scene() -> Scene {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let (admin, staff, leader) = (app.admin(&grid).await, app.staff(&grid).await, app.grid_leader(&grid).await);
    Scene { app, grid, admin, staff, leader }
}

async fn open_ones(app: &TestApp) -> Vec<emergency::Model> {
    emergency::Entity::find().all(&app.kernel().db).await.expect("emergencies cannot be read")
}
