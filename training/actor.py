"""Train the model that tells a party's part: perpetrator, target, party of a clash or talks, or none.

usage: python training/actor.py TRAIN.jsonl [--write]

Labels come from the gold accounts: a mention takes the role of an account's actor with its id where its sentence holds a quote of
that account. Prints five-fold cross-validated figures by document; --write fits on all and writes data/models/actor.json.
"""

import argparse
import json
import random
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from fit import fit_model, save_model

from sijill.extract.actors.features import group_features
from sijill.extract.actors.finder import group_namings, judge_part
from sijill.extract.actors.names import load_phrases
from sijill.extract.linear import LinearModel
from sijill.extract.text.furniture import find_furniture
from sijill.extract.text.page import Page, make_page

SEED = 7
FOLDS = 5
STRENGTH = 0.1

Row = tuple[str, int, str, list[str], str]
"""Document, sentence, actor, features, label."""


def account_sentences(page: Page, account: dict[str, Any]) -> set[int]:
    """Sentences that hold a quote of an account."""
    quotes = [x for part in ("harms", "places", "actors", "attributions") for x in account[part]]
    spans = [tuple(x["span"]) for x in quotes if x.get("span")]
    rows = set()
    for number, sentence in enumerate(page.sentences):
        start, end = page.slice(sentence.first, sentence.last)
        if any(start < b and a < end for a, b in spans):
            rows.add(number)
    return rows


def label_mention(sentence: int, actor: str, accounts: list[tuple[set[int], dict[str, str]]]) -> str:
    """The role that the gold gives a mention of `actor` in a sentence."""
    here = [roles for sentences, roles in accounts if sentence in sentences]
    roles = Counter(r[actor] for r in (here or [roles for _, roles in accounts]) if actor in r)
    return roles.most_common(1)[0][0] if roles else "none"


def read_rows(doc: dict[str, Any]) -> list[Row]:
    """The labelled mentions of one document."""
    page = make_page(doc["text"], doc["lang"])
    found = load_phrases().scan(page)
    accounts = [(account_sentences(page, a), {x["id"]: x["role"] for x in a["actors"]}) for a in doc["gold"]["accounts"]]
    published = date.fromisoformat(doc["published"]) if doc.get("published") else None
    rows = []
    for group in group_namings(page, found, find_furniture(page), published):
        for (naming, actor), features in zip(group, group_features(page, found, group), strict=True):
            label = label_mention(naming.sentence, actor, accounts)
            rows.append((doc["doc"], naming.sentence, actor, features, label))
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("train", type=Path)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    docs = [json.loads(line) for line in args.train.read_text(encoding="utf-8").split("\n") if line]
    rows = [row for doc in docs for row in read_rows(doc)]
    gold = {d["doc"]: {(x["id"], x["role"]) for a in d["gold"]["accounts"] for x in a["actors"]} for d in docs}
    langs = {d["doc"]: d["lang"] for d in docs}
    names = sorted(gold)
    random.Random(SEED).shuffle(names)  # noqa: S311
    predicted: list[tuple[Row, str, float]] = []
    for fold in range(FOLDS):
        held = set(names[fold::FOLDS])
        train = [r for r in rows if r[0] not in held]
        data = fit_model([r[3] for r in train], [r[4] for r in train], STRENGTH)
        model = LinearModel(data["labels"], data["bias"], data["weights"])
        predicted += [(r, *judge_part(model, r[3])[:2]) for r in rows if r[0] in held]
    report(predicted, gold, langs)
    if args.write:
        data = fit_model([r[3] for r in rows], [r[4] for r in rows], STRENGTH)
        save_model("actor", data, args.train, f"part of a party; {FOLDS}-fold figures: training/actor.py")


def report(predicted: list[tuple[Row, str, float]], gold: dict[str, set[tuple[str, str]]], langs: dict[str, str]) -> None:
    for lang in ("ar", "en"):
        mine = [p for p in predicted if langs[p[0][0]] == lang]
        docs = {d for d in gold if langs[d] == lang}
        ids = {(d, i) for d in docs for i, _ in gold[d]}
        pairs = {(d, *x) for d in docs for x in gold[d]}
        every = {(r[0], r[2]) for r, _, _ in mine}
        print(f"{lang}: ids {len(ids)}, named anywhere: {score(every, ids)}")
        for threshold in (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8):
            kept = [(r, label) for r, label, chance in mine if chance >= threshold]
            found = {(r[0], r[2]) for r, _ in kept}
            roles = {(r[0], r[2], label) for r, label in kept}
            right = sum(label == r[4] for r, label in kept if r[4] != "none") / max(1, sum(r[4] != "none" for r, _ in kept))
            print(f"  chance>={threshold}: ids {score(found, ids)}  roles {score(roles, pairs)}  role right in {right:.3f} of mentions")


def score(found: set[Any], gold: set[Any]) -> str:
    hit = len(found & gold)
    p, r = hit / max(1, len(found)), hit / max(1, len(gold))
    return f"P {p:.3f} R {r:.3f} F {2 * p * r / max(p + r, 1e-9):.3f}"


if __name__ == "__main__":
    main()
