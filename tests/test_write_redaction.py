"""Redaction: what a policy withholds is in no file of an edition, in no spelling, and the edition says that it was withheld."""

import json
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_filings import file_account, harm

from sijill.model import Capture, Case, DataError, Filing, Imprint, Span, TollStep, Victim
from sijill.model.account import Attribution
from sijill.model.decision import Basis, Made, Person, Retracted, TollGiven
from sijill.model.identity import content_id, incident_id
from sijill.model.vocabulary import Fate
from sijill.review import review_incident
from sijill.write import (
    WRITERS,
    Policy,
    Redactor,
    Secret,
    find_exposed,
    find_hidden,
    load_policy,
    parse_policy,
    verify_edition,
    write_edition,
)
from sijill.write.redact.coarse import coarsen
from sijill.write.redact.names import MARK, Names, mask, move

KEY = bytes(range(32))
ARABIC = "أصيب الطفل وليد محمود الشامي وقُتل خالد نعيم الحمصي في القصف. وقال وليد الشامي إنه كان في البيت، وروى الشاهد سمير حداد ما رأى."
ENGLISH = "The shelling wounded Walid Mahmoud al-Shami and killed Khaled Naim al-Homsi. Later Walid al-Shami spoke from his bed."


def victim(text: str, name: str, fate: Fate, number: int = 1, **more: object) -> Victim:
    start = text.index(name)
    return Victim(f"r-x.a1.v{number}", name, Span(start, start + len(name)), fate, name, **more)  # type: ignore[arg-type]


def file_report(text: str, victims: Iterable[Victim] = (), speakers: Iterable[str] = (), **report: object) -> Filing:
    filing = file_account("x", text)
    said = tuple(
        Attribution(f"r-x.a1.s{n}", quote, Span(text.index(quote), text.index(quote) + len(quote)), "witness")
        for n, quote in enumerate(speakers, 1)
    )
    account = replace(filing.account, victims=tuple(victims), attributions=said)
    return replace(filing, account=account, report=replace(filing.report, **report))  # type: ignore[arg-type]


def case_of(filing: Filing, **more: object) -> Case:
    return Case(review_incident("i-x", [filing], ()), (filing,), **more)  # type: ignore[arg-type]


def arabic_case() -> Case:
    victims = [
        victim(ARABIC, "وليد محمود الشامي", "injured", 1, age=9),
        victim(ARABIC, "خالد نعيم الحمصي", "killed", 2),
    ]
    filing = file_report(
        ARABIC, victims, ["الشاهد سمير حداد"], url="https://example.org/%D9%88%D9%84%D9%8A%D8%AF-%D8%A7%D9%84%D8%B4%D8%A7%D9%85%D9%8A"
    )
    return case_of(
        filing,
        captures={"r-x": Capture("c-1", "https://example.org", "ab" * 32, 9, "2031-01-01T00:00:00Z", "a-one")},
        notes=("Walid al-Shami's mother agreed to a call.",),
        decisions=(Made(5, "i-x", "a-secret", "2031-01-02T00:00:00Z", "seen by Samir Haddad", Retracted(), 4),),
    )


def redact(case: Case, policy: Policy) -> Case:
    names = {one.name for one in find_hidden(policy, [f.account for f in case.filings], case.people)}
    return Redactor(policy, names, Secret(KEY)).redact(case)


def publish(out: Path, cases: Iterable[Case], policy: Policy) -> str:
    """Every byte of an edition in every format, as text."""
    cases = tuple(cases)
    names = {one.name for case in cases for one in find_hidden(policy, [f.account for f in case.filings], case.people)}
    imprint = Imprint(("T", "ت"), 9, "0" * 64, "2031-01-01T00:00:00Z", "1")
    write_edition(out, imprint, cases, tuple(WRITERS), Redactor(policy, names, Secret(KEY)), key=KEY)
    verify_edition(out)
    return "\n".join(text_in(p) for p in sorted(out.rglob("*")) if p.is_file())


def text_in(path: Path) -> str:
    """All that a file says, also inside what is compressed."""
    if path.suffix == ".parquet":
        return str(pyarrow.parquet.read_table(path).to_pylist())
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    return path.read_bytes().decode("utf-8", "replace")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("وليد محمود الشامي", "نُقل وليد محمود الشامي إلى المشفى"),
        ("وليد محمود الشامي", "قال وليد الشامي"),
        ("وليد محمود الشامي", "ووليد محمود الشّامي"),
        ("وليد محمود الشامي", "لوليد محمـود الشامي"),
        ("وليد محمود الشامي", "Waleed Mahmood al-Shami was hurt"),
        ("Walid Mahmoud al-Shami", "أصيب وليد محمود الشامي"),
        ("Walid Mahmoud al-Shami", "WALID AL-SHAMI"),
        ("Walid Mahmoud al-Shami", "Walid Mahmoud bin al Shami"),
    ],
)
def test_a_name_is_found_in_every_spelling(name: str, text: str) -> None:
    ((start, end),) = Names([name]).find(text)
    assert MARK in mask(text, [(start, end)])
    assert not Names([name]).find(mask(text, [(start, end)]))


@pytest.mark.parametrize("text", ["قُتل خمسة مدنيين في الشامية", "Mahmoud Street was shelled", "the Shami hospital", ""])
def test_other_words_are_left_alone(text: str) -> None:
    assert Names(["وليد محمود الشامي"]).find(text) == []


def test_the_living_and_those_who_spoke_are_in_no_file_and_the_dead_are_named(tmp_path: Path) -> None:
    said = publish(tmp_path / "out", [arabic_case()], load_policy("public"))
    for hidden in ("وليد", "الشامي", "Walid", "Shami", "سمير", "حداد", "Samir", "Haddad", "a-secret", "%D9%88%D9%84%D9%8A%D8%AF"):
        assert hidden not in said, hidden
    assert "خالد نعيم الحمصي" in said
    assert "ab" * 32 not in said  # the digest of a report from which a name was taken would let anybody try names


def test_a_name_is_withheld_from_reports_about_something_else(tmp_path: Path) -> None:
    other, whole = case_of(file_report(ENGLISH)), replace(load_policy("public"), texts="full")
    said = publish(tmp_path / "out", [arabic_case(), replace(other, incident=replace(other.incident, id="i-y"))], whole)
    assert "Walid" not in said
    assert "Khaled Naim al-Homsi" in said


def test_the_edition_says_what_was_withheld_and_why_and_how_much() -> None:
    told = {(w.what, w.why): w for w in redact(arabic_case(), load_policy("public")).withheld}
    assert {("name", "living"), ("name", "speaker"), ("address", "name"), ("text", "excerpts"), ("digest", "name")} == set(told)
    assert told["name", "living"].count == 1


def test_a_commitment_can_be_opened_by_the_publisher_and_tried_by_nobody_else() -> None:
    (one,) = (w for w in redact(arabic_case(), load_policy("public")).withheld if w.why == "living")
    names = {h.name for h in find_hidden(load_policy("public"), [f.account for f in arabic_case().filings], ()) if h.why == "living"}
    assert one.commitment == Secret(KEY).commit("i-x/living", names)
    assert one.commitment != Secret(bytes(32)).commit("i-x/living", names)


def test_no_id_lets_a_reader_try_names_against_a_masked_report(tmp_path: Path) -> None:
    report = content_id("r", ARABIC)
    case = arabic_case()
    filing = replace(
        case.filings[0], report=replace(case.filings[0].report, id=report), account=replace(case.filings[0].account, id=f"{report}.a1")
    )
    founded = incident_id(f"{report}.a1")
    case = replace(case, filings=(filing,), captures={}, incident=replace(case.incident, id=founded, accounts=(f"{report}.a1",)))
    said = publish(tmp_path / "out", [case], load_policy("public"))
    assert report not in said
    assert founded not in said
    assert Secret(KEY).public_id(founded) in said


def test_spans_and_quotes_agree_in_what_is_published() -> None:
    for policy in ("public", "strict", "internal"):
        (filing,) = redact(arabic_case(), load_policy(policy)).filings
        claims = [(c.span, c.quote) for c in filing.account.victims] + [(c.span, c.quote) for c in filing.account.attributions]
        assert all(filing.report.text[span.start : span.end] == quote for span, quote in claims)


def test_the_internal_policy_changes_nothing() -> None:
    case = arabic_case()
    assert redact(case, load_policy("internal")) == case


def test_a_person_who_consented_is_named_and_a_family_that_objects_is_heard() -> None:
    agreed = Person("v-" + "1" * 16, ("وليد محمود الشامي",), "injured", claims=("r-x.a1.v1",))
    objected = Person("v-" + "2" * 16, ("خالد نعيم الحمصي",), "killed", claims=("r-x.a1.v2",))
    policy = replace(load_policy("public"), consent=frozenset({agreed.key}), withhold=frozenset({objected.key}))
    case = redact(replace(arabic_case(), people=(agreed, objected)), policy)
    assert [p.names for p in case.people] == [("وليد محمود الشامي",), ()]
    assert "وليد محمود الشامي" in case.filings[0].report.text
    assert "خالد" not in case.filings[0].report.text


def test_a_strict_edition_has_quotes_only_and_no_point_finer_than_a_district() -> None:
    filing = file_account(
        "a",
        "Shelling in Tell Rumman killed 7 civilians at dawn.",
        harms=(harm("7 civilians", 7, 7),),
        place="Tell Rumman",
        at=(35.01, 40.52),
    )
    case = redact(Case(review_incident("i-x", [filing], ()), (filing,)), load_policy("strict"))
    place = case.incident.place
    assert place is not None
    assert (place.level, place.lat != 35.01) == ("district", True)
    assert "at dawn" not in case.filings[0].report.text
    assert case.filings[0].report.text[slice(*case.filings[0].account.harms[0].span)] == "7 civilians"


@given(st.floats(-60, 60), st.floats(-170, 170), st.sampled_from(["village", "district", "governorate"]))
def test_a_coarse_circle_holds_the_true_point(lat: float, lon: float, level: str) -> None:
    from math import asin, cos, radians, sin, sqrt

    from sijill.model import Placement

    done = coarsen(Placement("p", lat, lon, 50, "exact"), level)  # type: ignore[arg-type]
    assert done.lat is not None
    assert done.lon is not None
    assert done.radius_m is not None
    a = sin(radians(done.lat - lat) / 2) ** 2 + cos(radians(lat)) * cos(radians(done.lat)) * sin(radians(done.lon - lon) / 2) ** 2
    assert 2 * 6_371_000 * asin(sqrt(a)) <= done.radius_m * 1.02


@given(st.lists(st.integers(0, 60), min_size=2, max_size=6, unique=True), st.integers(0, 60))
def test_an_offset_outside_every_name_keeps_its_character(cuts: list[int], at: int) -> None:
    text = "".join(chr(0x4E00 + n) for n in range(61))
    edges = sorted(cuts)[: len(cuts) // 2 * 2]
    ranges = list(zip(edges[::2], edges[1::2], strict=True))
    masked = mask(text, ranges)
    if not any(start <= at < end for start, end in ranges):
        assert masked[move(at, ranges, end=False)] == text[at]
    assert 0 <= move(at, ranges, end=True) <= len(masked)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("living = 3", "title"),
        ('title=["a","b"]\ntext=["a","b"]\nliving="some"', "living = 'some'"),
        ('title=["a","b"]\ntext=["a","b"]\ncoordinates="yard"', "no level"),
        ('title=["a","b"]\ntext=["a","b"]\nconsent=["Walid"]', "never names"),
        ('title=["a","b"]\ntext=["a","b"]\nhide="x"', "no field hide"),
        ("title = [", "policy mine"),
    ],
)
def test_a_policy_that_is_not_right_says_where(text: str, problem: str) -> None:
    with pytest.raises(DataError, match=problem) as caught:
        parse_policy(text, "mine")
    assert "Walid" not in str(caught.value)


def test_a_teams_own_list_of_names_is_withheld(tmp_path: Path) -> None:
    (tmp_path / "names.txt").write_text("# witnesses\nخالد نعيم الحمصي\n", encoding="utf-8")
    (tmp_path / "own.toml").write_text('title=["a","b"]\ntext=["a","b"]\nliving="none"\nnames_file="names.txt"\n', encoding="utf-8")
    said = publish(tmp_path / "out", [arabic_case()], load_policy(str(tmp_path / "own.toml")))
    assert "الحمصي" not in said
    assert "وليد" in said


def test_withheld_values_are_told_in_the_records(tmp_path: Path) -> None:
    publish(tmp_path / "out", [arabic_case()], load_policy("public"))
    (line,) = (tmp_path / "out" / "incidents.jsonl").read_text(encoding="utf-8").splitlines()
    assert {w["what"] for w in json.loads(line)["withheld"]} >= {"name", "text"}


def test_an_earlier_edition_that_names_somebody_withheld_now_is_found_without_naming_them(tmp_path: Path) -> None:
    publish(tmp_path / "one", [arabic_case()], load_policy("internal"))
    publish(tmp_path / "two", [arabic_case()], load_policy("public"))
    names = {one.name for one in find_hidden(load_policy("public"), [f.account for f in arabic_case().filings], ())}
    assert {name for name, _ in find_exposed(tmp_path / "one", names)} >= {"claims.csv", "incidents.jsonl", "incident/i-x.html"}
    assert find_exposed(tmp_path / "two", names) == ()


def test_a_name_in_the_words_of_a_count_is_nowhere_not_in_the_tolls_history_nor_in_what_a_correction_stands_on(tmp_path: Path) -> None:
    text = "The shelling wounded Walid Mahmoud al-Shami and 3 others, among them 2 children."
    whole = harm("Walid Mahmoud al-Shami and 3 others", 4, 4, kind="injured")
    filing = file_account("x", text, harms=(whole, harm("2 children", 2, 2, kind="injured", part_of=whole.quote)))
    filing = replace(filing, account=replace(filing.account, victims=(victim(text, "Walid Mahmoud al-Shami", "injured"),)))
    said = TollGiven("injured", "civilian", 4, 4, Basis(report="r-x", span=Span(21, 56), quote=whole.quote))
    made = Made(5, "i-x", "a-secret", "2031-01-02T00:00:00Z", "counted", said, 4)
    step = TollStep(None, "r-x", "x", None, filing.account.harms, ())
    case = case_of(filing, steps=(step,), decisions=(made,))
    assert "Walid" not in publish(tmp_path / "out", [case], load_policy("public"))
    done = redact(case, load_policy("public"))
    assert [(h.quote, h.span) for h in done.steps[0].said] == [(h.quote, h.span) for h in done.filings[0].account.harms]
    assert done.filings[0].account.harms[1].part_of == done.filings[0].account.harms[0].quote
