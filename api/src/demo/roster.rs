//! The roster: as many people as the community counts, invented, the same each time.

use chrono::{Months, NaiveDate};
use entity::auth::{AccountStatus, account};
use entity::community::{Relation, resident};
use entity::ids::{AccountId, CommunityId, HouseholdId, ResidentId};
use sea_orm::ActiveValue::Set;
use sea_orm::EntityTrait;
use serde_json::json;

use super::pilot::{GRID, Pilot};
use super::places::{HOUSEHOLDS, Places, RESIDENTS};
use crate::auth::{Actor, Residency, Who};
use crate::error::Result;
use crate::kernel::crypto::Field;
use crate::kernel::db::{Tx, chunks};

const SURNAMES: [&str; 24] = [
    "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林", "何", "郭", "马",
    "罗", "梁", "宋", "郑", "谢",
];

const GIVEN: [&str; 40] = [
    "秀英", "建华", "淑珍", "志强", "玉兰", "国庆", "桂荣", "永康", "丽萍", "文博", "春梅", "海涛", "凤霞", "振东",
    "晓燕", "立军", "雅琴", "长顺", "慧敏", "德胜", "红梅", "世杰", "美玲", "宝山", "静怡", "明远", "爱华", "俊峰",
    "素芬", "天佑", "婷婷", "福生", "云霞", "子轩", "惠芳", "启明", "彩凤", "浩然", "金花", "思远",
];

/// People of so many years ago, by their place in the household.
const AGES: [u32; 3] = [62, 59, 31];

/// Somebody of 民丰小区 on the roster: the head of a household, or the spouse.
pub struct Neighbour {
    /// On the roster.
    pub resident: ResidentId,
    /// The number of their door.
    pub door: usize,
    /// The spouse, not the head.
    pub is_spouse: bool,
    /// As on the roster.
    pub name: String,
    /// Once they have signed in.
    pub account: Option<AccountId>,
}

impl Neighbour {
    /// Who signs in, and from where; nobody before they have.
    pub fn actor(&self, pilot: &Pilot) -> Option<Actor> {
        let home = pilot.doors.get(self.door)?;
        let place = pilot.place(home);
        Some(Actor {
            who: Who::Account(self.account?),
            community: Some(pilot.community),
            grants: Vec::new(),
            residency: Some(Residency { resident: self.resident, household: home.household, place }),
            session: None,
        })
    }
}

/// Gives every home its people. In 民丰小区 most of them have signed in.
pub async fn settle(tx: &Tx<'_>, places: &Places, pilot: &Pilot) -> Result<Vec<Neighbour>> {
    let three = usize::try_from(RESIDENTS - 2 * HOUSEHOLDS).unwrap_or(0);
    let (mut rows, mut neighbours) = (Vec::new(), Vec::new());
    for (index, home) in places.homes.iter().enumerate() {
        let people = if index < three { 3 } else { 2 };
        let door = (home.grid == GRID).then(|| pilot.door(home.household)).flatten();
        for place in 0..people {
            let (resident, name) = (ResidentId::new(), name(index, place));
            let account = door.filter(|door| has_signed_in(*door, place)).map(|_| AccountId::new());
            rows.push(row(tx, places.community, (index, place), (resident, home.household, &name, account))?);
            neighbours.extend(door.map(|door| Neighbour { resident, door, is_spouse: place == 1, name, account }));
        }
    }
    sign_in(tx, pilot, &neighbours).await?;
    for rows in chunks(rows) {
        resident::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(neighbours)
}

/// Three heads of four, and every other spouse.
fn has_signed_in(door: usize, place: usize) -> bool {
    if place == 0 { !door.is_multiple_of(4) } else { door.is_multiple_of(2) }
}

/// Accounts of their own. Nobody who looks at the demo signs in as one of them.
async fn sign_in(tx: &Tx<'_>, pilot: &Pilot, neighbours: &[Neighbour]) -> Result<()> {
    let mut rows = Vec::new();
    for (account, name) in neighbours.iter().filter_map(|one| Some((one.account?, &one.name))) {
        rows.push(account::ActiveModel {
            id: Set(account),
            community_id: Set(Some(pilot.community)),
            display_name_sealed: Set(Some(tx.vault().seal(Field::Name, name)?)),
            failed_logins: Set(0),
            status: Set(AccountStatus::Active),
            version: Set(1),
            created_at: Set(tx.now()),
            updated_at: Set(tx.now()),
            ..Default::default()
        });
    }
    for rows in chunks(rows) {
        account::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}

type Person<'a> = (ResidentId, HouseholdId, &'a str, Option<AccountId>);

fn row(
    tx: &Tx<'_>,
    community: CommunityId,
    (home, place): (usize, usize),
    (resident, household, name, account): Person<'_>,
) -> Result<resident::ActiveModel> {
    let phone = (place == 0).then(|| format!("1380000{:04}", home % 10_000));
    Ok(resident::ActiveModel {
        id: Set(resident),
        community_id: Set(community),
        household_id: Set(Some(household)),
        name_sealed: Set(tx.vault().seal(Field::Name, name)?),
        name_blind: Set(tx.vault().blind(Field::Name, name)),
        phone_sealed: Set(phone.as_deref().map(|phone| tx.vault().seal(Field::Phone, phone)).transpose()?),
        phone_blind: Set(phone.as_deref().map(|phone| tx.vault().blind(Field::Phone, phone))),
        birth_date: Set(birth_date(home, place)),
        relation: Set([Relation::Head, Relation::Spouse, Relation::Child][place]),
        is_owner: Set(place == 0),
        tags: Set(json!([])),
        account_id: Set(account),
        id_number_sealed: Set(None),
        id_number_blind: Set(None),
        moved_out_at: Set(None),
        erased_at: Set(None),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    })
}

fn name(home: usize, place: usize) -> String {
    let surname = SURNAMES[(home * 7 + usize::from(place == 1) * 5) % SURNAMES.len()];
    format!("{surname}{}", GIVEN[(home * 13 + place * 11) % GIVEN.len()])
}

fn birth_date(home: usize, place: usize) -> Option<NaiveDate> {
    let spread = u32::try_from(home % 240).unwrap_or(0);
    NaiveDate::from_ymd_opt(2026, 6, 15)?.checked_sub_months(Months::new(AGES[place] * 12 - 120 + spread))
}
