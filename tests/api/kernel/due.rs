//! What is due by the clock and cannot be moved holds up nothing that is due after it.

use entity::deliberations::{DeliberationStatus, deliberation};
use entity::wishes::{WishStatus, wish};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use support::TestApp;

#[tokio::test]
async fn a_wish_that_cannot_be_read_holds_up_no_other() {
    let app = TestApp::spawn().await;
    let cast = app.given_cast(&app.given_grid().await).await;
    let broken = app.given_wish(&cast, WishStatus::Open).await;
    app.advance_days(5);
    let sound = app.given_wish(&cast, WishStatus::Open).await;
    let nonsense = wish::Entity::update_many()
        .col_expr(wish::Column::Channel, Expr::value("nonsense"))
        .filter(wish::Column::Id.eq(broken.id));
    nonsense.exec(&app.kernel().db).await.expect("the wish is not changed");

    app.advance_days(40);
    app.drain().await;

    assert_eq!(cast.staff.get(sound.path("")).await.expect(200)["level"], "compound");
}

#[tokio::test]
async fn a_deliberation_that_cannot_be_read_holds_up_no_other() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let building = app.given_building(&grid).await;
    let (author, staff) = (app.resident_in(&building).await, app.staff(&grid).await);
    let broken = app.given_matter(&author, &building, &staff, DeliberationStatus::Proposed).await;
    app.advance_days(1);
    let sound = app.given_matter(&author, &building, &staff, DeliberationStatus::Proposed).await;
    let nonsense = deliberation::Entity::update_many()
        .col_expr(deliberation::Column::ProposerKind, Expr::value("nonsense"))
        .filter(deliberation::Column::Id.eq(broken.id));
    nonsense.exec(&app.kernel().db).await.expect("the deliberation is not changed");

    app.advance_days(40);
    app.drain().await;

    assert_eq!(author.get(sound.path("")).await.expect(200)["status"], "lapsed");
}
