//! The command line.

use std::path::PathBuf;

use clap::{Parser, ValueEnum};
use serde::Serialize;

use crate::turns::Length;

const EXAMPLES: &str = "\
例子 Examples
  just bench                                     全部，约十分钟 / everything, some ten minutes
  cargo run --release --package bench            同上，没有 just 时 / the same without just
  just bench --only wall,list --seconds 5        只测心愿墙和列表 / the wall and lists only
  just bench --only pages --wishes 10000         不造一百万条数据 / without a million rows
  just bench --sqlite                            内置 SQLite，无需 PostgreSQL / embedded SQLite
  just bench --json figures.json --markdown -    另存 JSON，并打印 Markdown / JSON to a file, Markdown too

怎样读 How to read it
  每一行把两件事交替着跑若干轮，“比值”是各轮比值的中位数；绝对数字因机器而异，只有比值有意义。
  Each row runs two things in turn for some rounds; its ratio is the median of the rounds' ratios.
  Absolute figures differ from machine to machine and from hour to hour; ratios hardly do.
  docs/performance.md 说明测的是什么 / says what each row measures.

需要 Needs
  Linux；PostgreSQL 自带的 initdb、postgres、psql、pgbench（--sqlite 时不需要）：
    sudo apt-get install postgresql postgresql-contrib
  数据放在临时目录（TMPDIR），一百万条约需 2 GB / data is kept in TMPDIR, 2 GB for a million wishes.

退出码 Exit code
  0 测完 / finished    2 有请求出错 / some request failed    1 没有测完 / not finished
  没达到目标不算出错 / a missed aim is not an error";

/// 压测四微：与静态响应、与 pgbench 执行同样的语句相比，给出比值
///
/// Measures siwei against a static answer of the same server and against pgbench running the same
/// statements. Starts PostgreSQL and siwei privately on free ports, and ends them.
#[derive(Debug, Parser)]
#[command(name = "bench", version, about, after_help = EXAMPLES)]
pub struct Arguments {
    /// 只测这些部分，逗号分隔 / Only these parts, as a comma list
    #[arg(long, value_enum, value_delimiter = ',', value_name = "PARTS")]
    only: Vec<Part>,
    /// 每轮秒数 / Seconds of one run
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u64).range(1..=600))]
    seconds: u64,
    /// 轮数，取中位数 / Rounds, of which the median counts
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u64).range(1..=99))]
    pub rounds: u64,
    /// 每一方先热身的秒数，不计入 / Seconds that each side runs first, uncounted; 0 for none
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u64).range(0..=60), value_name = "SECONDS")]
    warm_up: u64,
    /// 每个客户端在一轮中最多请求几次，默认只看秒数 / Requests of each client in one run at most; by default only the seconds count
    #[arg(long, value_parser = clap::value_parser!(u64).range(1..), value_name = "NUMBER")]
    requests: Option<u64>,
    /// 并发客户端数 / Clients at a time
    #[arg(long, default_value_t = 16, value_parser = clap::value_parser!(u64).range(1..=1000))]
    pub clients: u64,
    /// 发起请求的线程数，默认每核一个 / Threads that send requests, one a core by default
    #[arg(long, value_name = "NUMBER")]
    threads: Option<usize>,
    /// 墙上的心愿数，逗号分隔；最小的一个也用于其他部分 / Wishes on the wall, for the pages; the least serves all other parts
    #[arg(long, value_delimiter = ',', default_values_t = [10_000, 1_000_000], value_name = "NUMBERS",
          value_parser = clap::value_parser!(u64).range(100..=10_000_000))]
    wishes: Vec<u64>,
    /// 与第一页比较的是第几页 / The page that is held against the first
    #[arg(long, default_value_t = 500, value_parser = clap::value_parser!(u64).range(2..=50_000))]
    pub page: u64,
    /// 截止计票时的票数 / Ballots that are counted when a vote closes
    #[arg(long, default_value_t = 1_000_000, value_parser = clap::value_parser!(u64).range(10..=10_000_000))]
    pub ballots: u64,
    /// 用内置 SQLite 和演示数据，只测 wall、submit、cast、memory、start / The embedded SQLite with the demo's data
    #[arg(long)]
    pub sqlite: bool,
    /// 同时启动 Redis / Start a Redis, too
    #[arg(long)]
    pub redis: bool,
    /// 已编译好的 siwei；默认先编译发布版 / A built siwei; by default the release one is built first
    #[arg(long, value_name = "FILE")]
    pub siwei: Option<PathBuf>,
    /// siwei 的日志写到这里，默认丢弃 / siwei's log is appended here; by default it goes to /dev/null
    #[arg(long, value_name = "FILE")]
    pub log: Option<PathBuf>,
    /// 把交给 pgbench 的脚本存到这个目录 / Keep the scripts that pgbench runs in this folder
    #[arg(long, value_name = "FOLDER")]
    pub scripts: Option<PathBuf>,
    /// 把数字写成 JSON / Write the figures as JSON
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
    /// 把结果写成 Markdown，- 为标准输出 / Write the table as Markdown; - is standard output
    #[arg(long, value_name = "FILE")]
    pub markdown: Option<PathBuf>,
}

/// What can be measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// 心愿墙：缓存、304、不缓存，与静态响应比 / The wall against a static answer
    Wall,
    /// 不缓存的列表，与 pgbench 比 / Uncached lists against pgbench
    List,
    /// 提交心愿，与 pgbench 比 / Submitting against pgbench
    Submit,
    /// 认领心愿，与 pgbench 比 / Claiming against pgbench
    Claim,
    /// 投票，与 pgbench 比 / Casting ballots against pgbench
    Cast,
    /// 截止计票 / Closing a vote
    Close,
    /// 报名：一个热门班次、一百个班次，与 pgbench 比 / Signing up for one hot shift and for a hundred
    Signup,
    /// 内存：空闲与负载下 / Memory, idle and loaded
    Memory,
    /// 启动时间 / Start-up time
    Start,
    /// 第一页与第 500 页 / The first page and page 500
    Pages,
}

impl Arguments {
    /// Whether this part is measured: all are unless some were named; SQLite has no pgbench.
    pub fn wants(&self, part: Part) -> bool {
        let possible =
            !self.sqlite || matches!(part, Part::Wall | Part::Submit | Part::Cast | Part::Memory | Part::Start);
        possible && (self.only.is_empty() || self.only.contains(&part))
    }

    /// How long one run is.
    pub fn length(&self) -> Length {
        Length { seconds: self.seconds, requests: self.requests }
    }

    /// How long each side runs first, uncounted.
    pub fn warm_up(&self) -> Length {
        Length { seconds: self.warm_up, requests: self.requests }
    }

    /// Requests of all clients in one run at most, where a core takes fewer than this a second. When the time
    /// is over, each client still has its last answer to come.
    pub fn most(&self, a_second: u64, clients: u64) -> u64 {
        let timed = a_second * cores() as u64 * self.seconds.max(self.warm_up) + clients;
        self.requests.map_or(timed, |each| timed.min(each * clients))
    }

    /// Threads that send requests.
    pub fn threads(&self) -> usize {
        self.threads.filter(|threads| *threads > 0).unwrap_or_else(cores)
    }

    /// How many wishes are on the wall, each number once, the least first.
    pub fn sizes(&self) -> Vec<u64> {
        let mut sizes = self.wishes.clone();
        sizes.sort_unstable();
        sizes.dedup();
        sizes
    }
}

/// Cores of this machine.
pub fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, Into::into)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn sqlite_has_no_pgbench_to_be_held_against() {
        let arguments = Arguments::parse_from(["bench", "--sqlite", "--only", "wall,claim"]);
        assert!(arguments.wants(Part::Wall));
        assert!(!arguments.wants(Part::Claim) && !arguments.wants(Part::Memory));
    }
}
