"""Totals of a register: which incidents are counted, and the children, women and men among them."""

from collections.abc import Sequence

from sijill.model import Filing, Incident, Tally
from sijill.pipeline.bonds import follow_bonds
from sijill.register import Register
from sijill.tally import Among, Choice, count_among, load_uncertainty, tally_incidents

BATCH = 500


def tally_register(
    register: Register,
    by: Sequence[str] = (),
    profile: str = "literal",
    choice: Choice | None = None,
    *,
    among: bool = False,
    uncertain: bool = False,
) -> Tally:
    """Totals over the register as it is now; `among`: with lines for children, women and men; `uncertain`: with each line's
    likely figures under the model of uncertainty. The same register gives the same totals.

    Raises ValueError for an unknown property or profile.
    """
    incidents = follow_bonds(register, register.look.incidents())
    counted = _count_people(register, incidents) if among else None
    return tally_incidents(incidents, by, profile, choice, counted, load_uncertainty() if uncertain else None)


def _count_people(register: Register, incidents: Sequence[Incident]) -> dict[str, tuple[Among, ...]]:
    found = {}
    for start in range(0, len(incidents), BATCH):
        batch = incidents[start : start + BATCH]
        filings: dict[str, Filing] = {f.account.id: f for f in register.look.filings([a for i in batch for a in i.accounts])}
        for incident in batch:
            if told := count_among(filings[a].account.harms for a in incident.accounts if a in filings):
                found[incident.id] = told
    return found
