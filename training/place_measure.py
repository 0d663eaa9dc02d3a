"""Measure places against gold readings: python training/place_measure.py TRAIN.jsonl [--show]

event    names of our event places of a document against the names of gold's places there (folded as the benchmark folds)
any      gold names that any mention of ours has, whatever its use
within   gold places whose larger units we name too, of those found
"""

import argparse
import importlib.util
import json
from collections import Counter
from pathlib import Path
from typing import Any

from sijill.extract.places.finder import find_places
from sijill.extract.text.furniture import find_furniture
from sijill.extract.text.page import make_page


def load_fold(folder: Path) -> Any:
    """The benchmark's own folding of names."""
    spec = importlib.util.spec_from_file_location("score", folder / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.fold


def main() -> None:
    """Print the figures for each language, and with --show what was missed and invented."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--show", action="store_true")
    arguments = parser.parse_args()
    fold = load_fold(arguments.gold.parent)
    count: dict[str, Counter[str]] = {"ar": Counter(), "en": Counter()}
    for row in map(json.loads, arguments.gold.read_text(encoding="utf-8").splitlines()):
        places = [p for a in row["gold"]["accounts"] for p in a["places"]]
        gold = {fold(p["name"]) for p in places}
        page = make_page(row["text"], row["lang"])
        mentions = find_places(page, find_furniture(page))
        events = {fold(m.name) for m in mentions if m.use == "event"}
        everything = {fold(m.name) for m in mentions}
        tally = count[row["lang"]]
        tally.update(gold=len(gold), events=len(events), hit=len(gold & events), any=len(gold & everything))
        units: dict[str, set[str]] = {}
        for mention in mentions:
            units.setdefault(fold(mention.name), set()).update(map(fold, mention.within))
        for place in places:
            if fold(place["name"]) in units:
                wanted, ours = set(map(fold, place["within"])), units[fold(place["name"])]
                tally.update(within_gold=len(wanted), within_ours=len(ours), within_hit=len(wanted & ours))
        if arguments.show:
            for name in gold - everything:
                print("MISSED", row["doc"], name, "|", next(p["quote"] for p in places if fold(p["name"]) == name))
            for name in (gold & everything) - events:
                print(
                    "UNUSED",
                    row["doc"],
                    name,
                    [(m.use, m.rule, row["text"][m.span.start - 20 : m.span.end + 15]) for m in mentions if fold(m.name) == name][:2],
                )
            for name in events - gold:
                print(
                    "INVENTED",
                    row["doc"],
                    name,
                    "|",
                    [
                        repr(row["text"][max(0, m.span.start - 25) : m.span.end + 15])
                        for m in mentions
                        if fold(m.name) == name and m.use == "event"
                    ][:2],
                )
    for lang, t in count.items():
        p, r = t["hit"] / max(t["events"], 1), t["hit"] / max(t["gold"], 1)
        print(
            f"{lang} event P {p:.3f} R {r:.3f} F1 {2 * p * r / max(p + r, 1e-9):.3f}  any R {t['any'] / max(t['gold'], 1):.3f}",
            end="  ",
        )
        print(f"within P {t['within_hit'] / max(t['within_ours'], 1):.3f} R {t['within_hit'] / max(t['within_gold'], 1):.3f}", dict(t))


if __name__ == "__main__":
    main()
