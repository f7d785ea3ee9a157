//! Many rows name the same things: each once, in the order of the sheet, with what was
//! said of it first.

use std::collections::HashMap;
use std::hash::Hash;

/// What was said first, and in which row.
#[derive(Debug)]
pub struct Said<T>(Option<(T, usize)>);

impl<T> Default for Said<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T: Copy + PartialEq> Said<T> {
    /// Hears one row; the row that said something else, if one did.
    pub fn hear(&mut self, value: Option<T>, row: usize) -> Option<usize> {
        let value = value?;
        let (first, at) = *self.0.get_or_insert((value, row));
        (first != value).then_some(at)
    }

    /// What was said.
    pub fn value(&self) -> Option<T> {
        self.0.map(|(value, _)| value)
    }
}

/// Things by name, in the order in which they were named first.
#[derive(Debug)]
pub struct Folded<K, V> {
    /// Where a name stands in `items`.
    pub index: HashMap<K, usize>,
    /// The things.
    pub items: Vec<(K, V)>,
}

impl<K, V> Default for Folded<K, V> {
    fn default() -> Self {
        Self { index: HashMap::new(), items: Vec::new() }
    }
}

impl<K: Copy + Eq + Hash, V> Folded<K, V> {
    /// The thing of this name, made when it is named first.
    pub fn named(&mut self, key: K, new: impl FnOnce() -> V) -> &mut V {
        let index = *self.index.entry(key).or_insert_with(|| {
            self.items.push((key, new()));
            self.items.len() - 1
        });
        &mut self.items[index].1
    }
}
