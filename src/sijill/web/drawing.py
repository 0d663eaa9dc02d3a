"""What templates draw with: numbers, days, and JSON for the page's script."""

import json
import re
from datetime import date
from typing import Any

from markupsafe import Markup, escape

from sijill.model import Incident, Toll
from sijill.model.decision import ACTS
from sijill.model.vocabulary import ACTOR_IDS
from sijill.write.site.excerpt import show
from sijill.write.site.view import bounds, toll_range


def as_data(value: Any) -> Markup:
    """JSON that cannot end its script element or begin a comment, whatever its strings hold."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))  # noqa: S704 - escaped here


def isolate(text: str) -> Markup:
    """A sentence in which what stands in quotes may be written in the other direction: each quote keeps its own, and
    so does each day."""
    quoted = _QUOTED.sub(r"\1<bdi>\2</bdi>\3", str(escape(show(text))))
    return Markup(_DAY.sub(r"<time>\g<0></time>", quoted))  # noqa: S704 - escaped before


_DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b")
_QUOTED = re.compile("([“«])([^”»]+)([”»])")


def days_of(incident: Incident) -> tuple[date | None, date | None]:
    """The first day, and the last where it is another."""
    return incident.first, incident.last if incident.last != incident.first else None


def kilometres(metres: int | None) -> str:
    """A radius as people say it."""
    return "" if metres is None else f"{metres / 1000:g}" if metres < 10_000 else f"{metres / 1000:.0f}"


def main_tolls(incident: Incident) -> list[Toll]:
    """The tolls of those killed and injured, the ones that a list shows."""
    return [toll for toll in incident.tolls if toll.kind in ("killed", "injured", "casualties")]


def size(count: int) -> str:
    """A number of bytes as people say it."""
    for unit, one in (("B", 1), ("kB", 10**3), ("MB", 10**6)):
        if count < one * 1000:
            return f"{count / one:.3g} {unit}"
    return f"{count / 10**9:.3g} GB"


TOOLS: dict[str, Any] = {
    "bounds": bounds,
    "toll_range": toll_range,
    "show": show,
    "size": size,
    "days_of": days_of,
    "kilometres": kilometres,
    "main_tolls": main_tolls,
    "ACTOR_IDS": ACTOR_IDS,
    "ACTS": ACTS,
}
"""Functions and vocabularies by the name that templates call them."""
