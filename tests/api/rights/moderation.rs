//! Scenes of content safety.

use serde_json::{Value, json};

use crate::walk::World;

/// Operations of this room.
pub fn is_of_moderation(operation: &str) -> bool {
    operation.contains("Content")
}

/// A wish with a listed word, and what the operation needs of its review; for a report, one that is public.
pub async fn set_up_moderation(world: &mut World, operation: &str) -> i32 {
    match operation {
        "reportContent" => {
            let wish = world.app.given_wish(&world.cast, entity::wishes::WishStatus::Open).await;
            world.set("wishId", wish.id);
            1
        }
        "removeContentWord" => {
            let word = json!({ "word": "团购券", "rule": "ads" });
            world.set("wordId", world.cast.staff.post("/moderation/words", word).await.expect(201).id());
            1
        }
        _ => set_up_review(world, operation).await,
    }
}

async fn set_up_review(world: &mut World, operation: &str) -> i32 {
    world.cast.author.submits_wish("谁要刷单返利，找我").await;
    let staff = &world.cast.staff;
    let review =
        staff.get("/moderation/reviews").await.expect(200).items()[0]["id"].as_str().expect("no id").to_owned();
    let path = format!("/moderation/reviews/{review}");
    let mut seen = staff.get(&path).await.expect(200);
    if ["unclaimContentReview", "decideContentReview", "appealContentReview"].contains(&operation) {
        seen = staff.post(format!("{path}/claim"), json!({})).await.expect(200);
    }
    if operation == "appealContentReview" {
        let refused = json!({ "decision": "refuse", "reason": "像是广告", "version": seen.version() });
        seen = staff.post(format!("{path}/decide"), refused).await.expect(200);
    }
    let version = i32::try_from(seen.version()).expect("a small number");
    world.set("reviewId", review);
    version
}

/// Bodies that the schema alone does not say.
pub fn moderation_body(world: &World, operation: &str) -> Option<Value> {
    Some(match operation {
        "reportContent" => json!({ "kind": "wish", "subjectId": world.id("wishId"), "reason": "untrue" }),
        "addContentWord" => json!({ "word": "团购券", "rule": "ads" }),
        _ => return None,
    })
}
