//! 民丰小区 deliberates: twenty matters, one at least in every state, told through the services
//! and the clock, so that rolls, ballots, receipts and signed results are genuine.

mod ballots;
mod players;
mod teller;
mod vote;

use chrono::Duration;
use entity::deliberations::DeliberationStatus::{
    self, Annulled, Closed, Counted, Decided, Declined, Discussing, Evaluating, Executing, Lapsed, Proposed, Published,
    Scheduled, Seconded, Voting, Withdrawn,
};
use entity::ids::TeamId;

use super::people::People;
use super::pilot::Pilot;
use super::roster::Neighbour;
use crate::app::App;
use crate::error::Result;
use crate::kernel::{Clock, Kernel};

use players::Players;
use teller::Teller;
use vote::Vote;

/// Whose matter it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    /// A building's, counted from one.
    Building(usize),
    /// The whole compound's.
    Compound,
    /// The whole compound's, raised by the self-governance group.
    Group,
}

use At::{Building, Compound, Group};

/// A matter and how far it has come.
struct Tale {
    /// Hours ago that it was raised.
    hours: i64,
    at: At,
    title: &'static str,
    body: &'static str,
    until: DeliberationStatus,
    vote: Option<Vote>,
}

const fn tale(
    hours: i64,
    at: At,
    until: DeliberationStatus,
    title: &'static str,
    body: &'static str,
    vote: Option<Vote>,
) -> Tale {
    Tale { hours, at, title, body, until, vote }
}

/// What happened, the oldest first.
#[rustfmt::skip]
const STORY: &[Tale] = &[
    tale(1368, Building(3), Closed, "更换3号楼三个单元的单元门和对讲",
        "单元门锁坏了大半年，陌生人随便进，对讲也不响。物委会询价三家，每户约分摊二百六十元，保修两年。",
        Some(Vote::owners("是否同意更换3号楼单元门和对讲，费用按专有部分面积分摊？", &[84, 8, 4]))),
    tale(1056, Building(1), Evaluating, "粉刷1号楼楼道、加装扶手",
        "楼道墙皮脱落，老人上下楼没有地方扶。街道补贴一半，其余由本楼业主分摊。",
        Some(Vote::owners("是否同意粉刷1号楼楼道并加装扶手，自筹一半费用？", &[86, 6, 4]))),
    tale(960, Building(9), Lapsed, "在9号楼前建一座喷泉", "夏天孩子们可以玩水，也好看。", None),
    tale(576, Building(10), Executing, "在10号楼东墙外建非机动车充电棚",
        "电动车进楼充电、飞线充电隐患大。想在东墙外建二十个充电位的车棚，配烟感和自动断电。",
        Some(Vote::special("是否同意将10号楼东墙外的空地改建为非机动车充电棚？", &[80, 12, 4]))),
    tale(552, Building(4), Decided, "修订4号楼门前停车约定",
        "原约定十年没有改过。新约定：先本楼后外来车，消防通道全天禁停，连续三十天不动的车辆由物委会联系移走。",
        Some(Vote::owners("是否通过《4号楼门前停车约定》修订稿？", &[72, 18, 6]))),
    tale(528, Building(5), Decided, "在5号楼楼顶统一装太阳能热水器",
        "统一安装比各家自己装便宜，也整齐。顶楼邻居担心漏雨，请大家一起定。",
        Some(Vote::special("是否同意在5号楼楼顶统一安装太阳能热水器？", &[44, 46, 6]))),
    tale(504, Building(7), Decided, "把7号楼门厅租给快递驿站",
        "租金归全体业主，取件也方便；担心的是夜里有人进出。",
        Some(Vote::special("是否同意将7号楼门厅的一部分出租作快递驿站？", &[24, 8, 2]))),
    tale(432, Building(6), Annulled, "6号楼门前设置快递柜",
        "快递常堆在门口，容易丢，也挡路。运营公司免费安装，占地三平方米。",
        Some(Vote::special("是否同意在6号楼门前设置快递柜？", &[80, 12, 4]))),
    tale(336, Building(8), Published, "8号楼文明养犬公约",
        "遛狗牵绳、随手清理、早七点前晚十点后不在楼下放犬，楼道里给老人孩子让行。",
        Some(Vote::households("是否同意以户为单位遵守《8号楼文明养犬公约》？", &[52, 14, 4]))),
    tale(288, Building(2), Counted, "更换2号楼楼道声控灯",
        "三个单元的灯坏了一半，晚上上下楼看不清。用维修资金统一换成声控灯，预算三千六百元。",
        Some(Vote::owners("是否同意使用维修资金更换2号楼楼道灯？", &[76, 14, 6]))),
    tale(264, Building(9), Withdrawn, "春节前办一次楼栋联欢会", "大家包饺子、写春联，各家出一个节目。", None),
    tale(240, Compound, Declined, "拆除小区西侧围墙", "拆了围墙去自由大路近，不用绕。", None),
    tale(216, Group, Voting, "使用维修资金更换十栋楼的下水主管",
        "铸铁主管用了三十年，一楼返水，二楼渗漏。经勘查，十栋楼共三十个单元，预算四十六万元，从维修资金列支，工期四十天。",
        Some(Vote::owners("是否同意使用维修资金更换1至10号楼的下水主管？", &[26, 9, 5]).changeable())),
    tale(204, Building(3), Voting, "约定3号楼前广场舞和露天音响的时间",
        "早上睡不着的想早点跳，上夜班的想多睡会儿。建议早八点至十点、晚六点半至八点半，音量不超过六十分贝。",
        Some(Vote::residents("是否同意露天音响只在早八点至十点、晚六点半至八点半使用？", &[30, 12, 4]).live())),
    tale(204, Building(2), Voting, "推选2号楼楼长",
        "原楼长搬走了。三位邻居愿意干，请大家无记名推选一位。",
        Some(Vote::election("推选谁担任2号楼楼长？", &["许国庆", "曹淑珍", "高海涛"], &[24, 20, 10]))),
    tale(120, Group, Discussing, "民丰小区要不要请物业公司",
        "现在保洁、看门靠大家轮流。请物业公司每平方米每月约六角钱，请大家说说想法。", None),
    tale(96, Building(4), Scheduled, "翻修4号楼屋面防水",
        "顶楼三家一下雨就漏，去年补过一次没管用。这次整体重做，保修五年。",
        Some(Vote::owners("是否同意使用维修资金翻修4号楼屋面防水？", &[]))),
    tale(72, Building(1), Discussing, "给1号楼加装电梯", "六楼老人下楼困难，想知道一至三楼的邻居有哪些顾虑。", None),
    tale(48, Building(8), Seconded, "把8号楼门前台阶改成坡道", "轮椅和婴儿车过不去，希望一侧改成缓坡，装上扶手。", None),
    tale(36, Compound, Proposed, "把废弃的锅炉房改成老年活动室",
        "锅炉房空了八年。收拾出来可以下棋、写字、量血压，冬天也有个去处。", None),
];

/// Tells them all, each by a clock of its own that begins when the matter was raised.
pub async fn tell(
    app: &App,
    kernel: &Kernel,
    (pilot, group): (&Pilot, TeamId),
    people: &People,
    neighbours: &[Neighbour],
) -> Result<()> {
    let players = Players::gather(kernel, (pilot, group), people, neighbours).await?;
    for tale in STORY {
        let clock = Clock::default();
        clock.advance(-Duration::hours(tale.hours));
        let past = Kernel { clock, ..kernel.clone() };
        Teller { kernel: &past, app, players: &players }.live(tale).await?;
    }
    Ok(())
}
