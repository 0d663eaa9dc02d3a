"""Files of every kind to reports: tables, Telegram's exports, PDF, web archives; each message or row with what is known of it."""

import csv
import io
import json
import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from pypdf import PdfWriter
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from sijill.capture import Captured, read_paths
from sijill.model import InputError
from sijill.model.identity import digest

PAGE = "<html><head><title>Two hurt</title></head><body><article><p>Two people were hurt in Northtown.</p></article></body></html>"


def read_all(*paths: Path) -> list[Captured | InputError]:
    return list(read_paths(paths, at="2026-01-01T12:00:00Z", by="tester"))


def good(*paths: Path) -> list[Captured]:
    found = read_all(*paths)
    assert [item for item in found if isinstance(item, InputError)] == []
    return [item for item in found if isinstance(item, Captured)]


def bad(*paths: Path) -> list[str]:
    return [str(item) for item in read_all(*paths) if isinstance(item, InputError)]


def write_csv(path: Path, rows: Sequence[Sequence[object]], separator: str = ",") -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=separator).writerows(rows)
    return path


def write_warc(path: Path, pages: Sequence[tuple[str, str, bytes]], gzip: bool = True, status: str = "200 OK") -> list[int]:
    """An archive as other tools write it; where its records begin."""
    starts = []
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=gzip)
        for address, kind, body in pages:
            starts.append(file.tell())
            headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
            made = writer.create_warc_record(
                address,
                "response",
                payload=io.BytesIO(body),
                length=len(body),
                http_headers=headers,
                warc_headers_dict={"WARC-Date": "2019-01-19T08:00:00Z"},
            )
            writer.write_record(made)
    return starts


def test_a_teams_own_table_is_read_by_its_columns_names(tmp_path: Path) -> None:
    rows = [
        ["ID", "Date", "Headline", "Text", "Outlet", "URL"],
        ["7", "2019-01-18", "Two hurt", "In\nNorthtown.", "Herald", "https://h.example/7"],
    ]
    for path in (
        write_csv(tmp_path / "a.csv", rows),
        write_csv(tmp_path / "b.tsv", rows, "\t"),
        write_csv(tmp_path / "c.csv", rows, ";"),
    ):
        (item,) = good(path)
        report = item.report
        assert (report.doc, report.published, report.title, report.source) == (
            f"{path.stem}:7",
            date(2019, 1, 18),
            "Two hurt",
            "Herald",
        )
        assert (report.text, report.url) == ("Two hurt\n\nIn\nNorthtown.", "https://h.example/7")
        assert item.capture.address == f"{path}#line=1,3"
        assert item.capture.sha256 == digest(b"".join(path.read_bytes().splitlines(keepends=True)[1:3]))


def test_a_spreadsheet_is_read_like_a_table_on_whatever_sheet_it_lies(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(["notes"])
    sheet = book.create_sheet("تقارير")
    for row in (["النص", "التاريخ"], ["قتل ثلاثة مدنيين", date(2019, 1, 18)], [None, None], ["أصيب اثنان", "2019-01-19T10:00"]):
        sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    found = good(tmp_path / "a.xlsx")
    assert [(item.report.text, item.report.published) for item in found] == [
        ("قتل ثلاثة مدنيين", date(2019, 1, 18)),
        ("أصيب اثنان", date(2019, 1, 19)),
    ]
    assert found[0].capture.address.endswith("a.xlsx#row=تقارير!2")


def test_auto_archivers_sheet_and_its_csv_are_read(tmp_path: Path) -> None:
    heading = [
        "link",
        "archive status",
        "archive location",
        "archive date",
        "thumbnail",
        "upload timestamp",
        "upload title",
        "text content",
        "hash",
    ]
    row = [
        "https://t.example/1",
        "success",
        "s3/x.html",
        "2024-01-02",
        "",
        "2024-01-01T10:00:00+00:00",
        "Strike",
        "Two were hurt.",
        "ab",
    ]
    (item,) = good(write_csv(tmp_path / "sheet.csv", [heading, row]))
    assert (item.report.url, item.report.published, item.report.text) == (
        "https://t.example/1",
        date(2024, 1, 1),
        "Strike\n\nTwo were hurt.",
    )
    assert item.media == ("s3/x.html",)
    said = (
        "{'_processed_at': datetime.datetime(2024, 1, 2, 3, 4, 5, tzinfo=datetime.timezone.utc), 'url': 'https://t.example/2', "
        "'title': 'Strike', 'content': 'Three were hurt.', 'timestamp': datetime.datetime(2024, 1, 1, 10, 0)}"
    )
    (other,) = good(write_csv(tmp_path / "db.csv", [["status", "metadata", "media"], ["success", said, "[]"]]))
    assert (other.report.url, other.report.published, other.report.title) == ("https://t.example/2", date(2024, 1, 1), "Strike")
    (evil,) = bad(write_csv(tmp_path / "evil.csv", [["status", "metadata"], ["x", "{'content': __import__('os').getcwd()}"]]))
    assert "no text" in evil


def test_bayanats_bulletins_are_read_without_their_tags(tmp_path: Path) -> None:
    heading = ["id", "title", "title_ar", "description", "source_link", "publish_date", "sources"]
    row = ["12", "Strike", "غارة", "<p>قتل ثلاثة.</p><p>وأصيب اثنان.</p>", "https://b.example/", "2019-01-18T00:00", "Herald"]
    (item,) = good(write_csv(tmp_path / "bulletins.csv", [heading, row]))
    report = item.report
    assert (report.doc, report.title, report.published, report.source) == ("bulletins:12", "Strike", date(2019, 1, 18), "Herald")
    assert "<p>" not in report.text
    assert "قتل ثلاثة." in report.text
    assert "وأصيب اثنان." in report.text


def write_export(folder: Path) -> Path:
    folder.mkdir()
    messages = [
        {"id": 1, "type": "service", "date": "2019-01-17T00:00:00", "text": "created"},
        {
            "id": 2,
            "type": "message",
            "date": "2019-01-18T10:12:33",
            "from": "Local News",
            "photo": "photos/photo_1.jpg",
            "text": ["قتل ", {"type": "bold", "text": "ثلاثة"}, " في الشمال"],
        },
        {"id": 3, "type": "message", "date": "2019-01-18T11:00:00", "from": "Local News", "text": ""},
        {"id": 4, "type": "message", "date": "2019-01-19T11:00:00", "forwarded_from": "Other", "text": "أصيب اثنان"},
    ]
    (folder / "result.json").write_text(
        json.dumps({"name": "Local News", "type": "public_channel", "messages": messages}), encoding="utf-8"
    )
    (folder / "photos").mkdir()
    (folder / "photos" / "photo_1.jpg").write_bytes(b"\xff\xd8\xff\xe0 picture")
    return folder


def test_an_export_of_telegram_gives_a_report_for_each_message(tmp_path: Path) -> None:
    first, second = good(write_export(tmp_path / "export"))
    assert (first.report.text, first.report.published, first.report.source) == ("قتل ثلاثة في الشمال", date(2019, 1, 18), "Local News")
    assert (first.report.doc, first.media) == ("Local News:2", ("photos/photo_1.jpg",))
    assert first.capture.address.endswith("result.json#message=2")
    assert (second.report.source, second.report.published) == ("Other", date(2019, 1, 19))


def test_an_export_of_telegram_as_pages_gives_the_same(tmp_path: Path) -> None:
    (tmp_path / "messages.html").write_text(
        '<div class="page_header"><div class="content"><div class="text bold">Local News</div></div></div><div class="history">'
        '<div class="message service" id="message-1"><div class="body details">18 January 2019</div></div>'
        '<div class="message default clearfix" id="message2"><div class="body">'
        '<div class="pull_right date details" title="18.01.2019 10:12:33 UTC+02:00">10:12</div><div class="from_name">Local News</div>'
        '<div class="media_wrap clearfix"><a class="photo_wrap clearfix pull_left" href="photos/photo_1.jpg"><img src="x"></a></div>'
        '<div class="text">قتل <strong>ثلاثة</strong> في الشمال<br>وأصيب اثنان</div></div></div>'
        '<div class="message default clearfix joined" id="message3"><div class="body">'
        '<div class="pull_right date details" title="19.01.2019 10:12:33 UTC+02:00">10:12</div>'
        '<div class="text">هدوء</div></div></div></div>',
        encoding="utf-8",
    )
    first, second = good(tmp_path)
    assert (first.report.text, first.report.published, first.media) == (
        "قتل ثلاثة في الشمال\nوأصيب اثنان",
        date(2019, 1, 18),
        ("photos/photo_1.jpg",),
    )
    assert (second.report.doc, second.report.source, second.report.text) == ("Local News:3", "Local News", "هدوء")


@pytest.mark.parametrize("name", ["a.warc.gz", "a.warc", "a.wacz"])
def test_an_outside_archive_gives_its_pages_and_nothing_else(tmp_path: Path, name: str) -> None:
    pages = [
        ("https://h.example/1", "text/html", PAGE.encode()),
        ("https://h.example/style.css", "text/css", b"p{}"),
        ("https://h.example/2", "text/html; charset=utf-8", PAGE.replace("Two", "Six").encode()),
    ]
    path = tmp_path / name
    if name.endswith(".wacz"):
        write_warc(tmp_path / "data.warc.gz", pages)
        with zipfile.ZipFile(path, "w") as package:
            package.write(tmp_path / "data.warc.gz", "archive/data.warc.gz")
    else:
        write_warc(path, pages, gzip=name.endswith("gz"))
    first, second = good(path)
    assert (first.report.url, first.report.doc, first.capture.at) == (
        "https://h.example/1",
        "https://h.example/1",
        "2019-01-19T08:00:00Z",
    )
    assert first.capture.sha256 == digest(PAGE.encode())
    assert "Six people" in second.report.text


def test_a_pdf_with_text_is_read_and_one_without_says_so(tmp_path: Path) -> None:
    stream = b"BT /F1 12 Tf 72 720 Td (Two people were hurt in Northtown.) Tj ET"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    body, starts = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        starts.append(len(body))
        body += b"%d 0 obj%s endobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    body += b"xref\n0 6\n0000000000 65535 f \n" + table
    body += b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % body.rindex(b"xref")
    (tmp_path / "a.pdf").write_bytes(body)
    (item,) = good(tmp_path / "a.pdf")
    assert item.report.text == "Two people were hurt in Northtown."
    empty = PdfWriter()
    empty.add_blank_page(100, 100)
    empty.write(tmp_path / "scan.pdf")
    (tmp_path / "cut.pdf").write_bytes(body[:100])
    said = bad(tmp_path / "scan.pdf", tmp_path / "cut.pdf")
    assert "without text" in said[0]
    assert "cannot be read" in said[1] or "without text" in said[1]


def test_bad_tables_and_exports_are_named_with_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "bomb.xlsx").write_bytes(b"PK\x03\x04 broken")
    with zipfile.ZipFile(tmp_path / "entities.xlsx", "w") as book:
        book.writestr("xl/workbook.xml", '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x/>')
    with (
        zipfile.ZipFile(tmp_path / "large.xlsx", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book,
        book.open("xl/workbook.xml", "w") as part,
    ):
        for _ in range(300):
            part.write(bytes(1 << 20))
    write_csv(tmp_path / "none.csv", [["a", "b"], ["1", "2"]])
    write_csv(tmp_path / "ragged.csv", [["text", "date"], ["one"], ["", "2019-01-18"], ["two", "18/1/19"]])
    (tmp_path / "other.json").write_text('{"a": 1}', encoding="utf-8")
    said = {Path(line.split(":")[0].split(",")[0]).name: line for line in bad(tmp_path)}
    assert "no spreadsheet that can be read" in said["bomb.xlsx"]
    assert "defines entities" in said["entities.xlsx"]
    assert "unpacks to" in said["large.xlsx"]
    assert "no column holds the text" in said["none.csv"]
    assert "not an export of Telegram" in said["other.json"]
    ragged = read_all(tmp_path / "ragged.csv")
    assert ["1 values for 2" in str(ragged[0]), "no text" in str(ragged[1])] == [True, True]
    assert isinstance(ragged[2], Captured)
    assert "write days as" in ragged[2].warnings[0]


def test_damaged_archives_say_where_and_give_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    pages = [(f"https://h.example/{n}", "text/html", PAGE.replace("Two", f"{n} more").encode()) for n in range(4)]
    starts = write_warc(path, pages)
    whole = path.read_bytes()

    def docs() -> list[str]:
        return [item.report.doc[-1] if isinstance(item, Captured) else item.problem for item in read_all(path)]

    flipped = bytearray(whole)
    flipped[starts[1] + 150] ^= 0xFF
    path.write_bytes(flipped)
    assert [line[:22] for line in docs()] == ["0", "it is damaged after by", "2", "3"]
    path.write_bytes(whole[:-60])
    assert docs() == ["0", "1", "2", "the record breaks off"]
    path.write_bytes(b"no archive at all")
    assert "damaged after byte 0" in docs()[0]
    path.write_bytes(b"")
    assert "no record" in docs()[0]
    plain = tmp_path / "b.warc"
    write_warc(plain, pages, gzip=False)
    length = b"Content-Length: %d\r\n\r\nHTTP" % (len(PAGE.encode()) + 6 + len(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"))
    assert length in plain.read_bytes()
    for wrong in (b"20", b"99999999999", b"5000"):
        plain.write_bytes(plain.read_bytes().replace(length, b"Content-Length: " + wrong + b"\r\n\r\nHTTP", 1))
        assert [item.report.doc[-1] for item in read_all(plain) if isinstance(item, Captured)][-2:] == ["2", "3"]
        assert len(bad(plain)) >= 1
        write_warc(plain, pages, gzip=False)


def test_bombs_in_archives_are_refused_before_they_are_unpacked(tmp_path: Path) -> None:
    import gzip

    path = tmp_path / "a.warc.gz"
    with path.open("wb") as file:
        writer = WARCWriter(file)
        headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html"), ("Content-Encoding", "gzip")], protocol="HTTP/1.1")
        packed = gzip.compress(bytes(80 << 20))
        body = io.BytesIO(packed)
        writer.write_record(
            writer.create_warc_record("https://h.example/b", "response", payload=body, length=len(packed), http_headers=headers)
        )
    assert "unpacks to more than" in bad(path)[0]
    with (
        zipfile.ZipFile(tmp_path / "b.wacz", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package,
        package.open("archive/a.warc", "w") as part,
    ):
        for _ in range(300):
            part.write(bytes(1 << 20))
    assert "no web archive does" in bad(tmp_path / "b.wacz")[0]
