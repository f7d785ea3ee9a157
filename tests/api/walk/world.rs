//! A community with one of everything, and people of every standing in it.

use std::collections::BTreeMap;
use std::sync::Arc;

use entity::wishes::{WishStatus, wish_category};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::Value;
use support::{Cast, Grid, Operation, Person, TestApp};
use uuid::Uuid;

/// A community, its grid, and what lies next to it.
pub struct World {
    /// The server.
    pub app: Arc<TestApp>,
    /// Where everything happens.
    pub grid: Grid,
    /// The people of a wish there.
    pub cast: Cast,
    /// Runs the community.
    pub admin: Person,
    ids: BTreeMap<String, String>,
}

impl World {
    /// One on a server of its own.
    pub async fn new() -> Self {
        Self::on(Arc::new(TestApp::spawn().await)).await
    }

    /// One more on this server, in a community of its own.
    pub async fn on(app: Arc<TestApp>) -> Self {
        let mut world = Self::bare(app).await;
        let wish = world.app.given_wish(&world.cast, WishStatus::Open).await;
        let matter = world.cast.author.proposes("给本楼加装电梯").await;
        let volunteer = world.app.given_volunteer(&world.grid).await;
        let action = world.app.given_action(&world.cast.staff, 3, serde_json::json!({})).await;
        let emergency = world.app.given_emergency(&world.admin, "real", &[&world.grid]).await;
        world.set("emergencyId", emergency.id);
        let signup = volunteer.signs_up(&action).await.expect(201).signup();
        world.set("actionId", action.id);
        world.set("shiftId", action.shift);
        world.set("shiftRoleId", action.role);
        world.set("signupId", signup);
        world.set("wishId", wish.id);
        world.set("deliberationId", matter.id);
        world
    }

    /// The same without a wish and a deliberation, for those who bring about what they need of them.
    pub async fn bare(app: Arc<TestApp>) -> Self {
        let grid = app.given_grid_in(&app.given_community().await).await;
        let cast = app.given_cast(&grid).await;
        let admin = app.admin(&grid).await;
        let mut world = Self { app, grid, cast, admin, ids: BTreeMap::new() };
        world.name_everything().await;
        world
    }

    async fn name_everything(&mut self) {
        let home = self.cast.author.home.expect("residents have a home");
        let team = self.app.given_team(&self.grid, Some(self.cast.helper.account())).await;
        let partner = self.app.given_partner(&self.grid).await;
        let mut set = |name: &str, id: Uuid| self.ids.insert(name.to_owned(), id.to_string());
        set("communityId", self.grid.community.into());
        set("gridId", self.grid.id.into());
        set("compoundId", home.place.compound.expect("homes lie in a compound").into());
        set("buildingId", home.place.building.expect("homes lie in a building").into());
        set("dwellingId", home.dwelling.into());
        set("householdId", home.household.into());
        set("residentId", self.cast.author.resident.expect("the author is a resident").into());
        set("accountId", self.cast.helper.account().into());
        set("sessionId", self.cast.author.session().into());
        set("teamId", team.into());
        set("partnerId", partner.into());
        self.set("year", 2026);
        let category = self.category().await;
        self.set("categoryId", category);
    }

    async fn category(&self) -> Uuid {
        let here = wish_category::Column::CommunityId.eq(self.grid.community);
        let row = wish_category::Entity::find().filter(here).one(&self.app.kernel().db).await;
        row.expect("categories cannot be read").expect("there is no category").id.into()
    }

    /// The id of what stands for this parameter or field.
    pub fn id(&self, name: &str) -> Option<&str> {
        self.ids.get(name).map(String::as_str)
    }

    /// Lets another thing stand for this parameter.
    pub fn set(&mut self, name: &str, id: impl ToString) {
        self.ids.insert(name.to_owned(), id.to_string());
    }

    /// The address of the operation, for the things of this world; `replaced` stands for one of them.
    pub fn path(&self, operation: &Operation, replaced: Option<(&str, &str)>) -> String {
        let mut path = operation.path.clone();
        for parameter in operation.parameters("path") {
            let name = parameter["name"].as_str().unwrap_or_default();
            let usual = || self.id(name).map_or_else(|| Uuid::now_v7().to_string(), str::to_owned);
            let value = replaced.filter(|(other, _)| *other == name).map_or_else(usual, |(_, value)| value.to_owned());
            path = path.replace(&format!("{{{name}}}"), &value);
        }
        path
    }

    /// The same with the query parameters that must be there.
    pub fn address(&self, operation: &Operation) -> String {
        let required = operation.parameters("query").filter(|parameter| parameter["required"] == true);
        let pair = |parameter: &Value| {
            let name = parameter["name"].as_str().unwrap_or_default();
            let value = super::sample(self, &parameter["schema"]);
            format!("{name}={}", value.as_str().map_or_else(|| value.to_string(), str::to_owned))
        };
        let pairs: Vec<String> = required.map(pair).collect();
        let separator = if pairs.is_empty() { "" } else { "?" };
        format!("{}{separator}{}", self.path(operation, None), pairs.join("&"))
    }
}
