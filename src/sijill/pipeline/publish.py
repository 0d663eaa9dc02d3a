"""Publishing: an edition of the register as it is now."""

from collections.abc import Sequence
from pathlib import Path

from sijill.model.decision import Note
from sijill.register import Register
from sijill.tally import tally_incidents
from sijill.write import Edition, write_edition


def make_edition(register: Register, place_credits: Sequence[str] = ()) -> Edition:
    """Everything that an edition shows, from the register as it is now; `place_credits` name whose place data was used."""
    incidents = register.look.incidents()
    notes: dict[str, list[str]] = {}
    for made in register.decisions.every("note"):
        if isinstance(made.judgement, Note) and made.judgement.audience == "public":
            notes.setdefault(made.incident, []).append(made.judgement.text)
    accounts = [account for incident in incidents for account in incident.accounts]
    return Edition(
        incidents=incidents,
        filings=register.look.filings(accounts),
        totals=tally_incidents(incidents),
        head=register.head().digest,
        made_at=register.now(),
        credits=tuple(place_credits),
        notes={name: tuple(said) for name, said in notes.items()},
    )


def publish(register: Register, out: Path, formats: Sequence[str], place_credits: Sequence[str] = ()) -> tuple[Path, ...]:
    """Write an edition of the register to the folder `out`; the paths of its files."""
    return write_edition(out, make_edition(register, place_credits), formats)
