//! Owners and what they own.

use api::kernel::crypto::Field;
use entity::community::{dwelling, household, owner, ownership, resident};
use entity::deliberations::{OwnerKind, roll_voter};
use entity::ids::{OwnerId, RollEntryId};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::{Building, Deliberation, Person, TestApp};

impl TestApp {
    /// Makes whoever lives in a dwelling of that building its owner, each alone.
    pub async fn given_owners(&self, building: &Building) {
        let (now, db, vault) = (self.now(), &self.kernel().db, &self.kernel().vault);
        let here = dwelling::Entity::find().filter(dwelling::Column::BuildingId.eq(building.id));
        for part in here.all(db).await.expect("dwellings cannot be read") {
            let household = household::Entity::find().filter(household::Column::DwellingId.eq(part.id)).one(db).await;
            let household = household.expect("households cannot be read").expect("nobody lives there");
            let lives = resident::Entity::find().filter(resident::Column::HouseholdId.eq(household.id)).one(db).await;
            let lives = lives.expect("residents cannot be read").expect("the household is empty");
            let id = OwnerId::new();
            self.row(owner::ActiveModel {
                id: Set(id),
                community_id: Set(building.community),
                kind: Set(OwnerKind::Person),
                name_sealed: Set(lives.name_sealed),
                name_blind: Set(vault.blind(Field::Name, &id.to_string())),
                resident_id: Set(Some(lives.id)),
                version: Set(1),
                created_at: Set(now),
                updated_at: Set(now),
                ..Default::default()
            })
            .await;
            self.row(ownership::ActiveModel { owner_id: Set(id), dwelling_id: Set(part.id), created_at: Set(now) })
                .await;
        }
    }

    /// For whom that person votes on the frozen roll.
    pub async fn seat(&self, matter: &Deliberation, person: &Person) -> RollEntryId {
        let seat = roll_voter::Entity::find()
            .filter(roll_voter::Column::DeliberationId.eq(matter.id))
            .filter(roll_voter::Column::AccountId.eq(person.account()));
        let seat = seat.one(&self.kernel().db).await.expect("the roll cannot be read");
        seat.expect("they are not on the roll").entry_id
    }
}
