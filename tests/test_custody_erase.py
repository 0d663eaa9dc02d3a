"""Erasing from the archives: the bytes are gone, all else stands where it stood, and it is said who erased them, when and why."""

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from fastwarc.warc import ArchiveIterator as FastIterator
from hypothesis import given
from hypothesis import strategies as st
from keeping import KEY, Bench, bench, faults, kept_of
from small import open_register, sample_rows, write_lines
from test_capture_kinds import PAGE, write_warc
from warcio.archiveiterator import ArchiveIterator
from web_server import Reply, Site, page, serve

from sijill.capture.member import walk_members
from sijill.capture.tombstone import Tombstone, bury, read_tombstone
from sijill.cli import cli
from sijill.model import ArchiveError, Custody, InputError
from sijill.model.signature import public_key_of
from sijill.pipeline.capture import capture_files
from sijill.pipeline.custody import Found, verify_custody
from sijill.pipeline.erasure import Erased, erase_bytes, find_bytes
from sijill.pipeline.fetch import Choice
from sijill.pipeline.keeper import open_keeper
from sijill.pipeline.package import export_package

SECRET = b"<img src='/p.jpg'>"


@pytest.fixture
def site() -> Iterator[Site]:
    shown = page().replace(b"<p>", b"<p><img src='/p.jpg'>")
    picture = Reply(b"\xff\xd8\xff a face", "image/jpeg")
    with serve({"/one": Reply(shown), "/two": Reply(page(3, "Farwater")), "/p.jpg": picture}) as running:
        yield running


@pytest.fixture
def desk(tmp_path: Path, site: Site) -> Iterator[Bench]:
    with bench(tmp_path) as opened:
        kept_of(opened.web(site.url("/one")))
        kept_of(opened.web(site.url("/two")))
        kept_of(opened.files(write_lines(tmp_path / "rows.jsonl", sample_rows())))
        opened.keeper.archive.close()
        yield opened


def erase(desk: Bench, *names: str, key: bytes | None = KEY) -> list[Erased]:
    return list(erase_bytes(desk.keeper, desk.blobs, find_bytes(desk.register, names), "consent was withdrawn", key))


def lying(desk: Bench) -> bytes:
    """All that the archives hold, unpacked."""
    return b"".join(gzip.decompress(path.read_bytes()) for path in desk.archives())


def capture_at(desk: Bench, address: str) -> Any:
    held = desk.register.captures.at(address)
    assert held is not None
    return held


def test_what_is_erased_is_gone_with_its_pictures_and_nothing_else_moves(desk: Bench, site: Site) -> None:
    (path,) = desk.archives()
    size, held = path.stat().st_size, capture_at(desk, site.url("/one"))
    before = {one.capture.id for one in desk.register.captures.every()}
    assert SECRET in lying(desk)
    done = erase(desk, held.report)
    assert [one.capture for one in done] == [held.capture.id, capture_at(desk, site.url("/p.jpg")).capture.id]
    assert path.stat().st_size == size
    assert SECRET not in lying(desk)
    assert b"a face" not in lying(desk)
    assert b"Farwater" in lying(desk)
    assert {one.capture.id for one in desk.register.captures.every()} == before
    found = Found()
    assert list(verify_custody(desk.register, desk.blobs, found, public_key=public_key_of(KEY))) == []
    assert found.erased == 2
    assert erase(desk, held.report) == []


def test_a_tombstone_says_what_was_there_and_other_tools_read_past_it(desk: Bench, site: Site) -> None:
    held = capture_at(desk, site.url("/one"))
    (first, *_) = erase(desk, held.capture.id)
    (path,) = desk.archives()
    with path.open("rb") as file:
        stones = [stone for member in walk_members(file) if (stone := read_tombstone(member)) is not None]
    assert (stones[0].capture, stones[0].sha256) == (held.capture.id, held.capture.sha256)
    assert (stones[0].by, stones[0].reason) == (desk.register.author, "consent was withdrawn")
    (entry,) = [entry for entry in desk.register.entries("retracted") if entry.subject == held.capture.id]
    assert (entry.reason, entry.body["erased_bytes"]["length"], entry.seq) == ("consent was withdrawn", first.size, first.seq)
    with path.open("rb") as file:
        kinds = [record.rec_type for record in ArchiveIterator(file, check_digests="raise") if record.content_stream().read() != b""]
    assert kinds.count("response") == 1
    with path.open("rb") as file:
        assert all(record.verify_block_digest() for record in FastIterator(file, parse_http=False))


def test_what_comes_after_an_erasure_is_kept_and_proved_as_ever(desk: Bench, site: Site, tmp_path: Path) -> None:
    erase(desk, capture_at(desk, site.url("/two")).capture.id)
    site.answers["/three"] = Reply(page(5, "Hilltown"))
    with bench(tmp_path) as again:
        assert list(again.keeper.recover()) == []
        assert {item.outcome for item in kept_of(again.web(site.url("/two")))} == {"known"}  # it is not fetched again unasked
        kept_of(again.web(site.url("/three")))
        again.keeper.archive.close()
        assert faults(again.register, again.blobs) == []
        again.register.rebuild()
        assert faults(again.register, again.blobs) == []
        captures, _ = export_package(again.register, again.blobs, tmp_path / "all.wacz", None, KEY)
        assert captures == 4
        with pytest.raises(InputError, match="were erased"):
            export_package(again.register, again.blobs, tmp_path / "x.wacz", [capture_at(again, site.url("/two")).capture.id], KEY)


def test_a_row_goes_with_its_whole_file_only_and_the_file_can_be_kept_anew(desk: Bench, tmp_path: Path) -> None:
    row = next(held for held in desk.register.captures.every() if "#line" in held.capture.address)
    with pytest.raises(InputError, match="has 9 parts") as refused:
        find_bytes(desk.register, [row.report or ""])
    assert row.custody is not None
    assert f"sijill custody erase {row.custody.of}" in str(refused.value)
    assert [one.capture for one in erase(desk, row.custody.of or "")] == [row.custody.of]
    assert faults(desk.register, desk.blobs) == []
    with bench(tmp_path) as again:
        write_lines(tmp_path / "rows.jsonl", sample_rows())
        kept_of(again.files(tmp_path / "rows.jsonl", again=True))
        again.keeper.archive.close()
        assert faults(again.register, again.blobs) == []
    with pytest.raises(InputError, match="no capture and no report"):
        find_bytes(desk.register, ["c-nothing"])


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.99, 1.0])
def test_an_erasure_killed_in_the_middle_harms_nothing_else_and_is_ended_by_the_next(desk: Bench, site: Site, share: float) -> None:
    held = capture_at(desk, site.url("/two"))
    (path,) = desk.archives()
    before = path.read_bytes()
    assert held.custody is not None
    stone = Tombstone(held.capture.id, held.capture.sha256, "a", "2026-01-01T00:00:00Z", "x")
    following = desk.register.captures.following(path.name, held.custody.offset)
    size = bury(path, held.custody, stone, record="urn:uuid:1", following=following, sign=None)
    after, cut = path.read_bytes(), held.custody.offset + int(size * share)
    path.write_bytes(after[:cut] + before[cut:])  # as the disk is where the run was killed
    said = faults(desk.register, desk.blobs)
    assert all(one.startswith((held.capture.id, path.name)) for one in said)
    assert len(said) <= 1 + (0 < share < 1)
    (done,) = erase(desk, held.capture.id)
    assert done.size == size
    assert faults(desk.register, desk.blobs) == []
    assert b"Farwater" not in lying(desk)
    assert SECRET in lying(desk)


def test_an_erasure_that_the_register_knows_of_and_the_archive_does_not_is_a_fault(desk: Bench, site: Site) -> None:
    held = capture_at(desk, site.url("/two"))
    (path,) = desk.archives()
    before = path.read_bytes()
    erase(desk, held.capture.id)
    after = path.read_bytes()
    path.write_bytes(before)
    assert "the register says that it was erased" in " ".join(faults(desk.register, desk.blobs))
    for old, new, says in (
        (b"consent was withdrawn", b"somebody told me to !", "does not fit"),
        (held.capture.sha256.encode(), b"0" * 64, "another capture"),
    ):
        changed = bytearray(after)
        with path.open("rb") as file:
            file.seek(0)
        start = after.index(old)
        changed[start : start + len(old)] = new
        path.write_bytes(rewritten(bytes(changed), held.custody.offset))
        assert says in " ".join(faults(desk.register, desk.blobs))


def rewritten(data: bytes, start: int) -> bytes:
    """An archive whose stored member at a byte was changed, with its checksum made anew."""
    import struct
    import zlib

    at, content = start + 10, b""
    while True:
        final, length = data[at], struct.unpack("<H", data[at + 1 : at + 3])[0]
        content += data[at + 5 : at + 5 + length]
        at += 5 + length
        if final:
            return data[:at] + struct.pack("<II", zlib.crc32(content), len(content)) + data[at + 8 :]


def test_an_archive_that_another_run_writes_is_left_alone(desk: Bench, site: Site, tmp_path: Path) -> None:
    with bench(tmp_path) as other:
        site.answers["/three"] = Reply(page(5, "Hilltown"))
        kept_of(other.web(site.url("/three")))
        with pytest.raises(ArchiveError, match="another run"):
            erase(desk, capture_at(desk, site.url("/two")).capture.id)


@given(st.integers(760, 200_000), st.text(max_size=80))
def test_a_tombstone_fills_its_place_to_the_byte(tmp_path_factory: pytest.TempPathFactory, size: int, reason: str) -> None:
    path = tmp_path_factory.mktemp("stone") / "a.warc.gz"
    head, behind = gzip.compress(b"first", mtime=0), gzip.compress(b"behind", mtime=0)
    path.write_bytes(head + bytes(size) + behind)
    custody = Custody(path.name, len(head), size - 10, "r", "v")
    stone = Tombstone("c-1", "a" * 64, "me", "2026-01-01T00:00:00Z", reason)
    assert bury(path, custody, stone, record="urn:uuid:1", following=len(head) + size, sign=None) == size
    assert path.stat().st_size == len(head) + size + len(behind)
    with path.open("rb") as file:
        _, member, last = walk_members(file)
    assert (member.end - member.start, last.beginning) == (size, b"behind")
    found = read_tombstone(member)
    assert found is not None
    assert reason.startswith(found.reason)


def test_the_commands_erase_here_and_there_and_say_what_is_left(desk: Bench, site: Site, tmp_path: Path) -> None:
    held = capture_at(desk, site.url("/two"))
    env = {"SIJILL_DATA": str(tmp_path), "SIJILL_PASSPHRASE": "", "SIJILL_BLOBS": str(desk.blobs)}

    def sijill(*command: str) -> tuple[int, str]:
        done = CliRunner().invoke(cli, [*command, "--register", str(tmp_path / "register.sqlite")], env=env)
        return done.exit_code, done.output

    code, said = sijill("register", "erase", held.report, "--reason", "asked for")
    assert (code, f"sijill custody erase {held.capture.id}" in said) == (0, True)
    code, said = sijill("custody", "erase", held.report, "--reason", "asked for", "--as", "a-one")
    assert (code, "erased " + held.capture.id in said) == (0, True), said
    assert "still has the text" not in said
    code, said = sijill("custody", "verify")
    assert code == 0, said
    assert "0 faults; 1 were erased, as the register says" in said
    assert sijill("custody", "erase", held.report, "--reason", "again")[1] == "their bytes were erased before\n"
    assert "erased" in sijill("custody", "list")[1]
    code, said = sijill("custody", "erase", capture_at(desk, site.url("/one")).capture.id, "--reason", "asked for")
    assert "the register still has the text of r-" in said
    with open_register(tmp_path / "register.sqlite") as register:
        register.verify()


def test_captures_are_erased_on_both_databases(tmp_path: Path, target: str) -> None:
    rows = write_lines(tmp_path / "rows.jsonl", sample_rows())
    write_warc(tmp_path / "crawl.warc.gz", [(f"https://h.example/{n}", "text/html", PAGE.encode()) for n in range(3)])
    with open_register(target) as register:
        keeper = open_keeper(register, tmp_path / "blobs", KEY)
        with keeper.archive:
            kept_of(list(capture_files(keeper, [tmp_path / "crawl.warc.gz", rows], Choice())))
        held = register.captures.at("https://h.example/1")
        assert held is not None
        assert held.custody is not None
        following = register.captures.following(held.custody.archive, held.custody.offset)
        assert following is not None
        assert following > held.custody.offset + held.custody.length
        (done,) = erase_bytes(keeper, tmp_path / "blobs", find_bytes(register, [held.capture.id]), "asked for", KEY)
        assert done.size == following - held.custody.offset
        register.rebuild()
        assert faults(register, tmp_path / "blobs", public_key=public_key_of(KEY)) == []
        assert [one.capture.address for one in register.captures.every() if one.erased] == ["https://h.example/1"]
