"""Train how Arabic letters are written in Latin script, from place names that stand in both.

usage: place_match.py FOLDER [OUT]

FOLDER holds flattened Who's On First tables (`wof-XX.tsv.gz`); OUT is `src/sijill/data/translit.json`. The model gives each Arabic
letter the probability of each way to write it in Latin letters, and of short vowels between: expectation maximisation over all
alignments, then costs in nats. Names of held-out places (`held_out`) take no part: bench/places.py measures on them.
"""

import json
import math
import sys
from collections import defaultdict
from pathlib import Path

from sijill.geocode.folding import is_arabic
from sijill.geocode.packs.faults import Faults
from sijill.geocode.packs.wof import read_flattened
from sijill.geocode.skeleton import skeletons
from sijill.geocode.transliteration import CHUNK, arabic_form, held_out, latin_form

ROUNDS = 5
RARE = 1e-4  # a way of writing less probable than this is left out


def pairs(folder: Path) -> list[tuple[str, str]]:
    """Arabic and Latin names of one place whose consonants agree: others are translations or other names."""
    found = []
    for path in sorted(folder.glob("wof-*.tsv.gz")):
        for spot in read_flattened(path, Faults(str(path))):
            if held_out(spot.id):
                continue
            for arabic in spot.names_ar[:1]:
                for latin in spot.names_en[:4]:
                    if not set(skeletons(arabic)).isdisjoint(skeletons(latin)) and not is_arabic(latin):
                        a, b = arabic_form(arabic), latin_form(latin)
                        if 2 <= len(a) <= 16 and 2 <= len(b) <= 20:
                            found.append((a, b))
    return found


def expect(a: str, b: str, cost: dict[tuple[str, str], float], counts: dict[tuple[str, str], float]) -> float:
    """Add the expected uses of each way of writing in one pair; the pair's log probability."""
    n, m = len(a), len(b)
    forward = [[0.0] * (m + 1) for _ in range(n + 1)]
    forward[0][0] = 1.0
    for i in range(n + 1):
        for j in range(m + 1):
            here = forward[i][j]
            if not here:
                continue
            if i < n:
                for size in range(min(CHUNK, m - j) + 1):
                    forward[i + 1][j + size] += here * cost.get((a[i], b[j : j + size]), 1e-7)
            if j < m:
                forward[i][j + 1] += here * cost.get(("", b[j]), 1e-7)
    total = forward[n][m]
    if total <= 0:
        return -99.0
    backward = [[0.0] * (m + 1) for _ in range(n + 1)]
    backward[n][m] = 1.0
    for i in range(n, -1, -1):
        for j in range(m, -1, -1):
            if i < n:
                for size in range(min(CHUNK, m - j) + 1):
                    key = (a[i], b[j : j + size])
                    p = cost.get(key, 1e-7) * backward[i + 1][j + size]
                    backward[i][j] += p
                    counts[key] += forward[i][j] * p / total
            if j < m:
                key = ("", b[j])
                p = cost.get(key, 1e-7) * backward[i][j + 1]
                backward[i][j] += p
                counts[key] += forward[i][j] * p / total
    return math.log(total)


def start() -> dict[tuple[str, str], float]:
    """First guess: a letter's consonant as the skeletons know it, vowels for vowel letters, anything else rarely."""
    first: dict[tuple[str, str], float] = defaultdict(lambda: 1e-7)
    for letter in "ابتثجحخدذرزسشصضطظعغفقكلمنهوي":
        skeleton = skeletons("م" + letter + "م")
        for key in skeleton:
            middle = key[2:-1]
            for text in {"$": ("sh", "ch"), "x": ("kh",), "g": ("gh",)}.get(middle, (middle,) if middle else ()):
                first[letter, text] = 0.4
        first[letter, ""] = 0.05
    for letter, texts in {
        "ا": "a e",
        "و": "u o ou w oo aw",
        "ي": "i y ee ay ey ei e",
        "ع": "a e o",
        "ه": "a e h ah eh",
        "ج": "j g dj",
        "ق": "q k g",
        "ث": "th t",
        "ة": "a ah at t e eh et",
        "ذ": "dh z d",
        "ظ": "z dh",
    }.items():
        for text in texts.split():
            first[letter, text] = 0.15
    for letter, text in (
        ("ح", "ḥ"),
        ("ص", "ṣ"),
        ("ط", "ṭ"),
        ("ض", "ḍ"),
        ("ظ", "ẓ"),
        ("ع", "`"),
        ("ا", "ā"),
        ("و", "ū"),
        ("ي", "ī"),
        ("ء", "'"),
    ):
        first[letter, text] = 0.3
    for vowel in "aeiouy":
        first["", vowel] = 0.1
    return dict(first)


def main(arguments: list[str]) -> None:
    """Train and write."""
    data = pairs(Path(arguments[0]))
    data = data[:: max(1, len(data) // 12000)]
    print(f"{len(data)} pairs")
    cost = start()
    for number in range(ROUNDS):
        counts: dict[tuple[str, str], float] = defaultdict(float)
        fit = sum(expect(a, b, cost, counts) for a, b in data)
        totals: dict[str, float] = defaultdict(float)
        letters = sum(len(a) for a, _ in data)
        for (letter, _), uses in counts.items():
            totals[letter] += uses
        totals[""] = letters  # insertions: per letter
        cost = {key: uses / totals[key[0]] for key, uses in counts.items() if uses / totals[key[0]] > RARE}
        print(f"round {number + 1}: {fit / len(data):.3f} nats a pair, {len(cost)} ways")
    out = {f"{letter}>{text}": round(-math.log(p), 2) for (letter, text), p in sorted(cost.items())}
    target = Path(arguments[1] if len(arguments) > 1 else "src/sijill/data/translit.json")
    target.write_text(json.dumps(out, ensure_ascii=False, indent=0, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
