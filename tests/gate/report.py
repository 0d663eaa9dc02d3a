# ruff: noqa: T201 - a report that speaks to the terminal
"""What the reader gets wrong on the gate: python -m gate.report {ar,en} [--worst N] [--tag TAG] (run it in tests/)."""

import argparse
from collections import defaultdict
from typing import Any

from gate.rows import as_report, load_rows
from gate.scoring import FIGURES, Json, Score, actor_facts, day_fact, frame_fact, harm_fact, pair_accounts, place_names, score_document
from sijill.extract.grammar import GrammarReader
from sijill.model.codec import to_json

UNSEEN = "second-writing"
"""The tag of rows whose failures are never shown, so that they stay a fair test of rules written after looking at the others."""


def differences(marked: list[Json], read: list[Json]) -> list[str]:
    """What one document misses and invents, a line each."""
    lines = []
    pairs = pair_accounts(marked, read)
    paired = [id(m) for m, _ in pairs] + [id(r) for _, r in pairs]
    for m, r in pairs:
        if m["event_type"] != r["event_type"]:
            lines.append(f"event {m['event_type']} read as {r['event_type']}")
        views: dict[str, Any] = {
            "frame": frame_fact,
            "date": day_fact,
            "place": lambda a: sorted(place_names(a)),
            "actor": lambda a: sorted(map(str, actor_facts(a))),
            "source": lambda a: sorted({s["kind"] for s in a["attributions"]}),
            "harm": lambda a: sorted(map(str, map(harm_fact, a["harms"]))),
        }
        lines += [f"{name}: marked {view(m)} read {view(r)}" for name, view in views.items() if view(m) != view(r)]
    lines += [f"missed account {a['event_type']}" for a in marked if id(a) not in paired]
    lines += [f"invented account {a['event_type']} {[h['quote'] for h in a['harms']]}" for a in read if id(a) not in paired]
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lang", choices=["ar", "en"])
    parser.add_argument("--tag", help="only rows with this construction")
    parser.add_argument("--worst", type=int, default=10_000, help="the N constructions with the lowest harm figure")
    args = parser.parse_args()
    reader = GrammarReader()
    whole, unseen = Score(), Score()
    by_tag: dict[str, Score] = defaultdict(Score)
    shown: dict[str, list[tuple[Json, list[str]]]] = defaultdict(list)
    for row in load_rows(args.lang):
        if args.tag and args.tag not in row["tags"]:
            continue
        read = to_json(reader.read_report(as_report(row)))["accounts"]
        marked = row["gold"]["accounts"]
        if UNSEEN in row["tags"]:
            score_document(unseen, row["text"], marked, read)
            continue
        score_document(whole, row["text"], marked, read)
        for tag in row["tags"]:
            score_document(by_tag[tag], row["text"], marked, read)
            if lines := differences(marked, read):
                shown[tag].append((row, lines))
    print("  ".join(f"{name} {whole.f1(name):.3f}" for name in FIGURES))
    print("unseen: " + "  ".join(f"{name} {unseen.f1(name):.3f}" for name in FIGURES))
    ranked = sorted(by_tag, key=lambda tag: sum(by_tag[tag].f1(n) for n in ("harm", "account", "bound", "place", "actor")))
    for tag in ranked[: args.worst]:
        print(f"\n## {tag}: " + "  ".join(f"{name} {by_tag[tag].f1(name):.2f}" for name in FIGURES))
        for row, lines in shown[tag]:
            print(f"{row['doc']} ({row['published']}): {row['text'][:400]}")
            print("".join(f"    {line}\n" for line in lines), end="")


if __name__ == "__main__":
    main()
