//! Stored words: each is spelled once, for the database, JSON and the document.

/// Makes an enum whose variants are stored and sent as the given words.
macro_rules! vocabulary {
    ($($(#[doc = $doc:literal])* $name:ident { $($(#[doc = $meaning:literal])* $variant:ident = $word:literal,)* })*) => {$(
        $(#[doc = $doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash,
            sea_orm::EnumIter, sea_orm::DeriveActiveEnum,
            serde::Serialize, serde::Deserialize,
        )]
        #[sea_orm(rs_type = "String", db_type = "String(sea_orm::sea_query::StringLen::N(32))")]
        pub enum $name {
            $(
                $(#[doc = $meaning])*
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

            /// What the word means, in a few words.
            pub fn meaning(self) -> &'static str {
                let text = match self { $(Self::$variant => concat!($($meaning),*),)* };
                text.trim().trim_end_matches('.')
            }
        }

        // By hand: utoipa's derive does not see words that come through a macro.
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
                let title = concat!($($doc),*).trim();
                let words = Self::ALL.iter().map(|word| format!("- `{word}` {}", word.meaning()));
                utoipa::openapi::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String)
                    .description(Some(format!("{title}\n\n{}", words.collect::<Vec<_>>().join("\n"))))
                    .enum_values(Some(Self::ALL.iter().map(|word| word.as_str())))
                    .into()
            }
        }

        impl utoipa::ToSchema for $name {}

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    )*};
}

pub(crate) use vocabulary;
