//! Moves by the clock while several replicas look at the clock at the same time.

use std::sync::Arc;

use api::app::App;
use api::wishes::service::clock;
use entity::kernel::event;
use entity::notifications::notification;
use entity::wishes::{WishStatus, wish_claim};
use futures_util::future::join_all;
use rstest::rstest;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use support::{TestApp, Wish};

/// Wishes that are due at once.
const MANY: usize = 12;

/// How often this happened to the wish.
async fn times(app: &TestApp, wish: &Wish, verb: &str) -> Option<u64> {
    let happened = event::Entity::find()
        .filter(event::Column::SubjectId.eq(wish.id.0))
        .filter(event::Column::Verb.eq(verb))
        .filter(event::Column::ByKind.eq(entity::kernel::ByKind::System));
    happened.count(&app.kernel().db).await.ok()
}

/// Guard: the row lock and compare-and-set on status and version; each suffices. On SQLite the one writer.
#[rstest]
#[case::claims_end(WishStatus::Claimed, 6, "expire")]
#[case::fulfilments_are_confirmed(WishStatus::Fulfilled, 8, "auto_confirm")]
#[case::open_wishes_go_one_level_up(WishStatus::Open, 40, "escalate")]
#[tokio::test]
async fn what_is_due_moves_once_however_many_replicas_look(
    #[case] status: WishStatus,
    #[case] days: u64,
    #[case] verb: &str,
) {
    let app = TestApp::spawn().await;
    let replicas = [app.replica().await, app.replica().await];
    let all = [&app, &replicas[0], &replicas[1]];
    let grid = app.given_grid().await;
    let cast = app.given_cast(&grid).await;
    let mut wishes = Vec::new();
    for _ in 0..MANY {
        let helped = support::Cast { helper: app.volunteer(&grid).await, ..cast.clone() };
        wishes.push(app.given_wish(&helped, status).await);
    }
    app.drain().await;
    let days = if status == WishStatus::Claimed { days + 14 } else { days };
    all.iter().for_each(|one| one.advance_days(days));

    let looks = (0..9).map(|turn| all[turn % 3].inside(async |app: Arc<App>| clock::run(&app.kernel).await));
    let moved: usize = join_all(looks).await.into_iter().map(|moved| moved.expect("the step failed")).sum();
    let overdue = if status == WishStatus::Claimed { MANY } else { 0 };
    assert_eq!(moved, MANY + overdue);
    for wish in &wishes {
        assert_eq!(times(&app, wish, verb).await, Some(1));
    }
    let live = wish_claim::Entity::find().filter(wish_claim::Column::EndedAt.is_null());
    assert_eq!(live.count(&app.kernel().db).await.ok(), Some(0));
}

/// Guard: the lease of a message and one notice a person and event by a unique key; each suffices.
#[tokio::test]
async fn people_are_told_once_by_three_workers() {
    let app = TestApp::spawn().await;
    let replicas = [app.replica().await, app.replica().await];
    let all = [&app, &replicas[0], &replicas[1]];
    let cast = app.given_cast(&app.given_grid().await).await;
    for _ in 0..MANY {
        cast.author.submits_wish("楼道灯坏了").await;
    }
    join_all((0..6).map(|turn| all[turn % 3].drain())).await;
    let told = notification::Entity::find().filter(notification::Column::AccountId.eq(cast.leader.account()));
    assert_eq!(told.count(&app.kernel().db).await.ok(), Some(MANY as u64));
}
