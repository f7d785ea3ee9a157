//! Scenes of volunteers.

use serde_json::{Value, json};
use support::registration;

use crate::walk::World;

/// Operations of the volunteers' room that need something to be about.
pub fn is_of_a_volunteer(operation: &str) -> bool {
    const OTHERS: &[&str] = &[
        "listVolunteerPostings",
        "givePoints",
        "reverseTransfer",
        "addMinutes",
        "approveAddedMinutes",
        "rejectAddedMinutes",
        "withdrawAddedMinutes",
        "changeReward",
        "redeemReward",
        "handOverRedemption",
        "cancelRedemption",
        "requestCertificate",
        "checkCertificate",
        "getCertificateFile",
        "getCertificateCode",
        "getCertificateLink",
    ];
    if operation.ends_with("Certificate") {
        return true;
    }
    OTHERS.contains(&operation) || (operation.ends_with("Volunteer") && operation != "registerVolunteer")
}

/// The author is a volunteer with ten points: retired where they come back, blocked where that ends.
pub async fn set_up_volunteer(world: &mut World, operation: &str) -> i32 {
    let cast = world.cast.clone();
    let volunteer = cast.author.registers(json!({})).await.expect(201).id();
    world.app.credit_minutes(&world.grid, &volunteer, 60).await;
    world.set("volunteerId", &volunteer);
    let path = |verb: &str| format!("/volunteers/{volunteer}/{verb}");
    match operation {
        "returnVolunteer" => {
            cast.author.post(path("retire"), json!({"version": 1})).await.expect(200);
            return 2;
        }
        "unblockVolunteer" => {
            let block = json!({"version": 1, "until": later(world), "reason": "三次报名未到"});
            cast.staff.post(path("block"), block).await.expect(200);
            return 2;
        }
        "reverseTransfer" => {
            let postings = cast.author.get("/me/postings").await.expect(200);
            world.set("transferId", postings.string("/items/0/transferId"));
        }
        "approveAddedMinutes" | "rejectAddedMinutes" | "withdrawAddedMinutes" => {
            let minutes = complete(world, "addMinutes", json!({}));
            let claim = cast.author.post(path("minutes-claims"), minutes).await.expect(200);
            world.set("minutesClaimId", claim.id());
        }
        "changeReward" | "redeemReward" | "handOverRedemption" | "cancelRedemption" => {
            set_up_reward(world, operation).await
        }
        "requestCertificate" => {}
        certificate if certificate.contains("Certificate") => return set_up_certificate(world, operation).await,
        _ => {}
    }
    1
}

/// A certificate that was asked for, and issued where that comes before.
async fn set_up_certificate(world: &mut World, operation: &str) -> i32 {
    let volunteer = world.id("volunteerId").expect("there is no volunteer").to_owned();
    let asked = world.cast.author.post(format!("/volunteers/{volunteer}/certificates"), json!({})).await.expect(201);
    world.set("certificateId", asked.id());
    if matches!(operation, "issueCertificate" | "declineCertificate" | "withdrawCertificate") {
        return 1;
    }
    let by = json!({"version": 1, "responsible": "李主任", "handler": "王干事", "contact": "0431-12345678"});
    let issued = world.cast.staff.post(format!("/certificates/{}/issue", asked.id()), by).await.expect(200);
    world.set("number", issued.string("number"));
    2
}

async fn set_up_reward(world: &mut World, operation: &str) {
    let (reward, partner) = world.app.given_reward(&world.grid, &world.cast.staff, 10, 5).await;
    world.set("rewardId", &reward);
    world.set("partnerId", partner);
    if operation.ends_with("Redemption") {
        let placed =
            world.cast.author.post(format!("/rewards/{reward}/redeem"), json!({"price": 10})).await.expect(200);
        world.set("redemptionId", placed.id());
        world.set("pickupCode", placed.string("code"));
    }
}

/// What a valid body needs beside what its schema says.
pub fn complete(world: &World, operation: &str, mut body: Value) -> Value {
    match operation {
        "registerVolunteer" => body = registration(&json!({})),
        "returnVolunteer" => body = json!({"consentVersion": "2026-11"}),
        "blockVolunteer" => body = json!({"until": later(world), "reason": "三次报名未到"}),
        "honourVolunteer" => {
            body = json!({"title": "年度优秀志愿者", "givenBy": "吉通社区", "givenOn": "2026-03-05"});
        }
        "trainVolunteer" => body = json!({"training": "first_aid", "passedOn": "2026-03-01"}),
        "givePoints" => {
            body = json!({"toAccountId": world.cast.helper.account(), "points": 1, "reason": "谢谢"});
        }
        "addMinutes" => {
            let today = world.app.now().date_naive();
            body = json!({"kind": "patrol", "servedOn": today, "minutes": 60, "reason": "忘了签到"});
        }
        "createReward" | "changeReward" => body["title"] = json!("理发一次"),
        "redeemReward" => body = json!({"price": 10}),
        "handOverRedemption" => body["code"] = json!(world.id("pickupCode")),
        _ => {}
    }
    body
}

fn later(world: &World) -> String {
    (world.app.now() + chrono::Duration::days(9)).to_rfc3339()
}
