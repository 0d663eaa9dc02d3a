"""Train the model that tells whether a possible source is one.

usage: python training/source.py TRAIN.jsonl [--write]

A mention is a source where the account whose quotes its sentence holds has an attribution of its kind, or where it overlaps the words
of one. Prints five-fold cross-validated figures by document; --write fits on all and writes data/models/source.json.
"""

import argparse
import json
import random
from pathlib import Path
from typing import Any

from actor import account_sentences, score
from fit import fit_model, save_model

from sijill.extract.linear import LinearModel
from sijill.extract.sources.features import source_features
from sijill.extract.sources.names import find_citings, find_outlet, load_phrases
from sijill.extract.text.furniture import find_furniture
from sijill.extract.text.page import make_page

SEED = 7
FOLDS = 5
STRENGTH = 0.1

Row = tuple[str, tuple[str, ...], list[str], str, str]
"""Document, kinds, features, label, the words."""


def read_rows(doc: dict[str, Any]) -> list[Row]:
    """The labelled mentions of one document."""
    page = make_page(doc["text"], doc["lang"])
    found = load_phrases().scan(page)
    accounts = [(account_sentences(page, a), {x["kind"] for x in a["attributions"]}) for a in doc["gold"]["accounts"]]
    spans = [(tuple(x["span"]), x["kind"]) for a in doc["gold"]["accounts"] for x in a["attributions"]]
    rows = []
    furniture = find_furniture(page)
    outlet = find_outlet(page, found, furniture)
    for citing in find_citings(page, found, furniture):
        start, end = page.slice(citing.first, citing.last)
        kinds = {k for (a, b), k in spans if a < end and start < b}
        if not kinds:
            here = [k for sentences, k in accounts if citing.sentence in sentences] or [k for _, k in accounts]
            kinds = set().union(*here) if here else set()
        label = "source" if kinds & set(citing.kinds) else "none"
        features = source_features(page, found, citing, outlet)
        rows.append((doc["doc"], citing.kinds, features, label, page.quote(citing.first, citing.last)))
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("train", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--show", type=int, default=0, help="print this many kinds that were missed or invented")
    args = parser.parse_args()
    docs = [json.loads(line) for line in args.train.read_text(encoding="utf-8").split("\n") if line]
    rows = [row for doc in docs for row in read_rows(doc)]
    gold = {d["doc"]: {x["kind"] for a in d["gold"]["accounts"] for x in a["attributions"]} for d in docs}
    langs = {d["doc"]: d["lang"] for d in docs}
    names = sorted(gold)
    random.Random(SEED).shuffle(names)  # noqa: S311
    predicted: list[tuple[Row, float]] = []
    for fold in range(FOLDS):
        held = set(names[fold::FOLDS])
        train = [r for r in rows if r[0] not in held]
        data = fit_model([r[2] for r in train], [r[3] for r in train], STRENGTH)
        model = LinearModel(data["labels"], data["bias"], data["weights"])
        predicted += [(r, model.probability(r[2], "source")) for r in rows if r[0] in held]
    for lang in ("ar", "en"):
        wanted = {(d, k) for d in gold if langs[d] == lang for k in gold[d]}
        every = {(r[0], k) for r in rows if langs[r[0]] == lang for k in r[1]}
        print(f"{lang}: kinds {len(wanted)}, named anywhere: {score(every, wanted)}")
        for threshold in (0.3, 0.4, 0.5, 0.6, 0.7):
            found = {(r[0], k) for r, chance in predicted if chance >= threshold and langs[r[0]] == lang for k in r[1]}
            print(f"  chance>={threshold}: {score(found, wanted)}")
        found = {(r[0], k) for r, chance in predicted if chance >= 0.5 and langs[r[0]] == lang for k in r[1]}
        for doc, kind in sorted(found ^ wanted)[: args.show]:
            words = [(r[4], r[1], round(c, 2)) for r, c in predicted if r[0] == doc]
            print("   ", "missed" if (doc, kind) in wanted else "invented", doc, kind, words)
    if args.write:
        data = fit_model([r[2] for r in rows], [r[3] for r in rows], STRENGTH)
        save_model("source", data, args.train, f"whether a source; {FOLDS}-fold figures: training/source.py")


if __name__ == "__main__":
    main()
