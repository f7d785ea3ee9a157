//! What grid leaders and chiefs see of the roster: what lies in their part, masked; writing stays with staff.

use entity::auth::{Role, ScopeKind};
use serde_json::{Value, json};
use support::{Building, Home, Person, TestApp};

const LISTS: [&str; 7] = ["compounds", "grids", "buildings", "units", "dwellings", "households", "residents"];

/// The ids that somebody finds in a list.
async fn ids(person: &Person, list: &str) -> Vec<Value> {
    let page = person.get(format!("/{list}?withTotal=true")).await.expect(200);
    assert_eq!(page["total"], page.items().len(), "{list}");
    page.items().iter().map(|item| item["id"].clone()).collect()
}

/// A building with a unit, a home in the unit, another one beside it, and somebody in each.
struct Block {
    building: Building,
    unit: String,
    within: Home,
    beside: Home,
    rows: [Vec<Value>; 7],
}

async fn block(app: &TestApp, grid: &support::Grid) -> Block {
    let building = app.given_building(grid).await;
    let staff = app.staff(grid).await;
    let unit = staff.post("/units", json!({ "buildingId": building.id, "name": "1单元" })).await.expect(201).id();
    let (within, beside) = (app.given_home(&building).await, app.given_home(&building).await);
    let (version, place) = (1, json!({ "buildingId": building.id, "unitId": unit, "kind": "residential" }));
    let mut into = place.clone();
    into["version"] = json!(version);
    staff.put(format!("/dwellings/{}", within.dwelling), into).await.expect(200);
    let people = [
        app.given_resident(&within, "张秀兰", "13812341234", None).await,
        app.given_resident(&beside, "李建国", "13812341235", None).await,
    ];
    let rows = [
        vec![json!(building.compound)],
        vec![json!(grid.id)],
        vec![json!(building.id)],
        vec![json!(unit)],
        vec![json!(within.dwelling), json!(beside.dwelling)],
        vec![json!(within.household), json!(beside.household)],
        people.map(|id| json!(id)).to_vec(),
    ];
    Block { building, unit, within, beside, rows }
}

#[tokio::test]
async fn a_leader_sees_the_own_grid_and_nothing_else() {
    let app = TestApp::spawn().await;
    let (grid, next) = (app.given_grid().await, app.given_grid().await);
    let (mine, theirs) = (block(&app, &grid).await, block(&app, &next).await);
    let leader = app.grid_leader(&grid).await;

    for (at, list) in LISTS.into_iter().enumerate() {
        assert_eq!(ids(&leader, list).await, mine.rows[at], "{list}");
        for id in &mine.rows[at] {
            leader.get(format!("/{list}/{}", id.as_str().expect("no id"))).await.expect(200);
        }
        for id in &theirs.rows[at] {
            let answer = leader.get(format!("/{list}/{}", id.as_str().expect("no id"))).await;
            assert_eq!(answer.refusal(), (404, "not_found"), "{list}");
        }
    }
    let seen = leader.get("/residents?phone=13812341234").await.expect(200);
    assert_eq!(
        (seen.items().len(), &seen["/items/0/name"], &seen["/items/0/phone"]),
        (1, &json!("张**"), &json!("138****1234"))
    );
    assert_eq!(leader.get(format!("/residents?householdId={}", theirs.within.household)).await.items().len(), 0);
    let foreign = format!("/grids?communityId={}", app.given_community().await.id);
    assert_eq!(leader.get(foreign).await.refusal(), (404, "not_found"));
}

#[tokio::test]
async fn chiefs_see_their_building_or_unit() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let (mine, _) = (block(&app, &grid).await, block(&app, &grid).await);
    let (of_building, of_unit) = (app.member(&grid).await, app.member(&grid).await);
    app.grant(&of_building, Role::BuildingChief, ScopeKind::Building, mine.building.id).await;
    let unit: uuid::Uuid = mine.unit.parse().expect("no id");
    app.grant(&of_unit, Role::UnitChief, ScopeKind::Unit, unit).await;

    for (at, list) in LISTS.into_iter().enumerate() {
        assert_eq!(ids(&of_building, list).await, mine.rows[at], "{list}");
        assert_eq!(ids(&of_unit, list).await, mine.rows[at][..1], "{list}");
    }
    let beside = format!("/households/{}", mine.beside.household);
    assert_eq!(of_unit.get(&beside).await.refusal(), (404, "not_found"));
    of_building.get(&beside).await.expect(200);
}

#[tokio::test]
async fn writing_and_looking_behind_the_mask_stay_with_staff() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let mine = block(&app, &grid).await;
    let leader = app.grid_leader(&grid).await;
    let resident = mine.rows[6][0].as_str().expect("no id");

    let refused = (403, "forbidden");
    let reason = json!({ "reason": "上门核实" });
    assert_eq!(leader.post(format!("/residents/{resident}/unmask"), reason).await.refusal(), refused);
    let change = json!({ "buildingId": mine.building.id, "name": "2单元", "version": 1 });
    assert_eq!(leader.put(format!("/units/{}", mine.unit), change).await.refusal(), refused);
    let new = json!({ "gridId": grid.id, "name": "9栋" });
    assert_eq!(leader.post("/buildings", new).await.refusal(), refused);
}

#[tokio::test]
async fn leaders_know_whom_they_can_assign_wishes_to() {
    let app = TestApp::spawn().await;
    let grid = app.given_grid().await;
    let (team, partner) = (app.given_team(&grid, None).await, app.given_partner(&grid).await);
    let leader = app.grid_leader(&grid).await;
    let chief = app.member(&grid).await;
    let building = app.given_building(&grid).await;
    app.grant(&chief, Role::BuildingChief, ScopeKind::Building, building.id).await;

    assert_eq!(
        (ids(&leader, "teams").await, ids(&leader, "partners").await),
        (vec![json!(team)], vec![json!(partner)])
    );
    assert_eq!((ids(&chief, "teams").await.len(), ids(&chief, "partners").await.len()), (0, 0));
    let members = format!("/teams/{team}/members");
    assert_eq!(leader.get(members).await.refusal(), (403, "forbidden"));
}

#[tokio::test]
async fn lists_go_both_ways_and_by_name_where_there_is_one() {
    let app = TestApp::spawn().await;
    let staff = app.staff(&app.community().await).await;
    for name in ["乙小区", "甲小区", "丙小区", "A小区", "丁小区"] {
        staff.post("/compounds", json!({ "name": name, "governance": "none" })).await.expect(201);
    }
    let walk = async |sort: &str| {
        let (mut seen, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = staff.get(format!("/compounds?sort={sort}&pageSize=2&cursor={cursor}")).await.expect(200);
            seen.extend(page.items().iter().map(|item| item["name"].as_str().unwrap_or_default().to_owned()));
            match page["nextCursor"].as_str() {
                Some(next) => cursor = next.to_owned(),
                None => return seen,
            }
        }
    };
    assert_eq!(walk("createdAt").await, ["乙小区", "甲小区", "丙小区", "A小区", "丁小区"]);
    for (there, back) in [("createdAt", "-createdAt"), ("name", "-name")] {
        let mut reversed = walk(back).await;
        reversed.reverse();
        let forth = walk(there).await;
        assert_eq!((forth.len(), &forth), (5, &reversed));
    }
    assert_eq!(walk("name").await[0], "A小区");
    assert_eq!(staff.get("/residents?sort=name").await.refusal(), (400, "malformed_query"));
    assert_eq!(staff.get("/compounds?sort=governance").await.refusal(), (400, "malformed_query"));
}
