//! Scenes of volunteers.

use serde_json::{Value, json};
use support::registration;

use crate::walk::World;

/// Operations on one volunteer, who is the author of the scene.
pub fn is_of_a_volunteer(operation: &str) -> bool {
    let own = ["getOwnVolunteer", "listOwnPostings", "getOwnBalances"];
    own.contains(&operation) || (operation.ends_with("Volunteer") && operation != "registerVolunteer")
}

/// The author is a volunteer: retired where they come back, blocked where that ends.
pub async fn set_up_volunteer(world: &mut World, operation: &str) -> i32 {
    let cast = &world.cast;
    let volunteer = cast.author.registers(json!({})).await.expect(201).id();
    let path = |verb: &str| format!("/volunteers/{volunteer}/{verb}");
    let version = match operation {
        "returnVolunteer" => {
            cast.author.post(path("retire"), json!({"version": 1})).await.expect(200);
            2
        }
        "unblockVolunteer" => {
            let block = json!({"version": 1, "until": later(world), "reason": "三次报名未到"});
            cast.staff.post(path("block"), block).await.expect(200);
            2
        }
        _ => 1,
    };
    world.set("volunteerId", volunteer);
    version
}

/// What a valid body needs beside what its schema says.
pub fn complete(world: &World, operation: &str, body: Value) -> Value {
    match operation {
        "registerVolunteer" => registration(&json!({})),
        "returnVolunteer" => json!({"consentVersion": "2026-11"}),
        "blockVolunteer" => json!({"until": later(world), "reason": "三次报名未到"}),
        "trainVolunteer" => json!({"training": "first_aid", "passedOn": "2026-03-01"}),
        _ => body,
    }
}

fn later(world: &World) -> String {
    (world.app.now() + chrono::Duration::days(9)).to_rfc3339()
}
