"""People whom several claims may name."""

from dataclasses import dataclass

from sijill.model.incident import Given, Reason
from sijill.model.vocabulary import Fate, Sex


@dataclass(frozen=True, slots=True)
class Namesakes:
    """Victim claims of one incident that may be one person: all spellings, and what the claims say where they agree."""

    names: tuple[str, ...]
    claims: tuple[str, ...]
    fate: Fate
    age: int | None
    sex: Sex | None
    role: str | None


@dataclass(frozen=True, slots=True)
class PersonLink:
    """Two victim claims, of two incidents, that may name one person; `left < right`, both claim ids. `score` is in bits: how much rarer
    the shared names are than chance would have it among all people named, with what else agrees. `same` is what a person said, null
    where nobody has, with `given` who."""

    left: str
    right: str
    names: tuple[str, str]
    incidents: tuple[str, str]
    score: float
    reasons: tuple[Reason, ...]
    same: bool | None = None
    given: Given | None = None
