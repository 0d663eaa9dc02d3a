"""Train and measure the models of `sijill.extract.harms.finder`: kind (or none), entry, group, who.

usage: python training/harm_train.py [--save] [--fast] [--show LANG]

Cross-validates by document on train.jsonl (5 folds, seed 7), then trains on all of it and scores dev.jsonl. The entry model sees the
kind model's probabilities as it will when reading: of documents not trained on.
"""

import random
import sys
import time
from collections import Counter
from functools import cache
from typing import Any

from fit import fit_model, save_model
from harm_gold import BENCH, Labelled, load
from score import harm_key, numbered, toll_key  # type: ignore[import-not-found]

from sijill.extract.harms import finder as harms
from sijill.extract.harms.company import Company
from sijill.extract.harms.context import lexical_who, likely_kinds
from sijill.extract.harms.features import describe
from sijill.extract.harms.repeats import Repetitions
from sijill.extract.linear import LinearModel
from sijill.extract.mentions import HarmMention

FOLDS = 5
TOLERANCE = 5e-4
"""Where the solver stops: at 3e-3 the cross-validated harm F1 is 0.003 (Arabic) and 0.004 (English) lower."""
STRENGTH = {"kind": 0.5, "entry": 0.2, "place": 0.1, "group": 0.3, "who": 1.0}
Models = dict[str, LinearModel]
Chances = list[dict[str, float]]


def as_model(data: dict[str, Any]) -> LinearModel:
    return LinearModel(data["labels"], data["bias"], data["weights"])


def label_of(doc: Labelled, i: int) -> str:
    """What the kind model should say: a repetition of an entry is a harm of its kind, not none."""
    gold = doc.match[i]
    return gold["kind"] if gold else doc.around.governed[i] if doc.repeats[i] else "none"


@cache
def kind_features(doc: Labelled) -> list[list[str]]:
    return [describe(doc.around, i, label_of(doc, i - 1) if i else "-") for i in range(len(doc.match))]


def kind_rows(docs: list[Labelled]) -> tuple[list[list[str]], list[str]]:
    rows, labels = [], []
    for doc in docs:
        for i, features in enumerate(kind_features(doc)):
            if not harms.is_hopeless(doc.around, i, label_of(doc, i - 1) if i else "-"):
                rows.append(features)
                labels.append(label_of(doc, i))
    return rows, labels


def later_rows(docs: list[Labelled], chances: dict[str, Chances]) -> dict[str, tuple[list[list[str]], list[str]]]:
    """Rows of the entry, place, group and who models, with the kinds that the kind model would give."""
    out: dict[str, tuple[list[list[str]], list[str]]] = {name: ([], []) for name in ("entry", "place", "group", "who")}
    for doc in docs:
        kinds = likely_kinds(chances[doc.doc], doc.around.twinned)
        repetitions, company = Repetitions(doc.around, kinds, chances[doc.doc]), Company(doc.around, kinds)
        for cluster in repetitions.clusters.values():
            stated = [i for i in cluster if (g := doc.match[i]) and g["kind"] == kinds[i]]
            opens = {cluster[0], *stated[1:]} if stated else set()
            for i in cluster:
                out["entry"][0].append(repetitions.describe(i))
                out["entry"][1].append("yes" if i in opens else "no")
                if stated and len(cluster) > 1:
                    out["place"][0].append(repetitions.describe_place(i))
                    out["place"][1].append("yes" if i in stated else "no")
        for i, gold in enumerate(doc.match):
            if gold and kinds[i]:
                features = company.describe(i)
                company.settled[i] = gold["group"]
                for name in ("group", "who"):
                    if name == "group" or lexical_who(doc.scan.candidates[i]):
                        out[name][0].append(features)
                        out[name][1].append(gold[name] or "none")
    return out


def chances_of(model: LinearModel, docs: list[Labelled]) -> dict[str, Chances]:
    return {doc.doc: harms.weigh_kinds(doc.around, model) for doc in docs}


def read(doc: Labelled, models: Models) -> list[dict[str, Any]]:
    """The harms that `find_harms` gives with these models, as the benchmark writes them."""
    harms.load_model = lambda name: models[name.removeprefix("harm_")]  # type: ignore[attr-defined]
    return [as_gold(m) for m in harms.find_harms(doc.scan.page, doc.scan.furniture)]


def as_gold(m: HarmMention) -> dict[str, Any]:
    return {
        "kind": m.kind, "group": m.group, "who": m.who, "low": m.low, "high": m.high, "hedge": m.hedge, "unit": m.unit,
        "span": [m.span.start, m.span.end],
    }  # fmt: skip


def measure(docs: list[Labelled], readings: dict[str, list[dict[str, Any]]]) -> str:
    """harm and toll as score.py counts them, and the share of matched harms whose span overlaps the gold's, by language."""
    lines = []
    for lang in ("ar", "en"):
        t = Counter[str]()
        for doc in docs:
            if doc.lang != lang:
                continue
            got = readings[doc.doc]
            for name, key, keep in (("harm", harm_key, lambda _: True), ("toll", toll_key, numbered)):
                g, p = Counter(key(h) for h in doc.gold if keep(h)), Counter(key(h) for h in got if keep(h))
                t[name] += sum((g & p).values())
                t[name + "_g"] += sum(g.values())
                t[name + "_p"] += sum(p.values())
            for name, drop in (("nogroup", (1,)), ("nowho", (2,)), ("neither", (1, 2)), ("nokind", (0,))):
                cut = lambda h, drop=drop: tuple(v for n, v in enumerate(harm_key(h)) if n not in drop)  # noqa: E731
                t[name] += sum((Counter(map(cut, doc.gold)) & Counter(map(cut, got))).values())
            for h in got:
                same = [g for g in doc.gold if harm_key(g) == harm_key(h)]
                t["match"] += bool(same)
                t["over"] += any(g["span"][0] < h["span"][1] and h["span"][0] < g["span"][1] for g in same)
        if t["harm_g"]:
            parts = [
                f"{n} {2 * t[n] / (t[n + '_g'] + t[n + '_p']):.3f} (p {t[n] / max(1, t[n + '_p']):.3f} r {t[n] / t[n + '_g']:.3f})"
                for n in ("harm", "toll")
            ]
            parts += [f"{n} {2 * t[n] / (t['harm_g'] + t['harm_p']):.3f}" for n in ("nogroup", "nowho", "neither", "nokind")]
            lines.append(f"{lang}: {'  '.join(parts)}  span {t['over'] / max(1, t['match']):.3f}")
    return "\n".join(lines)


def fit_later(docs: list[Labelled], chances: dict[str, Chances]) -> dict[str, dict[str, Any]]:
    return {
        name: fit_model(*rows, strength=STRENGTH[name], least=2, tolerance=TOLERANCE)
        for name, rows in later_rows(docs, chances).items()
    }


def main() -> None:
    docs = load("train.jsonl")
    print(f"loaded {time.process_time():.0f} s of CPU", flush=True)
    order = sorted(docs, key=lambda d: d.doc)
    random.Random(7).shuffle(order)  # noqa: S311
    folds = [order[i::FOLDS] for i in range(FOLDS)]
    kind_models, chances = [], {}
    for fold in folds:
        held = {d.doc for d in fold}
        model = as_model(
            fit_model(*kind_rows([d for d in docs if d.doc not in held]), strength=STRENGTH["kind"], least=2, tolerance=TOLERANCE)
        )
        kind_models.append(model)
        chances |= chances_of(model, fold)
    print(f"kind models {time.process_time():.0f} s", flush=True)
    readings: dict[str, list[dict[str, Any]]] = {}
    for fold, kind_model in zip(folds, kind_models, strict=True):
        held = {d.doc for d in fold}
        models = {n: as_model(m) for n, m in fit_later([d for d in docs if d.doc not in held], chances).items()}
        models["kind"] = kind_model
        readings |= {d.doc: read(d, models) for d in fold}
    figure = measure(docs, readings)
    print(f"cross-validated {time.process_time():.0f} s\n{figure}", flush=True)
    if "--show" in sys.argv:
        show(docs, readings, sys.argv[sys.argv.index("--show") + 1])
    if "--fast" in sys.argv:
        return
    final = {"kind": fit_model(*kind_rows(docs), strength=STRENGTH["kind"], least=2, tolerance=TOLERANCE)} | fit_later(docs, chances)
    models = {n: as_model(m) for n, m in final.items()}
    dev = load("dev.jsonl")
    print("dev\n" + measure(dev, {d.doc: read(d, models) for d in dev}))
    if "--save" in sys.argv:
        note = "5-fold by document: " + figure.replace("\n", "; ")
        for name, data in final.items():
            save_model(f"harm_{name}", data, BENCH / "train.jsonl", note)


def show(docs: list[Labelled], readings: dict[str, list[dict[str, Any]]], lang: str) -> None:
    """Print what was missed and invented, with the words around."""
    for doc in docs:
        if doc.lang != lang:
            continue
        got, text = readings[doc.doc], doc.scan.page.text
        left = Counter(harm_key(g) for g in doc.gold)
        left.subtract(harm_key(h) for h in got)
        for sign, harms_, wrong in (("MISS", doc.gold, 1), ("MADE", got, -1)):
            for h in harms_:
                if left[harm_key(h)] * wrong > 0:
                    left[harm_key(h)] -= wrong
                    s, e = h["span"]
                    around = f"{text[max(0, s - 60) : s]}[[{text[s:e]}]]{text[e : e + 50]}".replace("\n", "⏎")
                    print(sign, doc.doc, h["kind"], h["group"], h["who"], h["low"], h["high"], h["hedge"], "|", around)


if __name__ == "__main__":
    main()
