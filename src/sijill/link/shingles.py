"""Words near an account's claims, made comparable."""

import re
from functools import lru_cache

from sijill.model import Filing
from sijill.model.fingerprint import fold

_WORD = re.compile(r"[^\W_]+")
_CLITICS = re.compile(r"^(?:[وف]?(?:[بلك]?ال|لل)|و(?=\w{4}))")

NEAR = 240
"""Characters of context on each side of a claim that belong to the account: one or two sentences. Of 160, 240, 320 and 600 the best on
the train reports by cross-validated B-cubed."""


def account_words(filing: Filing) -> frozenset[str]:
    """The folded words (article and conjunction taken off) within `NEAR` characters of the account's claims."""
    text, account = filing.report.text, filing.account
    spans = [c.span for group in (account.places, account.actors, account.harms, account.attributions) for c in group]
    if account.date is not None and account.date.span is not None:
        spans.append(account.date.span)
    pieces: list[list[int]] = []
    for start, end in sorted((max(0, s.start - NEAR), min(len(text), s.end + NEAR)) for s in spans):
        if pieces and start <= pieces[-1][1]:
            pieces[-1][1] = max(end, pieces[-1][1])
        else:
            pieces.append([start, end])
    found: set[str] = set()
    for start, end in pieces:
        found.update(map(stem, _WORD.findall(fold(text[start:end]))))
    return frozenset(w for w in found if len(w) > 2 or w.isdigit())


@lru_cache(maxsize=1 << 17)
def stem(word: str) -> str:
    """A folded Arabic word without leading conjunction, preposition and article where enough of it is left."""
    rest = _CLITICS.sub("", word)
    return rest if len(rest) > 2 else word
