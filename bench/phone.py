"""How soon a slow phone shows the list of a site: Chromium with its processor and network slowed down, the site served on loopback."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

SLOW_4G = {"offline": False, "latency": 562.5, "downloadThroughput": 1.6e6 * 0.9 / 8, "uploadThroughput": 0.75e6 * 0.9 / 8}
"""Chromium's own preset "Slow 4G": milliseconds of each round trip, bytes a second."""
PROCESSORS = (4, 6)
"""How many times slower the processor is made: Chromium's presets for a mid-tier and a low-tier phone."""
LIMIT_MS = 2000

WATCH = """
const look = () => {
  const row = document.querySelector("#incidents li");
  if (row && row.getBoundingClientRect().height) self.firstRow = performance.now();
  else requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""
"""Notes the first frame in which a row of the list has a height; no frame is drawn before the styles are there."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Milliseconds from the visit's beginning until anything is painted, the first rows are there, and the search can be used."""

    slower: int
    painted: float
    listed: float
    searchable: float


class _Quiet(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: Any) -> None:
        """Nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a folder on loopback; nothing is compressed, as on the plainest of hosts."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def visit_list(folder: Path) -> list[Shown]:
    """A first visit to the list, nothing cached, for each of PROCESSORS; none where there is no Chromium."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        return []
    from playwright.sync_api import sync_playwright

    found = []
    with served(folder) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for slower in PROCESSORS:
            context = browser.new_context(
                viewport={"width": 360, "height": 740}, device_scale_factor=2, is_mobile=True, bypass_csp=True
            )
            page = context.new_page()
            page.add_init_script(WATCH)
            session = context.new_cdp_session(page)
            session.send("Network.enable")
            session.send("Network.emulateNetworkConditions", SLOW_4G)
            session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
            page.goto(f"{address}/list.html", wait_until="commit", timeout=120_000)
            page.wait_for_function("self.firstRow", timeout=120_000)
            page.wait_for_selector("#filters", state="visible", timeout=120_000)
            searchable = page.evaluate("performance.now()")
            painted = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
            found.append(Shown(slower, painted, page.evaluate("self.firstRow"), searchable))
            context.close()
        browser.close()
    return found
