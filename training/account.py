"""Train and measure the models of assembly: which unit joins which account, the frame, and what is bound to it.

usage: python training/account.py TRAIN.jsonl [--gold] [--measure]

`--measure` prints five-fold cross-validation by document and writes nothing; `--gold` uses gold claims for mentions (the ceiling).
The folds are drawn with the seed below; later models are trained on drafts that the linking model made for documents it had not seen.
"""

import argparse
import random
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from account_gold import Row, gold_mentions, load_rows, overlap, unit_labels
from account_jack import jack_mentions
from fit import fit_choice, fit_model, save_model

from sijill.extract.accounts.assembly import assemble
from sijill.extract.accounts.bind_actors import actor_candidates
from sijill.extract.accounts.bind_dates import date_candidates
from sijill.extract.accounts.bind_harms import harm_candidates
from sijill.extract.accounts.bind_places import place_candidates
from sijill.extract.accounts.bind_sources import source_candidates
from sijill.extract.accounts.drafts import Draft, choice_features, link_units
from sijill.extract.accounts.events import find_triggers
from sijill.extract.accounts.facts import Facts, gather_facts, place_key
from sijill.extract.accounts.frames import Frame, frame_features, stance_features, type_features
from sijill.extract.accounts.models import CHOICES, FILES, Models
from sijill.extract.accounts.scene import Scene, make_scene, make_view
from sijill.extract.accounts.units import cut_units
from sijill.extract.linear import ChoiceModel, LinearModel
from sijill.extract.mentions import Mentions
from sijill.extract.text.furniture import find_furniture
from sijill.extract.text.page import Page, make_page
from sijill.model.codec import to_json

BENCH = Path(__file__).resolve().parents[2] / "shared" / "bench"
SEED = 20
FOLDS = 5


@dataclass(frozen=True, slots=True)
class Document:
    """A row with its page, mentions, unit facts and the gold account of each unit."""

    row: Row
    page: Page
    mentions: Mentions
    facts: list[Facts]
    labels: list[int | None]


def make_document(row: Row, page: Page, mentions: Mentions) -> Document:
    """A document ready for training."""
    units = cut_units(page, mentions, find_triggers(page, mentions.furniture))
    return Document(row, page, mentions, gather_facts(page, mentions, units), unit_labels(units, mentions, row))


def split_folds(count: int, folds: int = FOLDS) -> list[int]:
    """The fold of each of `count` documents."""
    order = [i % folds for i in range(count)]
    random.Random(SEED).shuffle(order)  # noqa: S311
    return order


def draft_label(draft: Draft, labels: Sequence[int | None]) -> int | None:
    """The gold account that most of a draft's units tell of; units with harms count thrice."""
    votes: Counter[int] = Counter()
    for fact in draft.facts:
        label = labels[fact.position]
        if label is not None:
            votes[label] += 3 if fact.unit.harms else 1
    return votes.most_common(1)[0][0] if votes else None


def link_examples(document: Document, model: ChoiceModel | None) -> tuple[list[list[list[str]]], list[int]]:
    """Decisions with their right choice, along the gold history, or along a model's own where one is given."""
    drafts: list[Draft] = []
    rows, chosen = [], []
    for fact in document.facts:
        features, meanings = choice_features(fact, drafts)
        label = document.labels[fact.position]
        right = -2
        if label is not None:
            same = [m for m in meanings if m >= 0 and draft_label(drafts[m], document.labels) == label]
            right = same[0] if same else -1
        rows.append(features)
        chosen.append(meanings.index(right))
        taken = right if model is None else meanings[model.best(features)]
        if taken == -1:
            drafts.append(Draft())
        if taken != -2:
            drafts[taken].add(fact)
    return rows, chosen


def train_linking(documents: Sequence[Document], strength: float = 0.1) -> dict[str, Any]:
    """The linking model: first along gold histories, then along its own as well."""
    rows, chosen = [], []
    for document in documents:
        r, c = link_examples(document, None)
        rows += r
        chosen += c
    first = ChoiceModel(fit_choice(rows, chosen, strength)["weights"])
    for document in documents:
        r, c = link_examples(document, first)
        rows += r
        chosen += c
    return fit_choice(rows, chosen, strength / 2)


def draft_documents(documents: Sequence[Document], folds: int = 3) -> list[tuple[Document, list[Draft]]]:
    """Every document with the drafts that a linking model makes of it which was trained on the others."""
    fold_of = split_folds(len(documents), folds)
    result = []
    for fold in range(folds):
        model = ChoiceModel(train_linking([d for d, f in zip(documents, fold_of, strict=True) if f != fold])["weights"])
        result += [(d, link_units(d.facts, model)) for d, f in zip(documents, fold_of, strict=True) if f == fold]
    return result


def binding_examples(drafted: Sequence[tuple[Document, list[Draft]]]) -> dict[str, tuple[list[Any], list[Any]]]:
    """Rows and labels for every model of frames and bindings, from drafts that tell of a gold account."""
    data: dict[str, tuple[list[Any], list[Any]]] = {name: ([], []) for name in FILES}
    for document, drafts in drafted:
        scene = make_scene(document.page, document.mentions, document.facts, drafts)
        for index, draft in enumerate(drafts):
            label = draft_label(draft, document.labels)
            if label is not None:
                add_examples(data, scene, index, document.row["gold"]["accounts"][label])
    return data


def add_examples(data: dict[str, tuple[list[Any], list[Any]]], scene: Scene, index: int, gold: Row) -> None:
    """The examples of one draft, against its gold account."""
    view = make_view(scene, index)
    kind = gold["event_type"]

    def add(name: str, features: Any, label: Any) -> None:
        data[name][0].append(features)
        data[name][1].append(label)

    add("event_type", type_features(scene, index), kind)
    rest = frame_features(scene, index, kind)
    add("scope", rest, gold["scope"])
    add("headline", rest, "yes" if gold["headline"] else "no")
    add("stance", stance_features(scene, index), gold["stance"])
    names = {place_key(p["name"]) for p in gold["places"]}
    for c in place_candidates(scene, view, kind):
        add("place", list(c.features), "yes" if c.key in names else "no")
    roles = {a["id"]: a["role"] for a in gold["actors"]}
    for a in actor_candidates(scene, view, kind):
        add("actor", list(a.features), roles.get(a.actor, "none"))
    kinds = {s["kind"] for s in gold["attributions"]}
    for s in source_candidates(scene, view, kind):
        add("source", list(s.features), "yes" if s.kind in kinds else "no")
    left = [
        (h["kind"], h["group"], h["who"], h["low"], h["high"], h["hedge"] if h["low"] is None and h["high"] is None else "")
        for h in gold["harms"]
    ]
    for h in harm_candidates(scene, view, kind):
        m = scene.mentions.harms[h.mention]
        key = (m.kind, m.group, m.who, m.low, m.high, m.hedge if m.low is None and m.high is None else "")
        loose = any(overlap(m.span, g["span"]) and (m.low, m.high) == (g["low"], g["high"]) for g in gold["harms"])
        add("harm", list(h.features), "yes" if key in left or loose else "no")
        if key in left:
            left.remove(key)
    frame = Frame(kind, gold["scope"], gold["headline"], gold["stance"], None)
    dates = date_candidates(scene, view, frame)
    wanted = (gold["date"]["from"], gold["date"]["to"]) if gold["date"] else None
    days = [tuple(d.isoformat() for d in c.days) if c.days else None for c in dates]
    right = [i for i, d in enumerate(days) if d == wanted]
    if right:
        quoted = [i for i in right if gold["date"] and gold["date"]["quote"] and dates[i].mention is not None]
        add("date", [list(c.features) for c in dates], (quoted or right)[0])


STRENGTHS = {
    "event_type": 0.15,
    "scope": 0.1,
    "headline": 0.1,
    "stance": 0.25,
    "place": 0.15,
    "actor": 0.2,
    "source": 0.2,
    "date": 0.3,
    "harm": 0.1,
}
LEAST = 5
"""Examples that a feature of frames and bindings must be seen in: fewer lets rare words in, and English falls."""


def train_all(documents: Sequence[Document]) -> dict[str, dict[str, Any]]:
    """Every model of assembly, as it is shipped."""
    found = {"account": train_linking(documents)}
    for name, (rows, labels) in binding_examples(draft_documents(documents)).items():
        if name in found:
            continue
        found[name] = (
            fit_choice(rows, labels, STRENGTHS[name], LEAST) if name in CHOICES else fit_model(rows, labels, STRENGTHS[name], LEAST)
        )
    return found


def as_models(found: dict[str, dict[str, Any]]) -> Models:
    """Trained models for use at once."""
    made = {
        n: ChoiceModel(m["weights"]) if n in CHOICES else LinearModel(m["labels"], m["bias"], m["weights"]) for n, m in found.items()
    }
    return Models(**made)  # type: ignore[arg-type]


def read_documents(rows: Sequence[Row], gold: bool) -> list[Document]:
    """Documents with the mentions of finders whose models have not seen them, or with gold claims as mentions."""
    pages = [make_page(row["text"], row["lang"]) for row in rows]
    if gold:
        found = [gold_mentions(page, row, find_furniture(page)) for page, row in zip(pages, rows, strict=True)]
    else:
        found = jack_mentions(rows, BENCH)
    return [make_document(row, page, mentions) for row, page, mentions in zip(rows, pages, found, strict=True)]


def cross_validate(documents: Sequence[Document]) -> None:
    """Print the figures of readings whose models were trained on the other folds."""
    fold_of = split_folds(len(documents))
    items: dict[str, list[Any]] = {}
    for fold in range(FOLDS):
        models = as_models(train_all([d for d, f in zip(documents, fold_of, strict=True) if f != fold]))
        for document, f in zip(documents, fold_of, strict=True):
            if f == fold:
                found = to_json(assemble(document.page, document.mentions, "r", models))
                items.setdefault(document.row["lang"], []).append((document.row["text"], document.row["gold"]["accounts"], found))
    sys.path.insert(0, str(BENCH))
    import score  # type: ignore[import-not-found]

    for lang, rows in items.items():
        print(lang, " ".join(f"{name} {tally.f1():.3f}" for name, tally in score.score(rows).items()))


def main() -> None:
    """Train on a file, and write the models or print what cross-validation says of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("train", type=Path)
    parser.add_argument("--gold", action="store_true", help="gold claims as mentions")
    parser.add_argument("--measure", action="store_true", help="cross-validate, write nothing")
    args = parser.parse_args()
    documents = read_documents(load_rows(args.train), args.gold)
    if args.measure:
        cross_validate(documents)
        return
    for name, model in train_all(documents).items():
        save_model(FILES[name], model, args.train, "five-fold figures: training/account.py --measure")


if __name__ == "__main__":
    main()
