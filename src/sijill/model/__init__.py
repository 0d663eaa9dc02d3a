"""The words of sijill as frozen dataclasses; no I/O. Import the words from here."""

from sijill.model.account import Account, Actor, Attribution, Circumstance, Harm, Place, Reading, Victim, When
from sijill.model.entry import Entry
from sijill.model.errors import (
    BrokenChain,
    BudgetSpent,
    DataError,
    DecisionError,
    InputError,
    ModelError,
    NoStamp,
    ReaderError,
    RegisterBusy,
    RegisterError,
    RegisterLocked,
    SijillError,
    StaleView,
)
from sijill.model.incident import Blame, Filing, Given, Grade, Incident, Link, Reason, Status, Suggested, Toll
from sijill.model.placement import Candidate, Placement
from sijill.model.report import Capture, Report, Span
from sijill.model.total import Total

__all__ = [
    "Account",
    "Actor",
    "Attribution",
    "Blame",
    "BrokenChain",
    "BudgetSpent",
    "Candidate",
    "Capture",
    "Circumstance",
    "DataError",
    "DecisionError",
    "Entry",
    "Filing",
    "Given",
    "Grade",
    "Harm",
    "Incident",
    "InputError",
    "Link",
    "ModelError",
    "NoStamp",
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
    "StaleView",
    "Status",
    "Suggested",
    "Toll",
    "Total",
    "Victim",
    "When",
]
