//! Schulze's method by winning votes: M. Schulze, "A new monotonic, clone-independent, reversal
//! symmetric, and Condorcet-consistent single-winner election method", section 2. An option
//! stands above another when its strongest path to it is stronger than the one back.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// 路径强度：先比优于的人数，再比反对的人数（少者强）；没有路径时 votes 为 0
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// 最弱一环中，优于的人数
    pub votes: u64,
    /// 最弱一环中，相反的人数
    pub opposed: u64,
}

impl Ord for Link {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.votes.cmp(&other.votes).then(other.opposed.cmp(&self.opposed))
    }
}

impl PartialOrd for Link {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// Nothing leads from one to the other. Weaker than every link: a link has a vote more than
/// it has against it.
const NO_PATH: Link = Link { votes: 0, opposed: 0 };

/// Who is preferred to whom, by how many.
#[derive(Clone, Debug)]
pub struct Pairwise {
    size: usize,
    preferred: Vec<u64>,
}

impl Pairwise {
    /// No ballots yet on so many options.
    pub fn new(size: usize) -> Self {
        Self { size, preferred: vec![0; size * size] }
    }

    /// Adds ballots that rank the options so: a lower rank is better, equal ranks are ties.
    pub fn add(&mut self, ranks: &[usize], votes: u64) {
        for (one, rank) in ranks.iter().enumerate() {
            for (other, other_rank) in ranks.iter().enumerate() {
                if rank < other_rank {
                    self.preferred[one * self.size + other] += votes;
                }
            }
        }
    }

    /// Row by row: how many prefer this one to each other.
    pub fn rows(&self) -> Vec<Vec<u64>> {
        (0..self.size).map(|one| (0..self.size).map(|other| self.votes(one, other)).collect()).collect()
    }

    /// The strongest path from each to each other.
    pub fn strongest_paths(&self) -> Vec<Vec<Link>> {
        let options = 0..self.size;
        let mut paths: Vec<Vec<Link>> =
            options.clone().map(|one| options.clone().map(|other| self.link(one, other)).collect()).collect();
        for over in options.clone() {
            for from in options.clone() {
                for to in options.clone() {
                    if from != to && from != over && to != over {
                        let detour = paths[from][over].min(paths[over][to]);
                        paths[from][to] = paths[from][to].max(detour);
                    }
                }
            }
        }
        paths
    }

    fn votes(&self, one: usize, other: usize) -> u64 {
        self.preferred[one * self.size + other]
    }

    fn link(&self, one: usize, other: usize) -> Link {
        let (votes, opposed) = (self.votes(one, other), self.votes(other, one));
        if votes > opposed { Link { votes, opposed } } else { NO_PATH }
    }
}

/// The full ranking, the best first: those whom nobody left stands above, then the same among
/// the rest. Options between which the method does not decide share a group, never by lot.
pub fn ranking(paths: &[Vec<Link>]) -> Vec<Vec<usize>> {
    let mut left: Vec<usize> = (0..paths.len()).collect();
    let mut groups = Vec::new();
    while !left.is_empty() {
        let undefeated = |one: &usize| left.iter().all(|other| paths[*other][*one] <= paths[*one][*other]);
        let group: Vec<usize> = left.iter().copied().filter(|one| undefeated(one)).collect();
        if group.is_empty() {
            break; // cannot be: "stands above" has no cycles
        }
        left.retain(|one| !group.contains(one));
        groups.push(group);
    }
    groups
}
