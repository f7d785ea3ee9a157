//! The number by which an owner is known: a citizen's, that of another document, or an
//! organisation's.

use std::ops::Deref;

use entity::deliberations::OwnerKind;
use serde::{Deserialize, Deserializer};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, SchemaType, Type};
use utoipa::{PartialSchema, ToSchema};

use super::IdNumber;

/// The form of all of them.
const PATTERN: &str = "^([0-9]{17}[0-9Xx]|[0-9A-HJ-NPQRTUWXYa-hj-npqrtuwxy]{18}|[A-Za-z][0-9A-Za-z]{4,19})$";

/// 公民身份号码，或护照、通行证等其他证件的号码（以字母开头），或统一社会信用代码
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnerNumber {
    number: String,
    of_person: bool,
    of_organisation: bool,
}

impl OwnerNumber {
    /// Parses a number; those with a check digit must have the right one.
    ///
    /// # Errors
    /// Says in English what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let number = text.trim().to_ascii_uppercase();
        let of_person =
            IdNumber::parse(&number).is_ok_and(|number| number.birth_date().is_some()) || is_document(&number);
        let of_organisation = is_credit_code(&number);
        match of_person || of_organisation {
            true => Ok(Self { number, of_person, of_organisation }),
            false => Err("is no identity, document or registration number".to_owned()),
        }
    }

    /// Whether an owner of this kind can have such a number.
    pub fn fits(&self, kind: OwnerKind) -> bool {
        match kind {
            OwnerKind::Person => self.of_person,
            OwnerKind::Organisation | OwnerKind::Developer => self.of_organisation,
        }
    }
}

/// A passport or another document of somebody who is no citizen; it begins with a letter.
fn is_document(number: &str) -> bool {
    (5..=20).contains(&number.len())
        && number.starts_with(|c: char| c.is_ascii_alphabetic())
        && number.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// 统一社会信用代码 with its check character (GB 32100).
fn is_credit_code(number: &str) -> bool {
    const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    const WEIGHTS: [usize; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
    let values: Option<Vec<usize>> = number.chars().map(|c| ALPHABET.find(c)).collect();
    let Some((check, body)) = values.as_deref().and_then(<[usize]>::split_last) else { return false };
    let sum: usize = body.iter().zip(WEIGHTS).map(|(value, weight)| value * weight).sum();
    body.len() == WEIGHTS.len() && *check == (31 - sum % 31) % 31
}

impl Deref for OwnerNumber {
    type Target = str;

    fn deref(&self) -> &str {
        &self.number
    }
}

impl<'de> Deserialize<'de> for OwnerNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

impl PartialSchema for OwnerNumber {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(SchemaType::Type(Type::String))
            .pattern(Some(PATTERN))
            .description(Some(
                "公民身份号码，或护照、通行证等其他证件的号码（以字母开头），或统一社会信用代码；校验码须正确",
            ))
            .examples([serde_json::json!("11010519491231002X")])
            .into()
    }
}

impl ToSchema for OwnerNumber {}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(text: &str) -> Option<[bool; 2]> {
        let number = OwnerNumber::parse(text).ok()?;
        Some([OwnerKind::Person, OwnerKind::Developer].map(|kind| number.fits(kind)))
    }

    #[test]
    fn people_and_organisations_have_numbers_of_their_own() {
        assert_eq!(fits(" 11010519491231002x "), Some([true, false]));
        assert_eq!(fits("91350100m000100y43"), Some([false, true]));
        assert_eq!(fits("E12345678"), Some([true, false]));
    }

    #[test]
    fn a_wrong_check_digit_is_noticed() {
        for wrong in ["110105194912310021", "91350100M000100Y44", "91350100M000100Y4", "", "12345", "E123", "E123 456"]
        {
            assert_eq!(fits(wrong), None, "{wrong}");
        }
    }
}
