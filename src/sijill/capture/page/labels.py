"""What people read on a page beside the article ("read also", "comments"): whole lines and beginnings of lines, from the lexicons."""

import tomllib
from functools import cache
from importlib.resources import files

from sijill.model import DataError
from sijill.model.fingerprint import words_of

LANGUAGES = ("ar", "en")
LONGEST = 24
"""Words of a line that may be furniture: of 460 real reports, lists of other stories have no longer headlines."""

Label = tuple[str, ...]


@cache
def _load() -> tuple[dict[Label, str], frozenset[Label], int]:
    """Entries by their folded words, the beginnings of furniture lines, and the words of the longest. Raises DataError."""
    whole: dict[Label, str] = {}
    opens: set[Label] = set()
    for lang in LANGUAGES:
        name = f"data/{lang}/furniture.toml"
        try:
            entries = tomllib.loads((files("sijill") / name).read_text(encoding="utf-8"))["entry"]
            for entry in entries:
                words = [tuple(words_of(one)) for one in entry["words"]]
                if entry["id"] in ("opens", "caption"):
                    opens.update(words)
                else:
                    whole.update((one, entry["id"]) for one in words)
        except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
            raise DataError(f"{name}: {error}") from error
    return whole, frozenset(opens), max(map(len, [*whole, *opens]))


def label_of(line: str) -> str | None:
    """What a whole line is: "tail" (a list of other stories follows), "end" (comments follow), "label", or none of them."""
    if len(line) > 120:
        return None
    words = tuple(word for word in words_of(line) if not word.isdigit())
    whole, _, longest = _load()
    return whole.get(words) if len(words) <= longest else None


def opens_furniture(line: str) -> bool:
    """Whether a short line begins as furniture does ("read also: …")."""
    words = words_of(line[:120])
    whole, opens, longest = _load()
    for size in range(1, min(longest, len(words)) + 1):
        head = tuple(words[:size])
        if head in opens or (whole.get(head) == "tail" and size < len(words) and _stands_apart(line, size)):
            return True
    return False


def is_notice(line: str) -> bool:
    """Whether a paragraph begins as a site's notice of itself does, by two words or more ("all rights reserved", "we use cookies")."""
    words = tuple(words_of(line[:80]))
    whole, opens, longest = _load()
    heads = (words[:size] for size in range(2, min(longest, len(words)) + 1))
    return any(head in opens or whole.get(head) == "end" for head in heads)


def _stands_apart(line: str, size: int) -> bool:
    """Whether a colon or bar follows the first `size` words."""
    head = line
    for sign in (":", "|", "…", "»"):
        head = head.split(sign, 1)[0]
    return len(words_of(head)) == size and head != line
