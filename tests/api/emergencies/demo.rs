//! The demo's emergency: a drill that is over, with its report.

use entity::emergencies::{EmergencyKind, EmergencyStatus, emergency};
use entity::ids::AccountId;
use sea_orm::EntityTrait;
use support::TestApp;

#[tokio::test]
async fn the_demo_shows_a_drill_that_is_over_and_counted_for_nothing() {
    let app = TestApp::demo().await;
    let rows = emergency::Entity::find().all(&app.kernel().db).await.expect("no emergencies");
    let [one] = rows.as_slice() else { panic!("{rows:?}") };
    assert_eq!((one.kind, one.status), (EmergencyKind::Drill, EmergencyStatus::Closed));
    let actor = actor_of(&app, one.opened_by).await;
    let case = api::emergencies::service::Case::read(&app.kernel().db, &actor, one.id).await.expect("no case");
    let made = api::emergencies::service::report::report(&app.kernel().db, &actor, &case).await.expect("no report");
    let total = made.total;
    assert_eq!((total.called, total.can, total.cannot), (2, 1, 1));
    assert_eq!((total.duties, total.people, total.duty_minutes, total.credited_minutes), (1, 1, 100, 0));
}

async fn actor_of(app: &TestApp, account: AccountId) -> api::auth::Actor {
    let grants = api::auth::grants(&app.kernel().db, account).await.expect("no grants");
    let community = grants.iter().find_map(|grant| match grant.scope {
        api::auth::Scope::Community(community) => Some(community),
        _ => None,
    });
    api::auth::Actor { who: api::auth::Who::Account(account), community, grants, residency: None, session: None }
}
