"""Cases: incidents with all that the register holds under them, as an edition is made of them."""

from collections.abc import Iterator, Sequence

from sijill.model import Case, Incident
from sijill.model.decision import Made, Note, Person, Statement
from sijill.pipeline.history import Dossier, open_dossier
from sijill.register import Register
from sijill.review import find_standing, tell_tolls

BATCH = 250
"""Incidents whose reports are in memory at a time."""


def list_cases(register: Register, incidents: Sequence[Incident]) -> Iterator[Case]:
    """Each incident with all that the register holds under it, nothing withheld yet."""
    judged = register.decisions.judged()
    for start in range(0, len(incidents), BATCH):
        batch = incidents[start : start + BATCH]
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


def _standing(register: Register, name: str, former: Sequence[str]) -> tuple[Made, ...]:
    """The decisions that stand, without notes: the public ones are told apart, internal ones never."""
    about = register.decisions.about((name, *former))
    made = sorted((one for every in about.values() for one in find_standing(every)), key=lambda one: one.seq)
    return tuple(one for one in made if not isinstance(one.judgement, Note | Person))


def _public_notes(dossier: Dossier) -> Iterator[str]:
    for made in dossier.notes:
        if isinstance(made.judgement, Note) and made.judgement.audience == "public":
            yield made.judgement.text
