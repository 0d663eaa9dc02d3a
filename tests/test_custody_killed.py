"""Capturing that is killed, or done twice at once, loses nothing and doubles nothing."""

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from keeping import bench, faults, kept_of, serve_pages
from small import open_register
from test_capture_kinds import PAGE, write_warc
from web_server import Site

from sijill.capture.archive import read_manifest
from sijill.capture.member import walk_members


@pytest.fixture
def site() -> Iterator[Site]:
    with serve_pages() as running:
        yield running


def test_what_a_killed_run_kept_whole_is_entered_and_what_it_half_wrote_is_cut_off(tmp_path: Path, site: Site) -> None:
    with bench(tmp_path) as desk:
        kept_of(desk.web(site.url("/two")))
        done = (desk.register.head().seq, desk.archives()[0].stat().st_size)
        kept_of(desk.web(site.url("/one?b=2&a=1")))
        (path,) = desk.archives()
    whole = path.read_bytes()
    with path.open("rb") as file:
        groups = [member.end for member in walk_members(file) if read_manifest(member) is not None]
    for cut in [done[1], done[1] + 1, groups[1] - 1, groups[1], groups[1] + 7, groups[2] - 9, groups[2]]:
        folder = tmp_path / f"cut-{cut}"
        (folder / "blobs" / "warc").mkdir(parents=True)
        with bench(tmp_path) as desk:
            kept = [entry for entry in desk.register.entries() if entry.seq <= done[0]]
        with open_register(folder / "register.sqlite") as register:
            for entry in kept:
                register.append(entry.kind, entry.subject, entry.reason, entry.body)
        (folder / "blobs" / "warc" / path.name).write_bytes(whole[:cut])  # as the disk is when the register knew the first alone
        with bench(folder) as desk:
            assert len(kept_of(list(desk.keeper.recover()))) == sum(end <= cut for end in groups[1:])
            kept_of(desk.web(site.url("/two"), site.url("/one?b=2&a=1")))
            desk.keeper.archive.close()
            assert faults(desk.register, desk.blobs) == []
            addresses = Counter(held.capture.address for held in desk.register.captures.every())
            assert addresses[site.url("/one?b=2&a=1")] == addresses[site.url("/two")] == 1


@pytest.mark.slow
def test_a_capture_killed_with_kill_9_loses_and_doubles_nothing(tmp_path: Path) -> None:
    pages = [(f"https://h.example/{n}", "text/html", PAGE.replace("Two", f"{n + 10}").encode()) for n in range(100)]
    write_warc(tmp_path / "crawl.warc.gz", pages)
    register, blobs = tmp_path / "register.sqlite", tmp_path / "register.sqlite.blobs" / "warc"
    words = [sys.executable, "-m", "sijill", "capture", str(tmp_path / "crawl.warc.gz"), "--register", str(register)]
    env = os.environ | {"SIJILL_DATA": str(tmp_path)}
    killed = 0
    for share in (0.2, 0.8):
        enough = share * (tmp_path / "crawl.warc.gz").stat().st_size
        run = subprocess.Popen(words, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while run.poll() is None and sum(path.stat().st_size for path in blobs.glob("*")) < enough:
            pass
        run.send_signal(signal.SIGKILL)
        killed += run.wait() == -signal.SIGKILL
    assert killed == 2
    done = subprocess.run(words, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    with open_register(register, wait_s=30) as opened:
        addresses = Counter(held.capture.address for held in opened.captures.every())
        assert addresses == Counter(address for address, _, _ in pages)
        assert len(opened.look.report_ids()) == len(pages)
        assert faults(opened, register.with_name("register.sqlite.blobs")) == []


def test_two_runs_at_once_write_to_files_of_their_own(tmp_path: Path, site: Site) -> None:
    with bench(tmp_path) as one, bench(tmp_path, new_id=lambda: f"urn:uuid:{os.urandom(16).hex()}") as two:
        kept_of(one.web(site.url("/two")))
        assert list(two.keeper.recover()) == []  # the other's file is not touched
        kept_of(two.web(site.url("/one?b=2&a=1")))
        assert len(one.archives()) == 2
        one.keeper.archive.close()
        two.keeper.archive.close()
        assert faults(one.register, one.blobs) == []
