"""Looking at incidents again where a rule changed: the register's own for review, or those by which this sijill suggests and counts."""

from collections.abc import Callable, Iterable, Mapping

from sijill.model import Entry
from sijill.pipeline.assemble import RULES, enter_incidents
from sijill.pipeline.judge import check_person
from sijill.register import Register
from sijill.review import make_rules

BATCH = 200
"""Incidents that are looked at again in one transaction: others who write wait for about a second."""


def give_rules(register: Register, people: Mapping[str, int], *, reason: str, watch: Callable[[str], None] = lambda _: None) -> Entry:
    """Give the register its own rule for review, and look at every incident again; the entry of the rule.

    Those that people have judged change with the rule or not at all: none is called reviewed by a rule that is no longer. In the others
    only what they lack changes, a batch at a time. `watch` is told of each incident. Raises DataError, and DecisionError
    without a person or a reason.
    """
    check_person(register, RULES, reason)
    make_rules(dict(people), "the rule")
    with register.writing():
        entry = register.append("decided", RULES, reason, {"people": dict(people)})
        judged = register.decisions.judged()
        _look_again(register, judged, entry.seq, watch)
    _look_at_rest(register, judged, entry.seq, watch)
    return entry


def review_again(register: Register, *, watch: Callable[[str], None] = lambda _: None) -> tuple[str, ...]:
    """Look at every incident again by the rules of this sijill, as after an update that suggests or counts otherwise; the ids of those
    that changed. What people decided stands. Killed and run again, it goes on with what is left to change."""
    return _look_at_rest(register, frozenset(), None, watch)


def _look_at_rest(register: Register, done: frozenset[str], follows: int | None, watch: Callable[[str], None]) -> tuple[str, ...]:
    changed: list[str] = []
    left = [name for name in register.look.incident_ids("") if name not in done]
    for start in range(0, len(left), BATCH):
        with register.writing():
            changed += _look_again(register, left[start : start + BATCH], follows, watch)
    return tuple(changed)


def _look_again(register: Register, names: Iterable[str], follows: int | None, watch: Callable[[str], None]) -> tuple[str, ...]:
    groups = register.look.members(names)
    filings = {f.account.id: f for f in register.look.filings([a for accounts in groups.values() for a in accounts])}
    facts = enter_incidents(register, groups, groups, filings, follows=follows)
    made = register.append_many(facts)
    for name in groups:
        watch(name)
    return tuple(entry.subject for entry in made)
