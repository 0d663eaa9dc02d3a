"""The workbench in a real browser: Chromium, driven by Playwright. Pictures of the main pages are kept as artefacts where
$SIJILL_SCREENSHOTS names a folder."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from desk import PASSWORD, Desk, desk_over
from judging import open_as
from small import SmallReader, SmallResolver, sentence, write_lines

from sijill import pipeline

pytest.importorskip("playwright", reason="NO BROWSER TEST RUNS: the package playwright is not here")
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

pytestmark = pytest.mark.slow

MIXED = "قُتِلَ 9 مدنيين 😢 في «السُّوق» (Northtown market) يوم الجمعة.\n👩‍👩‍👧 عائلةٌ كاملة، بحسب NGO محلية: 12‑15 مصاباً.\n" + sentence(
    9, "Northtown", "2019-01-18"
)
"""Vowel signs, emoji of one and of several characters, both directions, both scripts: what breaks offsets elsewhere. Our own words."""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
        if found is None and not Path(playwright.chromium.executable_path).exists():
            pytest.skip("NO BROWSER TEST RUNS: there is no Chromium; install Debian's `chromium`, or `playwright install chromium`")
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("desk")
    rows: list[dict[str, object]] = [
        {"doc": "mixed", "source": "شبكة السوق", "lang": "ar", "published": "2019-01-18", "text": MIXED},
        {
            "doc": "b",
            "source": "Courier",
            "lang": "en",
            "published": "2019-01-19",
            "text": "Officials: " + sentence(9, "Northtown", "2019-01-18"),
        },
        {"doc": "c", "source": "Post", "lang": "en", "published": "2019-01-20", "text": sentence(11, "Northtown", "2019-01-18")},
        {"doc": "d", "source": "Post", "lang": "en", "published": "2019-02-03", "text": sentence(3, "Southtown", "2019-02-02")},
        {
            "doc": "e" * 99,
            "source": "Herald" * 30,
            "lang": "en",
            "published": "2019-02-03",
            "text": sentence(2, "Nowhere", "2019-02-02"),
        },
    ]
    with open_as(folder / "register.sqlite", "machine") as register:
        pipeline.run(register, [write_lines(folder / "r.jsonl", rows)], SmallReader(), SmallResolver(), lambda _: None)
        with desk_over(register) as made:
            yield made


@pytest.fixture
def faults() -> list[str]:
    """What the browser complains of: it must complain of nothing."""
    return []


def open_page(chromium: Browser, desk: Desk, role: str, faults: list[str], **kind: Any) -> Page:
    """A page of a context of its own, logged in by the form."""
    context: BrowserContext = chromium.new_context(base_url=desk.address, **kind)
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("dialog", lambda dialog: faults.append(f"dialog {dialog.message}"))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" and "409" not in message.text else None)
    page.goto("/")
    page.get_by_label("Pseudonym").fill(desk.users[role])
    page.get_by_label("Pass word").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/incidents")
    return page


def keep(page: Page, name: str) -> None:
    """A picture of the page, where they are kept."""
    if folder := os.environ.get("SIJILL_SCREENSHOTS"):
        page.screenshot(path=str(Path(folder) / f"{name}.png"))


def decide(page: Page, act: str, fill: Any = None, reason: str = "for a test") -> None:
    """Open a decision of the page, fill it in, and enter it."""
    form = page.locator(f'.decide[data-act="{act}"]').first
    form.locator("summary").first.click()
    if fill is not None:
        fill(form)
    form.get_by_label("Reason").fill(reason)
    form.locator("button.main").click()
    page.wait_for_url("**done=*")


def test_words_that_are_marked_come_back_with_the_very_same_offsets(chromium: Browser, desk: Desk, faults: list[str]) -> None:
    page = open_page(chromium, desk, "analyst", faults)
    name = desk.incident("Northtown")
    report = desk.register.look.reports_called("mixed")[0]
    for words in ("9 مدنيين 😢 في «السُّوق»", "👩‍👩‍👧 عائلةٌ", "(Northtown market) يوم", "12‑15"):
        page.goto(f"/incidents/{name}")
        form = page.locator('.decide[data-act="toll"]').last
        form.locator("summary").first.click()
        page.evaluate(
            """([report, words]) => {
                const node = document.querySelector(`.text[data-report="${report}"]`).firstChild;
                const at = node.data.indexOf(words);
                getSelection().setBaseAndExtent(node, at, node, at + words.length);
            }""",
            [report, words],
        )
        page.locator(".take").click()
        expect(form.locator(".quote")).to_have_text(words)
        form.get_by_label("at least").fill("9")
        form.get_by_label("Reason").fill("the words say so")
        form.locator("button.main").click()
        page.wait_for_url("**done=*")
        basis: Any = desk.register.decisions.about([name])[name][-1].judgement.basis  # type: ignore[union-attr]
        assert basis.report == report
        assert basis.quote == words
        assert MIXED[basis.span.start : basis.span.end] == words
    assert faults == []


MIDDLE = """(words) => {
    const range = [...CSS.highlights.get("place")].find((one) => one.startContainer.data.includes(words));
    const box = range.getBoundingClientRect();
    return [box.x + box.width / 2, box.y + box.height / 2];
}"""
"""Where the middle of a place's words is, in the text that holds these words."""


def test_every_value_leads_to_its_words_and_the_words_lead_back(chromium: Browser, desk: Desk, faults: list[str]) -> None:
    page = open_page(chromium, desk, "viewer", faults)
    page.goto(f"/incidents/{desk.incident('Northtown')}")
    assert page.evaluate("[...CSS.highlights.keys()].length") == 8
    claim = page.locator(".claims .harm .claim").first
    claim.hover()
    shown = "[...CSS.highlights.get('now')].map((range) => range.toString()).join()"
    assert page.evaluate(shown) == (claim.locator("q").text_content() or "")
    painted = page.evaluate("[...CSS.highlights.get('harm')].map((range) => range.toString())")
    assert sorted(painted) == ["11", "9", "9"]
    text = page.locator('.text[lang="ar"]')
    box = page.evaluate(MIDDLE, "عائلة")
    expect(text).to_be_visible()
    page.mouse.click(*box)
    expect(page.locator(".report .claim.now").first).to_contain_text("Northtown")
    assert faults == []


def test_a_place_is_drawn_as_wide_as_it_is_uncertain_and_an_unknown_one_not_at_all(
    chromium: Browser, desk: Desk, faults: list[str]
) -> None:
    page = open_page(chromium, desk, "viewer", faults)
    page.goto(f"/incidents/{desk.incident('Northtown')}")
    circle = page.locator("#map path.leaflet-interactive")
    expect(circle).to_have_count(1)
    assert page.locator("#map .leaflet-marker-icon:not(.city)").count() == 0
    metres = page.evaluate("L && document.querySelector('#map path.leaflet-interactive').getBBox().width")
    assert metres > 4
    page.goto(f"/incidents/{desk.incident('Nowhere')}")
    assert page.locator("#map").count() == 0
    expect(page.locator(".unplaced")).to_be_visible()
    assert faults == []


def test_two_people_grade_merge_split_and_undo_and_the_second_at_once_is_asked(
    chromium: Browser, desk: Desk, faults: list[str]
) -> None:
    one, two = open_page(chromium, desk, "analyst", faults), open_page(chromium, desk, "reviewer", faults)
    name = desk.incident("Southtown")
    for page in (one, two):
        page.goto(f"/incidents/{name}")
    decide(one, "grade", lambda form: form.get_by_label("Fair").check(), "two papers")
    form = two.locator('.decide[data-act="grade"]')
    form.locator("summary").first.click()
    form.get_by_label("Weak").check()
    form.get_by_label("Reason").fill("one origin")
    form.locator("button.main").click()
    expect(form.locator(".stale")).to_contain_text("two papers")
    keep(two, "asked")
    form.get_by_role("button", name="I have seen it").click()
    two.wait_for_url("**done=*")
    expect(two.locator("#grade")).to_contain_text("against it")
    two.goto(f"/incidents/{desk.incident('Northtown')}")
    decide(two, "split", lambda form: form.locator('[name="leaving"]').last.check())
    expect(two.locator("#reports .report")).to_have_count(2)
    decide(two, "withdraw")
    expect(two.locator("#reports .report")).to_have_count(3)
    assert faults == []


def test_the_keyboard_alone_is_enough(chromium: Browser, desk: Desk, faults: list[str]) -> None:
    page = open_page(chromium, desk, "analyst", faults)
    page.keyboard.press("/")
    page.keyboard.type("السوق")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=*")
    expect(page.locator("[data-row]")).to_have_count(1)
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/incidents/i-*")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    for _ in range(9):
        page.keyboard.press("d")
        if page.locator(".decide[open] [data-marked]").count():
            break
    page.keyboard.press("r")
    page.keyboard.press("Home")
    page.keyboard.press("Shift+End")
    words = page.evaluate("getSelection().toString()").strip()
    assert words
    page.keyboard.press("m")
    expect(page.locator(".decide[open] .quote")).to_have_text(words)
    page.locator(".decide[open] [name=low]").focus()
    page.keyboard.type("9")
    page.locator(".decide[open] [name=reason]").focus()
    page.keyboard.type("by keys")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**done=*")
    assert faults == []


def test_in_arabic_all_is_mirrored_and_nothing_is_left_in_english(chromium: Browser, desk: Desk, faults: list[str]) -> None:
    page = open_page(chromium, desk, "viewer", faults)
    page.goto(f"/incidents/{desk.incident('Northtown')}")
    left = page.locator(".record").bounding_box()
    right = page.locator(".reports").bounding_box()
    assert left is not None
    assert right is not None
    assert left["x"] < right["x"]
    page.get_by_role("button", name="العربية").click()
    page.wait_for_function("document.documentElement.dir === 'rtl'")
    record, reports = page.locator(".record").bounding_box(), page.locator(".reports").bounding_box()
    assert record is not None
    assert reports is not None
    assert record["x"] > reports["x"]
    headings = page.locator("h2").all_inner_texts()
    assert headings
    assert not [words for words in headings if any("a" <= letter.lower() <= "z" for letter in words)]
    keep(page, "incident-ar")
    page.get_by_role("button", name="English").click()
    page.wait_for_function("document.documentElement.dir === 'ltr'")
    assert faults == []


@pytest.mark.parametrize("width", [360, 1360])
def test_no_page_is_wider_than_the_screen_and_axe_finds_nothing(chromium: Browser, desk: Desk, faults: list[str], width: int) -> None:
    axe_module = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="NO AXE TEST RUNS: axe-playwright-python is not here"
    )
    page = open_page(chromium, desk, "admin", faults, viewport={"width": width, "height": 800})
    page.context.new_page().close()
    name, report = desk.incident("Northtown"), desk.register.look.report_ids()[0]
    for path in (
        "/incidents",
        "/queue",
        "/suggestions",
        f"/incidents/{name}",
        f"/incidents/{desk.incident('Nowhere')}",
        f"/incidents/{name}/history",
        f"/incidents/{name}/merge?other={desk.incident('Southtown')}",
        f"/reports/{report}",
        "/import",
        "/statistics",
        "/people",
        "/me",
    ):
        page.goto(path)
        keep(page, f"{path.strip('/').split('/')[0]}{'-one' if path.count('/') > 1 else ''}-{width}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        found = axe_module.Axe().run(page)
        assert found.violations_count == 0, (path, found.generate_report())
    assert faults == []
