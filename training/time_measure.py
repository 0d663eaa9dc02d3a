"""Measure date expressions against gold readings: python training/time_measure.py TRAIN.jsonl [--show]

quoted   gold dates with words of their own whose days one of our mentions there has
doc      gold dates whose days any mention, the dateline or the publication date has
dateline gold dates without words: the dateline, or else the publication date
null     headline accounts that gold leaves undated although we have a day to count from
"""

import argparse
import json
from collections import Counter
from datetime import date
from pathlib import Path

from sijill.extract.text.page import make_page
from sijill.extract.times.finder import find_dateline, find_times


def main() -> None:
    """Print the figures for each language, and with --show what was missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--show", action="store_true")
    arguments = parser.parse_args()
    count: dict[str, Counter[str]] = {"ar": Counter(), "en": Counter()}
    for row in map(json.loads, arguments.gold.read_text(encoding="utf-8").splitlines()):
        page = make_page(row["text"], row["lang"])
        published = date.fromisoformat(row["published"]) if row["published"] else None
        anchor = find_dateline(page, published) or published
        times = find_times(page, published)
        tally = count[row["lang"]]
        for account in row["gold"]["accounts"]:
            when = account.get("date")
            if not when:
                if account["headline"]:
                    tally["null: a day is known" if anchor else "null: none is known"] += 1
                    if anchor and arguments.show:
                        print("NULL", row["doc"], published, anchor, [(page.quote(t.first, t.last), t.dateline) for t in times][:4])
                continue
            days = (date.fromisoformat(when["from"]), date.fromisoformat(when["to"]))
            known = {(t.first_day, t.last_day) for t in times} | {(anchor, anchor)}
            tally["doc hit" if days in known else "doc missed"] += 1
            quote = when.get("quote")
            if quote:
                start = row["text"].find(quote)
                there = [t for t in times if t.span.start < start + len(quote) and t.span.end > start]
                good = any((t.first_day, t.last_day) == days for t in there)
                tally["quoted hit" if good else "quoted missed"] += 1
                if not good and arguments.show:
                    read = [(page.quote(t.first, t.last), str(t.first_day), str(t.last_day), t.rule) for t in there]
                    print("QUOTED", row["doc"], published, anchor, when["from"], when["to"], repr(quote), read)
            else:
                tally["dateline hit" if (anchor, anchor) == days else "dateline missed"] += 1
                if (anchor, anchor) != days and arguments.show:
                    print("DATELINE", row["doc"], published, anchor, when["from"], when["to"], account["headline"])
    for lang, tally in count.items():
        print(lang, dict(sorted(tally.items())))


if __name__ == "__main__":
    main()
