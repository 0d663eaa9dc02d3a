"""The words of sijill as frozen dataclasses; no I/O. Import the words from here."""

from sijill.model.account import Account, Actor, Attribution, Circumstance, Harm, Place, Reading, Victim, When
from sijill.model.edition import Case, Imprint, Withheld
from sijill.model.entry import Entry
from sijill.model.errors import (
    ArchiveError,
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
from sijill.model.incident import Blame, Filing, Given, Grade, Incident, Link, Origin, Reason, Status, Suggested, Tie, Toll, TollStep
from sijill.model.person import Namesakes, PersonLink
from sijill.model.placement import Candidate, Placement
from sijill.model.report import Capture, Custody, Report, Span
from sijill.model.rival import Rival
from sijill.model.total import LeftOut, Tally, Total

__all__ = [
    "Account",
    "Actor",
    "ArchiveError",
    "Attribution",
    "Blame",
    "BrokenChain",
    "BudgetSpent",
    "Candidate",
    "Capture",
    "Case",
    "Circumstance",
    "Custody",
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
    "LeftOut",
    "Link",
    "ModelError",
    "Namesakes",
    "NoStamp",
    "Notice",
    "Origin",
    "PersonLink",
    "Place",
    "Placement",
    "ReaderError",
    "Reading",
    "Reason",
    "RegisterBusy",
    "RegisterError",
    "RegisterLocked",
    "Report",
    "Rival",
    "SijillError",
    "Span",
    "StaleView",
    "Status",
    "Suggested",
    "Tally",
    "Tie",
    "Toll",
    "TollStep",
    "Total",
    "Victim",
    "When",
    "Withheld",
]
