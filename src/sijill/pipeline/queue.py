"""The queue: incidents by what needs a person most. Waiting counts too, so that none waits for ever."""

from dataclasses import dataclass

from sijill.model import Incident
from sijill.model.decision import GradeGiven
from sijill.model.entry import days_since_1970
from sijill.model.vocabulary import State
from sijill.register import Register
from sijill.review import load_weights


@dataclass(frozen=True, slots=True)
class Waiting:
    """An incident in the queue: `points` are those of its needs and of its `days` of waiting together."""

    incident: Incident
    points: float
    days: float


def list_queue(
    register: Register, *, assignee: str | None = None, state: State | None = None, offset: int = 0, limit: int | None = 50
) -> tuple[Waiting, ...]:
    """A page of the incidents that wait for a person, the neediest first; what is reviewed, published or retracted does not wait.

    assignee: only what is assigned to this pseudonym. state: only incidents in this state.
    """
    day = load_weights().day
    today = days_since_1970(register.now())
    rows = register.decisions.queue(day, assignee=assignee, state=state, offset=offset, limit=limit)
    incidents = register.look.incidents_by_id(name for name, _, _ in rows)
    return tuple(
        Waiting(incidents[name], round(need + day * (today - since), 3), round(today - since, 3)) for name, need, since in rows
    )


def grades_given(register: Register) -> dict[str, dict[str, str | None]]:
    """For each incident the grade that each analyst gave independently: the first, before anybody could change their mind."""
    found: dict[str, dict[str, str | None]] = {}
    for made in register.decisions.every("grade"):
        if isinstance(made.judgement, GradeGiven) and made.judgement.independent:
            found.setdefault(made.incident, {}).setdefault(made.author, made.judgement.grade)
    return found
