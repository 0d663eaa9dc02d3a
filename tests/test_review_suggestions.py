"""Suggested status and attribution, and tolls that change with what later reports say."""

import time
from datetime import timedelta

from made_filings import DAY, file_account, harm

from sijill.model import Filing, Incident, Toll
from sijill.model.vocabulary import ActorStance, Role
from sijill.review import review_incident, tell_tolls
from sijill.review import toll as toll_rules
from sijill.review.statement import find_statements
from sijill.write.wording import load_labels

JETS = "jets of the coalition"
Blamed = tuple[tuple[str, str, Role, ActorStance], ...]
COALITION: Blamed = ((JETS, "us_coalition", "perpetrator", "asserted"),)
GUNS: Blamed = (("Russian guns", "russia", "perpetrator", "asserted"),)


def review(*filings: Filing) -> Incident:
    return review_incident("i-1", filings, ())


def told(report: str, text: str, **more: object) -> Filing:
    return file_account(report, text, harms=(harm("8 civilians", 8, 8),), source=report, **more)  # type: ignore[arg-type]


def toll(incident: Incident, kind: str, group: str = "civilian") -> Toll:
    return next(t for t in incident.tolls if (t.kind, t.group) == (kind, group))


def test_one_origin_is_a_single_source_claim_and_two_are_likely() -> None:
    one, two = (told(name, f"{name} says {JETS} killed 8 civilians.", actors=COALITION) for name in ("a", "b"))
    assert [review(*f).status.status for f in ((one,), (one, two))] == ["Single source claim", "Likely"]  # type: ignore[union-attr]


def test_a_party_that_says_it_struck_has_declared_it_without_accepting_harm() -> None:
    text = f"It killed 8 civilians. Those of the {JETS} said it had struck a depot."
    filing = file_account("a", text, harms=(harm("8 civilians", 8, 8),), actors=COALITION)
    incident = review(filing)
    assert incident.status is not None
    assert incident.grade is not None
    assert incident.blame is not None
    assert (incident.status.status, incident.grade.grade, incident.blame.certainty) == ("Declared", "Weak", "known")


def test_an_attribution_is_suspected_until_two_origins_assert_it() -> None:
    one, two = (told(name, f"{name} says {JETS} killed 8 civilians.", actors=COALITION) for name in ("a", "b"))
    blames = [review(*f).blame for f in ((one,), (one, two))]
    assert [(b.actors, b.certainty) for b in blames if b] == [(("us_coalition",), "suspected"), (("us_coalition",), "known")]
    assert [r.numbers for r in blames[1].reasons if r.code == "blamed_by"] == [(2,)]  # type: ignore[union-attr]


def test_several_parties_blamed_compete() -> None:
    incident = review(
        told("a", f"{JETS} killed 8 civilians.", actors=COALITION), told("b", "Russian guns killed 8 civilians.", actors=GUNS)
    )
    assert incident.blame is not None
    assert incident.status is not None
    assert (incident.blame.actors, incident.blame.certainty) == (("russia", "us_coalition"), "competing")
    assert incident.status.status == "Contested"


def test_nobody_named_is_nobody_blamed() -> None:
    incident = review(told("a", "An explosion killed 8 civilians."))
    assert incident.blame is not None
    assert (incident.blame.actors, incident.blame.certainty) == ((), None)


def test_every_count_in_a_reason_is_there_for_programs_too() -> None:
    incident = review(told("a", f"{JETS} killed 8 civilians.", actors=COALITION))
    assert incident.grade is not None
    assert {r.code: r.numbers for r in incident.grade.reasons} == {
        "origins": (1, 1),
        "one_belligerent": (1,),
        "victims_civilian": (),
    }


def test_looking_for_statements_takes_time_in_proportion_to_the_text() -> None:
    """Each report is read once, however many accounts and parties it names."""

    def took(count: int) -> float:
        text = f"{JETS} denied it, killing 8 civilians. " * count
        filings = [told("a", text, number=n, actors=COALITION * 20) for n in range(1, count // 10)]
        start = time.process_time()
        find_statements(filings)
        return time.process_time() - start

    took(100)
    assert took(2000) < 1.0


def test_wounded_who_die_move_from_the_injured_to_the_killed() -> None:
    first = file_account(
        "a",
        "It killed 8 civilians and injured 20 civilians.",
        harms=(harm("8 civilians", 8, 8), harm("20 civilians", 20, 20, kind="injured")),
        source="Herald",
        published=DAY,
    )
    later = file_account(
        "b", "2 civilians died of their wounds.", harms=(harm("2 civilians", 2, 2),), source="Herald", published=DAY + timedelta(1)
    )
    incident = review(first, later)
    killed, injured = toll(incident, "killed"), toll(incident, "injured")
    assert ((killed.low, killed.high), (injured.low, injured.high)) == ((10, 10), (18, 18))
    assert "moved" in killed.rule
    assert not killed.contradictory


def test_wounded_who_die_by_another_source_widen_the_range() -> None:
    first = file_account("a", "قتل 8 مدنيين.", harms=(harm("8 مدنيين", 8, 8),), source="Herald", published=DAY)
    later = file_account(
        "b", "توفي 2 من المدنيين متأثرين بجراحهم.", harms=(harm("2 من المدنيين", 2, 2),), source="Post", published=DAY + timedelta(1)
    )
    killed = toll(review(first, later), "killed")
    assert (killed.low, killed.high) == (8, 10)


def test_a_total_that_knows_of_them_is_not_moved() -> None:
    first = file_account("a", "It killed 8 civilians.", harms=(harm("8 civilians", 8, 8),), source="Herald", published=DAY)
    text = "The toll rose to 10 civilians after 2 civilians died of their wounds."
    later = file_account(
        "b", text, harms=(harm("10 civilians", 10, 10), harm("2 civilians", 2, 2)), source="Herald", published=DAY + timedelta(1)
    )
    killed = toll(review(first, later), "killed")
    assert (killed.low, killed.high) == (10, 10)


def test_people_called_civilians_by_some_and_fighters_by_others_are_in_both_ceilings_and_no_floor() -> None:
    one = file_account("a", "It killed 5 civilians.", harms=(harm("5 civilians", 5, 5),))
    two = file_account("b", "It killed 5 fighters.", harms=(harm("5 fighters", 5, 5, group="combatant"),))
    incident = review(one, two)
    for group in ("civilian", "combatant"):
        found = toll(incident, "killed", group)
        assert (found.low, found.high) == (0, 5)
        assert "contested" in found.rule


def test_civilians_and_fighters_told_apart_are_both_counted() -> None:
    one = file_account("a", "It killed 5 civilians.", harms=(harm("5 civilians", 5, 5),))
    text = "It killed 5 civilians and 5 fighters."
    two = file_account("b", text, harms=(harm("5 civilians", 5, 5), harm("5 fighters", 5, 5, group="combatant")))
    assert toll(review(one, two), "killed").low == 5


def test_the_history_of_a_toll_says_how_it_stood_after_each_report_and_who_said_so() -> None:
    numbers = (8, 15, 20)
    filings = [
        file_account(
            f"r{n}",
            f"It killed {n} civilians.",
            harms=(harm(f"{n} civilians", n, n),),
            source="Herald" if n != 15 else "Post",
            published=DAY + timedelta(n),
        )
        for n in numbers
    ]
    steps = tell_tolls(list(reversed(filings)))
    assert [(s.source, s.said[0].low, s.tolls[0].low, s.tolls[0].high) for s in steps] == [
        ("Herald", 8, 8, 8),
        ("Post", 15, 8, 15),
        ("Herald", 20, 15, 20),
    ]


def test_every_rule_of_a_toll_has_its_words_for_readers() -> None:
    rules = {line.split()[0] for line in (toll_rules.__doc__ or "").splitlines() if line[:1].islower()}
    assert {"range", "moved", "contested"} <= rules
    assert {f"rule_{rule}" for rule in (*rules, "decided")} <= set(load_labels())
