//! The table, read.

use std::fmt;

use super::people::Standing;

/// One operation and the status that each standing gets.
pub struct Row {
    /// Its `operationId`.
    pub operation: String,
    /// The statuses, in the order of [`Standing::ALL`].
    pub cells: Vec<u16>,
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:<26}", self.operation)?;
        self.cells.iter().try_for_each(|cell| write!(f, ", {cell:>3}"))
    }
}

/// The first line of the table, as it must be.
pub fn heading() -> String {
    let names: Vec<String> = Standing::ALL.iter().map(|standing| format!("{standing:?}")).collect();
    format!("{:<26}, {}", "operation", names.join(", "))
}

/// Reads `table.csv`.
pub fn rows() -> Vec<Row> {
    let text = include_str!("table.csv");
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).comment(Some(b'#')).from_reader(text.as_bytes());
    let names: Vec<String> = Standing::ALL.iter().map(|standing| format!("{standing:?}")).collect();
    let heading = reader.headers().expect("table.csv has no heading");
    assert!(heading.iter().skip(1).eq(names.iter().map(String::as_str)), "the heading must be: {}", self::heading());
    reader.records().map(|record| row(&record.expect("a line of table.csv is no row"))).collect()
}

fn row(record: &csv::StringRecord) -> Row {
    let status = |cell: &str| cell.parse().unwrap_or_else(|_| panic!("{cell} is no status in {record:?}"));
    Row { operation: record[0].to_owned(), cells: record.iter().skip(1).map(status).collect() }
}
