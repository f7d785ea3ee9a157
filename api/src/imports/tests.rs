//! A filled template says what was filled in, whatever kind of file it is; a file that
//! is meant to harm is refused.

use std::io::{Cursor, Read, Write};

use chrono::NaiveDate;
use entity::community::{DwellingKind, Relation, ResidentTag};
use proptest::prelude::*;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::column::Column;
use super::form::ROSTER;
use super::places::Place;
use super::roster::{Line, Person, parse};
use super::sheet::{Sheet, SheetFormat, returned, template, write_csv};
use crate::error::{Code, Result};

type Outcome = std::result::Result<(), Box<dyn std::error::Error>>;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 25).unwrap_or_default()
}

/// A valid number for a day of birth.
fn id_number(born: NaiveDate, serial: u32) -> String {
    let body = format!("220104{}{serial:03}", born.format("%Y%m%d"));
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = body.chars().filter_map(|digit| digit.to_digit(10)).zip(weights).map(|(digit, by)| digit * by).sum();
    format!("{body}{}", b"10X98765432"[sum as usize % 11] as char)
}

prop_compose! {
    fn place()(
        compound in proptest::option::of("[一-龥]{2,6}小区"), building in "[1-9][0-9]?[栋号]",
        unit in proptest::option::of("[1-9]单元"), door in "[1-9][0-9]{2,3}|-[1-2]|=[1-9]",
    ) -> Place {
        Place { compound, building, unit, door }
    }
}

prop_compose! {
    fn person()(
        name in "[一-龥]{2,4}|[A-Z][a-z]{2,8} [A-Z][a-z]{2,8}", phone in proptest::option::of("1[3-9][0-9]{9}"),
        days in 0_u64..36_000, serial in 0_u32..1_000, numbered: bool, dated: bool,
        relation in proptest::option::of(proptest::sample::select(Relation::ALL)),
        is_owner in proptest::option::of(any::<bool>()),
        tags in proptest::sample::subsequence(ResidentTag::ALL, 0..=3),
    ) -> Person {
        let born = NaiveDate::default().checked_sub_days(chrono::Days::new(days / 2));
        let id_number = born.filter(|_| numbered).map(|born| id_number(born, serial));
        let mut tags = tags;
        tags.sort_unstable_by_key(|tag| tag.as_str());
        let tags = (!tags.is_empty()).then_some(tags);
        Person { name, relation, phone, birth_date: born.filter(|_| dated || numbered), id_number, is_owner, tags }
    }
}

prop_compose! {
    fn line()(
        grid in "2201040560050[0-9]{2}|第[1-8]网格", place in place(), area in proptest::option::of(1_i64..100_000_000),
        kind in proptest::option::of(proptest::sample::select(DwellingKind::ALL)), person in proptest::option::of(person()),
    ) -> Line {
        Line { row: 0, grid: Some(grid), place: Some(place), area, kind, person }
    }
}

/// What somebody would type into a column.
fn typed(line: &Line, column: Column) -> String {
    let (place, person) = (line.place.as_ref(), line.person.as_ref());
    let text = match column {
        Column::Grid => line.grid.clone(),
        Column::Compound => place.and_then(|place| place.compound.clone()),
        Column::Building => place.map(|place| place.building.clone()),
        Column::Unit => place.and_then(|place| place.unit.clone()),
        Column::Door => place.map(|place| place.door.clone()),
        Column::Area => line.area.map(|area| format!("{}.{:02}", area / 100, area % 100)),
        Column::Kind => line.kind.map(|kind| kind.meaning().to_owned()),
        Column::Name => person.map(|person| person.name.clone()),
        Column::Relation => person.and_then(|person| Some(person.relation?.meaning().to_owned())),
        Column::Phone => person.and_then(|person| person.phone.clone()),
        Column::IdNumber => person.and_then(|person| person.id_number.clone()),
        Column::BirthDate => person.and_then(|person| Some(person.birth_date?.to_string())),
        Column::IsOwner => person.and_then(|person| Some(if person.is_owner? { "是" } else { "否" }.to_owned())),
        Column::Tags => person.and_then(|person| {
            let words: Vec<&str> = person.tags.as_ref()?.iter().map(|tag| tag.meaning()).collect();
            Some(words.join("、"))
        }),
        Column::OwnerName | Column::OwnerKind | Column::OwnerNumber | Column::Reason => None,
    };
    text.unwrap_or_default()
}

/// The template of this kind, filled in.
fn filled(format: SheetFormat, lines: &[Line]) -> Result<Vec<u8>> {
    let empty = Sheet::read(&template(format, &ROSTER, &[("220104056005001".into(), "第1网格".into())])?, &ROSTER)?;
    let heads = empty.rows.first().cloned().unwrap_or_default();
    let columns: Vec<Column> = heads.iter().filter_map(|head| ROSTER.named(head)).collect();
    let rows = lines.iter().map(|line| columns.iter().map(|column| typed(line, *column)).collect());
    returned(&write_csv(std::iter::once(heads).chain(rows))?, format, &ROSTER)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_filled_template_says_what_was_filled_in(mut lines in proptest::collection::vec(line(), 1..12)) {
        for (row, line) in (2..).zip(&mut lines) {
            line.row = row;
        }
        for format in [SheetFormat::Xlsx, SheetFormat::Csv] {
            let bytes = filled(format, &lines).map_err(|error| TestCaseError::fail(error.to_string()))?;
            let read = Sheet::read(&bytes, &ROSTER).and_then(|sheet| parse(&sheet, today()));
            let read = read.map_err(|error| TestCaseError::fail(error.to_string()))?;
            prop_assert_eq!(&read.faults, &[]);
            prop_assert_eq!(&read.lines, &lines);
        }
    }

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = Sheet::read(&bytes, &ROSTER).and_then(|sheet| parse(&sheet, today()));
        let _ = Sheet::read(&[b"PK\x03\x04".as_slice(), &bytes].concat(), &ROSTER);
    }
}

/// The template with one part replaced.
fn with_part(name: &str, content: &[u8]) -> std::result::Result<Vec<u8>, Box<dyn std::error::Error>> {
    let mut archive = ZipArchive::new(Cursor::new(template(SheetFormat::Xlsx, &ROSTER, &[])?))?;
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut part = archive.by_index(index)?;
        let (own, mut bytes) = (part.name()?.into_owned(), Vec::new());
        part.read_to_end(&mut bytes)?;
        out.start_file(own.as_str(), SimpleFileOptions::default())?;
        out.write_all(if own == name { content } else { &bytes })?;
    }
    Ok(out.finish()?.into_inner())
}

fn refusal(bytes: &[u8]) -> Option<Code> {
    Sheet::read(bytes, &ROSTER).err().map(|error| error.code())
}

#[test]
fn a_small_file_that_unpacks_to_much_is_refused() -> Outcome {
    let bomb = with_part("xl/sharedStrings.xml", &vec![b' '; 60 << 20])?;
    assert!(bomb.len() < 1 << 20, "{} bytes", bomb.len());
    assert_eq!(refusal(&bomb), Some(Code::UnreadableSheet));
    Ok(())
}

#[test]
fn a_file_that_announces_more_than_memory_holds_is_refused() -> Outcome {
    let hidden: Vec<u8> = "<sst uniqueCount=\"99999999999\"></sst>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    for part in
        [b"<sst uniqueCount=\"99999999999\"></sst>".as_slice(), b"<sst uniqueCount = '0099999999999'></sst>", &hidden]
    {
        assert_eq!(refusal(&with_part("xl/sharedStrings.xml", part)?), Some(Code::UnreadableSheet));
    }
    Ok(())
}

#[test]
fn a_cell_far_away_makes_no_room_for_all_before_it() -> Outcome {
    let far = |cell| format!("<worksheet><sheetData><row><c r=\"{cell}\"><v>1</v></c></row></sheetData></worksheet>");
    for cell in ["A1048576", "XFD1"] {
        let file = with_part("xl/worksheets/sheet1.xml", far(cell).as_bytes())?;
        assert_eq!(refusal(&file), Some(Code::SheetTooLarge), "{cell}");
    }
    Ok(())
}

#[test]
fn broken_workbooks_and_other_files_are_refused() -> Outcome {
    let whole = template(SheetFormat::Xlsx, &ROSTER, &[])?;
    assert_eq!(refusal(&whole[..whole.len() / 2]), Some(Code::UnreadableSheet));
    assert_eq!(refusal(&with_part("xl/workbook.xml", b"<workbook/>")?), Some(Code::UnreadableSheet));
    assert_eq!(refusal(b"\xD0\xCF\x11\xE0 an older workbook"), Some(Code::UnsupportedMediaType));
    Ok(())
}
