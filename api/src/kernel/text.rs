//! Words from outside, parsed once: trimmed, not empty, not too long, without
//! control characters. The OpenAPI schema says the same as the parser.

use std::borrow::Cow;
use std::ops::Deref;

use serde::{Deserialize, Deserializer, Serialize};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, SchemaType, Type};
use utoipa::{PartialSchema, ToSchema};

/// One line of at most `MAX` characters.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Line<const MAX: usize>(String);

/// Several lines of at most `MAX` characters together.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Prose<const MAX: usize>(String);

impl<const MAX: usize> Line<MAX> {
    /// Parses `text`.
    ///
    /// # Errors
    /// Says in English what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        parse(text, MAX, |_| false).map(Self)
    }
}

impl<const MAX: usize> Prose<MAX> {
    /// Parses `text`.
    ///
    /// # Errors
    /// Says in English what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        parse(text, MAX, |c| c == '\n' || c == '\r' || c == '\t').map(Self)
    }
}

fn parse(text: &str, max: usize, also: impl Fn(char) -> bool) -> Result<String, String> {
    let text = text.trim();
    if text.is_empty() {
        return Err("must not be empty".to_owned());
    }
    if text.chars().count() > max {
        return Err(format!("must have at most {max} characters"));
    }
    if text.chars().any(|c| c.is_control() && !also(c)) {
        return Err("must not have control characters".to_owned());
    }
    Ok(text.to_owned())
}

/// Gives both kinds of text what strings have.
macro_rules! text {
    ($name:ident, $pattern:literal) => {
        impl<const MAX: usize> Deref for $name<MAX> {
            type Target = str;

            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl<const MAX: usize> From<$name<MAX>> for String {
            fn from(text: $name<MAX>) -> Self {
                text.0
            }
        }

        impl<'de, const MAX: usize> Deserialize<'de> for $name<MAX> {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                Self::parse(&text).map_err(serde::de::Error::custom)
            }
        }

        impl<const MAX: usize> PartialSchema for $name<MAX> {
            fn schema() -> RefOr<Schema> {
                ObjectBuilder::new()
                    .schema_type(SchemaType::Type(Type::String))
                    .min_length(Some(1))
                    .max_length(Some(MAX))
                    .pattern(Some($pattern))
                    .into()
            }
        }

        impl<const MAX: usize> ToSchema for $name<MAX> {
            /// One component a length: without it all lengths would share the first one's limit.
            fn name() -> Cow<'static, str> {
                Cow::Owned(format!("{}{MAX}", stringify!($name)))
            }
        }
    };
}

text!(Line, r"^[^\u0000-\u001F\u007F-\u009F]*[^\s\u0000-\u001F\u007F-\u009F][^\u0000-\u001F\u007F-\u009F]*$");
text!(
    Prose,
    r"^[^\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]*[^\s\u0000-\u001F\u007F-\u009F][^\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]*$"
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_trimmed_and_counts_characters_not_bytes() {
        assert_eq!(Line::<4>::parse("  楼道灯坏 ").as_deref(), Ok("楼道灯坏"));
        assert!(Line::<3>::parse("楼道灯坏").is_err());
    }

    #[test]
    fn only_prose_has_line_breaks_and_neither_has_other_control_characters() {
        assert!(Line::<9>::parse("a\nb").is_err());
        assert!(Prose::<9>::parse("a\nb").is_ok());
        assert!(Prose::<9>::parse("a\u{0}b").is_err());
        assert!(Line::<9>::parse("  ").is_err());
    }
}
