"""Pictures, video and sound kept of a report, in the workbench: by role, by type, and from the archive byte for byte."""

import hashlib
import io
import os
import struct
import wave
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from browser import accessibility_faults, needs_browser, open_browser
from desk import PASSWORD, Desk, desk_over, words_of
from keeping import bench, kept_of
from small import SmallReader, SmallResolver, sentence
from web_server import Reply, serve

from sijill import pipeline
from sijill.model import InputError

CAPTION = "سوق المدينة بعد القصف، الجمعة"


def picture(width: int = 320, height: int = 200) -> bytes:
    """A PNG: stripes of red and white."""
    row = b"\0" + b"".join(b"\xc0\x10\x10" if x // 20 % 2 else b"\xff\xff\xff" for x in range(width))

    def part(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(row * height)) + part(b"IEND", b"")


def sound() -> bytes:
    """Half a second of silence."""
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(bytes(8000))
    return made.getvalue()


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>fetch("/logout")</script></svg>'
NEWS = (
    "<html lang='ar'><head><title>Market hit</title></head><body><article><h1>Market hit</h1><p>{text}</p>"
    "<figure><img src='/a.png'><figcaption>{caption}</figcaption></figure><img src='/b.svg' alt='A drawing'>"
    "<audio src='/c.wav'></audio><video src='/c.wav'></video><img src='/page.png'></article></body></html>"
)


@dataclass(frozen=True)
class Kept:
    """A workbench over a captured page: its report, and the captures of what it shows, by the end of their address."""

    desk: Desk
    report: str
    media: dict[str, str]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    folder = tmp_path_factory.mktemp("media")
    text = sentence(7, "Northtown", "2019-01-18")
    with serve() as site, bench(folder) as one:
        site.answers |= {
            "/news": Reply(NEWS.format(text=text, caption=CAPTION).encode()),
            "/a.png": Reply(picture(), "image/png"),
            "/b.svg": Reply(SVG, "image/svg+xml"),
            "/c.wav": Reply(sound(), "audio/wav"),
            "/page.png": Reply(b"<html><script>alert(1)</script></html>", "image/png"),
        }
        found = kept_of(one.web(site.url("/news")))
        pipeline.run(one.register, [], SmallReader(), SmallResolver(), lambda _: None)
        with desk_over(one.register, blobs=one.blobs) as desk:
            yield Kept(desk, found[0].report or "", {item.address.rpartition("/")[2]: item.capture for item in found[1:]})


def test_a_picture_is_beside_its_report_with_the_words_of_its_page_and_its_digest(kept: Kept) -> None:
    browser = kept.desk.browser("analyst")
    for page in (browser.get(f"/reports/{kept.report}"), browser.get(f"/incidents/{kept.desk.incident('Northtown')}")):
        assert f'<img src="/media/{kept.media["a.png"]}/file" loading="lazy" alt="{CAPTION}">' in page.text
        assert hashlib.sha256(picture()).hexdigest() in page.text
        assert "autoplay" not in page.text
        assert f'src="/media/{kept.media["b.svg"]}' not in page.text
        assert "browsers could run what is in it" in words_of(page)


def test_the_bytes_are_those_that_were_captured_and_run_nothing(kept: Kept) -> None:
    browser = kept.desk.browser("analyst")
    for name, content, kind in (
        ("a.png", picture(), "image/png"),
        ("c.wav", sound(), "audio/wav"),
        ("b.svg", SVG, "application/octet-stream"),
        ("page.png", b"<html><script>alert(1)</script></html>", "image/png"),
    ):
        answer = browser.get(f"/media/{kept.media[name]}/file")
        assert (answer.content, answer.headers["content-type"]) == (content, kind)
        assert answer.headers["content-disposition"].startswith(f'attachment; filename="{kept.media[name]}.')
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
        assert "no-store" in answer.headers["cache-control"]


def test_a_player_gets_the_part_that_it_asks_for(kept: Kept) -> None:
    browser, path, whole = kept.desk.browser("analyst"), f"/media/{kept.media['c.wav']}/file", sound()
    for asked, start, end in (("bytes=0-9", 0, 10), ("bytes=40-", 40, len(whole)), ("bytes=-8", len(whole) - 8, len(whole))):
        answer = browser.get(path, Range=asked)
        assert (answer.status_code, answer.content) == (206, whole[start:end])
        assert answer.headers["content-range"] == f"bytes {start}-{end - 1}/{len(whole)}"
    assert browser.get(path, Range="bytes=999999-").status_code == 416
    assert browser.get(path, Range="lines=1-2").content == whole


def test_who_may_not_see_names_is_told_of_pictures_and_gets_none(kept: Kept) -> None:
    browser = kept.desk.browser("viewer")
    page = browser.get(f"/reports/{kept.report}")
    assert "your role does not see them" in words_of(page)
    assert CAPTION not in page.text
    assert kept.media["a.png"] not in page.text
    for path in (f"/media/{kept.media['a.png']}", f"/media/{kept.media['a.png']}/file"):
        assert browser.get(path).status_code == 403
        assert kept.desk.browser().get(path).status_code == 303


def test_only_what_a_report_shows_is_given_and_pages_are_not(kept: Kept) -> None:
    browser = kept.desk.browser("analyst")
    page = kept.desk.register.look.reports([kept.report])[kept.report].capture
    for name in (page, "none", "c-" + "a" * 16, "..%2f..%2fetc"):
        assert browser.get(f"/media/{name}/file").status_code == 404


def test_always_blurred_shows_nothing_beside_the_text_and_the_picture_on_its_own_page(kept: Kept) -> None:
    browser, name = kept.desk.browser("reviewer"), kept.media["a.png"]
    assert browser.post("/me/blur", {"blur": "1"}).status_code == 303
    page = browser.get(f"/reports/{kept.report}")
    assert f'src="/media/{name}/file"' not in page.text
    assert f'href="/media/{name}"' in page.text
    alone = browser.get(f"/media/{name}")
    assert f'src="/media/{name}/file"' in alone.text
    assert "It stays blurred until you ask" in words_of(alone)
    browser.post("/me/blur", {"blur": ""})
    assert f'src="/media/{name}/file"' in browser.get(f"/reports/{kept.report}").text


def test_what_an_erased_report_showed_is_shown_no_more(tmp_path: Path) -> None:
    with serve() as site, bench(tmp_path) as one:
        page = NEWS.format(text=sentence(7, "Northtown", "2019-01-18"), caption=CAPTION)
        site.answers |= {"/news": Reply(page.encode()), "/a.png": Reply(picture(), "image/png")}
        found = [item for item in one.web(site.url("/news")) if not isinstance(item, InputError)]
        with desk_over(one.register, blobs=one.blobs) as desk:
            browser, path = desk.browser("analyst"), f"/media/{found[1].capture}/file"
            assert browser.get(path).content == picture()
            one.register.blank(found[0].report or "", ["Northtown"], "for a test")
            assert CAPTION not in browser.get(f"/reports/{found[0].report}").text
            assert browser.get(path).status_code == 200
            one.register.erase(found[0].report or "", "for a test")
            assert browser.get(path).status_code == 404


def test_a_damaged_or_missing_archive_is_said_and_breaks_no_page(kept: Kept) -> None:
    browser, name = kept.desk.browser("analyst"), kept.media["a.png"]
    archives = list((kept.desk.bench.blobs or Path()).glob("warc/*.warc.gz"))
    for archive in archives:
        archive.rename(archive.with_suffix(".away"))
    try:
        answer = browser.get(f"/media/{name}/file")
        assert answer.status_code == 404
        assert "sijill custody verify" in words_of(answer)
        assert browser.get(f"/media/{name}").status_code == 200
    finally:
        for archive in archives:
            archive.with_suffix(".away").rename(archive)


SHARP = """(image) => {
    const shown = getComputedStyle(image).filter;
    return image.complete && image.naturalWidth > 0 ? shown : "not loaded";
}"""


@needs_browser
@pytest.mark.slow
@pytest.mark.parametrize("script", [True, False])
def test_a_picture_is_blurred_until_a_key_asks_for_it_with_and_without_script(kept: Kept, script: bool) -> None:
    faults: list[str] = []
    with open_browser() as chromium:
        context = chromium.new_context(base_url=kept.desk.address, java_script_enabled=script, locale="ar")
        page = context.new_page()
        page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
        page.goto("/login")
        page.locator('[name="name"]').fill(kept.desk.users["analyst"])
        page.locator('[name="password"]').fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/incidents")
        for path in (f"/incidents/{kept.desk.incident('Northtown')}", f"/media/{kept.media['a.png']}"):
            page.goto(path)
            image = page.locator(f'img[src="/media/{kept.media["a.png"]}/file"]')
            image.scroll_into_view_if_needed()
            page.wait_for_load_state("networkidle")
            keep(page, f"picture-blurred{'' if script else '-no-script'}{'-alone' if 'media' in path else ''}")
            assert not script or image.evaluate(SHARP) == "blur(40px) saturate(0.3)"
            if script and "incidents" in path:
                page.keyboard.press("p")
            else:
                page.locator(".medium .ask").first.focus()
            page.keyboard.press("Space")
            assert not script or image.evaluate(SHARP) == "none"
            assert not script or accessibility_faults(page) == []
            keep(page, f"picture-shown{'' if script else '-no-script'}{'-alone' if 'media' in path else ''}")
            if script and "incidents" in path:
                player = page.locator("audio").first
                assert player.evaluate("(one) => [one.autoplay, one.paused, one.controls]") == [False, True, True]
                assert player.evaluate("async (one) => { one.muted = true; await one.play(); return one.duration }") == 0.5
        context.close()
    assert faults == []


def keep(page: Any, name: str) -> None:
    """A picture of the page, where they are kept."""
    if folder := os.environ.get("SIJILL_SCREENSHOTS"):
        page.screenshot(path=str(Path(folder) / f"{name}.png"))
