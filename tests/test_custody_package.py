"""Packages of captures: valid to other tools, and any change to them shows."""

import gzip
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from keeping import KEY, Bench, bench, fill, serve_pages
from test_register_timestamp import Authority, serving
from web_server import Site

from sijill.capture.wacz import surt_of
from sijill.model import ArchiveError, InputError
from sijill.model.signature import public_key_of
from sijill.pipeline.package import check_package, export_package


@pytest.fixture
def site() -> Iterator[Site]:
    with serve_pages() as running:
        yield running


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("tsa") / "one")


@pytest.fixture
def filled(tmp_path: Path, site: Site) -> Iterator[Bench]:
    with bench(tmp_path) as desk:
        fill(desk, site, tmp_path)
        desk.keeper.archive.close()
        yield desk


def test_a_package_is_valid_and_its_index_is_that_of_other_tools(filled: Bench, tmp_path: Path) -> None:
    out = tmp_path / "all.wacz"
    captures, records = export_package(filled.register, filled.blobs, out, None, KEY)
    assert captures == len({(h.custody.archive, h.custody.offset) for h in filled.register.captures.every() if h.custody})
    said = subprocess.run([sys.executable, "-m", "wacz", "validate", "-f", out], capture_output=True, text=True, check=True).stdout
    assert "the passed WACZ is valid" in said
    with zipfile.ZipFile(out) as package:
        package.extract("archive/data.warc.gz", tmp_path)
        own = gzip.decompress(package.read("indexes/index.cdx.gz")).decode().splitlines()
        pages = [json.loads(line) for line in package.read("pages/pages.jsonl").decode().splitlines()]
    assert [one["title"] for one in pages[1:]] == ["Two hurt"] * 3
    words = ("-m", "cdxj_indexer.main", "-s", "-o", str(tmp_path / "their.cdxj"), str(tmp_path / "archive" / "data.warc.gz"))
    subprocess.run([sys.executable, *words], check=True, capture_output=True)
    their = (tmp_path / "their.cdxj").read_text(encoding="utf-8").splitlines()

    def keys(lines: list[str]) -> list[tuple[str, str, str]]:
        parts = [(line.split(" ", 2)[0], json.loads(line.split(" ", 2)[2])) for line in lines]
        return sorted((key, said["offset"], said["length"]) for key, said in parts if not said["url"].startswith("urn:"))

    assert len(own) == records
    assert keys(own) == keys(their)


@pytest.mark.parametrize(
    "address",
    ["https://www.a.example/", "http://a.example:8080/B?z=1&a=2", "https://a.example/x/", "http://127.0.0.1:99/q", "https://a.example"],
)
def test_addresses_are_keyed_as_other_tools_key_them(address: str) -> None:
    import surt

    assert surt_of(address) == surt.surt(address)


def test_a_chosen_report_goes_with_its_file_and_its_pictures(filled: Bench, site: Site, tmp_path: Path) -> None:
    held = filled.register.captures.at(site.url("/one?b=2&a=1"))
    assert held is not None
    out = tmp_path / "one.wacz"
    assert export_package(filled.register, filled.blobs, out, [held.report or ""], KEY) == (2, 2)  # the page and its picture
    with pytest.raises(InputError, match="no capture and no report"):
        export_package(filled.register, filled.blobs, tmp_path / "two.wacz", ["r-nothing"], KEY)
    with pytest.raises(ArchiveError, match="never replaced"):
        export_package(filled.register, filled.blobs, out, None, KEY)
    assert list(tmp_path.glob("*.part")) == []


def test_a_package_proves_itself_and_any_change_to_it_shows(filled: Bench, tmp_path: Path, authority: Authority) -> None:
    from sijill.register.timestamp import request_stamp

    out, key = tmp_path / "all.wacz", public_key_of(KEY)
    with serving(authority) as url:
        export_package(filled.register, filled.blobs, out, None, KEY, lambda data: request_stamp(data, url, timeout_s=20))
    checked = check_package(out, public_key=key, authorities=authority.root)
    assert (checked.files, checked.public_key, checked.stamped_at is not None) == (4, key, True)
    with pytest.raises(InputError, match="not signed with that key"):
        check_package(out, public_key="ab" * 32)
    whole = out.read_bytes()
    for old, new in ((b"Two hurt", b"Six hurt"), (b'"at": "2026', b'"at": "2025'), (b'"sha256": "', b'"sha256": "0')):
        assert old in whole
        out.write_bytes(whole.replace(old, new))
        with pytest.raises(InputError):
            check_package(out)
    out.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(InputError, match="no WACZ package"):
        check_package(out)
