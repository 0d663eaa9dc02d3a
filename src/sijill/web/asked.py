"""What a list is asked for, as its address says it: filters, words to search for, the page."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, get_args
from urllib.parse import urlencode

from sijill.model.vocabulary import EventType, HarmGrade, Scope
from sijill.model.vocabulary import State as WorkState
from sijill.register import Wanted
from sijill.web.visit import Refused

SIZE = 50
"""Incidents on a page."""

CHOICES: dict[str, tuple[str, ...]] = {
    "state": get_args(WorkState),
    "grade": (*get_args(HarmGrade), "none"),
    "event_type": get_args(EventType),
    "scope": get_args(Scope),
}
"""The facets with the values that each may have, in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A list's filters. `text` is searched for in the reports, `place` in the names of places."""

    text: str = ""
    state: str | None = None
    grade: str | None = None
    event_type: str | None = None
    scope: str | None = None
    since: date | None = None
    until: date | None = None
    place: str = ""
    assignee: str = ""
    page: int = 1

    @property
    def wanted(self) -> Wanted:
        """What the register is asked for, the text apart."""
        fields: dict[str, Any] = {name: getattr(self, name) for name in ("state", "grade", "event_type", "scope", "since", "until")}
        return Wanted(**fields, place=self.place or None, assignee=self.assignee or None)

    @property
    def filtered(self) -> bool:
        """Whether anything is left out."""
        return replace(self, page=1) != Asked()

    def query(self, **changed: Any) -> str:
        """The address's query for these filters, with some changed; the page is the first again unless it is given."""
        other = replace(self, **({"page": 1} | changed))
        values = {name: getattr(other, name) for name in self.__dataclass_fields__}
        given = {("q" if name == "text" else name): value for name, value in values.items() if value and (name, value) != ("page", 1)}
        return urlencode(given)


def read_asked(query: Mapping[str, str]) -> Asked:
    """The filters in an address. Raises Refused where one is none."""
    for name, known in CHOICES.items():
        if query.get(name) and query[name] not in known:
            raise Refused(400, "bad", name)
    page = query.get("page") or "1"
    if not page.isascii() or not page.isdigit() or not 1 <= int(page) <= 10**7:
        raise Refused(400, "bad", "page")
    return Asked(
        query.get("q", "").strip()[:400],
        query.get("state") or None,
        query.get("grade") or None,
        query.get("event_type") or None,
        query.get("scope") or None,
        _day(query, "since"),
        _day(query, "until"),
        query.get("place", "").strip()[:200],
        query.get("assignee", "").strip()[:40],
        int(page),
    )


def _day(query: Mapping[str, str], name: str) -> date | None:
    try:
        return date.fromisoformat(query[name]) if query.get(name) else None
    except ValueError as error:
        raise Refused(400, "bad", name) from error
