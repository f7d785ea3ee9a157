//! Keyset pages: the next page starts behind the last row, however long the list is.

use aws_lc_rs::digest;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::error::{Code, Error, Result};

/// Rows a page unless the caller says otherwise.
pub const DEFAULT_SIZE: u64 = 20;

/// 一页内容
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Page<T> {
    /// 本页各项
    pub items: Vec<T>,
    /// 下一页的游标；没有下一页时为 null
    #[schema(required = true)]
    pub next_cursor: Option<String>,
    /// 总数，仅当 withTotal=true 时给出
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub total: Option<u64>,
}

impl<T> Page<T> {
    /// Cuts `rows`, of which one more than the page holds was asked for, into a page:
    /// the cursor names the last row that is on it.
    pub fn cut<K: Serialize>(
        mut rows: Vec<T>,
        size: u64,
        filter: &impl Serialize,
        key: impl Fn(&T) -> K,
    ) -> Result<Self> {
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        let more = rows.len() > size;
        rows.truncate(size);
        let last = rows.last().filter(|_| more);
        let next_cursor = last.map(|row| Cursor::encode(filter, &key(row))).transpose()?;
        Ok(Self { items: rows, next_cursor, total: None })
    }

    /// The same page with each item shown differently.
    pub fn map<U>(self, show: impl FnMut(T) -> U) -> Page<U> {
        let Self { items, next_cursor, total } = self;
        Page { items: items.into_iter().map(show).collect(), next_cursor, total }
    }

    /// The same page with items that took a look-up to show.
    pub fn with_items<U>(&self, items: Vec<U>) -> Page<U> {
        Page { items, next_cursor: self.next_cursor.clone(), total: self.total }
    }

    /// Adds the total.
    #[must_use]
    pub fn with_total(mut self, total: Option<u64>) -> Self {
        self.total = total;
        self
    }
}

/// Where a page starts: behind this key, within this filter.
pub struct Cursor;

#[derive(Serialize, Deserialize)]
struct Position<K> {
    f: String,
    k: K,
}

impl Cursor {
    /// The opaque cursor of a row's sort key, bound to the filter of its list.
    pub fn encode<K: Serialize>(filter: &impl Serialize, key: &K) -> Result<String> {
        let position = Position { f: fingerprint(filter)?, k: key };
        let json = serde_json::to_vec(&position).map_err(internal)?;
        Ok(URL_SAFE_NO_PAD.encode(json))
    }

    /// The sort key behind which a page starts.
    ///
    /// # Errors
    /// `bad_cursor` when it is none of ours or belongs to another filter.
    pub fn decode<K: DeserializeOwned>(filter: &impl Serialize, cursor: &str) -> Result<K> {
        let bytes = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| Code::BadCursor.error())?;
        let position: Position<K> = serde_json::from_slice(&bytes).map_err(|_| Code::BadCursor.error())?;
        if position.f != fingerprint(filter)? {
            return Err(Code::BadCursor.into());
        }
        Ok(position.k)
    }
}

fn fingerprint(filter: &impl Serialize) -> Result<String> {
    let json = serde_json::to_vec(filter).map_err(internal)?;
    Ok(hex::encode(&digest::digest(&digest::SHA256, &json).as_ref()[..8]))
}

fn internal(error: serde_json::Error) -> Error {
    Code::Internal.error().cause(error)
}

/// Checks a page size: 1 to 100, 20 by default.
///
/// # Errors
/// `malformed_query` outside of that.
pub fn size(asked: Option<u64>) -> Result<u64> {
    match asked.unwrap_or(DEFAULT_SIZE) {
        size @ 1..=100 => Ok(size),
        _ => Err(Code::MalformedQuery.error().fault("pageSize", Code::InvalidValue, "1..=100".to_owned())),
    }
}

/// A comma list of a query parameter, such as `status=open,claimed`.
///
/// # Errors
/// `malformed_query` when one of its values is none of `T`.
pub fn comma_list<T: DeserializeOwned>(name: &str, list: Option<&str>) -> Result<Vec<T>> {
    let values = list.into_iter().flat_map(|list| list.split(',')).map(str::trim).filter(|value| !value.is_empty());
    values
        .map(|value| {
            serde_json::from_value(value.into())
                .map_err(|error| Code::MalformedQuery.error().fault(name, Code::InvalidValue, error.to_string()))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_leads_on_within_its_own_filter_only() -> Result<()> {
        let page = Page::cut(vec![1, 2, 3], 2, &"open", |row| *row)?;
        assert_eq!(page.items, [1, 2]);
        let cursor = page.next_cursor.unwrap_or_default();
        assert_eq!(Cursor::decode::<i32>(&"open", &cursor)?, 2);
        let other = Cursor::decode::<i32>(&"claimed", &cursor).map_err(|error| error.code());
        assert_eq!(other, Err(Code::BadCursor));
        Ok(())
    }

    #[test]
    fn the_last_page_has_no_next() -> Result<()> {
        assert_eq!(Page::cut(vec![1, 2], 2, &"", |row| *row)?.next_cursor, None);
        Ok(())
    }
}
