"""Train data/models/place.json, which tells event places from the rest: python training/place.py TRAIN.jsonl

Rows are the spots of the training reports outside their furniture; a spot is an event's place where gold has its name in the document,
unless it only says where another place lies. Cross-validated by documents (5 parts, in order of a digest of their ids).
"""

import argparse
import hashlib
import json
from pathlib import Path
from typing import Any

from fit import fit_model, save_model
from place_measure import load_fold

from sijill.extract.linear import LinearModel
from sijill.extract.places.chain import chain_spots
from sijill.extract.places.finder import spot_name
from sijill.extract.places.scene import make_scene
from sijill.extract.places.spots import find_spots
from sijill.extract.places.use import look_over, place_features
from sijill.extract.text.furniture import find_furniture
from sijill.extract.text.page import make_page

Row = tuple[list[str], str, str]
STRENGTH = 0.05
LEAST = 6
"""Examples that a feature must be seen in."""


def rows_of(row: dict[str, Any], fold: Any) -> tuple[list[Row], set[str]]:
    """(features, label, name) of every spot of a document, and the names of gold's places."""
    page = make_page(row["text"], row["lang"])
    furniture = find_furniture(page)
    places = [p for a in row["gold"]["accounts"] for p in a["places"]]
    gold = {fold(p["name"]) for p in places}
    quoted = [(fold(p["name"]), *p["span"]) for p in places if p.get("span")]
    scene = make_scene(page)
    chained = [(n, c) for n, s in enumerate(page.sentences) if n not in furniture for c in chain_spots(scene, find_spots(scene, s))]
    whole, rows = look_over(scene, chained), []
    for number, c in chained:
        name = fold(spot_name(page, c.spot))
        start, end = page.slice(c.spot.first, c.spot.last)
        there = any(n == name and s < end and e > start for n, s, e in quoted)
        label = "event" if name in gold and (there or not c.contains) else "rest"
        rows.append((place_features(scene, whole, number, c), label, name))
    return rows, gold


def score(parts: list[tuple[list[Row], set[str]]], model: LinearModel, threshold: float) -> tuple[int, int, int]:
    """(hits, ours, gold) of names per document."""
    hits = ours = wanted = 0
    for rows, gold in parts:
        names = {name for features, _, name in rows if model.probability(features, "event") >= threshold}
        hits, ours, wanted = hits + len(names & gold), ours + len(names), wanted + len(gold)
    return hits, ours, wanted


def main() -> None:
    """Cross-validate, print, train on all and save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    arguments = parser.parse_args()
    fold = load_fold(arguments.gold.parent)
    data = [json.loads(line) for line in arguments.gold.read_text(encoding="utf-8").splitlines()]
    data.sort(key=lambda r: hashlib.sha256(r["doc"].encode()).hexdigest())
    documents = [(rows_of(row, fold), row["lang"]) for row in data]
    figures: dict[tuple[str, float], list[int]] = {}
    for part in range(5):
        seen = [r for i, ((rows, _), _) in enumerate(documents) if i % 5 != part for r in rows]
        data_model = fit_model([r[0] for r in seen], [r[1] for r in seen], STRENGTH, LEAST)
        model = LinearModel(data_model["labels"], data_model["bias"], data_model["weights"])
        for lang in ("ar", "en"):
            held = [d for i, (d, language) in enumerate(documents) if i % 5 == part and language == lang]
            for threshold in (0.3, 0.35, 0.4, 0.45, 0.5, 0.55):
                tally = figures.setdefault((lang, threshold), [0, 0, 0])
                for index, value in enumerate(score(held, model, threshold)):
                    tally[index] += value
    lines = []
    for (lang, threshold), (hits, ours, wanted) in sorted(figures.items()):
        p, r = hits / max(ours, 1), hits / max(wanted, 1)
        lines.append(f"{lang} at {threshold}: P {p:.3f} R {r:.3f} F1 {2 * p * r / max(p + r, 1e-9):.3f}")
    print("\n".join(lines))
    every = [r for (rows, _), _ in documents for r in rows]
    note = "names per document, 5-fold by document: " + "; ".join(line for line in lines if "0.45:" in line)
    save_model("place", fit_model([r[0] for r in every], [r[1] for r in every], STRENGTH, LEAST), arguments.gold, note)
    print(len(every), "spots")


if __name__ == "__main__":
    main()
