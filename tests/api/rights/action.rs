//! Scenes of actions: the helper leads one for the grid, the author signs up for it.

use chrono::Duration;
use entity::actions::{SignupStatus, signup};
use entity::ids::SignupId;
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};
use support::{Action, content, shift};

use crate::walk::World;

/// Operations on one action or one sign-up.
const OPERATIONS: &[&str] = &[
    "getAction",
    "getActionCode",
    "getActionLink",
    "updateAction",
    "publishAction",
    "cancelAction",
    "cancelShift",
    "changeShiftCapacity",
    "signUp",
    "signUpTeam",
    "overrideSignup",
    "getCheckInCode",
    "callRoll",
    "listSignups",
    "getSignup",
    "acceptOffer",
    "declineOffer",
    "cancelSignup",
    "checkIn",
    "checkOut",
    "approveMinutes",
    "appealNoShow",
    "decideNoShowAppeal",
    "getActionSeries",
    "publishActionSeries",
    "cancelFollowingActions",
    "updateFollowingActions",
];

/// Whether the operation needs an action.
pub fn is_of_an_action(operation: &str) -> bool {
    OPERATIONS.contains(&operation)
}

/// What the operation is asked with, where the schema alone makes no sense.
pub fn action_body(world: &World, operation: &str) -> Option<Value> {
    let spot = json!({"spot": {"lat": 43.881, "lng": 125.352, "datum": "gcj02"}});
    match operation {
        "checkIn" | "checkOut" => Some(spot),
        "updateAction" => Some(json!({"content": content(&world.app, 3, &json!({"gridId": world.grid.id}))})),
        "previewRecurrence" => Some(json!({"firstOn": "2026-09-17", "recurrence": recurrence()})),
        "createActionSeries" => {
            let content = content(&world.app, 3, &json!({}));
            Some(json!({"hostKind": "community", "content": content, "recurrence": recurrence()}))
        }
        "updateFollowingActions" => {
            let more = json!({"gridId": world.grid.id, "shifts": null});
            Some(json!({"content": content(&world.app, 3, &more)}))
        }
        "changeShiftCapacity" => Some(json!({"capacity": 5})),
        "signUp" => Some(json!({})),
        _ => None,
    }
}

fn recurrence() -> Value {
    json!({"rrule": "FREQ=DAILY;COUNT=3", "holidays": "keep"})
}

/// Whether the operation is about an action that repeats.
fn repeats(operation: &str) -> bool {
    operation.ends_with("ActionSeries") || operation.ends_with("FollowingActions")
}

/// Drafts of a series, which the helper leads for the grid.
async fn set_up_series(world: &mut World) -> i32 {
    let (app, cast) = (&world.app, &world.cast);
    let more = json!({"gridId": world.grid.id, "leaderAccountId": cast.helper.account()});
    let body = json!({"hostKind": "community", "content": content(app, 3, &more), "recurrence": recurrence()});
    let made = cast.staff.post("/action-series", body).await.expect(201);
    world.set("actionSeriesId", made.id());
    world.set("actionId", made.string("/days/0/action/id"));
    1
}

/// An action that begins in half an hour, and the author's sign-up; the version of what the operation is about.
pub async fn set_up_action(world: &mut World, operation: &str) -> i32 {
    if repeats(operation) {
        return set_up_series(world).await;
    }
    let (app, cast) = (&world.app, &world.cast);
    app.registers(&cast.author, &world.grid).await;
    app.registers(&cast.helper, &world.grid).await;
    let at = |minutes| (app.now() + Duration::minutes(minutes)).to_rfc3339();
    let soon = json!({"startsAt": at(30), "endsAt": at(150), "roles": [{"name": "服务", "capacity": 3}]});
    let more = json!({
        "gridId": world.grid.id, "leaderAccountId": cast.helper.account(), "shifts": [soon, shift(app, 48, 2, 3)],
    });
    let body = json!({"hostKind": "community", "content": content(app, 3, &more)});
    let action = Action::of(&cast.staff.post("/actions", body).await.expect(201));
    let draft = matches!(operation, "updateAction" | "publishAction");
    if !draft {
        cast.staff.moves_action(&action, "publish", json!({})).await.expect(200);
    }
    let mut version = if draft { 1 } else { 2 };
    let signs_up = !draft && !matches!(operation, "signUp" | "cancelAction" | "getAction");
    if signs_up {
        let id = cast.author.signs_up(&action).await.expect(201).signup();
        bring(world, &action, id, operation).await;
        if !matches!(operation, "cancelShift" | "changeShiftCapacity") {
            version = world.cast.staff.signup(id).await.version;
        }
        world.set("signupId", id);
    }
    world.set("actionId", action.id);
    world.set("shiftId", action.shift);
    world.set("shiftRoleId", action.role);
    version
}

/// Brings the sign-up as far as the operation needs it.
async fn bring(world: &World, action: &Action, id: SignupId, operation: &str) {
    let staff = &world.cast.staff;
    let calls = async |call: &str| {
        let lines = json!({"items": [{"signupId": id, "call": call}]});
        staff.post(action.shift_path("roll-call"), lines).await.expect(200);
    };
    let now = world.app.now();
    match operation {
        "checkOut" => calls("in").await,
        "approveMinutes" => {
            calls("in").await;
            calls("out").await;
        }
        "acceptOffer" | "declineOffer" => {
            let until = Set(Some(now + Duration::minutes(20)));
            set(world, id, signup::ActiveModel { offer_ends_at: until, ..is(SignupStatus::Offered) }).await;
        }
        "appealNoShow" => set(world, id, is(SignupStatus::NoShow)).await,
        "decideNoShowAppeal" => {
            let (appeal, at) = (Set(Some("我来了".to_owned())), Set(Some(now)));
            set(world, id, signup::ActiveModel { appeal, appealed_at: at, ..is(SignupStatus::NoShow) }).await;
        }
        _ => {}
    }
}

fn is(status: SignupStatus) -> signup::ActiveModel {
    signup::ActiveModel { status: Set(status), ..Default::default() }
}

async fn set(world: &World, id: SignupId, row: signup::ActiveModel) {
    let one = signup::Entity::update_many().set(row).filter(signup::Column::Id.eq(id));
    one.exec(&world.app.kernel().db).await.expect("the sign-up is not changed");
}
