"""Origins: copies of a text and reports that cite one statement are one voice, unless a person says otherwise."""

import random
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from judging import at, say, tables
from made_filings import file_account, harm
from small import SmallReader, SmallResolver, sentence, write_lines

from sijill import pipeline
from sijill.cli import cli
from sijill.link import find_conflict, find_origins
from sijill.model import DecisionError, Filing, Origin
from sijill.model.decision import Made, NotSameOrigin, SameOrigin, Withdrawn
from sijill.register import Register

WIRE = "Aircraft struck the grain market of Tell Rumman on Friday and killed 8 civilians, medics of the town told reporters there."
POST = "RT @wire: Aircraft struck the grain market of Tell Rumman on Friday and killed 8 civilians https://t.example/x1"


def told(report: str, text: str, killed: int = 8, **more: object) -> Filing:
    return file_account(report, text, harms=(harm(f"{killed} civilians", killed, killed),), **more)  # type: ignore[arg-type]


def own(report: str, source: str | None = None) -> Filing:
    """A report in words of its own."""
    words = [f"{report}{n}" for n in range(6)]
    return told(report, f"{' '.join(words)} 8 civilians {' '.join(reversed(words))}", source=source)


def groups(*filings: Filing, said: tuple[Made, ...] = ()) -> list[tuple[str, ...]]:
    return [origin.reports for origin in find_origins(filings, said)]


def word(seq: int, judgement: SameOrigin | NotSameOrigin) -> Made:
    return Made(seq, "i-1", "a-one", "2031-05-04T00:00:00Z", "heard both", judgement, seq)


def codes(origin: Origin) -> list[str]:
    return [tie.reason.code for tie in origin.ties]


def test_reports_in_words_of_their_own_are_origins_of_their_own() -> None:
    assert groups(own("a"), own("b")) == [("r-a",), ("r-b",)]


def test_two_sentences_that_differ_in_their_number_are_not_called_copies() -> None:
    assert len(groups(told("a", "8 civilians were killed in Tell Rumman"), told("b", "9 civilians were killed in Tell Rumman", 9))) == 2


def test_a_copy_a_repost_and_an_excerpt_are_one_origin_and_the_earliest_stands_first() -> None:
    long = "The day in brief. " + WIRE + " " + " ".join(f"Other{n} news{n} of{n} the{n} day{n}." for n in range(40))
    copy, post = told("b", WIRE.replace("Friday", "friday")), told("c", POST, published=date(2031, 5, 4))
    (origin,) = find_origins([told("a", WIRE), copy, post, told("d", long)])
    assert origin.reports[0] == "r-c"
    assert sorted(codes(origin)) == ["copy", "copy", "excerpt"]
    assert all(not tie.reason.text_ar.isascii() and tie.given is None for tie in origin.ties)


def test_reports_that_cite_one_speaker_for_one_number_are_one_origin_whatever_they_call_him() -> None:
    one = told("a", "SOHR activists said 8 civilians died at the mill.", said_by=(("SOHR activists", "ngo"),))
    two = told("b", "المرصد السوري: 8 civilians قضوا قرب الطاحونة", said_by=(("المرصد السوري", "ngo"),))
    (origin,) = find_origins([one, two])
    assert codes(origin) == ["statement"]
    assert "SOHR" in origin.ties[0].reason.text
    assert "المرصد" in origin.ties[0].reason.text_ar


def test_a_speaker_who_gives_another_number_later_is_still_one_voice_unless_a_report_has_another_too() -> None:
    one = told("a", "SOHR said 8 civilians died.", said_by=(("SOHR", "ngo"),))
    two = told("b", "Later SOHR put it at 15 civilians there.", killed=15, said_by=(("SOHR", "ngo"),))
    three = told("c", "SOHR and a medic spoke of 9 civilians.", killed=9, said_by=(("SOHR", "ngo"), ("a medic", "medical")))
    assert groups(one, two, three) == [("r-a", "r-b"), ("r-c",)]


def test_a_paper_that_has_it_from_another_paper_alone_is_no_second_voice() -> None:
    first = own("a", source="Tell Herald")
    second = told("b", "The mill lost 8 civilians, the Tell Herald said.", said_by=(("the Tell Herald", "media"),), source="Post")
    assert groups(first, second) == [("r-a", "r-b")]


def test_local_people_whom_two_reports_cite_may_be_different_people() -> None:
    one, two = (
        told(r, f"{r}: local people counted 8 civilians {r}.", said_by=(("local people", "local_source"),), source=r) for r in "ab"
    )
    assert len(groups(one, two)) == 2


def test_what_a_person_says_stands_over_likeness_and_the_newest_word_on_a_pair_stands() -> None:
    copies = told("a", WIRE), told("b", WIRE)
    apart = word(3, NotSameOrigin("r-b", "r-a"))
    assert groups(*copies, said=(apart,)) == [("r-a",), ("r-b",)]
    assert groups(*copies, said=(apart, word(4, SameOrigin("r-a", "r-b")))) == [("r-a", "r-b")]
    (origin,) = find_origins([own("a"), own("b")], (word(5, SameOrigin("r-b", "r-a")),))
    assert origin.ties[0].given is not None
    assert (origin.ties[0].given.seq, origin.ties[0].reason.code) == (5, "said")


REPORTS = [f"r-{letter}" for letter in "abcdef"]
pairs = st.tuples(st.sampled_from(REPORTS), st.sampled_from(REPORTS)).filter(lambda pair: pair[0] != pair[1])


@given(st.lists(st.tuples(pairs, st.booleans()), max_size=8), st.randoms(use_true_random=False))
def test_no_likeness_puts_together_what_people_keep_apart_and_order_changes_nothing(
    words: list[tuple[tuple[str, str], bool]], rng: random.Random
) -> None:
    filings = [told(name[2:], WIRE if name < "r-d" else WIRE.upper().replace("CIVILIANS", "civilians") + name) for name in REPORTS]
    said: list[Made] = []
    for n, (pair, same) in enumerate(words):
        judgement = SameOrigin(*pair) if same else NotSameOrigin(*pair)
        if not find_conflict(judgement, said):  # as the register refuses it
            said.append(word(n, judgement))
    found = groups(*filings, said=tuple(said))
    assert found == groups(*rng.sample(filings, len(filings)), said=tuple(said))
    assert sorted(name for group in found for name in group) == REPORTS
    newest = {frozenset(words[m.seq][0]): words[m.seq][1] for m in said}
    for two, same in newest.items():
        assert any(two <= set(group) for group in found) == same


def test_a_register_keeps_origins_with_their_reasons_and_rebuild_makes_them_again(register: Register) -> None:
    incident = at(register, "Northtown")
    assert len(incident.origins) == len(incident.accounts) == 3
    left, right = (origin.reports[0] for origin in incident.origins[:2])
    seq = say(register, incident.id, SameOrigin(left, right), reason="one wire")
    joined = pipeline.now_of(register, incident.id)
    assert [len(origin.reports) for origin in joined.origins] == [2, 1]
    assert joined.grade is not None
    assert joined.grade.reasons[0].numbers == (2, 3)
    before = tables(register)
    register.rebuild()
    assert tables(register) == before
    assert pipeline.now_of(register, incident.id) == joined
    say(register, incident.id, Withdrawn(seq))
    assert pipeline.now_of(register, incident.id).origins == incident.origins


def test_a_word_on_two_reports_holds_in_every_incident_that_both_tell_of(register: Register, tmp_path: Path) -> None:
    both = "What the wire said in the evening: " + sentence(6, "Northtown", "2019-03-01") + " " + sentence(9, "Southtown", "2019-03-05")
    rows: list[dict[str, object]] = [
        {"doc": doc, "source": doc, "text": f"{doc}: {both}", "published": "2019-03-06"} for doc in ("x", "y")
    ]
    register.author = "machine"
    pipeline.run(register, [write_lines(tmp_path / "two.jsonl", rows)], SmallReader(), SmallResolver(), lambda _: None)
    names = [i.id for i in register.look.incidents() if i.first in (date(2019, 3, 1), date(2019, 3, 5))]
    assert [len(pipeline.now_of(register, name).origins) for name in names] == [1, 1]
    one, other = pipeline.now_of(register, names[0]).origins[0].reports
    seq = say(register, names[0], NotSameOrigin(one, other))
    assert [len(pipeline.now_of(register, name).origins) for name in names] == [2, 2]
    say(register, names[0], Withdrawn(seq))
    assert [len(pipeline.now_of(register, name).origins) for name in names] == [1, 1]


def test_words_that_together_say_the_contrary_are_refused_with_their_entries(register: Register) -> None:
    incident = at(register, "Northtown")
    a, b, c = (origin.reports[0] for origin in incident.origins)
    first, second = say(register, incident.id, SameOrigin(a, b)), say(register, incident.id, SameOrigin(b, c))
    with pytest.raises(DecisionError, match=f"entries {first}, {second} together say the contrary"):
        say(register, incident.id, NotSameOrigin(a, c))
    with pytest.raises(DecisionError, match="no account of it is in the report r-none"):
        say(register, incident.id, SameOrigin(a, "r-none"))


def test_the_command_line_lists_origins_and_takes_a_persons_word(register: Register) -> None:
    incident, target = at(register, "Northtown"), str(register.name)
    run = CliRunner().invoke
    given = run(cli, ["decide", incident.id, "same-origin", "a", "b", "--reason", "one wire", "--as", "a-one", "--register", target])
    assert given.exit_code == 0, given.output
    listed = run(cli, ["origins", "--register", target]).output
    assert "a, b" in listed
    assert "a person said so: one wire (a-one" in listed
    shown = run(cli, ["show", incident.id, "--register", target]).output
    assert "2 independent in 3 reports" in shown
    assert "one voice: a, b" in shown
    only = run(cli, ["origins", "--report", "c", "--json", "--register", target]).output
    assert only == ""
