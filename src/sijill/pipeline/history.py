"""An incident's history: every entry about it, how its tolls changed with the reports, and how it stood after each decision."""

from dataclasses import dataclass, replace

from sijill.link import find_origins
from sijill.model import Entry, Incident, TollStep
from sijill.model.decision import ORIGIN, PERSON, DaysGiven, Made, Note, Person, Statement, TollGiven
from sijill.pipeline.assemble import names_twice, rules_of
from sijill.pipeline.judge import now_of
from sijill.register import Register
from sijill.review import find_standing, review_incident, stand_incident, tell_tolls


@dataclass(frozen=True, slots=True)
class History:
    """`entries`: all about the incident and about those that went into it, in order, with their personal values; `tolls`: a step for
    each report; `decisions`: each decision about it, with the incident as it stood after it, worked out from its accounts of now;
    `editions`: the entries about published editions that held it or one of those."""

    incident: Incident
    entries: tuple[Entry, ...]
    tolls: tuple[TollStep, ...]
    decisions: tuple[tuple[Made, Incident], ...]
    editions: tuple[Entry, ...] = ()


def tell_history(register: Register, name: str) -> History:
    """The history of the incident `name`, from the register alone. Raises DecisionError where there is none."""
    incident = now_of(register, name)
    ids = (name, *register.decisions.merged_into(name))
    entries = sorted((entry for one in ids for entry in register.entries(subject=one)), key=lambda entry: entry.seq)
    filings = register.look.filings(incident.accounts)
    links, origins = register.look.links(incident.accounts), find_origins(filings, register.decisions.every(*ORIGIN))
    proposal = review_incident(name, filings, links, origins=origins)
    proposal = replace(proposal, proposals=incident.proposals)  # without those that a person said are not the same
    made, rules = register.decisions.about([name]).get(name, ()), rules_of(register)
    on_people = register.decisions.every(*PERSON)
    stood = tuple(
        (one, stand_incident(proposal, now, rules, names_twice(filings, now, [w for w in on_people if w.seq <= one.seq])))
        for n, one in enumerate(made)
        for now in (made[: n + 1],)
    )
    return History(incident, tuple(entries), tell_tolls(filings, origins), stood, register.decisions.editions(ids))


@dataclass(frozen=True, slots=True)
class Dossier:
    """What people put together about an incident: its victims' list, what parties say themselves, notes, and the corrections of tolls
    and days, with what each stands on."""

    people: tuple[Made, ...]
    statements: tuple[Made, ...]
    notes: tuple[Made, ...]
    corrections: tuple[Made, ...] = ()


def open_dossier(register: Register, name: str) -> Dossier:
    """What stands of it, for this incident and for those that went into it; of a person the newest entry under their key."""
    about = register.decisions.about((name, *register.decisions.merged_into(name)))
    standing = sorted((one for made in about.values() for one in find_standing(made)), key=lambda one: one.seq)
    people = {one.judgement.key: one for one in standing if isinstance(one.judgement, Person)}
    return Dossier(
        tuple(people.values()),
        tuple(one for one in standing if isinstance(one.judgement, Statement)),
        tuple(one for one in standing if isinstance(one.judgement, Note)),
        tuple(one for one in standing if isinstance(one.judgement, TollGiven | DaysGiven)),
    )
