//! The roster: as many people as the community counts, invented, the same each time.

use chrono::{Months, NaiveDate};
use entity::community::{Relation, resident};
use entity::ids::ResidentId;
use sea_orm::ActiveValue::Set;
use sea_orm::EntityTrait;
use serde_json::json;

use super::places::{HOUSEHOLDS, Places, RESIDENTS};
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

/// Gives every home its people.
pub async fn settle(tx: &Tx<'_>, places: &Places) -> Result<()> {
    let three = usize::try_from(RESIDENTS - 2 * HOUSEHOLDS).unwrap_or(0);
    let mut rows = Vec::new();
    for (index, home) in places.homes.iter().enumerate() {
        let people = if index < three { 3 } else { 2 };
        for place in 0..people {
            let name = name(index, place);
            let phone = (place == 0).then(|| format!("1380000{:04}", index % 10_000));
            rows.push(resident::ActiveModel {
                id: Set(ResidentId::new()),
                community_id: Set(places.community),
                household_id: Set(Some(home.household)),
                name_sealed: Set(tx.vault().seal(Field::Name, &name)?),
                name_blind: Set(tx.vault().blind(Field::Name, &name)),
                phone_sealed: Set(phone.as_deref().map(|phone| tx.vault().seal(Field::Phone, phone)).transpose()?),
                phone_blind: Set(phone.as_deref().map(|phone| tx.vault().blind(Field::Phone, phone))),
                birth_date: Set(birth_date(index, place)),
                relation: Set([Relation::Head, Relation::Spouse, Relation::Child][place]),
                is_owner: Set(place == 0),
                tags: Set(json!([])),
                account_id: Set(None),
                id_number_sealed: Set(None),
                id_number_blind: Set(None),
                moved_out_at: Set(None),
                erased_at: Set(None),
                version: Set(1),
                created_at: Set(tx.now()),
                updated_at: Set(tx.now()),
            });
        }
    }
    for rows in chunks(rows) {
        resident::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}

fn name(home: usize, place: usize) -> String {
    let surname = SURNAMES[(home * 7 + usize::from(place == 1) * 5) % SURNAMES.len()];
    format!("{surname}{}", GIVEN[(home * 13 + place * 11) % GIVEN.len()])
}

fn birth_date(home: usize, place: usize) -> Option<NaiveDate> {
    let spread = u32::try_from(home % 240).unwrap_or(0);
    NaiveDate::from_ymd_opt(2026, 6, 15)?.checked_sub_months(Months::new(AGES[place] * 12 - 120 + spread))
}
