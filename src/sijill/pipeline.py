"""The whole run on one page, in order: capture -> extract -> geocode -> link -> review -> tally -> write.

Each report is filed in one transaction: captured, read and placed, or not at all. When all are filed, the accounts that are in no
incident yet are linked in one transaction. A run killed at any moment and started again therefore ends with the same register, and
a second run of the same files adds nothing.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol

from sijill.capture import Captured, read_paths
from sijill.extract.reader import Reader
from sijill.link import group_accounts, link_filings
from sijill.model import Filing, Incident, InputError, Link, Placement, Reading, Report
from sijill.model.codec import to_json
from sijill.model.identity import incident_id
from sijill.register import Fact, Register
from sijill.review import review_incident
from sijill.tally import tally_incidents
from sijill.write import Edition, write_edition

SAID = "machine reading, not reviewed"
"""The reason of every entry that no person made."""


class PlaceResolver(Protocol):
    """Stage geocode: a report and its reading in, the placements of its places out."""

    def place_reading(self, report: Report, reading: Reading) -> Sequence[Placement]:
        """The placements of a reading's places."""
        ...


Outcome = Literal["filed", "known"]


@dataclass(frozen=True, slots=True)
class Filed:
    """What became of one report: `filed` now, or `known`: it was in the register already."""

    report: str
    doc: str
    outcome: Outcome
    warnings: tuple[str, ...] = ()


def file_paths(register: Register, paths: Sequence[Path], reader: Reader, resolver: PlaceResolver) -> Iterator[Filed | InputError]:
    """Capture, read and place every report in files and folders, one at a time; what cannot be read comes out as its error.

    Without any path: read and place what has been captured and not yet read.
    """
    if not paths:
        yield from _file_unread(register, reader, resolver)
    for item in read_paths(paths, at=register.now(), by=register.author):
        yield item if isinstance(item, InputError) else file_report(register, item, reader, resolver)


def _file_unread(register: Register, reader: Reader, resolver: PlaceResolver) -> Iterator[Filed]:
    for name in register.look.unread_reports():
        report = register.look.reports([name])[name]
        yield Filed(report.id, report.doc, _enter(register, report, [], reader, resolver))


def file_report(register: Register, captured: Captured, reader: Reader, resolver: PlaceResolver) -> Filed:
    """Enter one report, its reading and its placements in one transaction; nothing where it is there already."""
    report, capture = captured.report, captured.capture
    body = {"capture": to_json(capture), "report": to_json(report)}
    facts = [Fact("captured", report.id, f"taken from {capture.address}", body)]
    return Filed(report.id, report.doc, _enter(register, report, facts, reader, resolver), captured.warnings)


def _enter(register: Register, report: Report, captured: list[Fact], reader: Reader, resolver: PlaceResolver) -> Outcome:
    if register.look.state_of(report.id) == "read":
        return "known"
    facts = _read_and_place(report, reader, resolver)
    with register.writing():  # asked again while nobody else can write: another run may have been quicker
        state = register.look.state_of(report.id)
        if state != "read":
            register.append_many([*(captured if state == "unknown" else ()), *facts])
    return "known" if state == "read" else "filed"


def _read_and_place(report: Report, reader: Reader, resolver: PlaceResolver) -> list[Fact]:
    reading = reader.read_report(report)
    placements = resolver.place_reading(report, reading)
    return [
        Fact("read", report.id, SAID, {"reading": to_json(reading)}),
        Fact("placed", report.id, SAID, {"placements": [to_json(placement) for placement in placements]}),
    ]


def link_register(register: Register) -> tuple[str, ...]:
    """Put every account that is in no incident yet into one, in one transaction; the ids of incidents that changed.

    Other runs may file reports meanwhile; where one has linked meanwhile, the work is done again on what is there now.
    """
    while True:
        seen = register.look.last_linked()
        facts = _link_accounts(register)
        with register.writing():
            if register.look.last_linked() == seen:
                return tuple(entry.subject for entry in register.append_many(facts))


def _link_accounts(register: Register) -> list[Fact]:
    """What linking the accounts that are in no incident yet has to enter."""
    look = register.look
    everything = look.account_ids()  # first: what another run files from here on is not looked at
    new = frozenset(look.unlinked_accounts()).intersection(everything)
    if not new:
        return []
    filings = {filing.account.id: filing for filing in look.filings(everything)}
    found = link_filings([filings[a] for a in everything if a in new], [filings[a] for a in everything if a not in new])
    # Only incidents that a new link touches can change; each is grouped again with all of its accounts and their links.
    homes = look.incidents_of({end for link in found for end in (link.left, link.right)})
    held = look.members(set(homes.values()))
    open_accounts = new.union(*held.values())
    order = {account: place for place, account in enumerate(everything)}
    links = (*look.links(open_accounts), *found)
    groups = [sorted(group, key=order.__getitem__) for group in group_accounts(sorted(open_accounts), links)]
    groups.sort(key=lambda group: order[group[0]])
    return _incident_facts(groups, filings, links, found, look.incidents_by_id(held), order)


def _incident_facts(
    groups: Sequence[Sequence[str]],
    filings: dict[str, Filing],
    links: Sequence[Link],
    found: Sequence[Link],
    before: dict[str, Incident],
    order: dict[str, int],
) -> list[Fact]:
    """An entry for each incident that is new or changed, then one for each that went into another.

    An incident's id comes from its first account in the order of capture, so it stays when later reports join it. A link is kept with
    the incident of its later account.
    """
    home = {account: incident_id(group[0]) for group in groups for account in group}
    touching: dict[str, list[Link]] = {}
    for link in links:
        for name in {home.get(link.left), home.get(link.right)} - {None}:
            touching.setdefault(str(name), []).append(link)
    kept: dict[str, list[Link]] = {}
    for link in sorted(found, key=lambda link: (link.left, link.right)):
        kept.setdefault(home[max(link.left, link.right, key=order.__getitem__)], []).append(link)
    facts = []
    for group in groups:
        name = home[group[0]]
        incident = review_incident(name, [filings[account] for account in group], touching.get(name, []))
        if incident != before.get(name) or name in kept:
            facts.append(Fact("linked", name, SAID, _incident_body(incident, kept.get(name, []))))
    for name in sorted(set(before) - set(home.values())):
        left = [account for account in before[name].accounts if account in home]  # without those of erased reports
        into = home[min(left, key=order.__getitem__)]
        facts.append(Fact("linked", name, f"its accounts were linked into {into}", {"incident": None, "into": into, "links": []}))
    return facts


def _incident_body(incident: Incident, links: Sequence[Link]) -> dict[str, Any]:
    """An incident as its entry holds it: a proposal is the pair of its accounts, since the link itself is kept once."""
    proposals = [[link.left, link.right] for link in incident.proposals]
    return {"incident": to_json(incident) | {"proposals": proposals}, "into": None, "links": [to_json(link) for link in links]}


def make_edition(register: Register, place_credits: Sequence[str] = ()) -> Edition:
    """Everything that an edition shows, from the register as it is now; `place_credits` name whose place data was used."""
    incidents = register.look.incidents()
    accounts = [account for incident in incidents for account in incident.accounts]
    return Edition(
        incidents=incidents,
        filings=register.look.filings(accounts),
        totals=tally_incidents(incidents),
        head=register.head().digest,
        made_at=register.now(),
        credits=tuple(place_credits),
    )


def publish(register: Register, out: Path, formats: Sequence[str], place_credits: Sequence[str] = ()) -> tuple[Path, ...]:
    """Write an edition of the register to the folder `out`; the paths of its files."""
    return write_edition(out, make_edition(register, place_credits), formats)


def run(
    register: Register,
    paths: Sequence[Path],
    reader: Reader,
    resolver: PlaceResolver,
    watch: Callable[[Filed | InputError], None],
) -> tuple[str, ...]:
    """The main job: file every report, then put together those that tell of one incident; the ids of incidents that changed.

    `watch` is told of each report and each problem as it comes.
    """
    for item in file_paths(register, paths, reader, resolver):
        watch(item)
    return link_register(register)
