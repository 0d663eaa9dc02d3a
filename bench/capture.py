"""How well and how fast pages are read, against trafilatura and resiliparse on the same pages in the same run.

usage: bench/capture.py [--worst N]   (the pages of tests/pages, and the 771 real texts of ../shared/bench put on the same layouts)
"""

import argparse
import json
import random
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
BENCH = ROOT.parent / "shared" / "bench"
sys.path[:0] = [str(ROOT / "tests")]

import made_pages  # noqa: E402

from sijill.capture.language import detect_language  # noqa: E402
from sijill.capture.page import read_page  # noqa: E402
from sijill.capture.page.read import read_source  # noqa: E402
from sijill.model import InputError  # noqa: E402
from sijill.model.fingerprint import words_of  # noqa: E402

ARABIC, LATIN = re.compile("[\u0620-\u064a]"), re.compile("[A-Za-z]")
NAMES_OF_SITES = re.compile(
    r"YouTubeAbout.*|pic\.twitter\.com/\w+|\S*Facebook.*?Post\b|Shared with Public|Twitter may be over.*"
    r"|^Conversation|\d{1,2}:\d\d [AP]M · .*|Show additional replies.*"
)
"""What platforms glue to a message without a line of its own."""

Reader = Callable[[bytes], str]
ROUNDS = 5


def main(argv: list[str] | None = None) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="bench capture", description=__doc__)
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="also the N pages that we read worst")
    args = parser.parse_args(argv)
    pages = list(made_pages.make_pages(each=2))
    print(f"== {len(pages)} made pages, {len(made_pages.layouts())} layouts")
    print_quality(pages)
    print_days(pages)
    print_worst(pages, args.worst)
    for folder in made_pages.FOLDERS[1:]:
        more = list(made_pages.make_pages(each=3, folder=folder))
        print(f"== {len(more)} pages of {len(made_pages.layouts(folder))} layouts, {folder}")
        print_quality(more)
        print_days(more)
    real = place_real_texts()
    if real:
        print(f"== {len(real)} real texts put on the layouts in turn")
        print_quality(real)
        print_worst(real, args.worst)
        print_quotes()
        print_languages()
    else:
        print(f"real texts: not measured, {BENCH} is not here")
    print_speed(pages)
    return 0


def read_ours(payload: bytes) -> str:
    """Our main text; none where the page is refused."""
    try:
        return read_page(payload, "https://news.example.org/news/1").text
    except InputError:
        return ""


def read_trafilatura(payload: bytes) -> str:
    """Main text by trafilatura, as its users call it, with its metadata."""
    from trafilatura import bare_extraction

    found: Any = bare_extraction(payload, with_metadata=True, include_comments=False, include_tables=True)
    return (found.as_dict()["text"] or "") if found is not None else ""


def read_resiliparse(payload: bytes) -> str:
    """Main text by resiliparse."""
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    encoding = "cp1256" if b"windows-1256" in payload[:400] else "utf-8"
    return str(extract_plain_text(HTMLTree.parse_from_bytes(payload, encoding), main_content=True))


READERS: dict[str, Reader] = {"sijill": read_ours, "trafilatura": read_trafilatura, "resiliparse": read_resiliparse}


def overlap(text: str, truth: str) -> tuple[float, float, float]:
    """Precision, recall and F of words, each counted as often as it stands."""
    mine, right = Counter(words_of(text)), Counter(words_of(truth))
    common = sum((mine & right).values())
    precision = common / max(1, sum(mine.values()))
    recall = common / max(1, sum(right.values()))
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def truth_of(page: made_pages.MadePage) -> str:
    """The words that are the article; a reader may give the title before them or not."""
    return "\n".join(page.paragraphs)


def without_title(text: str, page: made_pages.MadePage) -> str:
    """A reader's text without the title at its beginning, which some give and some do not."""
    head = text.lstrip().removeprefix("# ")
    return head[len(page.title) :] if page.title and head.startswith(page.title) else text


def print_quality(pages: Sequence[made_pages.MadePage]) -> None:
    """Mean precision, recall and F of each reader, by language."""
    for name, reader in READERS.items():
        rows: dict[str, list[tuple[float, float, float]]] = defaultdict(list)
        for page in pages:
            rows[page.lang].append(overlap(without_title(reader(page.payload), page), truth_of(page)))
        for lang, found in sorted(rows.items()):
            means = [sum(column) / len(found) for column in zip(*found, strict=True)]
            print(f"{name:12} {lang}  precision {means[0]:.3f}  recall {means[1]:.3f}  F {means[2]:.3f}  ({len(found)} pages)")


def print_worst(pages: Sequence[made_pages.MadePage], count: int) -> None:
    """The pages that we read worst."""
    rows = sorted((overlap(without_title(read_ours(p.payload), p), truth_of(p)), p.name) for p in pages)
    for (precision, recall, _), name in sorted(rows, key=lambda row: row[0][2])[:count]:
        print(f"   {precision:.2f} {recall:.2f} {name}")


def print_days(pages: Sequence[made_pages.MadePage]) -> None:
    """How often the day, title, author and language are right, ours and trafilatura's."""
    from trafilatura import bare_extraction

    right: Counter[str] = Counter()
    for page in pages:
        mine = read_page(page.payload, page.address, page.headers)
        right["day"] += mine.day == page.day
        right["title"] += (mine.title.value if mine.title else None) == page.title
        right["author"] += (mine.author.value if mine.author else None) == page.author
        right["author invented"] += page.author is None and mine.author is not None
        right["language"] += mine.lang == page.lang
        theirs: Any = bare_extraction(page.payload, url=page.address, with_metadata=True)
        fields = theirs.as_dict() if theirs is not None else {}
        right["day, trafilatura"] += fields.get("date") == page.day.isoformat()
        right["title, trafilatura"] += fields.get("title") == page.title
    for what, count in sorted(right.items()):
        print(f"{what}: {count / len(pages):.3f}")


def print_quotes() -> None:
    """How many of the words that gold readings quote for a harm stand in the main text: what is lost there is lost to every reader."""
    path = BENCH / "train.jsonl"
    pages = place_real_texts("train.jsonl")
    golds = [json.loads(line)["gold"]["accounts"] for line in path.read_text(encoding="utf-8").splitlines()]
    for name, reader in READERS.items():
        kept: Counter[str] = Counter()
        count: Counter[str] = Counter()
        for page, accounts in zip(pages, golds, strict=True):
            text = " ".join(reader(page.payload).split())
            for account in accounts:
                for harm in account["harms"]:
                    count[page.lang] += 1
                    kept[page.lang] += " ".join(harm["quote"].split()) in text
        print(
            f"{name:12} gold harms kept: "
            + ", ".join(f"{lang} {kept[lang] / count[lang]:.4f} of {count[lang]}" for lang in sorted(count))
        )


def place_real_texts(name: str = "airwars-dev-reports.jsonl") -> list[made_pages.MadePage]:
    """Each real text on one layout as its paragraphs, under a title of ours."""
    path = BENCH / name
    if not path.is_file():
        return []
    names = [name for name in made_pages.layouts() if name not in made_pages.WHOLE and name not in made_pages.ENCODINGS]
    pages = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        row = json.loads(line)
        parts = [" ".join(part.split()) for part in row["text"].split("\n") if part.strip()]
        escaped = [part.replace("&", "&amp;").replace("<", "&lt;") for part in parts]
        title = made_pages.load_stories()["story"][number % 8 if row["lang"] == "ar" else 8]["title"]
        story = {"lang": row["lang"], "day": date(2019, 1, 18), "author": "N", "title": title, "caption": "", "paragraphs": escaped}
        made = made_pages.make_page(names[number % len(names)], story)
        pages.append(
            made_pages.MadePage(
                row["doc"] + " " + made.layout, made.layout, made.payload, made.address, made.lang, title, tuple(parts), None, made.day
            )
        )
    return pages


def print_languages() -> None:
    """Real texts of over 100 characters by the language that they are labelled with, that of their message beside the page's furniture,
    and what we say. A label that the message does not bear out is the label's error (Arabic posts between English buttons are labelled
    English); where a message tells the same in both languages, either is right."""
    rows: Counter[tuple[str, str, str]] = Counter()
    for name in ("airwars-dev-reports.jsonl", "dev.jsonl"):
        for line in (BENCH / name).read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if len(row["text"]) > 100:
                rows[row["lang"], language_of_message(row["text"]), detect_language(row["text"]) or "none"] += 1
    right = sum(count for (_, message, found), count in rows.items() if found == message or message == "both")
    print(f"language: as labelled {sum(c for (label, _, found), c in rows.items() if label == found)} of {sum(rows.values())}, "
          f"as the message is {right}")  # fmt: skip
    for (label, message, found), count in sorted(rows.items()):
        print(f"   labelled {label}, message {message}, found {found}: {count}")


def language_of_message(text: str) -> str:
    """ar or en by most letters of the lines that are no furniture; both where each has a quarter of them and 20 words."""
    page = read_source("".join(f"<p>{line}</p>" for line in text.split("\n")), "utf-8", None)
    words = NAMES_OF_SITES.sub(" ", page.text).split()
    arabic = [word for word in words if ARABIC.search(word)]
    latin = [word for word in words if LATIN.search(word)]
    if min(len(arabic), len(latin)) >= max(20, len(words) / 4):
        return "both"
    return "ar" if len("".join(arabic)) > len("".join(latin)) else "en"


def print_speed(pages: Sequence[made_pages.MadePage]) -> None:
    """Pages a second of CPU of each reader: the made pages, and the same with scripts, styles and menus as sites have them."""
    small = [page.payload for page in pages]
    print_ratios(small)
    print_ratios([surround(payload) for payload in small])


def surround(payload: bytes) -> bytes:
    """A page with 60 KB of scripts and styles before it and a menu of 300 links after it."""
    code = (
        b"<script>" + b"window.dataLayer = window.dataLayer || []; function f(a) { return a < 3 ? '<b>' : a; }\n" * 550 + b"</script>"
    )
    style = b"<style>" + b".a-b > .c { margin: 0 auto; padding: 1rem 2rem; color: #336699 }\n" * 200 + b"</style>"
    item = b'<li class="menu-item menu-item-%d"><a href="/section/%d">Section %d</a></li>'
    links = b"".join(item % (n, n, n) for n in range(300))
    whole = payload.replace(b"</head>", code + style + b"</head>", 1)
    return whole.replace(b"</body>", b'<div class="mega-menu"><ul>' + links + b"</ul></div></body>", 1)


def print_ratios(payloads: Sequence[bytes]) -> None:
    """Each reader in turn on the same pages, and the median ratio to trafilatura."""
    for reader in READERS.values():  # imports, caches
        reader(payloads[0])
    spent: dict[str, list[float]] = defaultdict(list)
    order = list(READERS)
    for turn in range(ROUNDS):
        random.Random(turn).shuffle(order)  # noqa: S311 - an order, no secret
        for name in order:
            begin = time.process_time()
            for payload in payloads:
                READERS[name](payload)
            spent[name].append(time.process_time() - begin)
    size = sum(map(len, payloads)) / len(payloads)
    print(f"== speed, {len(payloads)} pages of {size:,.0f} bytes on average")
    for name, times in spent.items():
        ratios = sorted(theirs / mine for mine, theirs in zip(times, spent["trafilatura"], strict=True))
        print(f"{name:12} {len(payloads) / min(times):7.0f} pages a second of CPU, {ratios[len(ratios) // 2]:.2f} × trafilatura")


if __name__ == "__main__":
    raise SystemExit(main())
