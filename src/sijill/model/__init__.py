"""The words of sijill as frozen dataclasses; no I/O. Import the words from here."""

from sijill.model.account import Account, Actor, Attribution, Circumstance, Harm, Place, Reading, Victim, When
from sijill.model.entry import Entry
from sijill.model.errors import (
    BrokenChain,
    BudgetSpent,
    DataError,
    InputError,
    ModelError,
    ReaderError,
    RegisterBusy,
    RegisterError,
    RegisterLocked,
    SijillError,
)
from sijill.model.incident import Filing, Grade, Incident, Link, Reason, Toll
from sijill.model.placement import Candidate, Placement
from sijill.model.report import Capture, Report, Span
from sijill.model.total import Total

__all__ = [
    "Account",
    "Actor",
    "Attribution",
    "BrokenChain",
    "BudgetSpent",
    "Candidate",
    "Capture",
    "Circumstance",
    "DataError",
    "Entry",
    "Filing",
    "Grade",
    "Harm",
    "Incident",
    "InputError",
    "Link",
    "ModelError",
    "Place",
    "Placement",
    "ReaderError",
    "Reading",
    "Reason",
    "RegisterBusy",
    "RegisterError",
    "RegisterLocked",
    "Report",
    "SijillError",
    "Span",
    "Toll",
    "Total",
    "Victim",
    "When",
]
