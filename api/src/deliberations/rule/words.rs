//! How figures, shares and comparisons are said in Chinese and English.

use entity::deliberations::{Base, Comparison, Electorate, Measure};

use super::Fraction;

/// `12,345`.
pub fn grouped(figure: u64) -> String {
    let digits = figure.to_string();
    let mut said = String::with_capacity(digits.len() * 4 / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            said.push(',');
        }
        said.push(digit);
    }
    said
}

/// `1,234.56`: an area in m², from hundredths.
pub fn square_metres(area: u64) -> String {
    format!("{}.{:02}", grouped(area / 100), area % 100)
}

/// What one of those is called who are counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Head {
    /// A person.
    #[default]
    Person,
    /// A household.
    Household,
}

impl Head {
    /// What this electorate consists of.
    pub fn of(electorate: Electorate) -> Self {
        match electorate {
            Electorate::Households => Self::Household,
            Electorate::Residents | Electorate::Owners => Self::Person,
        }
    }

    /// `人`.
    pub fn unit(self) -> &'static str {
        match self {
            Self::Person => "人",
            Self::Household => "户",
        }
    }
}

/// A figure with its unit, in Chinese.
pub fn figure_zh(measure: Measure, head: Head, figure: u64) -> String {
    match measure {
        Measure::Area => format!("{} 平方米", square_metres(figure)),
        Measure::Heads => format!("{} {}", grouped(figure), head.unit()),
    }
}

/// A figure with its unit, in English.
pub fn figure_en(measure: Measure, head: Head, figure: u64) -> String {
    let named = match (measure, head, figure) {
        (Measure::Area, ..) => return format!("{} m²", square_metres(figure)),
        (Measure::Heads, Head::Person, 1) => "head",
        (Measure::Heads, Head::Person, _) => "heads",
        (Measure::Heads, Head::Household, 1) => "household",
        (Measure::Heads, Head::Household, _) => "households",
    };
    format!("{} {named}", grouped(figure))
}

/// `三分之二`; beyond ten in digits.
pub fn share_zh(share: Fraction) -> String {
    match (share.numerator, share.denominator) {
        (one, other) if one == other => "全部".to_owned(),
        (numerator, denominator) => format!("{}分之{}", numeral(denominator), numeral(numerator)),
    }
}

/// `2/3`.
pub fn share_en(share: Fraction) -> String {
    match (share.numerator, share.denominator) {
        (one, other) if one == other => "all".to_owned(),
        (numerator, denominator) => format!("{numerator}/{denominator}"),
    }
}

fn numeral(number: u32) -> String {
    const DIGITS: [&str; 11] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
    let digit = usize::try_from(number).ok().and_then(|at| DIGITS.get(at));
    digit.map_or_else(|| number.to_string(), |digit| (*digit).to_owned())
}

/// What is measured, in both languages.
pub fn measure(measure: Measure, head: Head) -> (&'static str, &'static str) {
    match (measure, head) {
        (Measure::Area, _) => ("专有部分面积", "area"),
        (Measure::Heads, Head::Person) => ("人数", "heads"),
        (Measure::Heads, Head::Household) => ("户数", "households"),
    }
}

/// What it is measured against, in both languages.
pub fn base(base: Base) -> (&'static str, &'static str) {
    match base {
        Base::Roll => ("名册全体", "the whole roll"),
        Base::Participants => ("参与表决者", "those who took part"),
    }
}

/// What is asked for, in both languages.
pub fn wanted(comparison: Comparison) -> (&'static str, &'static str) {
    match comparison {
        Comparison::AtLeast => ("不少于", "at least"),
        Comparison::MoreThan => ("多于", "more than"),
    }
}

/// The sign between both sides as it turned out.
pub fn sign(left: u128, right: u128) -> &'static str {
    match left.cmp(&right) {
        std::cmp::Ordering::Less => "<",
        std::cmp::Ordering::Equal => "=",
        std::cmp::Ordering::Greater => ">",
    }
}

/// Hundredths of a per cent of the whole, cut off and never rounded up: `66.66%`.
pub fn per_cent(part: u64, whole: u64) -> String {
    if whole == 0 {
        return "—".to_owned();
    }
    let hundredths = u128::from(part) * 10_000 / u128::from(whole);
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_said_as_people_say_them() {
        assert_eq!(["1", "12", "123", "1,234", "1,234,567"], [1, 12, 123, 1234, 1_234_567].map(grouped));
        assert_eq!(square_metres(123_456_705), "1,234,567.05");
        assert_eq!(share_zh(Fraction::new(2, 3)), "三分之二");
        assert_eq!(share_zh(Fraction::new(7, 20)), "20分之七");
        assert_eq!(share_zh(Fraction::new(5, 5)), "全部");
        let said = |head| (figure_zh(Measure::Heads, head, 12), figure_en(Measure::Heads, head, 1));
        assert_eq!(said(Head::Person), ("12 人".to_owned(), "1 head".to_owned()));
        assert_eq!(said(Head::Household), ("12 户".to_owned(), "1 household".to_owned()));
    }

    #[test]
    fn a_per_cent_never_looks_like_more_than_it_is() {
        assert_eq!(per_cent(2, 3), "66.66%");
        assert_eq!(per_cent(19_999_999, 20_000_000), "99.99%");
        assert_eq!(per_cent(0, 0), "—");
    }
}
