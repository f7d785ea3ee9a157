#!/usr/bin/env python3
"""Writes civil-code-278.json: votes of owners under Article 278 of the Civil Code, with verdicts.

The verdicts come from exact fractions here, not from siwei, so that siwei (or any other program)
can be held against them. Areas are in 0.01 m².   python3 civil-code-278.py > civil-code-278.json
"""

import json
from fractions import Fraction

SIDES = ("agree", "against", "abstain", "served", "silent")


def share(part, whole):
    return Fraction(part, whole) if whole else None


def at_least(part, whole, wanted):
    return whole > 0 and share(part, whole) >= wanted


def more_than(part, whole, wanted):
    return whole > 0 and share(part, whole) > wanted


RULES = {
    "cn-civil-code-278-ordinary": lambda part, whole: more_than(part, whole, Fraction(1, 2)),
    "cn-civil-code-278-special": lambda part, whole: at_least(part, whole, Fraction(3, 4)),
}


def verdict(rule, roll, agree, took_part):
    """Area and heads, each with (area, heads) pairs; the order of the checks is siwei's."""
    quorum = [at_least(took_part[i], roll[i], Fraction(2, 3)) for i in (0, 1)]
    agreed = [RULES[rule](agree[i], took_part[i]) for i in (0, 1)]
    if roll[1] == 0 or not all(quorum):
        outcome = "no_quorum"
    else:
        outcome = "adopted" if all(agreed) else "rejected"
    return {"outcome": outcome, "met": quorum + agreed}


def add(*weights):
    return tuple(sum(weight[i] for weight in weights) for i in (0, 1))


def following(sums):
    """The served and silent join the side that is ahead by area and by heads, if there is one."""
    agree, against, served = sums["agree"], sums["against"], sums["served"]
    if agree[0] > against[0] and agree[1] > against[1]:
        return {**sums, "agree": add(agree, served)}
    if against[0] > agree[0] and against[1] > agree[1]:
        return {**sums, "against": add(against, served)}
    return sums


def voters_of(owners):
    """Owners by the Supreme People's Court's reading: same owners, one head, all their parts."""
    heads = {}
    for part in owners["parts"]:
        key = "+".join(sorted(part["owners"]))
        heads[key] = heads.get(key, 0) + part["area"]
    return [(area, 1, owners["votes"].get(key, "silent")) for key, area in sorted(heads.items())]


def case(name_zh, name_en, rule, *, figures=None, owners=None, silent_follow=False):
    if owners:
        sums = {side: (0, 0) for side in SIDES}
        for area, head, side in voters_of(owners):
            sums[side] = add(sums[side], (area, head))
    else:
        sums = {side: tuple(figures.get(side, (0, 0))) for side in SIDES}
    roll = add(*sums.values())
    readings = []
    for follow in ([True, False] if silent_follow else [False]):
        counted = following(sums) if follow else sums
        took_part = add(counted["agree"], counted["against"], counted["abstain"])
        reading = verdict(rule, roll, counted["agree"], took_part)
        readings.append({"silent": "follow_majority" if follow else "left_out", **reading})
    weight = lambda pair: {"area": pair[0], "heads": pair[1]}
    made = {
        "name": {"zh-CN": name_zh, "en": name_en},
        "rule": rule,
        "ruleVersion": 1,
        "silentFollowMajority": silent_follow,
        "roll": weight(roll),
        **{side: weight(sums[side]) for side in SIDES[:4]},
        "expected": readings,
    }
    if owners:
        made["owners"] = owners
    return made


ORDINARY, SPECIAL = RULES


def parts(*listed):
    return [{"area": area, "owners": list(owners)} for area, *owners in listed]


def on_the_edge(rule, what, agree, took_part, roll, zh, en):
    """The exact figure, and one hundredth of a square metre and one head to either side."""
    cases = []
    for da, dh, zh_by, en_by in (
        (0, 0, "恰好", "exactly"),
        (-1, 0, "面积少 0.01 平方米", "0.01 m² less"),
        (1, 0, "面积多 0.01 平方米", "0.01 m² more"),
        (0, -1, "少一人", "one head less"),
        (0, 1, "多一人", "one head more"),
        (1, 1, "面积多 0.01 平方米、多一人", "0.01 m² and one head more"),
    ):
        if what == "taking_part":
            took, yes = (took_part[0] + da, took_part[1] + dh), (agree[0] + da, agree[1] + dh)
        else:
            took, yes = took_part, (agree[0] + da, agree[1] + dh)
        figures = {
            "agree": yes,
            "against": (took[0] - yes[0], took[1] - yes[1]),
            "silent": (roll[0] - took[0], roll[1] - took[1]),
        }
        cases.append(case(f"{zh}：{zh_by}", f"{en}: {en_by}", rule, figures=figures))
    return cases


ROLL = (1_200_000, 120)
TOOK = (800_000, 80)
CASES = [
    *on_the_edge(ORDINARY, "taking_part", (600_000, 60), TOOK, ROLL, "参与三分之二", "two thirds take part"),
    *on_the_edge(ORDINARY, "agreeing", (400_000, 40), TOOK, ROLL, "一般事项同意二分之一", "ordinary, half agree"),
    *on_the_edge(SPECIAL, "agreeing", (600_000, 60), TOOK, ROLL, "重大事项同意四分之三", "special, three quarters agree"),
    *on_the_edge(SPECIAL, "taking_part", (700_000, 70), TOOK, ROLL, "重大事项参与三分之二", "special, two thirds take part"),
    case("参与：面积达到而人数未达到", "taking part: area passes, heads fail", ORDINARY,
         figures={"agree": (1_000_000, 70), "silent": (200_000, 50)}),
    case("参与：人数达到而面积未达到", "taking part: heads pass, area fails", ORDINARY,
         figures={"agree": (700_000, 100), "silent": (500_000, 20)}),
    case("同意：面积过半而人数未过半", "agreeing: area passes, heads fail", ORDINARY,
         figures={"agree": (700_000, 45), "against": (300_000, 55), "silent": (200_000, 20)}),
    case("同意：人数过半而面积未过半", "agreeing: heads pass, area fails", ORDINARY,
         figures={"agree": (450_000, 60), "against": (550_000, 40), "silent": (200_000, 20)}),
    case("重大事项：面积达四分之三而人数未达", "special: area passes, heads fail", SPECIAL,
         figures={"agree": (800_000, 70), "against": (200_000, 30), "silent": (200_000, 20)}),
    case("重大事项：人数达四分之三而面积未达", "special: heads pass, area fails", SPECIAL,
         figures={"agree": (700_000, 80), "against": (300_000, 20), "silent": (200_000, 20)}),
    case("弃权使参与达到三分之二", "abstentions make the quorum", ORDINARY,
         figures={"agree": (500_000, 50), "abstain": (300_000, 30), "silent": (400_000, 40)}),
    case("弃权计入分母，同意未过半", "abstentions count in the denominator", ORDINARY,
         figures={"agree": (400_000, 40), "against": (100_000, 10), "abstain": (300_000, 30), "silent": (400_000, 40)}),
    case("全部弃权", "everybody abstains", ORDINARY, figures={"abstain": ROLL}),
    case("名册为空", "an empty roll", ORDINARY, figures={}),
    case("名册为空（重大事项）", "an empty roll, special", SPECIAL, figures={}),
    case("无人参与", "nobody takes part", SPECIAL, figures={"silent": ROLL}),
    case("一人所有多处：合计一人", "one owner of many parts is one head", ORDINARY,
         owners={"parts": parts((10_000, "A"), (10_000, "A"), (10_000, "A"), (10_000, "B"), (10_000, "C")),
                 "votes": {"A": "agree", "B": "against"}}),
    case("一人所有多处：面积过半而人数不过半", "one owner of many parts has the area, not the heads", ORDINARY,
         owners={"parts": parts((10_000, "A"), (10_000, "A"), (10_000, "A"), (10_000, "B"), (10_000, "C")),
                 "votes": {"A": "agree", "B": "against", "C": "against"}}),
    case("建设单位未售部分合计一人", "a developer's unsold parts are one head", SPECIAL,
         owners={"parts": parts(*[(10_000, "dev")] * 6, *[(10_000, name) for name in "ABCDE"]),
                 "votes": {"dev": "agree", "A": "agree", "B": "agree", "C": "agree", "D": "against"}}),
    case("建设单位反对：人数达到而面积未达到", "the developer is against: heads pass, area fails", ORDINARY,
         owners={"parts": parts(*[(10_000, "dev")] * 6, *[(10_000, name) for name in "ABCDE"]),
                 "votes": {"dev": "against", "A": "agree", "B": "agree", "C": "agree", "D": "agree", "E": "agree"}}),
    case("共有人共用一票", "co-owners share one ballot", ORDINARY,
         owners={"parts": parts((10_000, "A", "B"), (10_000, "B", "A"), (10_000, "C")),
                 "votes": {"A+B": "agree", "C": "agree"}}),
    case("单独所有与共有分别计一人", "owning alone and together are two heads", ORDINARY,
         owners={"parts": parts((10_000, "A"), (10_000, "A", "B"), (10_000, "C")),
                 "votes": {"A": "agree", "A+B": "agree", "C": "against"}}),
    case("未表决者随多数同意后达到参与", "served silent owners follow agreement and make the quorum", ORDINARY,
         figures={"agree": (400_000, 40), "against": (200_000, 20), "served": (300_000, 30), "silent": (300_000, 30)},
         silent_follow=True),
    case("未表决者随多数反对", "served silent owners follow refusal", ORDINARY,
         figures={"agree": (200_000, 20), "against": (400_000, 40), "served": (300_000, 30), "silent": (300_000, 30)},
         silent_follow=True),
    case("没有单一多数，未表决者不计入", "no single majority: the silent are left out", ORDINARY,
         figures={"agree": (400_000, 30), "against": (300_000, 40), "served": (300_000, 30), "silent": (200_000, 20)},
         silent_follow=True),
    case("没有送达记录者不随多数", "owners who were not served follow nobody", ORDINARY,
         figures={"agree": (600_000, 60), "against": (100_000, 10), "silent": (500_000, 50)}, silent_follow=True),
    case("随多数恰好达到三分之二", "following makes exactly two thirds", SPECIAL,
         figures={"agree": (500_000, 50), "against": (200_000, 20), "served": (100_000, 10), "silent": (400_000, 40)},
         silent_follow=True),
    case("十亿平方米：不丢一个单位", "a billion m²: not a hundredth is lost", SPECIAL,
         figures={"agree": (74_999_999_999, 75), "against": (25_000_000_001, 25)}),
]

if __name__ == "__main__":
    page = {
        "title": "《民法典》第二百七十八条业主表决测试向量 / Test vectors for owners' votes under Article 278",
        "unit": {"area": "0.01 m²", "heads": "one voter on the roll"},
        "checks": ["taking part by area", "taking part by heads", "agreeing by area", "agreeing by heads"],
        "madeBy": "civil-code-278.py (exact fractions)",
        "cases": "@",
    }
    lines = ",\n    ".join(json.dumps(made, ensure_ascii=False) for made in CASES)
    print(json.dumps(page, ensure_ascii=False, indent=2).replace('"@"', f"[\n    {lines}\n  ]"))
