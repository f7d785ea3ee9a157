//! Scenes of emergencies: open for the grid, the author is a volunteer who was called up.

use serde_json::{Value, json};
use support::posts;

use crate::walk::World;

/// Operations on one emergency.
const OPERATIONS: &[&str] = &[
    "getEmergency",
    "getEmergencyReport",
    "closeEmergency",
    "callUpVolunteers",
    "listCallUpAnswers",
    "answerCallUp",
    "createRoster",
    "listRosters",
    "assignDuty",
];

/// Whether the operation needs an emergency.
pub fn is_of_an_emergency(operation: &str) -> bool {
    OPERATIONS.contains(&operation)
}

/// What the operation is asked with, where the schema alone makes no sense.
pub fn emergency_body(world: &World, operation: &str) -> Option<Value> {
    match operation {
        "answerCallUp" => Some(json!({"reply": "can"})),
        "createRoster" => Some(posts(&world.app, &world.grid, (1, 2), 3)),
        _ => None,
    }
}

/// An emergency that is open, the author called up, and willing where posts are given out.
pub async fn set_up_emergency(world: &mut World, operation: &str) -> i32 {
    let (app, cast) = (&world.app, &world.cast);
    let registered = cast.author.registers(json!({"gridIds": [world.grid.id]})).await.expect(201).id();
    let emergency = app.given_emergency(&world.admin, "real", &[&world.grid]).await;
    cast.leader.calls_up(&emergency, json!({})).await.expect(201);
    let mut about = Vec::new();
    if operation == "assignDuty" {
        cast.author.answers(&emergency, "can").await.expect(200);
        let post = cast.leader.puts_up(app, &emergency, &world.grid, 3).await;
        about.extend([("actionId", post.id.to_string()), ("shiftId", post.shift.to_string())]);
    }
    about.extend([("emergencyId", emergency.id.to_string()), ("volunteerId", registered)]);
    for (name, id) in about {
        world.set(name, id);
    }
    1
}
