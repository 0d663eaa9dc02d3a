"""Statistics: what the register holds, counted by its own tables, and the totals of what people reviewed."""

from dataclasses import dataclass

from fastapi import APIRouter
from starlette.responses import Response

from sijill.model import Tally
from sijill.pipeline import tally_register
from sijill.register import Wanted
from sijill.tally import Choice
from sijill.web.asked import CHOICES
from sijill.web.visit import Viewer

router = APIRouter()

FEW = 5000
"""Incidents that are added up while somebody waits: about a second."""

WIDTH, HEIGHT, FOOT = 900, 180, 22
"""Of the chart, in its own units."""

WIDEST = 40
"""Of a bar: few months are not drawn as if they were much."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One month of the chart: its place and height in the chart's units; `label` is its year where one begins."""

    month: str
    count: int
    x: float
    width: float
    y: float
    height: float
    label: str


@router.get("/statistics")
def show(visit: Viewer) -> Response:
    """The page."""
    browse = visit.register.browse
    months, facets = browse.count_months(), browse.count_facets(Wanted())
    total = sum(facets["state"].values())
    tally: Tally | None = tally_register(visit.register, (), "literal", Choice(unreviewed=False)) if total <= FEW else None
    return visit.page(
        "statistics.html",
        bars=draw_months(months),
        months={month: count for month, count in months.items() if month},
        undated=months.get("", 0),
        unplaced=browse.count_unplaced(),
        facets=facets,
        choices=CHOICES,
        total=total,
        tally=tally,
    )


def draw_months(months: dict[str, int]) -> tuple[Bar, ...]:
    """A bar for each month from the first to the last, empty ones too: a month without reports is to be seen."""
    dated = sorted(month for month in months if month)
    if not dated:
        return ()
    first, last = (int(month[:4]) * 12 + int(month[5:]) - 1 for month in (dated[0], dated[-1]))
    names = [f"{number // 12:04}-{number % 12 + 1:02}" for number in range(first, last + 1)]
    top, step = max(months[month] for month in dated), WIDTH / len(names)
    every = max(1, round(len(names) / 12 / 15))  # at most some fifteen years are written under the chart
    bars = []
    for n, month in enumerate(names):
        height = (HEIGHT - FOOT) * months.get(month, 0) / top
        begins = month.endswith("-01") and int(month[:4]) % every == 0
        label = month[:4] if begins or (n == 0 and len(names) < 12) else ""
        bars.append(
            Bar(
                month,
                months.get(month, 0),
                round(n * step, 2),
                round(min(step * 0.86, WIDEST), 2),
                round(HEIGHT - FOOT - height, 2),
                round(height, 2),
                label,
            )
        )
    return tuple(bars)
