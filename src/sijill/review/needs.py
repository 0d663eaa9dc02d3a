"""Why a person should look at an incident, as explained points; the weights are in data/queue.toml, each with its reason."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from sijill.model import DataError, Incident, Reason


@dataclass(frozen=True, slots=True)
class Weights:
    """`day`: points for each day of waiting; `needs`: a reason with its points for each code."""

    day: float
    needs: Mapping[str, Reason]

    @property
    def longest_days(self) -> float:
        """After how many days of waiting an incident comes before every one that arrives new, whatever that one needs."""
        return sum(need.weight for need in self.needs.values()) / self.day


@cache
def load_weights() -> Weights:
    """The weights of the package. Raises DataError."""
    name = "data/queue.toml"
    try:
        data = tomllib.loads((files("sijill") / "data" / "queue.toml").read_text(encoding="utf-8"))
        needs = {n["code"]: Reason(n["code"], n["text"], n["text_ar"], float(n["points"])) for n in data["need"] if n["why"]}
        weights = Weights(float(data["day"]), needs)
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise DataError(f"{name}: {error}") from error
    if weights.day <= 0 or any(need.weight < 0 for need in needs.values()):
        raise DataError(f"{name}: `day` must be above 0 and no points below it, or an incident could wait for ever")
    if unknown := set(needs) ^ set(CODES):
        raise DataError(f"{name}: codes and reasons differ: {', '.join(sorted(unknown))}")
    return weights


def weigh_needs(incident: Incident, *, new_accounts: bool, named_twice: bool = False) -> tuple[Reason, ...]:
    """The reasons why a person should look, the heaviest first; none where the incident is reviewed or retracted."""
    if incident.reviewed or incident.retracted is not None:
        return ()
    weights = load_weights()
    found = {*_find_needs(incident), *(["new_accounts"] if new_accounts else []), *(["named_twice"] if named_twice else [])}
    return tuple(sorted((weights.needs[code] for code in found), key=lambda need: (-need.weight, need.code)))


_DIFFER = frozenset({"numbers_differ", "days_differ", "places_differ", "words_differ"})
CODES = ("people_differ", "new_accounts", "status_contested", "rival_parties", "may_be_another", "second_person", "place_unsure",
         "named_twice", "one_origin", *sorted(_DIFFER))  # fmt: skip
"""Every reason that is looked for."""


def _find_needs(incident: Incident) -> Iterator[str]:
    given = [value.given for value in (incident.grade, incident.status, incident.blame, *incident.tolls) if value and value.given]
    given += [incident.days_given] if incident.days_given else []
    if any(one.differed for one in given):
        yield "people_differ"
    if given and any(len(one.agreed) == 1 for one in given) and incident.lacking:
        yield "second_person"
    yield from _DIFFER.intersection(reason.code for reason in incident.contradictions)
    if any("contested" in toll.rule.split("+") for toll in incident.tolls):
        yield "status_contested"
    if incident.blame is not None and incident.blame.given is None and len(incident.blame.actors) > 1:
        yield "rival_parties"
    if incident.proposals:
        yield "may_be_another"
    if incident.place is None or incident.place.lat is None or incident.place.open:
        yield "place_unsure"
    reasons = incident.grade.reasons if incident.grade else ()
    if any(reason.code == "origins" and reason.numbers[:1] == (1,) for reason in reasons):
        yield "one_origin"
