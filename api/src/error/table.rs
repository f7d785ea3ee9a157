//! How the table of error codes becomes an enum with its look-ups.

/// Makes the enum and its look-ups from one row a code:
/// `Variant, status, "code", zh title / en title, zh detail / en detail`.
macro_rules! catalogue {
    ($($(#[$doc:meta])* $variant:ident $status:literal $name:literal
        ($zh_title:literal, $en_title:literal) ($zh:literal, $en:literal);)*) => {
        /// A stable error code.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Code { $(#[doc = $en_title] $variant,)* }

        impl Code {
            /// Every code, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The code as it is sent.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// The HTTP status.
            pub fn status(self) -> u16 {
                match self { $(Self::$variant => $status,)* }
            }

            /// A few words that name the kind of problem.
            pub fn title(self, locale: Locale) -> &'static str {
                match (self, locale) {
                    $((Self::$variant, Locale::ZhCn) => $zh_title,
                      (Self::$variant, Locale::En) => $en_title,)*
                }
            }

            /// A sentence to show, which says what to do next; may hold `{placeholders}`.
            pub fn detail(self, locale: Locale) -> &'static str {
                match (self, locale) {
                    $((Self::$variant, Locale::ZhCn) => $zh,
                      (Self::$variant, Locale::En) => $en,)*
                }
            }
        }
    };
}

pub(super) use catalogue;
