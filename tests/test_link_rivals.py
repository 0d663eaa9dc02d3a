"""Dense days: incidents that an account could also belong to are shown as rivals, with what speaks for and against each."""

import json

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from judging import at, say
from made_filings import file_account, harm

from sijill import pipeline
from sijill.cli import cli
from sijill.link import explain_link, find_against, link_filings
from sijill.model import Filing, Link, Reason
from sijill.model.decision import GradeGiven
from sijill.register import Register

EAST = (35.0, 40.5)


def strike(report: str, text: str, killed: int, **more: object) -> Filing:
    given: dict[str, object] = {"place": "Tell Rumman", "at": EAST, "harms": (harm(f"{killed} civilians", killed, killed),)}
    return file_account(report, text, **(given | more))  # type: ignore[arg-type]


def codes(reasons: tuple[Reason, ...]) -> list[str]:
    return [reason.code for reason in reasons]


def test_what_a_link_lacks_to_join_is_said_in_both_languages() -> None:
    market = strike("a", "Jets killed 14 civilians in the market of Tell Rumman.", 14)
    school = strike("b", "Much later a school in Tell Rumman was hit and 3 civilians lay dead under its roof.", 3)
    (link,) = link_filings([market, school])
    against = find_against([link], ["r-a.a1"], ["r-b.a1"])
    assert not link.joins
    assert codes(against) == ["killed_differ"]
    assert all(reason.text and not reason.text_ar.isascii() for reason in against)


def test_a_barrier_is_its_own_reason_against() -> None:
    one = strike("a", "A jet killed 14 civilians in Tell Rumman, among them a baker.", 14)
    far = strike("b", "A jet killed 14 civilians in Tell Rumman, among them a baker.", 14, at=(35.0, 40.62))
    (link,) = link_filings([one, far])
    assert "place_near" in codes(find_against([link], ["r-a.a1"], ["r-b.a1"]))


LINK = Link("r-a.a1", "r-b.a1", 9.0, True, (Reason("date_same", "the same day", "اليوم نفسه", 6.0),), "test")


@pytest.mark.parametrize(
    ("own", "others", "judged", "expected"),
    [
        (["r-a.a1"], ["r-b.a1"], True, ["both_judged"]),
        (["r-a.a1", "r-c.a1"], ["r-b.a1", "r-c.a2"], False, ["one_report", "few_links"]),
        (["r-a.a1", "r-c.a1"], ["r-b.a1"], False, ["few_links"]),
        (["r-a.a1"], ["r-b.a1"], False, ["torn"]),
    ],
)
def test_a_join_that_was_refused_says_why(own: list[str], others: list[str], judged: bool, expected: list[str]) -> None:
    assert codes(find_against([LINK], own, others, judged)) == expected


def test_an_account_of_another_kind_is_said_to_be_related() -> None:
    strike_, clash = (
        strike("a", "14 civilians died in Tell Rumman.", 14),
        strike("b", "14 civilians died in Tell Rumman.", 14, event_type="armed_clash"),
    )
    (link,) = link_filings([strike_, clash])
    assert codes(find_against([link], ["r-a.a1"], ["r-b.a1"])) == ["related"]


@given(st.lists(st.floats(-8, 8).map(lambda x: round(x, 2)), max_size=8), st.floats(-5, 5).map(lambda x: round(x, 2)))
def test_a_waterfall_ends_at_the_score(weights: list[float], prior: float) -> None:
    score = round(prior + sum(weights), 3)
    link = Link("a", "b", score, False, tuple(Reason(f"c{n}", "x", "س", w) for n, w in enumerate(weights)), "test")
    steps = explain_link(link)
    assert steps[0].reason.weight == pytest.approx(prior, abs=0.002)
    assert steps[-1].total == pytest.approx(score, abs=0.01)
    assert len(steps) == len(weights) + 1


def test_rivals_of_an_incident_are_listed_the_likeliest_first_with_both_sides(register: Register) -> None:
    incident = at(register, "Northtown")
    rivals = pipeline.list_rivals(register, incident)
    assert {rival.incident for rival in rivals} == {
        register.look.incidents_of([end])[end] for k in incident.proposals for end in (k.left, k.right) if end not in incident.accounts
    }
    assert [r.links[0].score for r in rivals] == sorted((r.links[0].score for r in rivals), reverse=True)
    assert all(rival.against and rival.account in incident.accounts for rival in rivals)


def test_show_says_why_an_incident_was_put_together_and_which_others_it_may_be(register: Register) -> None:
    incident, run = at(register, "Northtown"), CliRunner().invoke
    say(register, incident.id, GradeGiven("Weak"))
    target = ["--register", str(register.name)]
    shown = run(cli, ["show", incident.id, "--why", *target]).output
    assert "why these accounts are one incident / لماذا هي حادثة واحدة" in shown
    assert "before anything is compared" in shown
    assert "the same day / اليوم نفسه" in shown
    assert "joins by itself (model link-" in shown
    told = json.loads(run(cli, ["show", incident.id, "--json", *target]).output)
    assert told["links"]
    for link in told["links"]:
        assert link["steps"][-1]["total"] == pytest.approx(link["score"], abs=0.01)
        assert {"code", "text", "text_ar", "weight", "total"} <= set(link["steps"][0])
    assert all(rival["against"] for rival in told["rivals"])
