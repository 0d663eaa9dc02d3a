"""Publishing: an edition of the register as it is now."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sijill import __version__
from sijill.model import Imprint, Incident
from sijill.model.identity import content_id
from sijill.pipeline.bonds import follow_bonds
from sijill.pipeline.hands import Hands, Plan, cut, open_hands, suitable_count
from sijill.pipeline.judge import check_person
from sijill.register import Register
from sijill.tally import tally_incidents
from sijill.write import SHEAF, Checks, Policy, Sheaf, Written, bind_edition, find_exposed


@dataclass(frozen=True, slots=True)
class Order:
    """What an edition is asked to be. `keep` says which incidents are in it; `key` signs it and draws its public ids; `before` is the
    folder of the edition before. With a `reason` it is entered into the register that a person publishes it; without one nothing is.
    `jobs` is how many processes lay it out, null for as many as suit; its bytes do not depend on it."""

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
    jobs: int | None = None


def publish(register: Register, out: Path, order: Order, watch: Callable[[int], None] = lambda _: None) -> Written:
    """Write an edition of the register to the folder `out`, and enter that it is published where the order has a reason.

    Raises InputError, EditionRefused, ValueError for an unknown format, and DecisionError where nobody answers for publishing it.
    """
    if order.reason is not None:
        check_person(register, "the edition", order.reason)
    with register.still():
        incidents = tuple(incident for incident in register.look.incidents() if order.keep(incident))
        imprint, ids = _make_imprint(register, incidents, order), [incident.id for incident in incidents]
        del incidents  # a hundred thousand of them are half a gigabyte
        with open_hands(register, register.head(), suitable_count(len(ids), order.jobs)) as hands:
            written = _write(register, out, order, imprint, ids, hands, watch)
    if order.reason is not None:
        _enter_edition(register, written, imprint, ids, order.reason)
    return written


def _write(
    register: Register, out: Path, order: Order, imprint: Imprint, ids: Sequence[str], hands: Hands, watch: Callable[[int], None]
) -> Written:
    names = frozenset(hands.find_names(order.policy, register.look.report_ids()) if order.policy.withholds else ())

    def sheaves(since: int | None) -> Iterator[Sheaf]:
        plan = Plan(order.formats, order.policy, names, order.key, order.checks, since)
        for sheaf in hands.lay(plan, list(cut(ids, SHEAF))):
            yield sheaf
            watch(len(sheaf.leaves))

    return bind_edition(out, imprint, sheaves, order.formats, checks=order.checks, before=order.before, key=order.key)


def _enter_edition(register: Register, written: Written, imprint: Imprint, ids: Sequence[str], reason: str) -> None:
    """One entry for the edition, which ends it: where it fails, the edition lies there and the register does not say so."""
    body = {"manifest": written.manifest, "seq": imprint.seq, "policy": imprint.policy, "incidents": sorted(ids)}
    register.append("published", content_id("e", written.manifest), reason, {"edition": body})


def exposed_before(register: Register, folder: Path, policy: Policy) -> tuple[tuple[str, int], ...]:
    """Files of an earlier edition that still hold names which the policy withholds now, with how many passages."""
    with open_hands(register, register.head(), 1) as hands:
        names = hands.find_names(policy, register.look.report_ids()) if policy.withholds else set()
    return find_exposed(folder, (*names, *policy.names))


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
