//! A Merkle tree as in RFC 6962: SHA-256, leaves and nodes hashed apart, so that a node
//! cannot pass for a leaf. Built leaf by leaf, in memory that grows with the logarithm.

use aws_lc_rs::digest::{Context, SHA256, digest};

/// A SHA-256.
pub type Hash = [u8; 32];

/// The hash of a leaf's bytes.
pub fn leaf(bytes: &[u8]) -> Hash {
    hashed(&[&[0], bytes])
}

fn node(left: &Hash, right: &Hash) -> Hash {
    hashed(&[&[1], left, right])
}

fn hashed(parts: &[&[u8]]) -> Hash {
    let mut context = Context::new(&SHA256);
    parts.iter().for_each(|part| context.update(part));
    bytes_of(context.finish().as_ref())
}

fn bytes_of(digest: &[u8]) -> Hash {
    let mut hash = [0; 32];
    hash.iter_mut().zip(digest).for_each(|(to, from)| *to = *from);
    hash
}

/// A tree that grows: complete subtrees, the largest first, with their heights.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    peaks: Vec<(u32, Hash)>,
}

impl Tree {
    /// Adds the next leaf, by its hash.
    pub fn push(&mut self, leaf: Hash) {
        let (mut height, mut hash) = (0, leaf);
        while let Some((_, left)) = self.peaks.pop_if(|(peak, _)| *peak == height) {
            (height, hash) = (height + 1, node(&left, &hash));
        }
        self.peaks.push((height, hash));
    }

    /// The root; of no leaves at all the hash of nothing.
    pub fn root(&self) -> Hash {
        let mut peaks = self.peaks.iter().rev().map(|(_, hash)| *hash);
        let Some(last) = peaks.next() else { return bytes_of(digest(&SHA256, &[]).as_ref()) };
        peaks.fold(last, |right, left| node(&left, &right))
    }
}

impl Extend<Hash> for Tree {
    fn extend<T: IntoIterator<Item = Hash>>(&mut self, leaves: T) {
        leaves.into_iter().for_each(|leaf| self.push(leaf));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The definition of RFC 6962, section 2.1, word by word.
    fn by_definition(leaves: &[Hash]) -> Hash {
        match leaves {
            [] => bytes_of(digest(&SHA256, &[]).as_ref()),
            [one] => *one,
            several => {
                let split = several.len().next_power_of_two() / 2;
                node(&by_definition(&several[..split]), &by_definition(&several[split..]))
            }
        }
    }

    fn root(leaves: &[Hash]) -> Hash {
        let mut tree = Tree::default();
        tree.extend(leaves.iter().copied());
        tree.root()
    }

    #[test]
    fn the_root_is_that_of_the_definition() {
        let leaves: Vec<Hash> = (0_u8..70).map(|byte| leaf(&[byte])).collect();
        for size in 0..=leaves.len() {
            assert_eq!(root(&leaves[..size]), by_definition(&leaves[..size]), "{size} leaves");
        }
    }

    /// Published test vectors of Certificate Transparency: eight leaves.
    #[test]
    fn the_root_is_that_of_certificate_transparency() {
        let inputs: [&[u8]; 8] = [
            b"",
            b"\x00",
            b"\x10",
            b"\x20\x21",
            b"\x30\x31",
            b"\x40\x41\x42\x43",
            b"\x50\x51\x52\x53\x54\x55\x56\x57",
            b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
        ];
        let leaves: Vec<Hash> = inputs.iter().map(|input| leaf(input)).collect();
        let expected = "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328";
        assert_eq!(hex::encode(root(&leaves)), expected);
    }

    #[test]
    fn a_node_does_not_pass_for_a_leaf() {
        let (left, right) = (leaf(b"a"), leaf(b"b"));
        assert_ne!(leaf(&[left, right].concat()), node(&left, &right));
    }
}
