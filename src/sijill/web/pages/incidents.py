"""The list: facets, search, saved filters."""

from dataclasses import dataclass, replace
from typing import cast

from fastapi import APIRouter
from starlette.responses import Response

from sijill.model import Incident
from sijill.register import Wanted
from sijill.register.filters import drop_filter, keep_filter, list_filters
from sijill.web.asked import CHOICES, SIZE, Asked, read_asked
from sijill.web.search import NEWEST
from sijill.web.visit import Form, Refused, Viewer, text_of
from sijill.web.workbench import Workbench

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of the list: how many there are in all, how many each facet's values would leave, and how far the search reaches: reports
    in the index, of all. `cut`: only the reports captured last were looked at."""

    incidents: tuple[Incident, ...]
    total: int
    facets: dict[str, dict[str, int]]
    known: int = 0
    all: int = 0
    cut: bool = False


@router.get("/incidents")
def show(visit: Viewer) -> Response:
    """The list, or its part that changes with the filters."""
    asked = read_asked(visit.request.query_params)
    listed = list_incidents(visit.bench, asked, names=visit.may("analyst"))
    pages = max(1, -(-listed.total // SIZE))
    name = "part_list.html" if visit.partial else "incidents.html"
    saved = list_filters(visit.register, visit.me.pseudonym)
    return visit.page(name, asked=asked, listed=listed, pages=pages, choices=CHOICES, saved=saved)


def list_incidents(bench: Workbench, asked: Asked, *, names: bool) -> Listed:
    """The incidents that fit, the newest first; where text is asked for, those of whose reports it stands in.

    names: whether words that are veiled from some are searched too.
    """
    look, wanted, found = bench.register.look, asked.wanted, None
    if asked.text:
        found = bench.search.find(asked.text, names=names)
        homes = bench.register.browse.incidents_in(found.reports)
        ids = {name for held in homes.values() for name in held} | set(look.incident_ids(asked.text) if asked.text[:2] == "i-" else ())
        wanted = replace(wanted, ids=tuple(sorted(ids)))
    facets = _count(bench, wanted)
    total = sum(facets["state"].get(value, 0) for value in ((asked.state,) if asked.state else CHOICES["state"]))
    incidents = look.incidents(wanted, offset=(asked.page - 1) * SIZE, limit=SIZE) if total else ()
    if found is None:
        return Listed(incidents, total, facets)
    return Listed(incidents, total, facets, found.known, found.all, len(found.reports) >= NEWEST)


def _count(bench: Workbench, wanted: Wanted) -> dict[str, dict[str, int]]:
    """Facets of the register as it is; counted once for all who ask for the same."""
    head = bench.register.head().seq
    if bench.kept.get("head") != head:
        bench.kept.clear()
        bench.kept["head"] = head
    if (held := bench.kept.get(repr(wanted))) is not None:
        return cast(dict[str, dict[str, int]], held)
    counted = bench.register.browse.count_facets(wanted)
    if len(bench.kept) < 1000:
        bench.kept[repr(wanted)] = counted
    return counted


@router.post("/filters")
def keep(visit: Viewer, form: Form) -> Response:
    """Keep the filters of an address under a name, for oneself."""
    name, query = text_of(form, "name")[:80], text_of(form, "query")[:2000]
    if not name:
        raise Refused(422, "bad", "name")
    keep_filter(visit.register, visit.me.pseudonym, name, query)
    return visit.go(f"/incidents?{query}")


@router.post("/filters/drop")
def drop(visit: Viewer, form: Form) -> Response:
    """Forget saved filters."""
    drop_filter(visit.register, visit.me.pseudonym, text_of(form, "name"))
    return visit.go("/incidents")
