"""How rare each word is among the reports compared: what two accounts share counts the more, the fewer others have it."""

import math
from collections import Counter
from collections.abc import Iterable

from sijill.link.profile import Profile

VERY_RARE = 250
"""A very rare word is in one report of so many; in a small collection, in at most three."""

RARE_SOUND = 50


def most_holders(reports: int, rarity: int = VERY_RARE) -> float:
    """In how many of so many reports a rare word is at most."""
    return max(3, (1 + reports) / rarity)


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
        self.of = {word: math.log((1 + len(by_report)) / count) for word, count in counts.items()}
        self._rare = {word for word, count in counts.items() if count <= most_holders(len(by_report))}
        self._heard = {sound for sound, count in sounds.items() if count <= most_holders(len(by_report), RARE_SOUND)}
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
        return len(left.echoes & right.echoes & self._heard)

    def very_rare(self, left: Profile, right: Profile) -> int:
        """How many very rare words two accounts share."""
        return len(left.words & right.words & self._rare)
