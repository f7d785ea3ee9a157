//! Actions with their shifts, and volunteers as rows: here nothing depends on how they registered.

use api::kernel::crypto::Field;
use chrono::{Duration, NaiveDate};
use entity::actions::{SignupStatus, shift_role, signup};
use entity::ids::{AccountId, ActionId, ShiftId, ShiftRoleId, SignupId, VolunteerId};
use entity::volunteers::{Tags, Times, VolunteerStatus, volunteer};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};

use crate::given::serial;
use crate::{Answer, InCommunity, Person, TestApp};

/// An action with one shift that has one role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Action {
    /// Its id.
    pub id: ActionId,
    /// Its shift.
    pub shift: ShiftId,
    /// The role of that shift.
    pub role: ShiftRoleId,
}

impl Action {
    /// Its address with a verb; the action itself with an empty one.
    pub fn path(&self, verb: &str) -> String {
        format!("/actions/{}/{verb}", self.id).trim_end_matches('/').to_owned()
    }

    /// The address of something about its shift.
    pub fn shift_path(&self, what: &str) -> String {
        format!("/actions/{}/shifts/{}/{what}", self.id, self.shift)
    }

    /// The ids that an answer names.
    ///
    /// # Panics
    /// When it is no action with a shift.
    pub fn of(answer: &Answer) -> Self {
        let id = |pointer: &str| answer[pointer].as_str().unwrap_or_default().parse().expect("no id");
        Self {
            id: ActionId(id("/id")),
            shift: ShiftId(id("/shifts/0/id")),
            role: ShiftRoleId(id("/shifts/0/roles/0/id")),
        }
    }
}

/// What an action is; `more` says what is otherwise. Its shift begins in two days and lasts two hours.
pub fn content(app: &TestApp, capacity: i32, more: &Value) -> Value {
    let mut content = json!({
        "kind": "service_day", "programme": "orange", "title": "基层服务日", "description": "理发、磨刀、量血压。",
        "place": "社区广场", "coordinates": {"lat": 43.881, "lng": 125.352, "datum": "gcj02"},
        "shifts": [shift(app, 48, 2, capacity)],
    });
    let fields = content.as_object_mut().expect("the content is no object");
    fields.extend(more.as_object().expect("no object").clone());
    content
}

/// A shift that begins in so many hours and lasts so many, with one role.
pub fn shift(app: &TestApp, after: i64, long: i64, capacity: i32) -> Value {
    let at = |hours| (app.now() + Duration::hours(hours)).to_rfc3339();
    json!({"startsAt": at(after), "endsAt": at(after + long), "roles": [{"name": "服务", "capacity": capacity}]})
}

impl TestApp {
    /// A published action of the community.
    pub async fn given_action(&self, staff: &Person, capacity: i32, more: Value) -> Action {
        let body = json!({"hostKind": "community", "content": content(self, capacity, &more)});
        let drafted = staff.post("/actions", body).await.expect(201);
        let action = Action::of(&drafted);
        staff.post(action.path("publish"), json!({"version": 1})).await.expect(200);
        action
    }

    /// A volunteer of that community, born in 1958.
    pub async fn given_volunteer(&self, community: &impl InCommunity) -> Person {
        let person = self.member(community).await;
        self.registers(&person, community).await;
        person
    }

    /// Makes them a volunteer of that community.
    pub async fn registers(&self, person: &Person, community: &impl InCommunity) -> VolunteerId {
        let (now, id) = (self.now(), VolunteerId::new());
        self.row(volunteer::ActiveModel {
            id: Set(id),
            community_id: Set(community.community()),
            account_id: Set(person.account()),
            number: Set(format!("V{:06}", serial())),
            status: Set(VolunteerStatus::Active),
            name_sealed: Set(self.kernel().vault.seal(Field::Name, &person.name).expect("the name is not sealed")),
            birth_date: Set(NaiveDate::from_ymd_opt(1958, 3, 8).expect("no day")),
            times: Set(Times::default()),
            tags: Set(Tags::default()),
            honour_roll: Set(false),
            emergency_ready: Set(false),
            registered_at: Set(now),
            version: Set(1),
            updated_at: Set(now),
            ..Default::default()
        })
        .await;
        id
    }

    /// The row of that volunteer.
    pub async fn volunteer_row(&self, account: AccountId) -> volunteer::Model {
        let own = volunteer::Entity::find().filter(volunteer::Column::AccountId.eq(account));
        own.one(&self.kernel().db).await.expect("volunteers cannot be read").expect("no such volunteer")
    }

    /// The figures of a role.
    pub async fn role(&self, id: ShiftRoleId) -> shift_role::Model {
        let row = shift_role::Entity::find_by_id(id).one(&self.kernel().db).await;
        row.expect("roles cannot be read").expect("there is no such role")
    }

    /// The sign-ups for a role, oldest first.
    pub async fn signups(&self, role: ShiftRoleId) -> Vec<signup::Model> {
        let rows = signup::Entity::find().filter(signup::Column::ShiftRoleId.eq(role));
        rows.order_by_asc(signup::Column::Id).all(&self.kernel().db).await.expect("sign-ups cannot be read")
    }

    /// Checks what must always hold of a role: its figures are those of its rows, no place is given twice,
    /// and nobody waits while one is free.
    ///
    /// # Panics
    /// When it does not.
    pub async fn reconcile(&self, role: ShiftRoleId) {
        let (rows, figures) = (self.signups(role).await, self.role(role).await);
        let waiting = rows.iter().filter(|row| row.status == SignupStatus::Waitlisted).count();
        let gone = rows.iter().filter(|row| row.status == SignupStatus::Cancelled).count();
        let taken = rows.len() - waiting - gone;
        assert_eq!((figures.taken, figures.waiting), (taken as i32, waiting as i32), "{figures:?}");
        assert!(figures.taken <= figures.capacity, "{figures:?}");
        assert!(figures.waiting == 0 || figures.taken == figures.capacity, "somebody waits before a free place");
    }
}

impl Person {
    /// Signs up for the action's shift.
    pub async fn signs_up(&self, action: &Action) -> Answer {
        self.post(action.shift_path("signups"), json!({})).await
    }

    /// Tries a move on a sign-up as it is now. The version is added to `body`.
    pub async fn moves_signup(&self, id: SignupId, verb: &str, mut body: Value) -> Answer {
        body["version"] = json!(self.signup(id).await.version);
        self.post(format!("/signups/{id}/{verb}"), body).await
    }

    /// The row of a sign-up.
    pub async fn signup(&self, id: SignupId) -> signup::Model {
        let row = signup::Entity::find_by_id(id).one(&self.app.kernel.db).await;
        row.expect("sign-ups cannot be read").expect("there is no such sign-up")
    }

    /// Tries a move on an action as it is now. The version is added to `body`.
    pub async fn moves_action(&self, action: &Action, verb: &str, mut body: Value) -> Answer {
        let row = entity::actions::action::Entity::find_by_id(action.id).one(&self.app.kernel.db).await;
        body["version"] = json!(row.expect("actions cannot be read").expect("there is no such action").version);
        self.post(action.path(verb), body).await
    }
}

impl Answer {
    /// The id of the sign-up that it is about.
    #[track_caller]
    pub fn signup(&self) -> SignupId {
        self.id().parse().expect("the id of the sign-up is no id")
    }
}
