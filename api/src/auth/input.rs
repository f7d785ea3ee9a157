//! What people send to prove who they are, parsed once; secrets hide themselves.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

use secrecy::SecretString;
use serde::{Deserialize, Deserializer};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, SchemaType, Type};
use utoipa::{PartialSchema, ToSchema};

use crate::kernel::crypto::mask_phone;

/// A secret of `MIN` to `MAX` characters, none of them a control character; taken as it
/// is, without trimming. `Debug` does not show it.
#[derive(Clone, Debug)]
pub struct Hidden<const MIN: usize, const MAX: usize>(SecretString);

impl<const MIN: usize, const MAX: usize> Deref for Hidden<MIN, MAX> {
    type Target = SecretString;

    fn deref(&self) -> &SecretString {
        &self.0
    }
}

impl<'de, const MIN: usize, const MAX: usize> Deserialize<'de> for Hidden<MIN, MAX> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if !(MIN..=MAX).contains(&text.chars().count()) {
            return Err(serde::de::Error::custom(format!("must have {MIN} to {MAX} characters")));
        }
        if text.chars().any(char::is_control) {
            return Err(serde::de::Error::custom("must not have control characters"));
        }
        Ok(Self(text.into()))
    }
}

impl<const MIN: usize, const MAX: usize> PartialSchema for Hidden<MIN, MAX> {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(SchemaType::Type(Type::String))
            .min_length(Some(MIN))
            .max_length(Some(MAX))
            .pattern(Some(r"^[^\u0000-\u001F\u007F-\u009F]*$"))
            .into()
    }
}

impl<const MIN: usize, const MAX: usize> ToSchema for Hidden<MIN, MAX> {
    fn name() -> Cow<'static, str> {
        Cow::Owned(format!("Secret{MIN}To{MAX}"))
    }
}

/// A mobile phone's number: the name under which people sign in. Shown masked.
#[derive(Clone, PartialEq, Eq)]
pub struct Mobile(String);

impl Mobile {
    /// Parses eleven digits.
    ///
    /// # Errors
    /// Says in English what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        let mobile = text.len() == 11 && text.starts_with('1') && text.as_bytes()[1] >= b'3';
        if digits && mobile {
            Ok(Self(text.to_owned()))
        } else {
            Err("must be a mobile number of 11 digits".to_owned())
        }
    }
}

impl fmt::Debug for Mobile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Mobile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&mask_phone(&self.0))
    }
}

impl Deref for Mobile {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for Mobile {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

impl PartialSchema for Mobile {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(SchemaType::Type(Type::String))
            .pattern(Some("^1[3-9][0-9]{9}$"))
            .description(Some("手机号（11 位）"))
            .examples([serde_json::json!("13812341234")])
            .into()
    }
}

impl ToSchema for Mobile {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_keeps_its_spaces_and_does_not_show_itself() {
        use secrecy::ExposeSecret;
        let secret: Option<Hidden<3, 9>> = serde_json::from_str("\" pass \"").ok();
        assert_eq!(secret.as_ref().map(|secret| secret.expose_secret()), Some(" pass "));
        assert!(!format!("{secret:?}").contains("pass"));
        for wrong in ["\"12\"", "\"0123456789\"", "\"a\\tbc\""] {
            assert!(serde_json::from_str::<Hidden<3, 9>>(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_mobile_has_eleven_digits() {
        assert!(Mobile::parse("13812341234").is_ok());
        for wrong in ["", "1381234123", "138123412345", "12012341234", "1381234123x", "１3812341234"] {
            assert!(Mobile::parse(wrong).is_err(), "{wrong}");
        }
    }
}
