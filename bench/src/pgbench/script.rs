//! From statements to a pgbench script.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::time::{SystemTime, UNIX_EPOCH};

use uuid::Uuid;

use super::listen::Statement;
use crate::world::Kind;

/// What comes before the statements of every transaction: numbers that no other one has.
const HEAD: &str = "\
\\set turn :turn + 1
\\set number :turn * :clients + :client_id
\\set fresh :base + :number
\\set person :number % :crowd
\\set target :pool + :number
\\set ago random(0, :span)
";

/// A piece of a parameter that differs from one transaction to the next.
#[derive(Clone, Debug)]
pub struct Marker {
    /// How it read in the request that was listened to.
    pub text: String,
    /// The SQL that makes another one.
    pub sql: String,
}

/// Milliseconds since 1970; an id that is younger is new.
#[derive(Clone, Copy, Debug)]
pub struct Fresh(pub u64);

/// A script with the constants that its statements refer to.
#[derive(Clone, Debug)]
pub struct Script {
    /// The file's text.
    pub text: String,
    /// Constants by name, for `-D`.
    pub constants: Vec<(String, String)>,
    /// Statements of one transaction.
    pub statements: usize,
}

impl Script {
    /// Replays these statements. New ids (they are UUIDv7, so they tell) are made anew each time;
    /// what else differs is said by `markers`; the rest stays as it was.
    pub fn new(statements: &[Statement], markers: &[Marker], fresh: Fresh) -> Self {
        let mut writer = Writer { markers: markers.to_vec(), fresh, constants: BTreeMap::new() };
        let mut text = HEAD.to_owned();
        for statement in statements {
            let _ = writeln!(text, "{};", writer.statement(statement));
        }
        let constants = writer.constants.into_iter().map(|(value, number)| (format!("c{number}"), value)).collect();
        Self { text, constants, statements: statements.len() }
    }

    /// Statements that are written by hand, with the head's numbers.
    pub fn written(sql: &str) -> Self {
        Self { text: format!("{HEAD}{sql}"), constants: Vec::new(), statements: sql.matches(';').count() }
    }

    /// The script for people to read: its constants, then what is run.
    pub fn printed(&self) -> String {
        let constants =
            self.constants.iter().map(|(name, value)| format!("-- {name} = {}\n", value.replace('\n', " ")));
        format!("{}{}", constants.collect::<String>(), self.text)
    }
}

impl Fresh {
    /// From now on.
    pub fn now() -> Self {
        Self(SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis() as u64))
    }

    fn is_new(self, id: Uuid) -> bool {
        let unix = id.get_timestamp().filter(|_| id.get_version_num() == 7).map(|at| at.to_unix());
        unix.is_some_and(|(seconds, nanos)| seconds * 1_000 + u64::from(nanos) / 1_000_000 >= self.0)
    }
}

struct Writer {
    markers: Vec<Marker>,
    fresh: Fresh,
    constants: BTreeMap<String, usize>,
}

impl Writer {
    fn statement(&mut self, statement: &Statement) -> String {
        let mut sql = String::new();
        let mut rest = statement.sql.as_str();
        while let Some((before, after)) = rest.split_once('$') {
            let digits = after.len() - after.trim_start_matches(|digit: char| digit.is_ascii_digit()).len();
            let number: usize = after[..digits].parse().unwrap_or(0);
            sql += before;
            match number.checked_sub(1).and_then(|at| statement.parameters.get(at)) {
                Some(Some(value)) => sql += &self.parameter(value),
                Some(None) => sql += "NULL",
                None => sql = sql + "$" + &after[..digits],
            }
            rest = &after[digits..];
        }
        sql + rest
    }

    /// A constant, the expression of a marker, or pieces of both joined.
    fn parameter(&mut self, value: &str) -> String {
        self.note_new_ids(value);
        if let Some(marker) = self.markers.iter().find(|marker| marker.text == value) {
            return marker.sql.clone();
        }
        let mut pieces = Vec::new();
        let mut rest = value;
        while let Some((at, marker)) = self.first_marker(rest) {
            pieces.push(format!("{}::text", self.constant(&rest[..at])));
            pieces.push(format!("{}::text", marker.sql));
            rest = &rest[at + marker.text.len()..];
        }
        let last = self.constant(rest);
        if pieces.is_empty() {
            return last;
        }
        format!("({} || {last}::text){}", pieces.join(" || "), cast(value))
    }

    fn first_marker(&self, text: &str) -> Option<(usize, Marker)> {
        let found = self.markers.iter().filter_map(|marker| Some((text.find(&marker.text)?, marker)));
        found.min_by_key(|(at, _)| *at).map(|(at, marker)| (at, marker.clone()))
    }

    fn constant(&mut self, value: &str) -> String {
        if value.is_empty() {
            // pgbench knows no empty constant.
            return "''".to_owned();
        }
        let next = self.constants.len();
        let number = self.constants.entry(value.to_owned()).or_insert(next);
        format!(":c{number}")
    }

    fn note_new_ids(&mut self, value: &str) {
        for piece in value.split(|other: char| !other.is_ascii_hexdigit() && other != '-') {
            let id = if piece.len() == 36 { Uuid::parse_str(piece).ok() } else { None };
            let known = self.markers.iter().any(|marker| marker.text == piece);
            if id.is_some_and(|id| !known && self.fresh.is_new(id)) {
                let kind = Kind::Fresh as usize + self.markers.len();
                self.markers.push(Marker { text: piece.to_owned(), sql: format!("bench_id({kind}, :fresh)") });
            }
        }
    }
}

/// A text goes into a column of strings by itself; into one of JSON, and among ids, only when told to.
fn cast(value: &str) -> &'static str {
    match value.as_bytes() {
        [b'[', ..] | [b'{', b'"', ..] => "::jsonb",
        [b'{', ..] => "::uuid[]",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The statement in the script, and how many constants it has.
    fn script(sql: &str, parameters: &[Option<&str>], markers: &[Marker]) -> (String, usize) {
        let parameters = parameters.iter().map(|value| value.map(str::to_owned)).collect();
        let statement = Statement { sql: sql.to_owned(), parameters };
        let script = Script::new(&[statement], markers, Fresh(1_750_000_000_000));
        (script.text.lines().last().unwrap_or_default().to_owned(), script.constants.len())
    }

    #[test]
    fn constants_stay_parameters_and_nothing_stays_null() {
        let (text, constants) = script("SELECT $1, $2, $10, $1", &[Some("it's"), None], &[]);
        assert_eq!((text.as_str(), constants), ("SELECT :c0, NULL, $10, :c0;", 1));
    }

    #[test]
    fn new_ids_are_made_anew_and_the_same_one_everywhere() {
        let (new, old) = ("019aaaaa-0000-7000-8000-000000000001", "018aaaaa-0000-7000-8000-000000000001");
        let json = format!("{{\"eventId\":\"{new}\"}}");
        let (text, _) = script("INSERT $1, $2, $3", &[Some(new), Some(&json), Some(old)], &[]);
        let joined = "(:c0::text || bench_id(16, :fresh)::text || :c1::text)::jsonb";
        assert_eq!(text, format!("INSERT bench_id(16, :fresh), {joined}, :c2;"));
    }

    #[test]
    fn a_list_of_ids_stays_one() {
        let new = "019aaaaa-0000-7000-8000-000000000001";
        let (text, _) = script("SELECT = ANY($1)", &[Some(&format!("{{{new}}}"))], &[]);
        assert_eq!(text, "SELECT = ANY((:c0::text || bench_id(16, :fresh)::text || :c1::text)::uuid[]);");
    }

    #[test]
    fn a_marker_gives_way_to_its_expression() {
        let marker = Marker { text: "key-1".into(), sql: "bench_id(3, :person)".into() };
        let (text, _) = script("SELECT lock($1), $2", &[Some("of:key-1"), Some("")], &[marker]);
        assert_eq!(text, "SELECT lock((:c0::text || bench_id(3, :person)::text || ''::text)), '';");
    }
}
