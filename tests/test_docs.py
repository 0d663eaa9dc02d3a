"""Documentation cannot drift: its words, fields and commands are checked against the code."""

import dataclasses
import re
from pathlib import Path
from typing import get_args

import pytest

from sijill.model import Account, Actor, Attribution, Circumstance, Harm, Place, Reading, Victim, When, vocabulary
from sijill.model.codec import RENAMED

ROOT = Path(__file__).resolve().parents[1]
CODEBOOK = (ROOT / "docs" / "codebook.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", [Reading, Account, When, Place, Actor, Harm, Attribution, Victim, Circumstance])
def test_the_codebook_explains_every_field_of_a_reading(kind: type) -> None:
    renamed = RENAMED.get(kind, {})
    names = [renamed.get(field.name, field.name) for field in dataclasses.fields(kind)]
    missing = [name for name in names if f"`{name}`" not in CODEBOOK]
    assert not missing


@pytest.mark.parametrize(
    "words",
    [
        vocabulary.EventType,
        vocabulary.Scope,
        vocabulary.Stance,
        vocabulary.ActorStance,
        vocabulary.Role,
        vocabulary.HarmKind,
        vocabulary.Group,
        vocabulary.Who,
        vocabulary.Hedge,
        vocabulary.Unit,
        vocabulary.Relation,
        vocabulary.AttributionKind,
        vocabulary.Level,
        vocabulary.HarmGrade,
    ],
    ids=lambda words: str(get_args(words)[0]),
)
def test_the_codebook_explains_every_word_of_the_vocabulary(words: object) -> None:
    missing = [word for word in get_args(words) if f"`{word}`" not in CODEBOOK]
    assert not missing


def test_the_codebook_names_every_actor_id() -> None:
    assert [actor for actor in vocabulary.ACTOR_IDS if f"`{actor}`" not in CODEBOOK] == []


def test_every_file_that_the_documents_point_to_exists() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
    missing = [
        f"{page.name}: {target}"
        for page in pages
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]
    assert not missing


def test_no_source_file_outgrows_its_noun() -> None:
    """400 lines is the limit, 300 the aim: beyond it a file holds more than one thing."""
    long = {
        str(path.relative_to(ROOT)): count
        for path in (ROOT / "src").rglob("*.py")
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert not long
