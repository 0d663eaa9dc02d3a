"""The site of an edition, in a real browser: from a folder, without a network, without scripts, in Arabic and English."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest
from browser import accessibility_faults, needs_browser, open_browser
from made_filings import file_account, harm
from playwright.sync_api import expect

from sijill.model import Case, Filing, Given, Imprint, TollStep
from sijill.review import review_incident, tell_tolls
from sijill.tally import tally_incidents
from sijill.write import Redactor, load_policy, write_edition

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

RUN = "document.title='run'"
EVIL = f'<script>{RUN}</script> killed 7 civilians in Tell Rumman 🕊 </script><!-- &amp; <img src=x onerror="{RUN}">'
PAGES = ("index.html", "list.html", "incident/i-b.html", "ar/incident/i-b.html", "method.html")
ARABIC = "قُتل ١٢ مدنياً في تلّ رمّان 🕊 فجر اليوم"


def case_of(name: str, *filings: Filing, steps: tuple[TollStep, ...] = (), **more: object) -> Case:
    incident = replace(review_incident(name, list(filings), ()), **more)  # type: ignore[arg-type]
    return Case(incident, filings, steps=steps)


def make_cases(extra: int = 0) -> list[Case]:
    evil = file_account("a", EVIL, harms=(harm("7 civilians", 7, 7),), place="Tell Rumman", at=(35.0, 40.5), source="<b>Radio</b>")
    arabic = file_account(
        "b",
        ARABIC,
        harms=(harm("١٢ مدنياً", 12, 12),),
        place="تلّ رمّان",
        at=(35.01, 40.51),
        lang="ar",
        published=date(2031, 5, 5),
        source="إذاعة",
    )
    later = file_account(
        "c", "13 civilians died", harms=(harm("13 civilians", 13, 13),), published=date(2031, 5, 9), source="Radio Two"
    )
    cases = [
        case_of("i-a", evil),
        case_of("i-b", arabic, later, steps=tell_tolls([arabic, later])),
        case_of(
            "i-c",
            replace(later, account=replace(later.account, id="r-c.a2")),
            retracted=Given(3, "a-one", "2031-05-09", "it was a dream"),
        ),
    ]
    for n in range(extra):
        one = file_account(
            f"x{n}", f"{n} civilians hurt", harms=(harm(f"{n} civilians", n, n, kind="injured"),), day=date(2030, 1, 1 + n % 28)
        )
        cases.append(case_of(f"i-x{n}", one))
    return cases


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("site") / "out"
    cases = make_cases(150)
    imprint = Imprint(
        ("Our register", "سجلنا"), 9, "ab" * 32, "2031-06-01T00:00:00Z", "1", tally_incidents([c.incident for c in cases]).totals,
        credits=("Pack: A. Giver (CC BY 4.0)",), policy="internal", policy_text=("Nothing was withheld.", "لم يُحجب شيء."),
        contact="corrections@example.org", address="https://example.org/register",
    )  # fmt: skip
    write_edition(out, imprint, cases, ("csv", "site"), Redactor(load_policy("internal")))
    return out


@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    with open_browser() as browser:
        yield browser


def visit(browser: "Browser", folder: Path, name: str, *, scripts: bool = True, width: int = 1200) -> "Page":
    """The page, opened from the folder; any error of its scripts and any request that leaves the folder fails the test."""
    context = browser.new_context(java_script_enabled=scripts, viewport={"width": width, "height": 900})
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: faults.append(request.url) if not request.url.startswith(("file:", "data:")) else None)
    page.goto(f"file://{folder / name}")
    page.wait_for_load_state("load")
    assert faults == []
    return page


@needs_browser
def test_search_finds_arabic_however_it_is_spelt(browser: "Browser", folder: Path) -> None:
    page = visit(browser, folder, "ar/list.html")
    assert page.locator("html").get_attribute("dir") == "rtl"
    page.fill("#find", "تل رمان")
    expect(page.locator("#count")).to_have_text(re.compile(r"^1 /"))
    assert "i-b" in (page.locator(".incident a").first.get_attribute("href") or "")
    page.fill("#find", "")
    page.check("#harmonly")
    page.select_option("#kind", "air_strike")
    page.fill("#since", "2031-01-01")
    expect(page.locator("#count")).to_have_text(re.compile(r"^3 /"))
    page.locator(".incident a").first.click()
    page.wait_for_load_state("load")
    assert "/ar/incident/" in page.url


@needs_browser
def test_every_value_lights_up_its_words(browser: "Browser", folder: Path) -> None:
    page = visit(browser, folder, "incident/i-b.html")
    page.locator(".claims li.harm").first.focus()
    said = page.evaluate("[...CSS.highlights.get('now')].map(r => r.toString())")
    assert said == ["١٢ مدنياً"]


@needs_browser
def test_the_page_of_an_incident_says_its_toll_its_history_and_how_exact_its_place_is(browser: "Browser", folder: Path) -> None:
    page = visit(browser, folder, "incident/i-b.html")
    text = page.inner_text("main")
    assert "12–13" in text
    assert "within 2 km" in text
    assert "إذاعة" in page.inner_text(".steps")
    assert page.locator("#map path").count() >= 1


@needs_browser
@pytest.mark.parametrize("name", [*PAGES, "changes.html"])
def test_it_reads_without_scripts(browser: "Browser", folder: Path, name: str) -> None:
    page = visit(browser, folder, name, scripts=False)
    assert page.locator("main").inner_text().strip()
    if name == "list.html":
        assert page.locator(".incident").count() == 100
        assert page.locator(".pages a").count() >= 1
        assert not page.locator("#filters").is_visible()
    if "incident" in name:
        assert "مدنياً" in page.locator(".evidence").inner_text()


@needs_browser
@pytest.mark.parametrize("name", [*PAGES, "ar/index.html", "timeline.html", "downloads.html"])
def test_axe_finds_nothing_wrong(browser: "Browser", folder: Path, name: str) -> None:
    assert accessibility_faults(visit(browser, folder, name)) == []


@needs_browser
def test_it_fits_a_phone(browser: "Browser", folder: Path) -> None:
    for name in ("index.html", "ar/list.html", "incident/i-a.html"):
        page = visit(browser, folder, name, width=380)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name


@needs_browser
def test_script_in_a_report_is_never_run(browser: "Browser", folder: Path) -> None:
    for name in ("incident/i-a.html", "list.html", "index.html"):
        assert "run" not in visit(browser, folder, name).title()


def test_script_in_a_report_is_escaped_everywhere(folder: Path) -> None:
    for path in folder.rglob("*.html"):
        assert "<script>document" not in path.read_text(encoding="utf-8"), path


def test_no_page_asks_for_anything_from_outside(folder: Path) -> None:
    for path in folder.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        for address in re.findall(r"""(?:src|href)="([^"]*)\"""", text):
            outside = re.match(r"[a-z]+:|//", address)
            assert not outside or 'rel="canonical"' in text[text.index(address) - 40 : text.index(address)], (path, address)
        assert "default-src &#39;none&#39;" in text or "default-src 'none'" in text


def test_every_link_leads_somewhere(folder: Path) -> None:
    pages = {path.resolve() for path in folder.rglob("*") if path.is_file()}
    for path in folder.rglob("*.html"):
        for address in re.findall(r"""(?:src|href)="([^"#:]+)\"""", path.read_text(encoding="utf-8")):
            assert (path.parent / address).resolve() in pages, (path, address)


def test_a_retracted_incident_says_so_and_why(folder: Path) -> None:
    assert "it was a dream" in (folder / "incident" / "i-c.html").read_text(encoding="utf-8")
    assert "Retracted" in (folder / "list.html").read_text(encoding="utf-8")


def test_families_see_where_to_write(folder: Path) -> None:
    for path in folder.rglob("*.html"):
        assert "corrections@example.org" in path.read_text(encoding="utf-8"), path


def test_those_who_gave_the_place_data_are_credited(folder: Path) -> None:
    assert "Pack: A. Giver (CC BY 4.0)" in (folder / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["feed.xml", "ar/feed.xml", "sitemap.xml"])
def test_feeds_and_the_sitemap_are_well_formed_and_permanent(folder: Path, name: str) -> None:
    root = ElementTree.fromstring((folder / name).read_text(encoding="utf-8"))  # noqa: S314 - our own file
    assert "https://example.org/register" in ElementTree.tostring(root, encoding="unicode")


def test_the_same_site_is_the_same_bytes(tmp_path: Path) -> None:
    def make(name: str) -> dict[str, bytes]:
        imprint = Imprint(("T", "ت"), 9, "ab" * 32, "2031-06-01T00:00:00Z", "1")
        write_edition(tmp_path / name, imprint, make_cases(), ("site",), Redactor(load_policy("internal")))
        return {str(p.relative_to(tmp_path / name)): p.read_bytes() for p in (tmp_path / name).rglob("*") if p.is_file()}

    assert make("one") == make("two")
