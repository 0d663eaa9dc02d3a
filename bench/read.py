"""What the reader measures of itself: the figures of the reading benchmark by language, its ceiling with gold claims, and its speed.

usage: bench/read.py [GOLD.jsonl] [--ceiling] [--speed]   (documents with gold readings; ../shared/bench/dev.jsonl by default)
       bench/read.py --long MB   (one page of so many megabytes, every sentence another happening: time and memory)
"""

import argparse
import importlib.util
import json
import random
import resource
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
BENCH = ROOT.parent / "shared" / "bench"
sys.path[:0] = [str(ROOT / "training")]

Row = dict[str, Any]


def main(argv: list[str] | None = None) -> int:
    """Print the figures; 1 where the gold file or the scorer is not there."""
    parser = argparse.ArgumentParser(prog="bench read", description=__doc__)
    parser.add_argument("gold", type=Path, nargs="?", default=BENCH / "dev.jsonl")
    parser.add_argument("--ceiling", action="store_true", help="also with gold claims in place of the finders")
    parser.add_argument("--speed", action="store_true", help="also the time of each stage")
    parser.add_argument("--long", type=float, metavar="MB", help="only a page of so many megabytes: its time and memory")
    args = parser.parse_args(argv)
    if args.long is not None:
        print_long(args.long)
        return 0
    if not args.gold.is_file() or not (BENCH / "score.py").is_file():
        print(f"reader: not measured, {args.gold} or {BENCH / 'score.py'} is not here")
        return 1
    rows = [json.loads(line) for line in args.gold.read_text(encoding="utf-8").splitlines()]
    scorer = load_scorer(BENCH / "score.py")
    print_figures(scorer, rows, read_row, "reader")
    if args.ceiling:
        print_figures(scorer, rows, read_gold_mentions, "ceiling: gold claims, our assembly")
    print_speed(rows)
    if args.speed:
        print_stages(rows)
    return 0


def load_scorer(path: Path) -> ModuleType:
    """The benchmark's own scorer."""
    spec = importlib.util.spec_from_file_location("score", path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} is no Python file")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def print_figures(scorer: ModuleType, rows: list[Row], read: Callable[[Row], Any], title: str) -> None:
    """All figures of the scorer, one line for each language."""
    print(f"== {title}")
    for lang in sorted({r["lang"] for r in rows}):
        mine = [r for r in rows if r["lang"] == lang]
        figures = scorer.score((r["text"], r["gold"]["accounts"], read(r)) for r in mine)
        print(f"{lang} ({len(mine)})  " + "  ".join(f"{name} {tally.f1():.3f}" for name, tally in figures.items()))


def read_row(row: Row) -> Any:
    """The accounts that the reader finds in a row."""
    from sijill.extract.grammar import GrammarReader
    from sijill.model.codec import to_json

    return to_json(GrammarReader().read_report(report_of(row)))["accounts"]


def read_gold_mentions(row: Row) -> Any:
    """The accounts that assembly makes of gold claims."""
    from account_gold import gold_mentions

    from sijill.extract.accounts.assembly import assemble
    from sijill.extract.text.furniture import find_furniture
    from sijill.extract.text.page import make_page
    from sijill.model.codec import to_json

    page = make_page(row["text"], row["lang"])
    return to_json(list(assemble(page, gold_mentions(page, row, find_furniture(page)), "r")))


def report_of(row: Row) -> Any:
    """A row as a report."""
    from sijill.model import Report

    published = date.fromisoformat(row["published"]) if row.get("published") else None
    return Report(row["doc"], row["doc"], row["text"], published=published, lang=row["lang"])


def print_speed(rows: list[Row]) -> None:
    """Reports of 1,000 characters a second of CPU."""
    from sijill.extract.grammar import GrammarReader

    reader = GrammarReader()
    reports = [report_of(r) for r in rows]
    reader.read_report(reports[0])
    begun = time.process_time()
    for report in reports:
        reader.read_report(report)
    spent = time.process_time() - begun
    letters = sum(len(r["text"]) for r in rows)
    print(f"speed: {letters / 1000 / spent:.0f} reports of 1,000 characters a second of CPU ({1e6 * spent / letters:.2f} ms each)")


PARTS = {
    "who": ["ثلاثة مدنيين", "طفلان", "امرأة وطفل", "سبعة أشخاص", "12 مدنياً", "عنصران", "نحو 20 شخصاً", "رجل مسن"],
    "how": ["إثر غارة جوية على", "جراء قصف مدفعي استهدف", "بانفجار لغم في", "خلال اشتباكات قرب", "برصاص مسلحين في"],
    "place": ["السوسة", "الشعفة", "القورية", "سراقب", "خان شيخون", "كفرنبل", "الطبقة", "منبج", "عفرين", "تل رفعت", "هجين"],
    "unit": ["إدلب", "حلب", "دير الزور", "الرقة", "الحسكة"],
    "month": ["كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران"],
    "source": ["المرصد السوري", "مصادر محلية", "الدفاع المدني", "ناشطون"],
}
"""What the sentences of a long page are made of."""


def long_text(size: int) -> str:
    """A digest of so many bytes of UTF-8 in which every sentence tells of another happening; the same in every run."""
    chance = random.Random(1)  # noqa: S311 - repeatable, not secret
    told, length = [], 0
    while length < size:
        who, how, place, unit, month, source = (chance.choice(words) for words in PARTS.values())
        day, injured, end = chance.randint(1, 28), chance.randint(2, 40), chance.choice(" \n")
        told.append(f"قتل {who} وأصيب {injured} آخرون {how} بلدة {place} بريف {unit} يوم {day} {month}، بحسب {source}.{end}")
        length += len(told[-1].encode())
    return "".join(told)


def print_long(megabytes: float) -> None:
    """Time and memory of one long page."""
    from sijill.extract.grammar import GrammarReader
    from sijill.model import Report

    text = long_text(round(megabytes * 1e6))
    begun = time.process_time()
    reading = GrammarReader().read_report(Report("long", "long", text, published=date(2020, 7, 1), lang="ar"))
    spent, peak = time.process_time() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told = f"{megabytes} MB, {len(text):,} characters, {len(reading.accounts):,} accounts"
    print(f"long: {told} in {spent:.1f} CPU-s ({1e6 * spent / len(text):.1f} ms each 1,000 characters), {peak:.0f} MB of memory")


def print_stages(rows: list[Row]) -> None:
    """Milliseconds for 1,000 characters in each stage."""
    from sijill.extract.accounts.assembly import assemble
    from sijill.extract.actors.finder import find_actors
    from sijill.extract.grammar import find_mentions
    from sijill.extract.harms.finder import find_harms
    from sijill.extract.places.finder import find_places
    from sijill.extract.sources.finder import find_sources
    from sijill.extract.text.furniture import find_furniture
    from sijill.extract.text.page import make_page
    from sijill.extract.times.finder import find_times

    letters = sum(len(r["text"]) for r in rows) / 1000
    pages = [make_page(r["text"], r["lang"]) for r in rows]
    days = [date.fromisoformat(r["published"]) if r.get("published") else None for r in rows]
    gone = [find_furniture(p) for p in pages]
    mentions = [find_mentions(p, d) for p, d in zip(pages, days, strict=True)]
    stages: dict[str, Callable[[int], Any]] = {
        "page": lambda i: make_page(rows[i]["text"], rows[i]["lang"]),
        "furniture": lambda i: find_furniture(pages[i]),
        "harms": lambda i: find_harms(pages[i], gone[i]),
        "places": lambda i: find_places(pages[i], gone[i]),
        "actors": lambda i: find_actors(pages[i], gone[i], days[i]),
        "sources": lambda i: find_sources(pages[i], gone[i]),
        "times": lambda i: find_times(pages[i], days[i], gone[i]),
        "assembly": lambda i: assemble(pages[i], mentions[i], "r"),
    }
    for name, stage in stages.items():
        begun = time.process_time()
        for index in range(len(rows)):
            stage(index)
        print(f"  {name:10} {1000 * (time.process_time() - begun) / letters:.2f} ms")


if __name__ == "__main__":
    sys.exit(main())
