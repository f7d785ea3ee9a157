//! A scene in which an operation makes sense, and a valid request for it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use entity::auth::{Role, ScopeKind};
use entity::deliberations::DeliberationStatus::{Counted, Scheduled};
use entity::wishes::WishStatus;
use reqwest::Method;
use serde_json::{Value, json};
use support::{Answer, Operation, TestApp};

use super::action::{action_body, is_of_an_action, set_up_action};
use super::emergency::{emergency_body, is_of_an_emergency, set_up_emergency};
use super::matter::{is_of_a_matter, of_an_entry, set_up_comment, set_up_matter};
use super::moderation::{is_of_moderation, moderation_body, set_up_moderation};
use super::people::Standing;
use super::volunteer::{self, is_of_a_volunteer, set_up_volunteer};
use super::webhook::{is_of_a_webhook, set_up_webhook, webhook};
use crate::walk::{World, sample};

/// A world in which one operation makes sense.
pub struct Scene {
    world: World,
    version: i32,
}

impl Scene {
    /// The scene of this operation.
    pub async fn of(app: &Arc<TestApp>, operation: &Operation) -> Self {
        let mut world = World::bare(Arc::clone(app)).await;
        let version = set_up(&mut world, operation.id()).await;
        Self { world, version }
    }

    /// Asks the operation as somebody of this standing.
    pub async fn ask(&self, operation: &Operation, standing: Standing) -> Answer {
        let person = standing.person(&self.world).await;
        let mut request = person.request(operation.method.clone(), self.world.address(operation));
        if operation.parameters("header").any(|header| header["name"] == "If-Match") {
            request = request.if_match(self.version.into());
        }
        if operation.takes_a_file() {
            let file = match operation.id() {
                "importRoster" => ROSTER,
                "importOwners" => OWNERS,
                _ => PICTURE,
            };
            request = request.file("a", "application/octet-stream", file, &[]);
        }
        if let Some(schema) = operation.body() {
            let mut body = body(&self.world, operation.id(), schema);
            of_an_entry(&self.world, operation.id(), &person, &mut body).await;
            request = request.json(&body);
        }
        request.send().await
    }
}

/// The smallest picture there is.
const PICTURE: &[u8] = include_bytes!("pixel.png");

/// The smallest roster there is.
const ROSTER: &[u8] = "网格,楼栋,门牌,姓名".as_bytes();

/// The smallest register of owners there is.
const OWNERS: &[u8] = "楼栋,门牌,业主姓名".as_bytes();

/// Brings the scene about; the version of what the operation is about.
async fn set_up(world: &mut World, operation: &str) -> i32 {
    match state_for(operation) {
        Some(status) => set_up_wish(world, operation, status).await,
        None => set_up_other(world, operation).await,
    }
}

async fn set_up_other(world: &mut World, operation: &str) -> i32 {
    match operation {
        content if is_of_moderation(content) => return set_up_moderation(world, content).await,
        hook if is_of_a_webhook(hook) => return set_up_webhook(world).await,
        volunteer if is_of_a_volunteer(volunteer) => return set_up_volunteer(world, volunteer).await,
        comment if comment.ends_with("DeliberationComment") => return set_up_comment(world, comment).await,
        emergency if is_of_an_emergency(emergency) => return set_up_emergency(world, emergency).await,
        action if is_of_an_action(action) => return set_up_action(world, action).await,
        matter if is_of_a_matter(matter) => return set_up_matter(world, matter).await,
        _ => set_up_record(world, operation).await,
    }
    1
}

/// A record of the community, or something about a person.
async fn set_up_record(world: &mut World, operation: &str) {
    match operation {
        "removeTeamMember" => {
            let team = world.id("teamId").and_then(|id| id.parse().ok()).expect("there is no team");
            world.app.join(&world.cast.helper, team).await;
        }
        "getUnit" | "updateUnit" | "deleteUnit" => {
            let unit = json!({"buildingId": world.id("buildingId"), "name": "1单元"});
            let unit = world.cast.staff.post("/units", unit).await.expect(201);
            world.set("unitId", unit.id());
        }
        "getOwner" | "updateOwner" | "deleteOwner" | "unmaskOwner" => {
            let owner = json!({"kind": "person", "name": "张秀兰", "dwellingIds": [world.id("dwellingId")]});
            let owner = world.cast.staff.post("/owners", owner).await.expect(201);
            world.set("ownerId", owner.id());
        }
        "getImport" | "getImportSheet" => {
            let faulty = "网格,楼栋,门牌,姓名\n没有,3栋,301,张三".as_bytes();
            let request = world.cast.staff.request(Method::POST, "/imports");
            world.set("importId", request.file("a.csv", "text/csv", faulty, &[]).send().await.expect(201).id());
        }
        "readNotification" => {
            world.app.given_wish(&world.cast, WishStatus::Open).await;
            world.app.drain().await;
            let notifications = world.cast.author.get("/me/notifications").await.expect(200);
            world.set("notificationId", notifications.string("/items/0/id"));
        }
        sheet if sheet.starts_with("printDeliberation") => {
            let matter = world.cast.author.proposes("推选监票人").await;
            let result = sheet == "printDeliberationResult";
            let status = if result { Counted } else { Scheduled };
            world.app.given_row_of_a_vote(&matter, status).await;
            world.set("deliberationId", matter.id);
        }
        claim if claim.ends_with("HouseholdClaim") && claim != "createHouseholdClaim" => {
            let claimant = world.app.newcomer().await;
            let home = world.cast.author.home.expect("the author has a home");
            world.set("householdClaimId", world.app.given_household_claim(&claimant, &home).await);
            world.cast.author = claimant;
        }
        _ => set_up_access(world, operation).await,
    }
}

/// What is granted, and the secret addresses that go with it.
async fn set_up_access(world: &mut World, operation: &str) {
    match operation {
        "revokeRole" => {
            let community = world.cast.staff.community.expect("staff belong to a community");
            let grant = world.app.grant(&world.cast.helper, Role::CommunityStaff, ScopeKind::Community, community);
            world.set("roleGrantId", grant.await);
        }
        "revokeApiClient" => {
            let community = world.cast.staff.community.expect("staff belong to a community");
            world.set("apiClientId", world.app.api_client(&community, &[]).await.client());
        }
        "revokeCalendarFeed" | "getCalendarFeed" => {
            let made = world.cast.author.post("/me/calendar-feeds", json!({"name": "日历"})).await.expect(201);
            let url = made.string("url");
            let token = url.trim_end_matches(".ics").rsplit('/').next().unwrap_or_default().to_owned();
            world.set("calendarFeedId", made.id());
            world.set("token", token);
        }
        _ => {}
    }
}

async fn set_up_wish(world: &mut World, operation: &str, status: WishStatus) -> i32 {
    let wish = world.app.given_wish(&world.cast, status).await;
    world.set("wishId", wish.id);
    let cast = &world.cast;
    match operation {
        "acceptWish" | "declineWish" => {
            let helper = json!({"helper": {"kind": "account", "id": cast.helper.account()}});
            cast.staff.moves(&wish, "assign", helper).await.expect(200);
        }
        "mergeWish" => {
            let other = world.app.given_wish(cast, WishStatus::Open).await;
            world.set("intoWishId", other.id);
        }
        "approveWishExtension" | "rejectWishExtension" => {
            let asked = json!({"days": 3, "reason": "配件还没有到"});
            let answer = cast.helper.moves(&wish, "extend", asked).await.expect(200);
            world.set("extensionId", answer.string("/extensions/0/id"));
        }
        _ => {}
    }
    world.cast.staff.version_of(&wish).await
}

/// The state that a wish must be in for the operation.
fn state_for(operation: &str) -> Option<WishStatus> {
    let status = match operation {
        "approveWish" | "approveWishes" | "returnWish" | "rejectWish" | "withdrawWish" | "getWish" | "getWishCode"
        | "getWishLink" => WishStatus::Submitted,
        "resubmitWish" => WishStatus::Returned,
        "appealWish" => WishStatus::Rejected,
        "supportWish" | "claimWish" | "assignWish" | "acceptWish" | "declineWish" | "escalateWish" | "closeWish"
        | "mergeWish" | "getWallWish" => WishStatus::Open,
        "releaseWish"
        | "revokeWishClaim"
        | "reportWishProgress"
        | "fulfilWish"
        | "lookAtWishContact"
        | "listWishContactLooks"
        | "askForWishExtension"
        | "approveWishExtension"
        | "rejectWishExtension" => WishStatus::Claimed,
        "confirmWish" | "disputeWish" => WishStatus::Fulfilled,
        "reopenWish" => WishStatus::Confirmed,
        "unmergeWish" => WishStatus::Merged,
        _ => return None,
    };
    Some(status)
}

/// A phone that nobody has used, so that no lock-out of one hits the next.
fn fresh_phone() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("137{:08}", NEXT.fetch_add(1, Ordering::Relaxed))
}

/// A valid body: what the schema requires, with what the scene is about.
fn body(world: &World, operation: &str, schema: &Value) -> Value {
    let mut body = sample(world, schema);
    let special = action_body(world, operation).or_else(|| emergency_body(world, operation));
    if let Some(body) = special.or_else(|| moderation_body(world, operation)) {
        return body;
    }
    match operation {
        "assignWish" => body["helper"] = json!({"kind": "account", "id": world.cast.helper.account()}),
        "submitWish" => body["category"] = json!("repair"),
        "signInByPassword" => body["phone"] = json!(fresh_phone()),
        "grantRole" => body = json!({"phone": fresh_phone(), "role": "community_staff"}),
        "createDwelling" => body["door"] = json!("9-301"),
        "createOwner" => body["name"] = json!("李建国"),
        "createResident" => body["name"] = json!("李建国"),
        "proposeDeliberation" => body["level"] = json!("community"),
        "createWebhook" => body = webhook(world),
        "changeWebhook" => body["url"] = json!("https://example.org/other"),
        "eraseMe" => body["confirm"] = json!(true),
        "scheduleDeliberation" => body = support::plan(&world.app, &json!({})),
        "writeDeliberationRule" => {
            let half = json!({"numerator": 1, "denominator": 2});
            let agree = json!({"measure": "heads", "base": "participants", "comparison": "more_than", "share": half});
            let text = json!({"zh-CN": "楼栋议事规则", "en": "Rules of the building"});
            let rule = json!({"name": text, "source": text, "electorate": "households", "agreeing": [agree]});
            body = json!({"code": "building", "rule": rule});
        }
        "castBallot" => body = json!({"choice": {"kind": "agree"}}),
        "extendDeliberation" => {
            let later = world.app.now() + chrono::Duration::days(9);
            body = json!({"closesAt": later.to_rfc3339(), "reason": "参与还不够"});
        }
        _ => body = volunteer::complete(world, operation, body),
    }
    body
}
