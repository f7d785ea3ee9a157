//! The tables, read.

use std::fmt;

use super::people::Standing;

/// One operation and the status that each standing gets.
pub struct Row {
    /// Its `operationId`.
    pub operation: String,
    /// The statuses, in the order of the table's standings.
    pub cells: Vec<u16>,
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:<26}", self.operation)?;
        self.cells.iter().try_for_each(|cell| write!(f, ", {cell:>3}"))
    }
}

/// The first line of a table of these standings, as it must be.
pub fn heading(standings: &[Standing]) -> String {
    format!("{:<26}, {}", "operation", names(standings).join(", "))
}

/// Everybody whose rights are many, at every operation.
pub fn rows() -> Vec<Row> {
    read(include_str!("table.csv"), &Standing::TABLE)
}

/// Those whose rights are few, at the operations where they have more than a newcomer.
pub fn few() -> Vec<Row> {
    read(include_str!("few.csv"), &Standing::FEW)
}

fn names(standings: &[Standing]) -> Vec<String> {
    standings.iter().map(|standing| format!("{standing:?}")).collect()
}

fn read(text: &str, standings: &[Standing]) -> Vec<Row> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).comment(Some(b'#')).from_reader(text.as_bytes());
    let given = reader.headers().expect("the table has no heading");
    let names = names(standings);
    assert!(given.iter().skip(1).eq(names.iter().map(String::as_str)), "the heading must be: {}", heading(standings));
    reader.records().map(|record| row(&record.expect("a line of the table is no row"))).collect()
}

fn row(record: &csv::StringRecord) -> Row {
    let status = |cell: &str| cell.parse().unwrap_or_else(|_| panic!("{cell} is no status in {record:?}"));
    Row { operation: record[0].to_owned(), cells: record.iter().skip(1).map(status).collect() }
}
