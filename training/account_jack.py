"""Mentions as the finders give them for documents that their own models have not seen: what assembly meets in use.

The finders' models are trained from the same documents as assembly's. Readings of a document by models that saw it would be too good,
and assembly would learn to trust them too much; so each fifth of the documents is read with models trained on the other four.
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import actor
import harm_gold
import harm_train
import place
import source
from account_gold import Row, published_of
from fit import fit_model
from place_measure import load_fold

from sijill.extract.actors import finder as actors
from sijill.extract.grammar import find_mentions
from sijill.extract.harms import finder as harms
from sijill.extract.linear import LinearModel
from sijill.extract.mentions import Mentions
from sijill.extract.places import use as places_use
from sijill.extract.sources import finder as sources
from sijill.extract.text.page import make_page

PARTS = 5
CACHE = Path("/tmp") / "sijill-jack"  # noqa: S108


def part_of(doc: str) -> int:
    """The part that a document belongs to, by a digest of its name."""
    return int(hashlib.sha256(doc.encode()).hexdigest(), 16) % PARTS


def as_model(data: dict[str, Any]) -> LinearModel:
    """A fitted model for use."""
    return LinearModel(data["labels"], data["bias"], data["weights"])


def fit_finders(rows: Sequence[Row], bench: Path) -> dict[str, LinearModel]:
    """The models of all finders, trained on some rows as their own scripts do."""
    parties = [r for row in rows for r in actor.read_rows(row)]
    cited = [r for row in rows for r in source.read_rows(row)]
    fold = load_fold(bench)
    spots = [r for row in rows for r in place.rows_of(row, fold)[0]]
    found = {
        "actor": fit_model([r[3] for r in parties], [r[4] for r in parties], actor.STRENGTH),
        "source": fit_model([r[2] for r in cited], [r[3] for r in cited], source.STRENGTH),
        "place": fit_model([r[0] for r in spots], [r[1] for r in spots], place.STRENGTH, place.LEAST),
    }
    labelled = [harm_gold.label(row) for row in rows]
    kind = {"strength": harm_train.STRENGTH["kind"], "least": 2}
    chances: dict[str, Any] = {}
    for half in (0, 1):
        model = as_model(fit_model(*harm_train.kind_rows(labelled[half::2]), **kind))
        chances |= harm_train.chances_of(model, labelled[1 - half :: 2])
    found["harm_kind"] = fit_model(*harm_train.kind_rows(labelled), **kind)
    found |= {f"harm_{n}": m for n, m in harm_train.fit_later(labelled, chances).items()}
    return {name: as_model(data) for name, data in found.items()}


def jack_mentions(rows: Sequence[Row], bench: Path) -> list[Mentions]:
    """The mentions of every row, by models that have not seen it."""
    mentions: dict[str, Mentions] = {}
    modules = (actors, harms, places_use, sources)
    shipped = [m.load_model for m in modules]
    for part in range(PARTS):
        models = fit_finders([r for r in rows if part_of(r["doc"]) != part], bench)
        for module in modules:
            module.load_model = models.__getitem__  # type: ignore[attr-defined]
        for row in rows:
            if part_of(row["doc"]) == part:
                mentions[row["doc"]] = find_mentions(make_page(row["text"], row["lang"]), published_of(row))
    for module, load in zip(modules, shipped, strict=True):
        module.load_model = load  # type: ignore[attr-defined]
    return [mentions[r["doc"]] for r in rows]
