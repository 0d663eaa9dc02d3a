"""Ids come from content: the same always gives the same, and anything else gives another."""

import json
from datetime import date

from hypothesis import assume, given
from hypothesis import strategies as st

from sijill.model.identity import account_id, canonical_json, claim_id, content_id, digest, incident_id, report_id

PARTS = st.lists(st.none() | st.text(), min_size=1, max_size=5)


@given(PARTS)
def test_an_id_is_short_plain_and_always_the_same(parts: list[str | None]) -> None:
    made = content_id("x", *parts)
    assert made == content_id("x", *parts)
    assert len(made) == 18
    assert made.isascii()
    assert made == made.lower()


@given(PARTS, PARTS)
def test_other_content_has_another_id(left: list[str | None], right: list[str | None]) -> None:
    assume(left != right)
    assert content_id("x", *left) != content_id("x", *right)


def test_parts_do_not_run_into_each_other() -> None:
    assert content_id("x", "ab", "c") != content_id("x", "a", "bc")
    assert content_id("x", "a", None) != content_id("x", "a", "None")
    assert content_id("x", "a") != content_id("y", "a")


@given(st.text(), st.text(), st.none() | st.dates(), st.none() | st.text(), st.none() | st.text())
def test_a_report_is_what_it_says_when_where_and_by_whom(
    doc: str, text: str, published: date | None, source: str | None, url: str | None
) -> None:
    made = report_id(doc, text, published, source, url)
    assert made == report_id(doc, text, published, source, url)
    assert made != report_id(doc, text + " ", published, source, url)
    assert made != report_id(doc, text, published, (source or "") + "x", url)


def test_an_account_is_named_within_its_report_and_a_claim_within_its_account() -> None:
    assert account_id("r-x", 2) == "r-x.a2"
    assert claim_id("r-x.a2", "h", 3) == "r-x.a2.h3"
    assert incident_id("r-x.a2").startswith("i-")


@given(st.text())
def test_any_string_has_a_digest(text: str) -> None:
    assert len(digest(text + "\ud800")) == 64
    assert digest(text) == digest(text.encode("utf-8", "surrogatepass"))


@given(st.dictionaries(st.text(), st.integers() | st.text() | st.none()))
def test_canonical_json_does_not_depend_on_the_order_and_loses_nothing(value: dict[str, object]) -> None:
    written = canonical_json(value)
    assert written == canonical_json(dict(reversed(value.items())))
    assert json.loads(written) == value
