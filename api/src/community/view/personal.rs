//! Personal data from outside, parsed once, and how it looks when it is masked.

use std::ops::Deref;

use chrono::NaiveDate;
use serde::{Deserialize, Deserializer};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, SchemaType, Type};
use utoipa::{PartialSchema, ToSchema};

/// 手机号（11 位）或带区号的固定电话
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phone(String);

/// 公民身份号码，18 位，校验码须正确
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdNumber(String);

impl Phone {
    /// Parses a mobile number, or a fixed one with its area code.
    ///
    /// # Errors
    /// Says in English what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let digits: String = text.trim().chars().filter(|c| !matches!(c, ' ' | '-')).collect();
        let digits = digits.strip_prefix("+86").unwrap_or(&digits);
        let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
        let mobile = digits.len() == 11 && digits.starts_with('1') && digits.as_bytes()[1] >= b'3';
        let fixed = (10..=12).contains(&digits.len()) && digits.starts_with('0');
        if plain && (mobile || fixed) { Ok(Self(digits.to_owned())) } else { Err("is no phone number".to_owned()) }
    }
}

impl IdNumber {
    /// Parses a citizen's number and checks its last digit (GB 11643).
    ///
    /// # Errors
    /// Says in English what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
        let number = text.trim().to_ascii_uppercase();
        let (body, check) = number.split_at_checked(17).ok_or("must have 18 characters")?;
        let digits: Vec<u32> = body.chars().filter_map(|c| c.to_digit(10)).collect();
        if digits.len() != 17 {
            return Err("must begin with 17 digits".to_owned());
        }
        let sum: u32 = digits.iter().zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
        let due = ["1", "0", "X", "9", "8", "7", "6", "5", "4", "3", "2"][sum as usize % 11];
        if check == due { Ok(Self(number)) } else { Err("has a wrong check digit".to_owned()) }
    }

    /// The day of birth that the number says; nothing when there is no such day.
    pub fn birth_date(&self) -> Option<NaiveDate> {
        NaiveDate::parse_from_str(self.0.get(6..14)?, "%Y%m%d").ok()
    }
}

/// Gives parsed text what the JSON side needs.
macro_rules! parsed {
    ($name:ident, $pattern:literal, $example:literal, $description:literal) => {
        impl Deref for $name {
            type Target = str;

            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Self::parse(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
            }
        }

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                ObjectBuilder::new()
                    .schema_type(SchemaType::Type(Type::String))
                    .pattern(Some($pattern))
                    .description(Some($description))
                    .examples([serde_json::json!($example)])
                    .into()
            }
        }

        impl ToSchema for $name {}
    };
}

parsed!(Phone, r"^(1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8})$", "13812341234", "手机号（11 位）或带区号的固定电话");
parsed!(IdNumber, r"^[0-9]{17}[0-9Xx]$", "11010519491231002X", "公民身份号码，18 位，校验码须正确");

/// `2****************5`: the ends stay.
pub fn mask_id_number(number: &str) -> String {
    let characters: Vec<char> = number.chars().collect();
    match characters.as_slice() {
        [first, middle @ .., last] => format!("{first}{}{last}", "*".repeat(middle.len())),
        _ => "*".repeat(characters.len()),
    }
}

/// `3**`: the first character stays, which is the floor more often than not.
pub fn mask_door(door: &str) -> String {
    door.chars().enumerate().map(|(index, c)| if index == 0 { c } else { '*' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones_are_mobile_or_have_an_area_code() {
        assert_eq!(Phone::parse("+86 138-1234-1234").as_deref().ok(), Some("13812341234"));
        assert_eq!(Phone::parse("0431-84567890").as_deref().ok(), Some("043184567890"));
        for wrong in ["", "12345", "12812341234", "1381234123x", "138123412345"] {
            assert!(Phone::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn an_id_number_must_have_its_check_digit() {
        assert_eq!(IdNumber::parse("11010519491231002x").as_deref().ok(), Some("11010519491231002X"));
        for wrong in ["110105194912310021", "1101051949123100", "1101051949123100二二"] {
            assert!(IdNumber::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn an_id_number_says_the_day_of_birth() {
        let born = |number| IdNumber::parse(number).ok().and_then(|number| number.birth_date());
        assert_eq!(born("11010519491231002X"), NaiveDate::from_ymd_opt(1949, 12, 31));
        assert_eq!(born("110105194913310025"), None, "there is no thirteenth month");
    }

    #[test]
    fn masks_keep_the_ends() {
        assert_eq!(mask_id_number("11010519491231002X"), "1****************X");
        assert_eq!((mask_door("301").as_str(), mask_door("").as_str()), ("3**", ""));
    }
}
