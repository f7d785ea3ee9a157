//! Scenes of deliberations.

use entity::deliberations::DeliberationStatus;
use serde_json::{Value, json};
use support::{Building, Cast, Deliberation, Person, TestApp, plan};

use crate::media::{photo, upload};
use crate::walk::World;

/// Operations on one deliberation.
pub fn is_of_a_matter(operation: &str) -> bool {
    const OTHERS: &[&str] = &[
        "previewRoll",
        "castBallot",
        "listOwnBallots",
        "getTurnout",
        "publishResult",
        "getBundle",
        "objectToResult",
        "listObjections",
        "dismissObjection",
        "upholdObjection",
        "executeDecision",
        "completeDecision",
        "evaluateDecision",
        "listDeliberationComments",
        "listBallotConflicts",
        "enterPaperBallot",
        "replacePaperBallot",
        "listPaperBallots",
        "entrustBallot",
        "listBallotProxies",
        "endBallotProxy",
        "recordDeliveries",
        "listDeliveries",
        "listVoters",
        "remindVoters",
        "correctRoll",
    ];
    operation.ends_with("Deliberation") || OTHERS.contains(&operation)
}

/// A matter of the whole community to be seconded, of the author's building for the rest.
pub async fn set_up_matter(world: &mut World, operation: &str) -> i32 {
    let cast = &world.cast;
    let place = cast.author.home.expect("the author has a home").place;
    let building = Building {
        id: place.building.expect("homes lie in a building"),
        compound: place.compound.expect("homes lie in a compound"),
        grid: place.grid,
        community: place.community,
    };
    let stage = stage_for(operation);
    let app = &world.app;
    let matter = match stage {
        Stage::Before(status) => app.given_matter(&cast.author, &building, &cast.staff, status).await,
        Stage::Vote(_) => app.given_vote(&cast.author, &building, &cast.staff, json!({"extendable": true})).await,
        Stage::OwnersVote => owners_vote(app, cast, &building).await,
    };
    if operation == "secondDeliberation" {
        for _ in 0..2 {
            let because = json!({"reason": "涉及全社区"});
            cast.staff.moves_matter(&matter, "escalate", because).await.expect(200);
        }
    }
    if let Stage::Vote(status) = stage {
        app.concludes(&matter, &cast.author, &cast.staff, status).await;
    }
    if matches!(operation, "dismissObjection" | "upholdObjection") {
        let raised = cast.author.post(matter.path("objections"), json!({"text": "不服"})).await.expect(201);
        world.set("objectionId", raised.id());
    }
    if is_of_an_entry(operation) {
        set_up_entry(world, operation, &matter).await;
    }
    let version = world.cast.staff.version_of_matter(&matter).await;
    world.set("deliberationId", matter.id);
    version
}

/// Operations on one voter of the roll.
fn is_of_an_entry(operation: &str) -> bool {
    operation.contains("PaperBallot")
        || ["entrustBallot", "endBallotProxy", "recordDeliveries", "correctRoll"].contains(&operation)
}

/// An open vote of owners, who may let others vote for them.
async fn owners_vote(app: &TestApp, cast: &Cast, building: &Building) -> Deliberation {
    let matter = app.given_matter(&cast.author, building, &cast.staff, DeliberationStatus::Discussing).await;
    app.given_owners(building).await;
    let how = json!({"electorate": "owners", "rule": "cn-civil-code-278-ordinary", "proxyLimit": 1});
    cast.staff.moves_matter(&matter, "schedule", plan(app, &how)).await.expect(200);
    app.opens().await;
    matter
}

/// The author on the roll, with what staff have entered before.
async fn set_up_entry(world: &mut World, operation: &str, matter: &Deliberation) {
    let entry = json!(world.app.seat(matter, &world.cast.author).await);
    let staff = &world.cast.staff;
    let scan = upload(staff, &photo()).await.expect(201).id();
    match operation {
        "replacePaperBallot" => {
            let reading = json!({"entryId": entry, "channel": "paper", "choice": {"kind": "against"}, "mediaId": scan});
            let reading = staff.post(matter.path("paper-ballots"), reading).await.expect(201).id();
            world.set("paperBallotId", reading);
        }
        "endBallotProxy" => {
            let proxy = json!({"entryId": entry, "accountId": world.cast.helper.account(), "mediaId": scan});
            let proxy = staff.post(matter.path("proxies"), proxy).await.expect(201).id();
            world.set("proxyId", proxy);
        }
        _ => {}
    }
    world.set("entryId", entry.as_str().expect("an entry has no id"));
}

/// What the request says of that voter; a scan is the caller's own.
pub async fn of_an_entry(world: &World, operation: &str, person: &Person, body: &mut Value) {
    match operation {
        "entrustBallot" => body["accountId"] = json!(world.cast.helper.account()),
        "recordDeliveries" => {
            body["note"] = json!("当面送达");
            body["deliveredAt"] = json!(world.app.now().to_rfc3339());
        }
        "enterPaperBallot" | "replacePaperBallot" => body["choice"] = json!({"kind": "agree"}),
        _ => {}
    }
    if matches!(operation, "entrustBallot" | "enterPaperBallot") {
        let scan = upload(person, &photo()).await;
        if scan.status == 201 {
            body["mediaId"] = json!(scan.id());
        }
    }
}

/// How far a matter must have come for an operation.
#[derive(Clone, Copy)]
enum Stage {
    /// On its way to the vote.
    Before(DeliberationStatus),
    /// From the vote on.
    Vote(DeliberationStatus),
    /// An open vote of owners.
    OwnersVote,
}

fn stage_for(operation: &str) -> Stage {
    match operation {
        "acceptDeliberation" | "declineDeliberation" => Stage::Before(DeliberationStatus::Seconded),
        "scheduleDeliberation" | "previewRoll" => Stage::Before(DeliberationStatus::Discussing),
        talk if talk.starts_with("comment") || talk.contains("Comment") => {
            Stage::Before(DeliberationStatus::Discussing)
        }
        "castBallot"
        | "listOwnBallots"
        | "getTurnout"
        | "extendDeliberation"
        | "listVoters"
        | "remindVoters"
        | "enterPaperBallot"
        | "replacePaperBallot"
        | "listPaperBallots"
        | "listBallotConflicts"
        | "recordDeliveries"
        | "listDeliveries"
        | "correctRoll" => Stage::Vote(DeliberationStatus::Voting),
        "entrustBallot" | "listBallotProxies" | "endBallotProxy" => Stage::OwnersVote,
        "publishResult" => Stage::Vote(DeliberationStatus::Counted),
        "getBundle" | "objectToResult" | "listObjections" | "dismissObjection" | "upholdObjection" => {
            Stage::Vote(DeliberationStatus::Published)
        }
        "executeDecision" => Stage::Vote(DeliberationStatus::Decided),
        "completeDecision" => Stage::Vote(DeliberationStatus::Executing),
        "evaluateDecision" => Stage::Vote(DeliberationStatus::Evaluating),
        _ => Stage::Before(DeliberationStatus::Proposed),
    }
}

/// A comment of the author on the own matter, hidden where it is to be restored.
pub async fn set_up_comment(world: &mut World, operation: &str) -> i32 {
    set_up_matter(world, operation).await;
    let path = format!("/deliberations/{}/comments", world.id("deliberationId").expect("there is no matter"));
    let mut comment = world.cast.author.post(&path, json!({"text": "低层的采光要先谈好。"})).await.expect(201);
    world.set("commentId", comment.id());
    if operation.starts_with("restore") {
        let because = json!({"reason": "含有人身攻击", "version": 1});
        comment = world.cast.staff.post(format!("{path}/{}/hide", comment.id()), because).await.expect(200);
    }
    i32::try_from(comment.version()).expect("a small number")
}
