"""Which war a passage is about, and which party a word that fits several wars means there."""

from collections import Counter
from collections.abc import Sequence

from sijill.extract.actors.names import Naming
from sijill.extract.actors.phrases import Found
from sijill.extract.text.page import Page
from sijill.model.vocabulary import ACTOR_IDS

NEAR = 4
"""How much more a theatre's word counts in the paragraph itself than elsewhere in the page."""

CHANGE = (2024, 12)
"""Year and month from which Syria's government is the transitional one."""


class Theatres:
    """The theatres named in a page, by paragraph."""

    def __init__(self, page: Page, found: Sequence[Found], furniture: frozenset[int]) -> None:
        self.page: Counter[str] = Counter()
        self.paragraphs: dict[int, Counter[str]] = {}
        self._ranked: dict[int, list[str]] = {}
        for number, sentence in enumerate(page.sentences):
            if number in furniture:
                continue
            here = self.paragraphs.setdefault(sentence.paragraph, Counter())
            for index in range(sentence.first, sentence.last):
                match = found[index].get("theatre")
                if match is not None:
                    here[match.entry.id] += 1
                    self.page[match.entry.id] += 1

    def ranked(self, paragraph: int) -> list[str]:
        """Theatres of a paragraph, likeliest first; those of the paragraph before count for a paragraph that names none."""
        ready = self._ranked.get(paragraph)
        if ready is not None:
            return ready
        near = self.paragraphs.get(paragraph) or self.paragraphs.get(paragraph - 1) or Counter()
        total = {theatre: count + NEAR * near[theatre] for theatre, count in self.page.items()}
        ready = self._ranked[paragraph] = sorted(total, key=lambda theatre: (-total[theatre], theatre))
        return ready


def resolve_party(naming: Naming, ranked: Sequence[str], named: Sequence[str], after_change: bool) -> str | None:
    """The actor id of a naming. `named` are the ids that names elsewhere in the page settle, likeliest first: those before it, last
    first, then those after it. None where nothing settles it."""
    entry = naming.entry
    party: str | None = entry.id
    if party not in ACTOR_IDS:
        choice = entry.more.get("named", ())
        party = next((actor for actor in named if actor in choice), None)
        if party is None:
            party = next((str(entry.more[theatre]) for theatre in ranked[:1] if theatre in entry.more), entry.more.get("any"))
    if entry.id == "syria_state":
        party = "syria_state"
    if party == "syria_state":
        return "syria_transitional" if after_change else "syria_government"
    return party
