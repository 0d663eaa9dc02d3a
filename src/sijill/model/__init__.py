"""The words of sijill as frozen dataclasses; no I/O. Import the words from here."""

from sijill.model.account import Account, Actor, Attribution, Circumstance, Harm, Place, Reading, Victim, When
from sijill.model.edition import Case, Imprint, Withheld
from sijill.model.entry import Entry
from sijill.model.errors import (
    BrokenChain,
    BudgetSpent,
    DataError,
    DecisionError,
    EditionRefused,
    EstimateError,
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
from sijill.model.estimate import Estimate, Notice
from sijill.model.incident import Blame, Filing, Given, Grade, Incident, Link, Reason, Status, Suggested, Toll, TollStep
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
    "Case",
    "Circumstance",
    "DataError",
    "DecisionError",
    "EditionRefused",
    "Entry",
    "Estimate",
    "EstimateError",
    "Filing",
    "Given",
    "Grade",
    "Harm",
    "Imprint",
    "Incident",
    "InputError",
    "Link",
    "ModelError",
    "NoStamp",
    "Notice",
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
    "TollStep",
    "Total",
    "Victim",
    "When",
    "Withheld",
]
