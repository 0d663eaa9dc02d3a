"""Custody: what was captured lies in archives that other tools read, and any change to it is found."""

import gzip
import json
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from fastwarc.warc import ArchiveIterator as FastIterator
from keeping import KEY, Bench, bench, faults, fill, kept_of, problems_of, serve_pages
from small import SmallReader, SmallResolver, open_register, sample_rows, write_lines
from test_capture_kinds import PAGE, write_export, write_warc
from test_register_timestamp import Authority, serving
from warcio.archiveiterator import ArchiveIterator
from web_server import Site, page

from sijill import pipeline
from sijill.capture.member import walk_members
from sijill.cli import cli
from sijill.model import ArchiveError
from sijill.model.signature import public_key_of
from sijill.pipeline.capture import capture_files
from sijill.pipeline.custody import Found, verify_custody
from sijill.pipeline.fetch import Choice
from sijill.pipeline.keeper import open_keeper
from sijill.pipeline.package import export_package


@pytest.fixture
def site() -> Iterator[Site]:
    with serve_pages() as running:
        yield running


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("tsa") / "one")


def test_what_was_captured_is_proved_and_says_who_when_and_with_what(tmp_path: Path, site: Site) -> None:
    with bench(tmp_path) as desk:
        fill(desk, site, tmp_path)
        found = Found()
        assert list(verify_custody(desk.register, desk.blobs, found, public_key=public_key_of(KEY))) == []
        reports = len(desk.register.look.report_ids())
        assert (reports, found.texts, found.elsewhere) == (2 + 9 + 1 + 1 + 1 + 2, reports, 0)
        held = desk.register.captures.at(site.url("/old"))
        assert held is not None
        assert held.custody is not None
        assert (held.capture.by, held.capture.at, held.custody.version) == ("tester", "2026-01-01T12:00:00Z", "sijill 0.1.0")
        entry = next(iter(desk.register.entries("captured", held.report)))
        assert entry.body["text_sha256"] == held.text_sha256


def test_the_archives_are_read_by_other_tools_and_hold_both_sides_of_an_exchange(tmp_path: Path, site: Site) -> None:
    with bench(tmp_path) as desk:
        fill(desk, site, tmp_path)
        paths = desk.archives()
    done = subprocess.run([sys.executable, "-m", "warcio.cli", "check", "-v", *paths], capture_output=True, text=True, check=False)
    assert (done.returncode, "fail" in done.stdout) == (0, False), done.stdout
    records = []
    for path in paths:
        with path.open("rb") as file:
            records += [
                (r.rec_type, r.rec_headers.get_header("WARC-Target-URI"), r.content_stream().read()) for r in ArchiveIterator(file)
            ]
    bodies = {address: body for kind, address, body in records if kind == "response"}
    assert bodies[site.url("/two")] == page(3)  # its chunks are joined
    assert bodies[site.url("/old")] == b""
    assert bodies["https://h.example/1"] == PAGE.encode()
    kinds = Counter(kind for kind, _, _ in records)
    assert (kinds["request"], kinds["warcinfo"]) == (4, 1)
    assert ("resource", "file:///photo_1.jpg") in {(kind, address) for kind, address, _ in records}
    with paths[0].open("rb") as file:
        assert all(r.verify_block_digest() for r in FastIterator(file, parse_http=False) if r.headers["WARC-Type"] != "response")


def test_a_record_of_another_archive_is_kept_byte_for_byte(tmp_path: Path) -> None:
    write_warc(tmp_path / "crawl.warc", [("https://h.example/1", "text/html", PAGE.encode())], gzip=False)
    with bench(tmp_path) as desk:
        kept_of(desk.files(tmp_path / "crawl.warc"))
        assert (tmp_path / "crawl.warc").read_bytes() in gzip.decompress(desk.archives()[0].read_bytes())


@pytest.fixture
def filled(tmp_path: Path, site: Site) -> Iterator[Bench]:
    with bench(tmp_path) as desk:
        fill(desk, site, tmp_path)
        desk.keeper.archive.close()
        yield desk


def test_any_changed_byte_of_an_archive_is_found(filled: Bench) -> None:
    (path,) = filled.archives()
    whole = path.read_bytes()
    with path.open("rb") as file:
        first = next(walk_members(file)).end  # behind the file's own record
    for at in range(first + 40, len(whole), len(whole) // 23):
        changed = bytearray(whole)
        changed[at] ^= 1
        path.write_bytes(changed)
        assert faults(filled.register, filled.blobs), at
    path.write_bytes(whole[:-1])
    assert any("breaks off" in line or "not in the register" in line for line in faults(filled.register, filled.blobs))
    path.write_bytes(whole + whole[:first])
    assert any("not in the register" in line for line in faults(filled.register, filled.blobs))
    path.unlink()
    assert any("No such file" in line for line in faults(filled.register, filled.blobs))
    path.write_bytes(whole)
    assert faults(filled.register, filled.blobs) == []


def rewrite(path: Path, old: bytes, new: bytes) -> None:
    """Change records as somebody would who knows the format: every checksum of gzip fits again."""
    data, out = path.read_bytes(), b""
    with path.open("rb") as file:
        for member in walk_members(file):
            record = gzip.decompress(data[member.start : member.end])
            out += gzip.compress(record.replace(old, new), mtime=0) if old in record else data[member.start : member.end]
    path.write_bytes(out)


def test_a_skilled_change_is_found_too(filled: Bench) -> None:
    (path,) = filled.archives()
    whole = path.read_bytes()
    rewrite(path, b"7 civilians", b"2 civilians")
    assert any("not those that were captured" in line for line in faults(filled.register, filled.blobs))
    path.write_bytes(whole)
    rewrite(path, b'"by":"tester"', b'"by":"nobody"')
    assert any("says something else" in line for line in faults(filled.register, filled.blobs))
    path.write_bytes(whole)
    assert any("another key" in line for line in faults(filled.register, filled.blobs, public_key="ab" * 32))


def test_a_capture_signed_by_nobody_is_told_where_a_key_is_asked_for(tmp_path: Path, site: Site) -> None:
    with bench(tmp_path, key=None) as desk:
        kept_of(desk.web(site.url("/two")))
        desk.keeper.archive.close()
        assert faults(desk.register, desk.blobs) == []
        assert ["not signed" in line for line in faults(desk.register, desk.blobs, public_key=public_key_of(KEY))] == [True]


def test_of_an_archive_the_rest_is_kept_whatever_was_taken_from_it_before(tmp_path: Path) -> None:
    pages = [(f"https://{'ab'[n % 2]}.example/{n}", "text/html", PAGE.replace("Two", f"{n + 10}").encode()) for n in range(6)]
    write_warc(tmp_path / "data.warc.gz", pages)
    with zipfile.ZipFile(tmp_path / "crawl.wacz", "w") as package:
        package.write(tmp_path / "data.warc.gz", "archive/data.warc.gz")
    for name in ("data.warc.gz", "crawl.wacz"):
        (tmp_path / name.partition(".")[0]).mkdir()
        with bench(tmp_path / name.partition(".")[0]) as desk:
            first = kept_of(desk.files(tmp_path / name, wanted=lambda address: "//b." in address))
            assert [item.address[-1] for item in first] == ["1", "3", "5"]
            second = kept_of(desk.files(tmp_path / name))
            assert [item.address[-1] for item in second if item.outcome == "kept"] == ["0", "2", "4"]
            assert [item.outcome for item in second].count("known") == 3
            assert {item.outcome for item in kept_of(desk.files(tmp_path / name))} == {"known"}


def test_the_folder_of_another_register_is_refused_and_a_copy_of_its_own_is_not(tmp_path: Path, site: Site) -> None:
    with bench(tmp_path) as desk:
        kept_of(desk.web(site.url("/two")))
        desk.register.copy_to(tmp_path / "copy.sqlite")
    with open_register(tmp_path / "other.sqlite") as other, pytest.raises(ArchiveError, match="another register"):
        open_keeper(other, tmp_path / "blobs", None)
    with open_register(tmp_path / "copy.sqlite") as copy:
        open_keeper(copy, tmp_path / "blobs", None).archive.close()


def test_captures_are_kept_and_proved_on_both_databases(tmp_path: Path, target: str) -> None:
    write_warc(tmp_path / "crawl.warc.gz", [(f"https://h.example/{n}", "text/html", PAGE.encode()) for n in range(3)])
    rows = write_lines(tmp_path / "rows.jsonl", sample_rows())
    for outcome in ("kept", "known"):
        with open_register(target) as register:
            keeper = open_keeper(register, tmp_path / "blobs", KEY)
            with keeper.archive:
                assert kept_of(list(keeper.recover())) == []
                found = kept_of(list(capture_files(keeper, [tmp_path / "crawl.warc.gz", rows], Choice())))
            assert {item.outcome for item in found} == {outcome}
            assert len(found) == 12
            assert faults(register, tmp_path / "blobs", public_key=public_key_of(KEY)) == []
            assert register.captures.known(["https://h.example/1", "https://h.example/9"]) == {"https://h.example/1"}
            assert export_package(register, tmp_path / "blobs", tmp_path / f"{outcome}.wacz", None, KEY) == (4, 4)
            register.rebuild()
            assert faults(register, tmp_path / "blobs") == []


def test_a_file_is_kept_once_and_running_again_adds_nothing(tmp_path: Path) -> None:
    rows = write_lines(tmp_path / "rows.jsonl", sample_rows())
    with bench(tmp_path) as desk:
        assert len(kept_of(desk.files(rows))) == 9
        size = desk.archives()[0].stat().st_size
    with bench(tmp_path) as desk:
        assert {item.outcome for item in kept_of(desk.files(rows))} == {"known"}
        write_lines(rows, [*sample_rows(), {"doc": "z", "text": "One more."}])
        assert [item.outcome for item in kept_of(desk.files(rows))].count("kept") == 1
        assert desk.archives()[0].stat().st_size > size


def test_what_was_captured_is_read_by_run_and_a_message_cannot_name_files_outside_its_export(tmp_path: Path) -> None:
    export = write_export(tmp_path / "export")
    said = json.loads((export / "result.json").read_text(encoding="utf-8"))
    said["messages"][1] |= {"text": "7 civilians were killed in Northtown on 2019-01-18.", "file": "../../secret.txt"}
    (export / "result.json").write_text(json.dumps(said), encoding="utf-8")
    (tmp_path / "secret.txt").write_text("hush", encoding="utf-8")
    with bench(tmp_path) as desk:
        assert "not in the export" in problems_of(desk.files(export))[0]
        pipeline.run(desk.register, [], SmallReader(), SmallResolver(), lambda _: None)
        assert desk.register.look.unread_reports() == ()
        assert desk.register.look.count_incidents() == 1
        assert b"hush" not in b"".join(gzip.decompress(path.read_bytes()) for path in desk.archives())


def test_a_disk_that_is_full_or_not_ours_leaves_nothing_half_done(tmp_path: Path) -> None:
    (tmp_path / "blobs").write_text("a file", encoding="utf-8")
    with pytest.raises(ArchiveError, match="cannot be made"), bench(tmp_path):
        pass


def test_the_command_captures_proves_and_stamps(tmp_path: Path, site: Site, authority: Authority) -> None:
    env = {"SIJILL_DATA": str(tmp_path), "SIJILL_PASSPHRASE": ""}

    def sijill(*command: str) -> tuple[int, str]:
        done = CliRunner().invoke(cli, list(command), env=env)
        return done.exit_code, done.output

    (tmp_path / "list.txt").write_text(f"# mine\n{site.url('/two')}\n{site.url('/none')}\n", encoding="utf-8")
    with serving(authority) as url:
        code, said = sijill(
            "capture", "--from", str(tmp_path / "list.txt"), "--allow-private", "--pause", "0", "--as", "a-one", "--tsa", url
        )
    assert code == 1, said
    assert "1 captures kept (1 reports), 0 known already, 1 problems" in said
    assert "signed and stamped in" in said
    assert "answers 404" in said
    code, said = sijill("custody", "verify")
    assert (code, said) == (0, "1 captures, 1 signed, 1 texts; 0 faults\n")
    (anchor,) = (tmp_path / "register.sqlite.blobs" / "anchors").glob("*.json")
    assert sijill("register", "anchor", "--check", str(anchor), "--tsa-ca", str(authority.root))[0] == 0
    code, said = sijill("custody", "list")
    assert (code, site.url("/two") in said) == (0, True)
    code, said = sijill("custody", "export", str(tmp_path / "x.wacz"), "--all")
    assert code == 0, said
    code, said = sijill("custody", "check", str(tmp_path / "x.wacz"))
    assert (code, "4 files fit their digests; signed by" in said) == (0, True)
    code, said = sijill("capture", str(tmp_path / "list.txt"), "--json")
    assert code == 0
    assert "private address" in sijill("capture", site.url("/x"))[1]
