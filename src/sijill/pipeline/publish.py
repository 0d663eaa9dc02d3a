"""Publishing: an edition of the register as it is now."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from sijill import __version__
from sijill.model import Case, Imprint, Incident
from sijill.model.decision import Made, Note, Person, Statement
from sijill.model.identity import content_id
from sijill.pipeline.bonds import follow_bonds
from sijill.pipeline.history import Dossier, open_dossier
from sijill.pipeline.judge import check_person
from sijill.register import Register
from sijill.review import find_standing, tell_tolls
from sijill.tally import tally_incidents
from sijill.write import (
    SHEAF,
    Checks,
    Layout,
    Policy,
    Redactor,
    Secret,
    Sheaf,
    Written,
    bind_edition,
    find_exposed,
    find_hidden,
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Order:
    """What an edition is asked to be. `keep` says which incidents are in it; `key` signs it and draws its public ids; `before` is the
    folder of the edition before. With a `reason` it is entered into the register that a person publishes it; without one nothing is."""

    formats: tuple[str, ...]
    policy: Policy
    title: tuple[str, str] | None = None
    credits: tuple[str, ...] = ()
    contact: str = ""
    address: str = ""
    keep: Callable[[Incident], bool] = lambda _: True
    checks: Checks = field(default_factory=Checks)
    before: Path | None = None
    key: bytes | None = None
    reason: str | None = None


def publish(register: Register, out: Path, order: Order, watch: Callable[[int], None] = lambda _: None) -> Written:
    """Write an edition of the register to the folder `out`, and enter that it is published where the order has a reason.

    Raises InputError, EditionRefused, ValueError for an unknown format, and DecisionError where nobody answers for publishing it.
    """
    if order.reason is not None:
        check_person(register, "the edition", order.reason)
    incidents = tuple(incident for incident in register.look.incidents() if order.keep(incident))
    secret = Secret(order.key) if order.key is not None else None
    redactor = Redactor(order.policy, _hidden_names(register, order.policy), secret)
    imprint = _make_imprint(register, incidents, order)

    def sheaves(since: int | None) -> Iterator[Sheaf]:
        layout = Layout(order.formats, redactor, order.checks, since)
        for batch in _batches(incidents, SHEAF):
            yield layout.lay(list_cases(register, batch))
            watch(len(batch))

    written = bind_edition(out, imprint, sheaves, order.formats, checks=order.checks, before=order.before, key=order.key)
    if order.reason is not None:
        _enter_edition(register, written, imprint, incidents, order.reason)
    return written


def _enter_edition(register: Register, written: Written, imprint: Imprint, incidents: Sequence[Incident], reason: str) -> None:
    """One entry for the edition, which ends it: where it fails, the edition lies there and the register does not say so."""
    body = {"manifest": written.manifest, "seq": imprint.seq, "policy": imprint.policy, "incidents": sorted(i.id for i in incidents)}
    register.append("published", content_id("e", written.manifest), reason, {"edition": body})


def exposed_before(register: Register, folder: Path, policy: Policy) -> tuple[tuple[str, int], ...]:
    """Files of an earlier edition that still hold names which the policy withholds now, with how many passages."""
    return find_exposed(folder, (*_hidden_names(register, policy), *policy.names))


def list_cases(register: Register, incidents: Sequence[Incident]) -> Iterator[Case]:
    """Each incident with all that the register holds under it, nothing withheld yet."""
    judged = register.decisions.judged()
    for batch in _batches(incidents, SHEAF):
        filings = {f.account.id: f for f in register.look.filings([a for i in batch for a in i.accounts])}
        captures = register.look.captures({f.report.id for f in filings.values()})
        for incident in batch:
            own = tuple(filings[a] for a in incident.accounts if a in filings)
            former = register.decisions.merged_into(incident.id) if incident.id in judged else ()
            dossier = open_dossier(register, incident.id) if incident.id in judged else Dossier((), (), ())
            yield Case(
                incident=incident,
                filings=own,
                captures={f.report.id: captures[f.report.id] for f in own if f.report.id in captures},
                people=tuple(m.judgement for m in dossier.people if isinstance(m.judgement, Person)),
                statements=tuple(m.judgement for m in dossier.statements if isinstance(m.judgement, Statement)),
                notes=tuple(_public_notes(dossier)),
                steps=tell_tolls(own, incident.origins),
                decisions=_standing(register, incident.id, former) if incident.id in judged else (),
                former=former,
            )


def _make_imprint(register: Register, incidents: Sequence[Incident], order: Order) -> Imprint:
    head = register.head()
    return Imprint(
        title=order.title or order.policy.title,
        seq=head.seq,
        head=head.digest,
        made_at=head.at,
        version=__version__,
        totals=tally_incidents(follow_bonds(register, incidents)).totals,
        credits=order.credits,
        policy=order.policy.name,
        policy_text=order.policy.text,
        contact=order.contact,
        address=order.address,
    )


def _hidden_names(register: Register, policy: Policy) -> set[str]:
    """Every name that the policy withholds anywhere in the register."""
    if not policy.withholds:
        return set()
    people = [made.judgement for made in register.decisions.every("victim") if isinstance(made.judgement, Person)]
    found = {one.name for one in find_hidden(policy, (), people)}
    for batch in _batches(register.look.report_ids(), SHEAF):
        accounts = [a for reading in register.look.readings(batch).values() for a in reading.accounts]
        found |= {one.name for one in find_hidden(policy, accounts, people)}
    return found


def _standing(register: Register, name: str, former: Sequence[str]) -> tuple[Made, ...]:
    """The decisions that stand, without notes: the public ones are told apart, internal ones never."""
    about = register.decisions.about((name, *former))
    made = sorted((one for every in about.values() for one in find_standing(every)), key=lambda one: one.seq)
    return tuple(one for one in made if not isinstance(one.judgement, Note | Person))


def _public_notes(dossier: Dossier) -> Iterator[str]:
    for made in dossier.notes:
        if isinstance(made.judgement, Note) and made.judgement.audience == "public":
            yield made.judgement.text


def _batches(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
