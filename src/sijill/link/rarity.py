"""How rare each word is among the reports compared: what two accounts share counts the more, the fewer others have it."""

import math
from collections import Counter
from collections.abc import Iterable

from sijill.link.profile import Profile

VERY_RARE = math.log(250)
"""A word in one report of 250; in a small collection, one that at most three reports have."""

RARE_SOUND = math.log(50)


class Rarity:
    """Inverse document frequencies of the words near claims, in nats, over reports."""

    def __init__(self, profiles: Iterable[Profile]) -> None:
        """Count the words of all profiles, each once a report."""
        by_report: dict[str, set[str]] = {}
        heard: dict[str, set[str]] = {}
        for profile in profiles:
            by_report.setdefault(profile.report, set()).update(profile.words)
            heard.setdefault(profile.report, set()).update(profile.echoes)
        counts = Counter(word for words in by_report.values() for word in words)
        sounds = Counter(sound for held in heard.values() for sound in held)
        self.of_sound = {sound: math.log((1 + len(by_report)) / count) for sound, count in sounds.items()}
        self.unshared = math.log(1 + len(by_report))
        self.of = {word: math.log((1 + len(by_report)) / count) for word, count in counts.items()}
        self._least = min(self.unshared - math.log(3), VERY_RARE)
        self._norms: dict[str, float] = {}

    def norm(self, profile: Profile) -> float:
        """Length of an account's vector of rarities."""
        known = self._norms.get(profile.account)
        if known is None:
            known = self._norms[profile.account] = math.sqrt(sum(self.of[w] ** 2 for w in profile.words))
        return known

    def likeness(self, left: Profile, right: Profile) -> float:
        """Cosine of the words of two accounts, 0..1."""
        sizes = self.norm(left) * self.norm(right)
        return sum(self.of[w] ** 2 for w in left.words & right.words) / sizes if sizes else 0.0

    def sound_alike(self, left: Profile, right: Profile) -> int:
        """How many words two accounts share by their sound that one report in fifty or fewer has."""
        least = min(self.unshared - math.log(3), RARE_SOUND)
        return sum(self.of_sound[s] >= least for s in left.echoes & right.echoes)

    def very_rare(self, left: Profile, right: Profile) -> int:
        """How many very rare words two accounts share."""
        return sum(self.of[w] >= self._least for w in left.words & right.words)
