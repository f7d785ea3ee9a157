//! What a cell says, parsed into what cannot be nonsense.

use chrono::NaiveDate;
use entity::community::{DwellingKind, Relation, ResidentTag};
use entity::deliberations::OwnerKind;

use super::column::Column;
use crate::community::view::{IdNumber, OwnerNumber, Phone};
use crate::error::{Code, Result};

/// The largest area that a dwelling may have, in 0.01 m².
const MAX_AREA: i64 = 100_000_000;

/// Results of broken formulas.
const BROKEN: [&str; 8] = ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#GETTING_DATA"];

/// Reads the text of a cell.
pub type Reader<T> = fn(&str) -> Result<T, Code>;

/// What no cell may be, whatever its column.
pub fn check(column: Column, text: &str) -> Result<(), Code> {
    match text {
        _ if BROKEN.contains(&text) => Err(Code::CellError),
        _ if text.chars().count() > column.limit() => Err(Code::TooLong),
        _ if text.chars().any(char::is_control) => Err(Code::ControlCharacter),
        _ => Ok(()),
    }
}

/// A name of a place, or a door. Spreadsheet programs like to turn `3-2` into a date.
pub fn label(text: &str) -> Result<String, Code> {
    if looks_like_a_date(text) { Err(Code::CellIsDate) } else { Ok(text.to_owned()) }
}

/// A door; blanks make no difference there.
pub fn door(text: &str) -> Result<String, Code> {
    label(text).map(|door| door.split_whitespace().collect())
}

/// A grid's code or name.
pub fn grid(text: &str) -> Result<String, Code> {
    Ok(text.to_owned())
}

/// A person's name; blanks between Chinese characters only align columns.
pub fn name(text: &str) -> Result<String, Code> {
    let chinese = !text.chars().any(|c| c.is_ascii_alphabetic());
    Ok(if chinese { text.split_whitespace().collect() } else { text.to_owned() })
}

/// An area in 0.01 m².
pub fn area(text: &str) -> Result<i64, Code> {
    let bare = ["㎡", "m²", "m2", "平方米", "平米", "平"].iter().find_map(|unit| text.strip_suffix(unit));
    let bare = bare.unwrap_or(text).trim();
    let (whole, part) = bare.split_once('.').unwrap_or((bare, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let part = part.trim_end_matches('0');
    if whole.is_empty() || whole.len() > 7 || part.len() > 2 || !digits(whole) || !digits(part) {
        return Err(Code::BadArea);
    }
    let centi = format!("{whole}{part:0<2}").parse().map_err(|_| Code::BadArea)?;
    if (1..=MAX_AREA).contains(&centi) { Ok(centi) } else { Err(Code::BadArea) }
}

/// What a dwelling is used for.
pub fn kind(text: &str) -> Result<DwellingKind, Code> {
    word(DwellingKind::ALL, DwellingKind::meaning, text)
}

/// What a person is in the household.
pub fn relation(text: &str) -> Result<Relation, Code> {
    Ok(match text {
        "本人" => Relation::Head,
        "夫" | "妻" | "丈夫" | "妻子" => Relation::Spouse,
        "子" | "女" | "儿子" | "女儿" => Relation::Child,
        "父" | "母" | "父亲" | "母亲" => Relation::Parent,
        "租客" | "承租人" => Relation::Tenant,
        "其它" => Relation::Other,
        other => return word(Relation::ALL, Relation::meaning, other),
    })
}

/// A phone.
pub fn phone(text: &str) -> Result<String, Code> {
    kept_whole(text)?;
    Phone::parse(text).map(|phone| phone.to_string()).map_err(|_| Code::BadPhone)
}

/// An identity number with a day of birth that there is.
pub fn id_number(text: &str) -> Result<IdNumber, Code> {
    kept_whole(text)?;
    let bare: String = text.split_whitespace().collect();
    let number = IdNumber::parse(&bare).map_err(|_| Code::BadIdNumber)?;
    number.birth_date().map(|_| number).ok_or(Code::BadIdNumber)
}

/// What an owner is.
pub fn owner_kind(text: &str) -> Result<OwnerKind, Code> {
    Ok(match text {
        "自然人" | "居民" => OwnerKind::Person,
        "企业" | "公司" | "法人" => OwnerKind::Organisation,
        "建设单位" | "开发商" | "开发企业" | "开发单位" => OwnerKind::Developer,
        other => return word(OwnerKind::ALL, OwnerKind::meaning, other),
    })
}

/// The number of an owner of this kind; of any, when the kind is not said.
pub fn owner_number(kind: Option<OwnerKind>) -> Reader<OwnerNumber> {
    match kind {
        Some(OwnerKind::Person) => |text| number_of(text, OwnerKind::Person, Code::BadIdNumber),
        Some(_) => |text| number_of(text, OwnerKind::Organisation, Code::BadCreditCode),
        None => |text| {
            let person = number_of(text, OwnerKind::Person, Code::BadIdNumber);
            person.or_else(|fault| number_of(text, OwnerKind::Organisation, fault))
        },
    }
}

fn number_of(text: &str, kind: OwnerKind, wrong: Code) -> Result<OwnerNumber, Code> {
    kept_whole(text)?;
    let bare: String = text.split_whitespace().collect();
    OwnerNumber::parse(&bare).ok().filter(|number| number.fits(kind)).ok_or(wrong)
}

/// A day, written in one of the usual ways.
pub fn date(text: &str) -> Result<NaiveDate, Code> {
    let formats = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d"];
    formats.iter().find_map(|format| NaiveDate::parse_from_str(text, format).ok()).ok_or(Code::BadDate)
}

/// Yes or no.
pub fn yes(text: &str) -> Result<bool, Code> {
    match text.to_ascii_lowercase().as_str() {
        "是" | "√" | "✓" | "1" | "y" | "yes" | "true" => Ok(true),
        "否" | "×" | "0" | "n" | "no" | "false" => Ok(false),
        _ => Err(Code::UnknownWord),
    }
}

/// Several tags, each once and in order.
pub fn tags(text: &str) -> Result<Vec<ResidentTag>, Code> {
    let words = text.split(|c: char| c.is_whitespace() || "、,，;；/".contains(c)).filter(|word| !word.is_empty());
    let mut tags: Vec<ResidentTag> =
        words.map(|one| word(ResidentTag::ALL, ResidentTag::meaning, one)).collect::<Result<_, _>>()?;
    tags.sort_unstable_by_key(|tag| tag.as_str());
    tags.dedup();
    Ok(tags)
}

fn word<T: Copy>(all: &[T], meaning: fn(T) -> &'static str, text: &str) -> Result<T, Code> {
    all.iter().copied().find(|word| meaning(*word) == text).ok_or(Code::UnknownWord)
}

/// A long number that was kept as a number: `1.10105E+17`.
fn kept_whole(text: &str) -> Result<(), Code> {
    let cut = text.to_ascii_uppercase().split_once("E+").is_some_and(|(digits, _)| digits.parse::<f64>().is_ok());
    if cut { Err(Code::DigitsLost) } else { Ok(()) }
}

/// `2026-03-02`, `3月2日`, `2-Mar`.
fn looks_like_a_date(text: &str) -> bool {
    let iso = text.len() == 10 && NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok();
    let number = |text: &str| (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    let chinese = text.strip_suffix('日').and_then(|rest| rest.split_once('月'));
    let english = text.split_once('-').filter(|(_, month)| month.len() == 3 && month.is_ascii());
    let month = |month: &str| "JanFebMarAprMayJunJulAugSepOctNovDec".match_indices(month).any(|(at, _)| at % 3 == 0);
    iso || chinese.is_some_and(|(month, day)| number(month) && number(day))
        || english.is_some_and(|(day, name)| number(day) && month(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_are_exact() {
        let good = [("89.5", 8_950), ("89.50㎡", 8_950), ("120", 12_000), ("0.01 平方米", 1), ("89.500", 8_950)];
        for (text, centi) in good {
            assert_eq!(area(text), Ok(centi), "{text}");
        }
        for wrong in ["0", "-1", "89.555", "八十", "1e3", "", ".5", "10000000", "89,5"] {
            assert_eq!(area(wrong), Err(Code::BadArea), "{wrong}");
        }
    }

    #[test]
    fn days_are_read_as_people_write_them() {
        let day = NaiveDate::from_ymd_opt(1958, 3, 8);
        for text in ["1958-03-08", "1958/3/8", "1958.03.08", "1958年3月8日", "19580308"] {
            assert_eq!(date(text).ok(), day, "{text}");
        }
        assert_eq!((date("1958-02-30"), date("不详")), (Err(Code::BadDate), Err(Code::BadDate)));
    }

    #[test]
    fn what_spreadsheet_programs_spoil_is_said_so() {
        assert_eq!(id_number("1.10105E+17"), Err(Code::DigitsLost));
        assert_eq!(phone("1.38123E+10"), Err(Code::DigitsLost));
        for spoilt in ["2026-03-02", "3月2日", "2-Mar"] {
            assert_eq!(label(spoilt), Err(Code::CellIsDate), "{spoilt}");
        }
        for good in ["3-2", "301", "12-1203", "3栋", "1-Abc"] {
            assert!(label(good).is_ok(), "{good}");
        }
        assert_eq!(check(Column::Name, "#N/A"), Err(Code::CellError));
    }

    #[test]
    fn an_identity_number_needs_a_day_that_there_is() {
        assert_eq!(id_number("110105 19491231 002x").map(|number| number.to_string()), Ok("11010519491231002X".into()));
        assert_eq!(id_number("110105194913310025").err(), Some(Code::BadIdNumber));
        assert_eq!(id_number("110105194912310021").err(), Some(Code::BadIdNumber));
    }

    #[test]
    fn the_number_of_an_owner_goes_with_the_kind() {
        let read = |kind, text| owner_number(kind)(text).map(|number| number.to_string());
        assert_eq!(read(None, "110105 19491231 002x"), Ok("11010519491231002X".into()));
        assert_eq!(read(None, "91350100M000100Y43"), Ok("91350100M000100Y43".into()));
        assert_eq!(read(Some(OwnerKind::Person), "91350100M000100Y43"), Err(Code::BadIdNumber));
        assert_eq!(read(Some(OwnerKind::Developer), "11010519491231002X"), Err(Code::BadCreditCode));
        assert_eq!(read(None, "1.10105E+17"), Err(Code::DigitsLost));
        assert_eq!((owner_kind("开发商"), owner_kind("租户")), (Ok(OwnerKind::Developer), Err(Code::UnknownWord)));
    }

    #[test]
    fn words_and_their_relatives_are_known() {
        assert_eq!(
            (relation("女儿"), relation("户主"), relation("侄子")),
            (Ok(Relation::Child), Ok(Relation::Head), Err(Code::UnknownWord),)
        );
        assert_eq!(tags("下沉干部、党员，党员"), Ok(vec![ResidentTag::PartyMember, ResidentTag::SecondedCadre]));
        assert_eq!((yes("√"), yes("否"), yes("也许")), (Ok(true), Ok(false), Err(Code::UnknownWord)));
        assert_eq!(name("张　 三").ok().as_deref(), Some("张三"));
    }
}
