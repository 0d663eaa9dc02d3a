"""What an edition publishes: cases (an incident with all that stands under it), what was withheld from them, and the imprint."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sijill.model.decision import Made, Person, Statement
from sijill.model.incident import Filing, Incident, TollStep
from sijill.model.report import Capture
from sijill.model.total import Total


@dataclass(frozen=True, slots=True)
class Withheld:
    """Something that an edition does not say. `what` names the field; `why` the rule of the policy; `count` how many values.

    `commitment` binds the publisher to the values without giving them away: a keyed digest under a salt that only the publisher can
    make, so that no reader can try guesses against it, and that he can open later for one value; null where there is no key.
    """

    what: str
    why: str
    count: int = 1
    commitment: str | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One incident with all that an edition says of it. `filings` are its accounts with their reports; `captures` by the id of the
    report; `people` the victims' list; `notes` the public ones; `steps` the toll's history; `decisions` those of people that stand.
    `former` are ids that it had and those of incidents that went into it."""

    incident: Incident
    filings: tuple[Filing, ...] = ()
    captures: Mapping[str, Capture] = field(default_factory=dict)
    people: tuple[Person, ...] = ()
    statements: tuple[Statement, ...] = ()
    notes: tuple[str, ...] = ()
    steps: tuple[TollStep, ...] = ()
    decisions: tuple[Made, ...] = ()
    former: tuple[str, ...] = ()
    withheld: tuple[Withheld, ...] = ()


@dataclass(frozen=True, slots=True)
class Imprint:
    """What is said of an edition as a whole. `seq`, `head` and `made_at` are the number, digest and time (ISO 8601, UTC) of the
    register's last entry: the same register gives the same edition. `credits` name whose place data was used, with its licence;
    `policy` what was withheld and why, in English and Arabic; `contact` is where families send corrections; `address` where the site
    will lie, for feeds and permanent addresses; both may be empty."""

    title: tuple[str, str]
    seq: int
    head: str
    made_at: str
    version: str
    totals: tuple[Total, ...] = ()
    credits: tuple[str, ...] = ()
    policy: str = "internal"
    policy_text: tuple[str, str] = ("", "")
    contact: str = ""
    address: str = ""
