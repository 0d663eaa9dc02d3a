"""The site: a page for each incident as it passes; front page, lists, timeline, method, changes, data and feeds at the end."""

import json
from collections.abc import Iterator, Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from sijill.model import Case, Imprint
from sijill.write.change import Change
from sijill.write.site.chart import bar_chart, range_chart
from sijill.write.site.feed import write_feed, write_sitemap
from sijill.write.site.renderer import LANGS, Renderer
from sijill.write.site.summary import Summary, fill_months, months_of, parties_of, summarize_case
from sijill.write.site.view import view_case
from sijill.write.writer import CaseWriter, Folder

PAGE = 100
"""Incidents on one page of the list: a slow phone shows it at once."""
NEWEST = 12
"""Incidents on the front page."""


class SiteWriter(CaseWriter):
    """`index.html` and all that it leads to; the same under `ar/`."""

    def __init__(self, folder: Folder, imprint: Imprint) -> None:
        self._folder = folder
        self._imprint = imprint
        self._written: list[Path] = []
        self._summaries: list[Summary] = []
        self._reports: set[str] = set()
        self._pages = {lang: Renderer(lang, imprint) for lang in LANGS}
        self._copy_assets(files("sijill") / "data" / "site" / "assets", "assets")

    def take(self, case: Case) -> None:
        """The incident's own page, at its permanent address."""
        view = view_case(case)
        summary = summarize_case(case)
        self._summaries.append(summary)
        self._reports.update(f.report.id for f in case.filings)
        for lang in LANGS:
            self._page(lang, f"incident/{case.incident.id}.html", "incident", view=view, summary=summary, case=case)

    def finish(self, changes: Sequence[Change] | None) -> list[Path]:
        """All other pages."""
        self._write_data()
        for lang in LANGS:
            self._write_pages(lang, changes)
        self._written += write_feed(self._folder, self._imprint, self._summaries, changes)
        self._written += write_sitemap(self._folder, self._imprint, [p.relative_to(self._folder.path) for p in self._written])
        return self._written

    def _write_pages(self, lang: str, changes: Sequence[Change] | None) -> None:
        months, parties = months_of(self._summaries), parties_of(self._summaries)
        say = self._pages[lang].say
        charts = {
            "by_month": range_chart(say("chart_month"), [(m.month, m.low, m.high) for m in fill_months(months)], say),
            "by_party": bar_chart(say("chart_party"), [(p.names[LANGS.index(lang)], p.low) for p in parties], say),
        }
        facts = {
            "reports": len(self._reports),
            "unplaced": sum(s.lat is None for s in self._summaries),
            "undated": sum(s.first is None for s in self._summaries),
            "reviewed": sum(s.reviewed for s in self._summaries),
        }
        self._page(lang, "index.html", "index", summaries=self._summaries[:NEWEST], count=len(self._summaries), charts=charts, **facts)
        pages = max((len(self._summaries) + PAGE - 1) // PAGE, 1)
        for number in range(pages):
            rows = self._summaries[number * PAGE : (number + 1) * PAGE]
            name = "list.html" if number == 0 else f"list-{number + 1}.html"
            self._page(lang, name, "list", summaries=rows, number=number + 1, pages=pages, count=len(self._summaries))
        self._page(lang, "timeline.html", "timeline", months=months, charts=charts)
        self._page(lang, "method.html", "method", count=len(self._summaries), **facts)
        self._page(lang, "changes.html", "changes", changes=changes)
        self._page(lang, "downloads.html", "downloads", files=sorted(self._downloads()))

    def _page(self, lang: str, name: str, template: str, **values: Any) -> None:
        home = "" if lang == LANGS[0] else f"{lang}/"
        with self._folder.open(home + name) as file:
            file.write(self._pages[lang].render(template, name, **values))
        self._written.append(Path(file.name))

    def _downloads(self) -> Iterator[tuple[str, int]]:
        """Files that other formats have made: the site is finished last."""
        for path in self._folder.path.iterdir():
            if path.is_file() and path not in self._written:
                yield path.name, path.stat().st_size

    def _write_data(self) -> None:
        """What the list searches and the map draws, as scripts: a page that opens from a folder may not fetch."""
        spots = [s.spot() for s in self._summaries if s.lat is not None]
        self._data("spots", spots)
        self._data("index", [s.row() for s in self._summaries])
        for lang in LANGS:
            self._data(f"words-{lang}", self._pages[lang].words())

    def _data(self, name: str, value: Any) -> None:
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        with self._folder.open(f"assets/{name}.js") as file:
            file.write(f'(self.sijill ??= {{}})["{name}"]={text};\n')
        self._written.append(Path(file.name))

    def _copy_assets(self, source: Traversable, to: str) -> None:
        for one in sorted(source.iterdir(), key=lambda entry: entry.name):
            if one.is_dir():
                self._copy_assets(one, f"{to}/{one.name}")
            elif one.name.endswith(".json"):
                self._data(one.name.removesuffix(".json"), json.loads(one.read_text(encoding="utf-8")))
            else:
                with self._folder.open(f"{to}/{one.name}") as file:
                    file.write(one.read_text(encoding="utf-8"))
                self._written.append(Path(file.name))
