"""Both engines of linking, the one for few accounts and the one for many, are one model."""

import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_filings import file_account

from sijill.link import link_filings, score
from sijill.link.blocking import LARGEST, pair_profiles
from sijill.link.blocks import Blocks, make_searches
from sijill.link.bulk import Bulk
from sijill.link.comparison import compare_profiles
from sijill.link.profile import _CALENDAR, _MONTH, FAMILIES, Point, Profile, read_calendar
from sijill.link.rarity import Rarity
from sijill.link.score import load_weights, may_join, score_levels
from sijill.link.signing import sign_texts
from sijill.link.sound import sound_name
from sijill.link.table import tabulate
from sijill.model.fingerprint import fold, sign_text
from sijill.model.speaker import Statement
from sijill.model.vocabulary import EventType

ARABIC, LATIN = ("كفر نبل", "كفرنبل", "سراقب", "خان شيخون"), ("kafr nabl", "kafranbel", "saraqib", "khan shaykhun")
PEOPLE = ("sami hasan najjar", "samy hasan najjar", "layla omar", "عمر سالم")
EVENTS: tuple[EventType, ...] = ("air_strike", "air_strike", "shelling", "armed_clash")
DAY = date(2018, 5, 1).toordinal()


def make_profile(n: int, rng: random.Random) -> Profile:
    """A made-up profile: everything may be missing, and little enough is possible that much agrees."""
    latin = rng.random() < 0.4
    names = frozenset(rng.sample(LATIN if latin else ARABIC, rng.choice((0, 1, 1, 1, 2))))
    first = DAY + rng.choice((0, 0, 0, 1, 2, 5, 30)) if rng.random() < 0.6 else None
    words = frozenset(f"{'w' if latin else 'ك'}{min(int(rng.paretovariate(0.7)), 60)}" for _ in range(rng.choice((0, 3, 8, 12))))
    if rng.random() < 0.3:
        words |= {f"{'w' if latin else 'ك'}own{n // 3}", f"{'w' if latin else 'ك'}rare{n // 4}", f"{'w' if latin else 'ك'}odd{n // 5}"}
    text = [rng.randrange(1000) for _ in range(64)] if rng.random() < 0.7 else random.Random(n // 4).choices(range(1000), k=64)  # noqa: S311
    if rng.random() < 0.3:
        text = [*random.Random(n // 4).choices(range(1000), k=64)[:16], *text[16:]]  # noqa: S311
    published = DAY + rng.choice((-3, 0, 1, 1, 9, 40)) if rng.random() < 0.5 else None
    return Profile(
        account=f"r{n:04}.a1",
        report=f"r{n - n % 2 * (rng.random() < 0.1):04}",
        publisher=rng.choice(("", "north news", "south news")),
        lead=rng.random() < 0.8,
        scope="event" if rng.random() < 0.9 else "aggregate",
        family=FAMILIES[event := rng.choice(EVENTS)],
        event_type=event,
        days=None if first is None else (first, first + rng.choice((0, 0, 0, 1, 3, 60))),
        published=published,
        calendar=frozenset({(5, rng.choice((1, 2)))} if rng.random() < 0.5 else ()),
        points=tuple(
            Point(35.6 + rng.choice((0, 0, 0.02, 0.1, 0.4, 2)), 36.5, rng.choice((1.5, 3.0, 20.0)), "g")
            for _ in range(rng.choice((0, 1, 1, 2)))
        ),
        origins=frozenset(rng.sample(LATIN if latin else ARABIC, 1) if rng.random() < 0.3 else ()),
        origin_points=(Point(35.0, 38.0, 1.0, "g"),) if rng.random() < 0.1 else (),
        names=names,
        sounds=frozenset(s for name in names if (s := sound_name(name))),
        within=frozenset({rng.choice(LATIN if latin else ARABIC)} if rng.random() < 0.2 else ()),
        units=frozenset({"dlb"} if rng.random() < 0.3 else ()),
        echoes=frozenset(
            rng.sample(("klbs", "srkb", "drzr", "mntk", "skbt", "tfth", "jmlt"), rng.choice((0, 1, 3, 5)))
            + [f"{letter}snd{n // 3}" for letter in "abc"[: rng.randrange(4)]]
        ),
        weekdays=frozenset({rng.randrange(3)} if rng.random() < 0.4 else ()),
        tolls={
            kind: tuple((low, rng.choice((low, low, low + 3, None))) for low in rng.sample((1, 2, 4, 5, 8, 15), rng.choice((1, 1, 2))))
            for kind in ("killed", "injured")
            if rng.random() < 0.6
        },
        perpetrators=frozenset(rng.sample(("russia", "us", "us_coalition"), 1) if rng.random() < 0.5 else ()),
        parties=frozenset(rng.sample(("turkey", "isis"), 1) if rng.random() < 0.7 else ()),
        victims=frozenset({rng.choice(PEOPLE)} if rng.random() < 0.3 else ()),
        statements=frozenset({Statement("ministry", (("killed", 5, 5),))} if rng.random() < 0.3 else ()),
        words=words,
        latin=latin,
        signature=tuple(text) if rng.random() < 0.9 else (),
    )  # fmt: skip


@pytest.fixture(scope="module")
def profiles() -> list[Profile]:
    rng = random.Random(7)  # noqa: S311 - repeatable, not secret
    return [make_profile(n, rng) for n in range(3 * LARGEST)]


@pytest.fixture(scope="module")
def bulk(profiles: list[Profile]) -> Bulk:
    return Bulk(tabulate(profiles))


def test_both_engines_reach_the_same_levels_and_scores_on_the_same_pairs(profiles: list[Profile], bulk: Bulk) -> None:
    rarity, weights = Rarity(profiles), load_weights()
    pairs = [(a, b) for a in range(len(profiles)) for b in range(a + 1, len(profiles))]
    (scored,) = bulk.score([a for a, _ in pairs], [b for _, b in pairs])
    found = {(row["n_l"], row["n_r"]): row for row in scored.to_pylist()}
    seen = set()
    for a, b in pairs:
        levels = compare_profiles(profiles[a], profiles[b], rarity)
        codes = {level.code for level in levels}
        assert bulk.codes(found[a, b]) == codes, (a, b)
        assert found[a, b]["match_weight"] == pytest.approx(score_levels(levels, weights), abs=0.002)
        seen |= codes
    assert seen == set(weights.bits)


def test_whether_a_pair_may_join_is_the_same_for_many_as_for_one(profiles: list[Profile], bulk: Bulk) -> None:
    rarity = Rarity(profiles)
    pairs = [(a, b) for a in range(0, len(profiles), 3) for b in range(a + 1, len(profiles))]
    (scored,) = bulk.score([a for a, _ in pairs], [b for _, b in pairs])
    told = bulk.may_join(scored)
    assert any(told)
    for joins, row in zip(told, scored.to_pylist(), strict=True):
        assert joins == may_join(compare_profiles(profiles[row["n_l"]], profiles[row["n_r"]], rarity))


def test_both_engines_compare_the_same_pairs(profiles: list[Profile], bulk: Bulk) -> None:
    blocks = Blocks(bulk.connection, len(profiles), make_searches(bulk.measures), lambda _: None)
    left, right = blocks.pairs(0, len(profiles))
    many, few = set(zip(left.tolist(), right.tolist(), strict=True)), set(pair_profiles(profiles, len(profiles), Rarity(profiles)))
    assert len(many ^ few) <= 0.02 * len(few)  # which of equally near accounts is taken may differ
    fresh = {pair for pair in many if pair[0] < 50}
    assert {*zip(*(part.tolist() for part in blocks.pairs(0, 50)), strict=True)} == fresh


def test_many_filings_are_linked_as_few_are_and_tell_how_far_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    filings = [
        file_account(f"r{n}", f"An air strike on Tell {'Rumman' if n % 3 else 'Amud'} killed {4 + n % 2} people.") for n in range(20)
    ]
    few = link_filings(filings[5:], filings[:5])
    told: list[float] = []
    monkeypatch.setattr(score, "MANY", 0)
    assert link_filings(filings[5:], filings[:5], told.append) == few
    assert few
    assert told == sorted(told)
    assert told[-1] == 1.0


@given(st.lists(st.text(st.sampled_from("ابتجدو كلم ab1٣é_\ud800ـ\U0001f600"), max_size=80), min_size=1, max_size=4))
def test_many_texts_are_signed_as_each_is(texts: list[str]) -> None:
    assert sign_texts(texts) == [sign_text(text) for text in texts]


@given(
    st.lists(
        st.sampled_from(("5 may", "May 12", "3/4/2018", "١٥ تشرين الثاني", "21st of august", "x" * 50, " ", ",", "77", "\n")),
        max_size=12,
    )
)
def test_a_day_named_in_a_long_text_is_found_wherever_it_stands(pieces: list[str]) -> None:
    text = "".join(pieces)
    days = {(int(m["day"] or m["day2"] or m["day3"]), m["month"] or m["month2"] or m["month3"]) for m in _CALENDAR.finditer(fold(text))}
    named = {(_MONTH.get(month) or int(month), day) for day, month in days}
    assert read_calendar(text) == {(month, day) for month, day in named if 1 <= day <= 31 and 1 <= month <= 12}
