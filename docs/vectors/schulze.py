#!/usr/bin/env python3
"""Writes schulze.json: random ranked ballots with ties, and what pref_voting makes of them.

pref_voting (PyPI, MIT) is an independent implementation of Schulze's method, there called Beat
Path. Links are compared by winning votes and then by the fewer opposed, as Schulze's paper does.

    pip install pref_voting==1.18.2 && python3 schulze.py > schulze.json
"""

import json
import random
from importlib.metadata import version

from pref_voting.margin_based_methods import beat_path, beat_path_defeat
from pref_voting.profiles_with_ties import ProfileWithTies

PROFILES = 1500


def random_profile(rng):
    options = rng.randint(2, 7)
    # Few ballots and few ranks: so that links, paths and places are often equal.
    ranks = rng.randint(2, options)
    kinds = rng.randint(1, 9)
    ballots = [([rng.randint(1, ranks) for _ in range(options)], rng.randint(1, 4)) for _ in range(kinds)]
    return options, ballots


def judged(options, ballots):
    profile = ProfileWithTies(
        [dict(enumerate(ranks)) for ranks, _ in ballots],
        rcounts=[count for _, count in ballots],
        candidates=list(range(options)),
    )
    everybody = sum(count for _, count in ballots)

    def winning_votes(one, other):
        if one == other:
            return 0
        return profile.support(one, other) * (everybody + 1) - profile.support(other, one)

    defeats = sorted(beat_path_defeat(profile, strength_function=winning_votes).edges)
    winners = beat_path(profile, strength_function=winning_votes)
    return defeats, winners


def levels(options, defeats):
    left, groups = set(range(options)), []
    while left:
        group = sorted(one for one in left if not any((other, one) in defeats for other in left))
        groups.append(group)
        left -= set(group)
    return groups


def line(rng):
    options, ballots = random_profile(rng)
    defeats, winners = judged(options, ballots)
    ranking = levels(options, set(defeats))
    assert ranking[0] == winners
    return {
        "ballots": " ".join(f"{count}*{''.join(map(str, ranks))}" for ranks, count in ballots),
        "above": " ".join(f"{one}{other}" for one, other in defeats),
        "ranking": ">".join("=".join(map(str, group)) for group in ranking),
    }


if __name__ == "__main__":
    rng = random.Random(20221231)
    page = {
        "title": "舒尔策法测试向量 / Test vectors for Schulze's method",
        "ballots": "count*ranks: the rank of option 0, 1, 2 …; a lower rank is better, equal ranks are ties",
        "above": "pairs of options: the first stands above the second",
        "madeBy": f"pref_voting {version('pref_voting')} (PyPI), beat_path_defeat and beat_path by winning votes",
        "profiles": "@",
    }
    lines = ",\n    ".join(json.dumps(line(rng)) for _ in range(PROFILES))
    print(json.dumps(page, ensure_ascii=False, indent=2).replace('"@"', f"[\n    {lines}\n  ]"))
