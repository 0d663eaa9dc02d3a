"""One HTML page that opens from the folder: incidents, their evidence and a map. It loads nothing from outside, not even by file."""

import base64
import hashlib
import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from sijill.model import Case, Filing, Imprint, Incident
from sijill.model.party import PARTY_NAMES
from sijill.write.change import Change
from sijill.write.excerpt import show
from sijill.write.view import IncidentView, bounds, make_views, toll_range
from sijill.write.wording import load_labels
from sijill.write.writer import Folder


class PageWriter:
    """`index.html`; every value is escaped, and the content policy allows only the page's own script and style, by digest."""

    def __init__(self, folder: Folder, imprint: Imprint) -> None:
        self._path = folder.path / "index.html"
        self._imprint = imprint
        self._cases: list[Case] = []

    def add(self, case: Case) -> None:
        """Kept until the page is made."""
        self._cases.append(case)

    def finish(self, _changes: Sequence[Change] | None) -> list[Path]:
        """The file."""
        html = _render([c.incident for c in self._cases], [f for c in self._cases for f in c.filings], self._imprint)
        self._path.write_text(html, encoding="utf-8", errors="replace", newline="\n")
        return [self._path]


def _render(incidents: Sequence[Incident], filings: Sequence[Filing], imprint: Imprint) -> str:
    views = make_views(incidents, filings)
    script = _asset("leaflet/leaflet.js") + _asset("page.js")
    style = _asset("leaflet/leaflet.css") + _asset("page.css")
    return _template().render(
        views=views,
        totals=imprint.totals,
        head=imprint.head,
        made_at=imprint.made_at,
        credits=imprint.credits,
        reports=len({f.report.id for f in filings}),
        unplaced=sum(i.place is None or i.place.lat is None for i in incidents),
        undated=sum(i.first is None for i in incidents),
        script=Markup(script),  # noqa: S704 - our own file; its digest is in the content policy
        style=Markup(style),  # noqa: S704 - likewise
        policy=make_policy(script, style),
        spots=_data([_spot(v) for v in views if v.incident.place is not None and v.incident.place.lat is not None]),
        marks=_data(
            {
                a.filing.account.id: [[m.claim, m.kind, n, m.start, m.end] for n, s in enumerate(a.segments) for m in s.marks]
                for v in views
                for a in v.accounts
            }
        ),
        basemap=_data(json.loads(_asset("basemap.json"))),
        cities=_data(json.loads(_asset("cities.json"))),
    )


def make_policy(script: str, style: str) -> str:
    """The content policy: nothing but this script, this style and pictures inside the page."""
    own = f"script-src '{_hash(script)}'; style-src '{_hash(style)}'"
    return f"default-src 'none'; {own}; img-src data:; base-uri 'none'; form-action 'none'"


def _spot(view: IncidentView) -> dict[str, Any]:
    """What the map needs of an incident."""
    incident = view.incident
    place = incident.place
    assert place is not None  # noqa: S101 - the caller chose those with a place
    killed = [t for t in incident.tolls if t.kind in ("killed", "casualties")]
    return {
        "id": incident.id,
        "lat": place.lat,
        "lon": place.lon,
        "radius": place.radius_m or 0,
        "name": show(incident.place_name or ""),
        "toll": toll_range(killed[0]) if killed else "",
        "harm": any(t.kind in ("killed", "injured", "casualties") and t.group != "combatant" for t in incident.tolls),
    }


def _data(value: Any) -> Markup:
    """JSON that cannot end its script element or begin a comment, whatever its strings hold."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))  # noqa: S704 - escaped here


def _hash(content: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()


@cache
def _asset(name: str) -> str:
    path = files("sijill") / "data" / "site"
    for part in name.split("/"):
        path = path / part
    return path.read_text(encoding="utf-8")


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    labels = load_labels()

    def label(code: str, **values: object) -> Markup:
        english, arabic = labels[code]
        return Markup('<span class="en" lang="en">{}</span><span class="ar" lang="ar" dir="rtl">{}</span>').format(
            english.format(**values), arabic.format(**values)
        )

    def both(english: str, arabic: str) -> Markup:
        return Markup('<span class="en" lang="en" dir="auto">{}</span><span class="ar" lang="ar" dir="rtl">{}</span>').format(
            show(english), show(arabic)
        )

    environment.globals.update(t=label, both=both, bounds=bounds, toll_range=toll_range, labels=labels, parties=PARTY_NAMES)
    environment.filters["show"] = show
    return environment.from_string(_asset("page.html.j2"))
