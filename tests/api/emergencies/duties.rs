//! Posts: only for those who said that they can; places, overlaps and minutes as everywhere; a drill never counts.

use std::time::Duration;

use entity::actions::{SignupStatus, action, attendance};
use entity::ids::SignupId;
use entity::volunteers::ledger_transfer;
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::json;
use support::{Action, Emergency, Person, content, posts};

use super::{Scene, scene};

#[tokio::test]
async fn only_who_answered_that_they_can_is_put_on_duty() {
    let scene = scene().await;
    let emergency = scene.app.given_emergency(&scene.admin, "real", &[&scene.grid]).await;
    let (person, volunteer) = scene.app.given_ready(&scene.grid, &[]).await;
    let post = scene.leader.puts_up(&scene.app, &emergency, &scene.grid, 1).await;
    let uncalled = scene.leader.assigns(&emergency, &post, &volunteer).await;
    assert_eq!((uncalled.refusal(), &uncalled["/errors/0/pointer"]), ((422, "invalid"), &json!("/volunteerId")));
    assert_eq!(person.signs_up(&post).await.status, 404, "for who was not called it does not exist");
    scene.leader.calls_up(&emergency, json!({})).await.expect(201);
    for reply in ["cannot", "later"] {
        person.answers(&emergency, reply).await.expect(200);
        assert_eq!(scene.leader.assigns(&emergency, &post, &volunteer).await.refusal(), (409, "has_not_agreed"));
        assert_eq!(person.signs_up(&post).await.refusal(), (409, "has_not_agreed"));
    }
    person.answers(&emergency, "can").await.expect(200);
    let assigned = scene.leader.assigns(&emergency, &post, &volunteer).await.expect(201);
    assert_eq!(assigned["status"], json!("confirmed"));
    assert_eq!(person.answers(&emergency, "cannot").await.refusal(), (409, "on_duty"));
    let duties = person.get("/me/duties").await.expect(200);
    assert_eq!((duties.items().len(), &duties["/items/0/title"]), (1, &json!("东门值守")));
    scene.app.drain().await;
    let told = person.get("/me/notifications").await.expect(200);
    assert_eq!(told["/items/0/titleZh"], json!("您被派到一个应急岗位，请查看"));
    let signup = assigned.signup();
    person.moves_signup(signup, "cancel", json!({"reason": "发烧"})).await.expect(200);
    person.answers(&emergency, "cannot").await.expect(200);
}

#[tokio::test]
async fn places_overlaps_and_age_stand_also_for_those_who_are_assigned() {
    let scene = scene().await;
    let (app, grid) = (&scene.app, &scene.grid);
    let emergency = app.given_emergency(&scene.admin, "real", &[grid]).await;
    let (first, first_id) = app.given_willing(&scene.leader, &emergency, grid).await;
    let (_, second_id) = app.given_willing(&scene.leader, &emergency, grid).await;
    let gate = scene.leader.puts_up(app, &emergency, grid, 1).await;
    let shop = scene.leader.puts_up(app, &emergency, grid, 5).await;
    scene.leader.assigns(&emergency, &gate, &first_id).await.expect(201);
    assert_eq!(scene.leader.assigns(&emergency, &gate, &second_id).await.refusal(), (409, "role_full"));
    assert_eq!(scene.leader.assigns(&emergency, &shop, &first_id).await.refusal(), (409, "shift_overlap"));
    app.advance(Duration::from_secs(90 * 60));
    app.drain().await;
    let late = scene.leader.assigns(&emergency, &shop, &second_id).await.expect(201);
    assert_eq!(late["overridden"], json!(false), "also when the shift has begun");
    let plain = app.given_action(&scene.staff, 3, json!({})).await;
    assert_eq!(scene.staff.assigns(&emergency, &plain, &second_id).await.status, 404);
    let child = json!({"gridIds": [grid.id], "birthDate": "2010-03-08", "guardian": {"name": "王建国", "phone": "13912345678", "agrees": true}});
    let young = app.resident(grid).await;
    let registered = young.registers(child).await.expect(201);
    scene.leader.calls_up(&emergency, json!({})).await.expect(201);
    young.answers(&emergency, "can").await.expect(200);
    let refused = scene.leader.assigns(&emergency, &shop, &registered.id()).await;
    assert_eq!(refused.refusal(), (403, "too_young"));
    assert_eq!(first.get(shop.path("")).await.status, 200);
}

#[tokio::test]
async fn posts_are_shown_to_those_who_work_on_it_or_were_called_only() {
    let scene = scene().await;
    let emergency = scene.app.given_emergency(&scene.admin, "real", &[&scene.grid]).await;
    let (person, _) = scene.app.given_willing(&scene.leader, &emergency, &scene.grid).await;
    let post = scene.leader.puts_up(&scene.app, &emergency, &scene.grid, 1).await;
    let neighbour = scene.app.resident(&scene.grid).await;
    let public = format!("/communities/{}/actions", scene.grid.community);
    assert_eq!(scene.app.anonymous().get(public).await.expect(200).items().len(), 0);
    for stranger in [&scene.app.anonymous(), &neighbour] {
        assert_eq!(stranger.get(post.path("")).await.status, 404);
    }
    let seen = person.get(post.path("")).await.expect(200);
    assert_eq!((&seen["post"], &seen["kind"]), (&json!("checkpoint"), &json!("emergency")));
    for person in [&person, &scene.leader, &scene.staff] {
        assert_eq!(person.get(emergency.path("rosters")).await.expect(200).items().len(), 1);
    }
    let other = scene.app.given_grid_in(&scene.grid).await;
    let wide = scene.app.given_emergency(&scene.admin, "drill", &[&scene.grid, &other]).await;
    let foreign = scene.leader.post(wide.path("rosters"), posts(&scene.app, &other, (1, 2), 1)).await;
    assert_eq!((foreign.refusal(), &foreign["/errors/0/pointer"]), ((422, "invalid"), &json!("/gridId")));
}

/// Lets somebody be on duty for two hours, checked out and approved by staff.
async fn on_duty(scene: &Scene, kind: &str) -> (Emergency, Action, Person, SignupId) {
    let (app, grid) = (&scene.app, &scene.grid);
    let emergency = app.given_emergency(&scene.admin, kind, &[grid]).await;
    let (person, volunteer) = app.given_willing(&scene.leader, &emergency, grid).await;
    let post = scene.leader.puts_up(app, &emergency, grid, 2).await;
    let signup = scene.leader.assigns(&emergency, &post, &volunteer).await.expect(201).signup();
    let call = async |call: &str| {
        let lines = json!({"items": [{"signupId": signup, "call": call}]});
        scene.leader.post(post.shift_path("roll-call"), lines).await.expect(200);
    };
    app.advance(Duration::from_secs(3_600));
    app.drain().await;
    call("in").await;
    app.advance(Duration::from_secs(100 * 60));
    call("out").await;
    assert_eq!(person.moves_signup(signup, "approve", json!({})).await.refusal(), (403, "own_matter"));
    scene.staff.moves_signup(signup, "approve", json!({})).await.expect(200);
    (emergency, post, person, signup)
}

async fn transfers(scene: &Scene) -> u64 {
    ledger_transfer::Entity::find().count(&scene.app.kernel().db).await.expect("the ledger cannot be read")
}

#[tokio::test]
async fn minutes_of_a_real_emergency_are_credited_when_somebody_else_approves_them() {
    let scene = scene().await;
    let (emergency, _, person, signup) = on_duty(&scene, "real").await;
    assert_eq!(person.signup(signup).await.status, SignupStatus::Credited);
    assert!(transfers(&scene).await > 0);
    let report = scene.staff.get(emergency.path("report")).await.expect(200);
    let total = &report["total"];
    assert_eq!(
        (&total["dutyMinutes"], &total["creditedMinutes"], &total["people"]),
        (&json!(100), &json!(100), &json!(1))
    );
    assert_eq!(report["drill"], json!(false));
}

/// Guard: a trigger on the ledger; above it, that what a drill is cannot be changed and is no kind of service.
#[tokio::test]
async fn minutes_of_a_drill_are_never_posted_whoever_writes() {
    let scene = scene().await;
    let (emergency, post, person, signup) = on_duty(&scene, "drill").await;
    assert_eq!(person.signup(signup).await.status, SignupStatus::Credited);
    assert_eq!(transfers(&scene).await, 0);
    let report = scene.staff.get(emergency.path("report")).await.expect(200);
    let total = &report["total"];
    assert_eq!(
        (&total["dutyMinutes"], &total["creditedMinutes"], &total["people"]),
        (&json!(100), &json!(0), &json!(1))
    );
    assert_eq!((&report["drill"], report.string("statement").contains("演练")), (&json!(true), true));

    let volunteer = scene.app.volunteer_row(person.account()).await.id.to_string();
    let there = attendance::Entity::find().one(&scene.app.kernel().db).await.expect("no rows").expect("nobody came");
    let posted = async {
        let app = &scene.app;
        let service = api::volunteers::service::credit::Service {
            community: scene.grid.community,
            volunteer: volunteer.parse().expect("no id"),
            source: api::volunteers::service::credit::Source::Attendance(there.id.into()),
            kind: entity::volunteers::ServiceKind::Emergency,
            minutes: 100,
            added: 0,
            on: app.now(),
            by: None,
        };
        let cause = api::kernel::db::Cause::system();
        api::kernel::db::write(app.kernel(), cause, async |tx| {
            api::volunteers::service::credit::service(tx, service).await
        })
        .await
    };
    assert!(posted.await.is_err(), "the database lets a drill be posted");
    assert_eq!(transfers(&scene).await, 0);
    let drilled = action::Entity::find_by_id(post.id).one(&scene.app.kernel().db).await.expect("no rows");
    assert_eq!(drilled.expect("no action").kind, entity::actions::ActionKind::Drill);
}

#[tokio::test]
async fn what_was_put_out_as_a_drill_stays_one() {
    let scene = scene().await;
    let emergency = scene.app.given_emergency(&scene.admin, "drill", &[&scene.grid]).await;
    let post = scene.leader.puts_up(&scene.app, &emergency, &scene.grid, 2).await;
    let mut change = content(&scene.app, 2, &json!({"kind": "emergency", "gridId": scene.grid.id}));
    change.as_object_mut().expect("no object").remove("shifts");
    let turned = scene.staff.put(post.path(""), json!({"version": 2, "content": change})).await;
    assert_eq!((turned.refusal(), &turned["/errors/0/pointer"]), ((422, "invalid"), &json!("/kind")));
    change["kind"] = json!("drill");
    scene.staff.put(post.path(""), json!({"version": 2, "content": change})).await.expect(200);
    let plain = scene.app.given_action(&scene.staff, 3, json!({"kind": "drill"})).await;
    change["kind"] = json!("patrol");
    let turned = scene.staff.put(plain.path(""), json!({"version": 2, "content": change})).await;
    assert_eq!(turned.refusal(), (422, "invalid"));
}
