//! How much waits.

use std::time::Duration;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use support::{Person, TestApp};

use super::{given_work, text};

/// The figures that the list itself gives.
async fn counted(person: &Person) -> (u64, u64, u64) {
    let page = person.get("/inbox?pageSize=100").await.expect(200);
    let having = |field: &str| page.items().iter().filter(|item| item[field] == true).count() as u64;
    (page.items().len() as u64, having("overdue"), having("dueToday"))
}

async fn told(person: &Person) -> (u64, u64, u64) {
    let counts = person.get("/inbox/counts").await.expect(200);
    let figures = |of: &Value| ["total", "overdue", "dueToday"].map(|name| of[name].as_u64().expect("no figure"));
    let mut sum = [0; 3];
    for kind in counts["kinds"].as_array().expect("no kinds") {
        sum.iter_mut().zip(figures(kind)).for_each(|(sum, figure)| *sum += figure);
    }
    assert_eq!(sum, figures(&counts.body), "{}", counts.text());
    sum.into()
}

#[tokio::test]
async fn the_counts_are_those_of_the_list_before_on_and_after_the_day() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let cast = app.given_cast(&grid).await;
    given_work(&app, &grid, &cast).await;

    for person in [&cast.leader, &cast.staff] {
        let figures = told(person).await;
        assert_eq!((figures, figures.0, figures.1), (counted(person).await, 4, 0));
    }
    let first = cast.leader.get("/inbox").await.expect(200).string("/items/0/dueAt");
    let due: DateTime<Utc> = first.parse().expect("no instant");
    let an_hour_before = (due - app.now()).to_std().expect("it is due already") - Duration::from_secs(3_600);
    app.advance(an_hour_before);
    let figures = told(&cast.leader).await;
    assert_eq!(figures, counted(&cast.leader).await);
    assert!(figures.2 >= 1, "due today: {figures:?}");

    app.advance(Duration::from_secs(3_600));
    let figures = told(&cast.leader).await;
    assert_eq!(figures, counted(&cast.leader).await);
    assert!(figures.1 >= 1, "overdue: {figures:?}");
}

#[tokio::test]
async fn every_kind_that_one_decides_about_is_counted_if_only_as_none() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let names = async |person: &Person| {
        let counts = person.get("/inbox/counts").await.expect(200);
        let kinds = counts["kinds"].as_array().expect("no kinds").iter();
        kinds.map(|kind| text(kind, "kind")).collect::<Vec<_>>()
    };
    let leaders = ["wish_review", "wish_dispute", "wish_overdue", "wish_extension", "household_claim"];
    assert_eq!(names(&app.grid_leader(&grid).await).await, leaders);
    assert_eq!(names(&app.staff(&grid).await).await.len(), 7);
}

#[tokio::test]
async fn counts_are_narrowed_to_grids() {
    let app = TestApp::spawn().await;
    let (one, two) = (app.given_grid().await, app.given_grid().await);
    let cast = app.given_cast(&one).await;
    given_work(&app, &one, &cast).await;
    app.given_cast(&two).await.author.submits_wish("路灯不亮").await;

    let total = async |grid: String| cast.staff.get(format!("/inbox/counts?gridId={grid}")).await["total"].clone();
    assert_eq!(total(one.id.to_string()).await, json!(4));
    assert_eq!(total(two.id.to_string()).await, json!(1));
    assert_eq!(total(format!("{},{}", one.id, two.id)).await, json!(5));
}
