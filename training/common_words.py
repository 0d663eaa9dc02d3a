"""The closed list of common words that the reader's small models may use as features, so that no name of a person is among them.

usage: python training/common_words.py BENCH

A word is common when it stands in at least LEAST of the training texts, is no place name that we know, and is no given name of
`data/given_names.txt`; English words also have to be written small most of the time. Writes data/<lang>/common.txt; read it
through by eye after a change.
"""

import json
import sys
from collections import Counter
from pathlib import Path

from sijill.extract.text.page import bases, fold, make_page

DATA = Path(__file__).resolve().parents[1] / "src" / "sijill" / "data"
LEAST = {"ar": 14, "en": 8}


def main() -> None:
    """Count, sieve and write."""
    bench = Path(sys.argv[1])
    rows = [json.loads(line) for line in (bench / "train.jsonl").read_text(encoding="utf-8").splitlines()]
    seen = {row["source_doc"] for row in rows}
    more = [json.loads(line) for line in (bench / "airwars-dev-reports.jsonl").read_text(encoding="utf-8").splitlines()]
    rows += [row for row in more if not row["in_dev"] and row["doc"] not in seen]
    names = {fold(w) for w in (DATA / "given_names.txt").read_text(encoding="utf-8").split() if not w.startswith("#")}
    places = set()
    for name in ("place_names_known.tsv", "place_names.tsv"):
        for line in (DATA / name).read_text(encoding="utf-8").splitlines():
            for part in line.split("\t"):
                places |= {base for t in make_page(part, "").tokens for base, _ in bases(t.form)}
    for lang in ("ar", "en"):
        count: Counter[str] = Counter()
        small: Counter[str] = Counter()
        total: Counter[str] = Counter()
        for row in rows:
            if row["lang"] != lang:
                continue
            words = set()
            for token in make_page(row["text"], lang).tokens:
                arabic = "\u0600" <= token.form[:1] <= "\u06ff"
                if token.kind != "word" or arabic != (lang == "ar"):
                    continue
                words.add(token.form)
                total[token.form] += 1
                small[token.form] += row["text"][token.start].islower()
            count.update(words)
        kept = [
            w
            for w, n in count.items()
            if n >= LEAST[lang]
            and not any(b in names for b, _ in bases(w))
            and (not any(b in places for b, _ in bases(w)) or w in KEEP)
            and (lang == "ar" or small[w] > 0.6 * total[w])
        ]
        (DATA / lang / "common.txt").write_text("\n".join(sorted(kept)) + "\n", encoding="utf-8")
        print(lang, len(kept))


KEEP: frozenset[str] = frozenset()
"""Common words that are place names too and are wanted as words."""


if __name__ == "__main__":
    main()
