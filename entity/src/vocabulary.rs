//! Stored words: each is spelled once, for the database, JSON and the document.

/// Makes an enum whose variants are stored and sent as the given words.
macro_rules! vocabulary {
    ($($(#[doc = $doc:literal])* $name:ident {
        $($(#[doc = $variant_doc:literal])* $variant:ident = $word:literal,)*
    })*) => {$(
        $(#[doc = $doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash,
            sea_orm::EnumIter, sea_orm::DeriveActiveEnum, serde::Serialize, serde::Deserialize,
        )]
        #[sea_orm(rs_type = "String", db_type = "String(sea_orm::sea_query::StringLen::N(32))")]
        pub enum $name {
            $(
                $(#[doc = $variant_doc])*
                #[sea_orm(string_value = $word)]
                #[serde(rename = $word)]
                $variant,
            )*
        }

        impl $name {
            /// Every word, in order.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The word itself.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                let meanings = [$(($word, concat!($($variant_doc),*)),)*];
                crate::vocabulary::schema(concat!($($doc),*), &meanings)
            }
        }

        impl utoipa::ToSchema for $name {}
    )*};
}

pub(crate) use vocabulary;

use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, SchemaType, Type};

/// The schema of a vocabulary: its words, and in the description what each means.
/// (utoipa's derive cannot see a word that a macro hands on.)
pub(crate) fn schema(title: &str, meanings: &[(&'static str, &str)]) -> RefOr<Schema> {
    let meaning = |(word, doc): &(&str, &str)| format!("`{word}` {}", doc.trim().trim_end_matches('.'));
    let listed: Vec<String> = meanings.iter().map(meaning).collect();
    ObjectBuilder::new()
        .schema_type(SchemaType::Type(Type::String))
        .description(Some(format!("{}：{}", title.trim(), listed.join("、"))))
        .enum_values(Some(meanings.iter().map(|(word, _)| *word)))
        .into()
}
