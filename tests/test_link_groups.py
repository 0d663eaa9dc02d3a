"""Groups over links: a person's no stands, order changes nothing."""

import random
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from sijill.link import group_accounts, propose_groups
from sijill.model import Link, Reason

NAMES = [f"r-{letter}.a{n}" for letter in "abcdef" for n in (1, 2)]


def link(left: str, right: str, score: float = 8.0, joins: bool = True, code: str = "date_same") -> Link:
    left, right = sorted((left, right))
    return Link(left, right, score, joins, (Reason(code, "same day", "اليوم نفسه"),), "test")


links_of_many = st.lists(
    st.builds(
        link,
        st.sampled_from(NAMES),
        st.sampled_from(NAMES),
        st.floats(-5, 20, allow_nan=False).map(lambda x: round(x, 1)),
        st.booleans(),
    ).filter(lambda k: k.left != k.right),
    max_size=20,
)


def test_joined_accounts_are_one_group_and_the_rest_stay_alone() -> None:
    groups = group_accounts(["r-a.a1", "r-b.a1", "r-c.a1"], [link("r-a.a1", "r-b.a1")])
    assert groups == (("r-a.a1", "r-b.a1"), ("r-c.a1",))


def test_a_proposal_joins_nothing() -> None:
    assert len(group_accounts(["r-a.a1", "r-b.a1"], [link("r-a.a1", "r-b.a1", joins=False)])) == 2


def test_a_persons_no_holds_even_through_a_third_account() -> None:
    accounts = ["r-a.a1", "r-b.a1", "r-c.a1"]
    links = [link("r-a.a1", "r-b.a1", 11), link("r-b.a1", "r-c.a1", 8)]
    assert group_accounts(accounts, links, [("r-c.a1", "r-a.a1")]) == (("r-a.a1", "r-b.a1"), ("r-c.a1",))


def test_two_accounts_of_one_report_are_kept_apart_at_the_weaker_link() -> None:
    accounts = ["r-a.a1", "r-a.a2", "r-b.a1"]
    links = [link("r-a.a1", "r-b.a1", 7), link("r-a.a2", "r-b.a1", 9)]
    assert group_accounts(accounts, links) == (("r-a.a1",), ("r-a.a2", "r-b.a1"))


def test_another_kind_of_event_is_not_grouped_even_as_a_proposal() -> None:
    assert len(propose_groups(["r-a.a1", "r-b.a1"], [link("r-a.a1", "r-b.a1", joins=False, code="type_other")])) == 2


def test_a_chain_of_proposals_is_not_one_incident() -> None:
    accounts = [f"r-{x}.a1" for x in "abcde"]
    chain = [link(a, b, 5 + n, joins=False) for n, (a, b) in enumerate(pairwise(accounts))]
    assert max(map(len, propose_groups(accounts, chain))) < 5


@given(
    links_of_many, st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), max_size=4), st.randoms(use_true_random=False)
)
def test_the_order_of_accounts_and_links_changes_no_group(links: list[Link], apart: list[tuple[str, str]], rng: random.Random) -> None:
    unique = {(k.left, k.right): k for k in links}
    first = list(unique.values())
    second = rng.sample(first, len(first))
    names = rng.sample(NAMES, len(NAMES))
    assert group_accounts(NAMES, first, apart) == group_accounts(names, second, apart)
    assert propose_groups(NAMES, first, apart) == propose_groups(names, second, apart)


@given(links_of_many, st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), max_size=4))
def test_groups_hold_every_account_once_and_never_those_kept_apart(links: list[Link], apart: list[tuple[str, str]]) -> None:
    groups = group_accounts(NAMES, links, apart)
    assert sorted(a for g in groups for a in g) == sorted(NAMES)
    for left, right in apart:
        assert left == right or not any(left in g and right in g for g in groups)


def test_two_groups_that_one_join_alone_would_tie_stay_apart() -> None:
    accounts = [f"r-{x}.a1" for x in "abcd"]
    links = [link("r-a.a1", "r-b.a1", 12), link("r-c.a1", "r-d.a1", 12), link("r-b.a1", "r-c.a1", 4)]
    assert group_accounts(accounts, links) == (("r-a.a1", "r-b.a1"), ("r-c.a1", "r-d.a1"))


def test_a_new_account_that_two_incidents_claim_alike_joins_neither() -> None:
    accounts = [f"r-{x}.a1" for x in "abx"]
    alike = [link("r-a.a1", "r-x.a1", 9), link("r-b.a1", "r-x.a1", 8)]
    assert group_accounts(accounts, alike) == (("r-a.a1",), ("r-b.a1",), ("r-x.a1",))
    assert group_accounts(accounts, [*alike, link("r-a.a1", "r-b.a1", 3, joins=False)]) != group_accounts(accounts, alike)
    clear = [link("r-a.a1", "r-x.a1", 12), link("r-b.a1", "r-x.a1", 8)]
    assert group_accounts(accounts, clear) == (("r-a.a1", "r-x.a1"), ("r-b.a1",))


def test_what_stands_is_not_torn_by_a_stronger_link_of_what_comes_later() -> None:
    accounts = [f"r-{x}.a1" for x in "abn"]
    links = [link("r-a.a1", "r-b.a1", 5), link("r-b.a1", "r-n.a1", 15)]
    assert group_accounts(accounts, links) == (("r-a.a1",), ("r-b.a1", "r-n.a1"))
    assert group_accounts(accounts, links, held=[("r-a.a1", "r-b.a1")]) == (("r-a.a1", "r-b.a1"), ("r-n.a1",))


def test_two_incidents_that_nobody_judged_are_put_together_by_links_between_most_of_their_accounts() -> None:
    accounts = [f"r-{x}.a1" for x in "abcd"]
    links = [link(f"r-{x}.a1", f"r-{y}.a1", 9) for x in "ab" for y in "cd"]
    held = [("r-a.a1", "r-b.a1"), ("r-c.a1", "r-d.a1")]
    assert group_accounts(accounts, links, held=held) == (tuple(accounts),)
    assert len(group_accounts(accounts, links[:2], held=held)) == 2
    assert len(group_accounts(accounts, links, blocks=held)) == 2


@given(links_of_many, st.lists(st.sampled_from(NAMES), max_size=6, unique=True))
def test_a_group_that_stands_stays_whole(links: list[Link], held: list[str]) -> None:
    groups = group_accounts(NAMES, links, held=[held] if held else [])
    assert sum(bool(set(held) & set(group)) for group in groups) == bool(held)
