"""Packs go in whole or not at all; what is broken in them is said by file and line, and the rest is kept."""

import signal
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from sijill.geocode import Gazetteer
from sijill.geocode.packs.imports import add_packs, drop_pack
from sijill.geocode.schema import Pack, rewritten, write_pack
from sijill.geocode.spot import Spot
from sijill.geocode.store import make_ready
from sijill.model import DataError, InputError

WOF_HEADER = "\t".join(
    [
        "wof_id",
        "placetype",
        "country",
        "name",
        "names_ar",
        "names_en",
        "lat",
        "lon",
        "region_id",
        "region",
        "county_id",
        "county",
        "parent_locality_id",
        "population",
        "gn_fcode",
        "gn_id",
        "wd_id",
        "src_geom",
        "lastmodified",
    ]
)


def wof_row(
    ident: str, name: str, arabic: str, lat: str = "35.1", lon: str = "40.2", gn: str = "", kind: str = "locality", region: str = ""
) -> str:
    return "\t".join([ident, kind, "SY", name, arabic, name, lat, lon, region, "", "", "", "", "", "PPL", gn, "", "", "0"])


def geonames_row(
    ident: str, name: str, others: str, lat: str = "35.1", lon: str = "40.2", kind: str = "P", feature: str = "PPL"
) -> str:
    return "\t".join(
        [ident, name, name, others, lat, lon, kind, feature, "SY", "", "07", "", "", "", "1200", "", "", "Asia/Damascus", "2020-01-01"]
    )


@pytest.fixture
def index(tmp_path: Path) -> Path:
    path = tmp_path / "places.sqlite"
    with rewritten(path, fresh=True) as db:
        one = Spot("sy-first", "first", "town", "", "SY", 35.0, 40.0, 2000, 0, ("بلدة أولى",), ("First",))
        write_pack(db, Pack("first", "", "", "", "", ""), [one])
    return path


def write(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_flattened_wof_table_goes_in_with_its_broken_rows_named(tmp_path: Path, index: Path) -> None:
    path = write(
        tmp_path / "wof-xx.tsv",
        WOF_HEADER,
        wof_row("85", "Region", "منطقة بعيدة", kind="region"),
        wof_row("1", "Qariya", "قرية واحدة", region="85"),
        wof_row("2", "Wrong", "خطأ", lon="4239.00"),
        wof_row("3", "Half", "نصف")[:30],
        wof_row("1", "Again", "مرة ثانية"),
        wof_row("x", "Letters", "حروف"),
        wof_row("6", "Blank", "", lat="", lon=""),
        wof_row("7", "Zero", "صفر", lat="0", lon="0"),
    )
    (done,) = add_packs(index, [path])
    assert (done.pack.id, done.spots, done.left_out) == ("wof-xx", 2, 6)
    assert [(f.path, f.line) for f in done.faults] == [(str(path), n) for n in range(4, 10)]
    said = "\n".join(map(str, done.faults))
    for words in (
        "longitude 4239.0 is not between",
        "columns, the header 19",
        "stands twice",
        "'x' is not a number",
        "not both numbers",
    ):
        assert words in said
    (hit,) = Gazetteer(index).look_up("قرية واحدة")
    assert hit.spot.within == ("منطقة بعيدة", "Region")
    assert hit.spot.pack == "wof-xx"


def test_bytes_that_are_not_utf8_cost_their_row_only(tmp_path: Path, index: Path) -> None:
    path = tmp_path / "wof-xx.tsv"
    path.write_bytes(
        "\n".join([WOF_HEADER, wof_row("1", "Good", "جيد"), wof_row("2", "Bad", "رديء")]).encode().replace("رديء".encode(), b"\xc7\xe1")
    )
    (done,) = add_packs(index, [path])
    assert (done.spots, done.left_out, done.faults[0].line) == (1, 1, 3)


def test_a_teams_own_row_with_bytes_that_are_not_utf8_is_named_and_left_out(tmp_path: Path, index: Path) -> None:
    path = tmp_path / "ours.csv"
    path.write_bytes(b"name,lat,lon,country\nTaf\xff\xfe,35,40,SY\nFine Place,34,39,SY\n")
    (done,) = add_packs(index, [path])
    assert (done.spots, done.left_out, done.faults[0].line) == (1, 1, 2)
    assert "not UTF-8" in done.faults[0].problem


def test_two_packs_that_disagree_are_both_kept_and_it_is_said(tmp_path: Path, index: Path) -> None:
    dump = write(tmp_path / "SY.txt", geonames_row("77", "Bayda", "بيضة"))
    table = write(tmp_path / "wof-sy.tsv", WOF_HEADER, wof_row("9", "Bayda", "بيضة", lat="36.9", gn="77"))
    first, second = add_packs(index, [dump, table])
    assert (first.faults, second.faults[0].line) == ((), 2)
    assert "from the same place in SY; both are kept" in str(second.faults[0])
    assert {hit.spot.pack for hit in Gazetteer(index).look_up("بيضة")} == {"SY", "wof-sy"}


def test_a_geonames_dump_takes_its_alternate_names_from_the_file_beside_it(tmp_path: Path, index: Path) -> None:
    folder = tmp_path / "alternatenames"
    folder.mkdir()
    dump = write(
        tmp_path / "SY.txt",
        geonames_row("5", "Governorate", "محافظة ما", kind="A", feature="ADM1"),
        geonames_row("77", "Tall Kabir", ""),
        geonames_row("78", "Wadi", "", kind="H", feature="STM"),
        geonames_row("79", "Sadd", "سد كبير", kind="S", feature="DAM"),
        "77\tshort",
    )
    alternates = write(
        folder / "SY.txt", "1\t77\tar\tتل كبير\t\t\t\t", "2\t77\tru\tТалл\t\t\t\t", "3\t77\tar\tاسم قديم\t\t\t\t1", "broken"
    )
    (done,) = add_packs(index, [dump, alternates])
    assert (done.spots, done.left_out) == (3, 1)
    (hit,) = Gazetteer(index).look_up("تل كبير")
    assert hit.spot.within[:2] == ("محافظة ما", "Governorate")
    assert Gazetteer(index).look_up("اسم قديم") == ()
    assert Gazetteer(index).look_up("سد كبير")[0].spot.kind == "DAM"
    assert any("alternate names has 8 or 10 columns" in str(fault) for fault in done.faults)
    with pytest.raises(InputError, match="alternate names only"):
        add_packs(index, [alternates])


def test_a_zipped_dump_is_read_without_unpacking_it(tmp_path: Path, index: Path) -> None:
    with zipfile.ZipFile(tmp_path / "SY.zip", "w") as archive:
        archive.writestr("SY.txt", geonames_row("77", "Tall Kabir", "تل كبير"))
        archive.writestr("readme.txt", "about the columns")
    (done,) = add_packs(index, [tmp_path / "SY.zip"])
    assert (done.pack.id, done.spots) == ("SY", 1)


def test_wofs_own_sqlite_distribution_is_read(tmp_path: Path, index: Path) -> None:
    path = tmp_path / "whosonfirst-data-admin-sy-latest.db"
    with sqlite3.connect(path) as db:
        db.executescript(
            """CREATE TABLE spr (id INTEGER, parent_id INTEGER, name TEXT, placetype TEXT, country TEXT, latitude REAL, longitude REAL,
                 is_current INTEGER, is_deprecated INTEGER);
               CREATE TABLE names (id INTEGER, placetype TEXT, language TEXT, name TEXT);
               CREATE TABLE ancestors (id INTEGER, ancestor_id INTEGER, ancestor_placetype TEXT);
               CREATE TABLE concordances (id INTEGER, other_id TEXT, other_source TEXT);
               INSERT INTO spr VALUES (1, 2, 'Tall', 'locality', 'SY', 35.1, 40.2, 1, 0), (2, 0, 'Unit', 'region', 'SY', 35, 40, 1, 0),
                 (3, 2, 'Gone', 'locality', 'SY', 35, 40, 1, 1), (4, 2, 'Shop', 'venue', 'SY', 35, 40, 1, 0),
                 (5, 2, 'Off', 'locality', 'SY', 95, 40, 1, 0);
               INSERT INTO names VALUES (1, 'locality', 'ara', 'تل بعيد'), (2, 'region', 'ara', 'وحدة'), (1, 'locality', 'rus', 'Тал');
               INSERT INTO ancestors VALUES (1, 2, 'region'); INSERT INTO concordances VALUES (1, '123', 'gn:id');"""
        )
    db.close()
    (done,) = add_packs(index, [path])
    assert (done.spots, done.left_out) == (2, 1)
    (hit,) = Gazetteer(index).look_up("تل بعيد")
    assert (hit.spot.within, hit.spot.also) == (("وحدة",), "gn:123")


@pytest.mark.parametrize(
    "header",
    [
        "ADM1_EN,ADM1_AR,ADM1_PCODE,ADM2_EN,ADM2_AR,ADM2_PCODE,LAT,LON",
        "admin1Name_en,admin1Name_ar,admin1Pcode,admin2Name_en,admin2Name_ar,admin2Pcode,Lat,Lon",
        "adm1_name,adm1_name1,adm1_pcode,adm2_name,adm2_name1,adm2_pcode,center_lat,center_lon",
    ],
)
def test_cod_tables_of_every_fashion_give_the_deepest_unit_with_those_above_it(tmp_path: Path, index: Path, header: str) -> None:
    rows = ["Upper,عليا,SY01,Lower,سفلى,SY0101,35.5,40.1", "Upper,عليا,SY01,Broken,مكسورة,SY0102,north,40.1"]
    (done,) = add_packs(index, [write(tmp_path / "syr_adm2.csv", header, *rows)])
    assert (done.spots, done.left_out) == (1, 1)
    (hit,) = Gazetteer(index).look_up("سفلى")
    assert (hit.spot.id, hit.spot.level, hit.spot.country) == ("cod:SY0101", "district", "SY")
    assert set(hit.spot.within) == {"Upper", "عليا"}


def test_a_cod_sheet_is_read_from_xlsx(tmp_path: Path, index: Path) -> None:
    header = ["ADM1_EN", "ADM1_PCODE", "LAT", "LON"]
    strings = "".join(f"<si><t>{text}</t></si>" for text in [*header, "Sheetland", "SY09"])
    cells = "".join(f'<c r="{"ABCD"[at]}1" t="s"><v>{at}</v></c>' for at in range(4))
    values = '<c r="A2" t="s"><v>4</v></c><c r="B2" t="s"><v>5</v></c><c r="C2"><v>35.5</v></c><c r="D2"><v>40.5</v></c>'
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    with zipfile.ZipFile(tmp_path / "units.xlsx", "w") as book:
        book.writestr("xl/sharedStrings.xml", f"<sst {main}>{strings}</sst>")
        book.writestr(
            "xl/worksheets/sheet1.xml",
            f'<worksheet {main}><sheetData><row r="1">{cells}</row><row r="2">{values}</row></sheetData></worksheet>',
        )
    (done,) = add_packs(index, [tmp_path / "units.xlsx"])
    assert done.spots == 1
    assert Gazetteer(index).look_up("Sheetland")[0].spot.level == "governorate"


def test_a_teams_own_table_needs_names_and_points_only(tmp_path: Path, index: Path) -> None:
    path = write(
        tmp_path / "ours.csv",
        "name_ar;name_en;lat;lon;level;radius_m;within",
        "مشفى الأمل;Amal Hospital|Al-Amal;35.2;40.3;exact;150;السوسة|دير الزور",
        "بلا نقطة;No Point;;;;;",
        "سيئ;Bad Level;35;40;planet;;",
    )
    (done,) = add_packs(index, [path], country="SY")
    assert (done.spots, done.left_out) == (1, 2)
    (hit,) = Gazetteer(index).look_up("Amal Hospital")
    assert (hit.spot.level, hit.spot.radius_m, hit.spot.within) == ("exact", 150, ("السوسة", "دير الزور"))


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("prose.txt", "this is no table", "is none of"),
        ("broken.json", "{", "is not JSON"),
        ("other.json", '{"a": 1}', "not a list of units"),
        ("empty.csv", "", "is none of"),
        ("nothing.csv", "name,lat,lon\nx,1000,1000\n", "no place that could be imported"),
        ("no.zip", "not a zip", "not a readable ZIP"),
        ("no.xlsx", "not a sheet", "not a readable XLSX"),
        ("curated.csv", "name,lat,lon,country\nx,1,1,SY\n", "embedded pack"),
    ],
)
def test_a_file_that_is_no_pack_changes_nothing_and_says_why(tmp_path: Path, index: Path, name: str, content: str, words: str) -> None:
    before = index.read_bytes()
    with pytest.raises(InputError, match=words):
        add_packs(index, [write(tmp_path / "good.csv", "name,lat,lon,country", "Fine,35,40,SY"), write(tmp_path / name, content)])
    assert index.read_bytes() == before
    with pytest.raises(InputError, match="no such file"):
        add_packs(index, [tmp_path / "absent.csv"])


def test_a_gzip_that_ends_in_the_middle_changes_nothing(tmp_path: Path, index: Path) -> None:
    import gzip

    path = tmp_path / "wof-xx.tsv.gz"
    whole = gzip.compress("\n".join([WOF_HEADER, *(wof_row(str(n), f"Name {n}", f"اسم {n}") for n in range(2000))]).encode())
    path.write_bytes(whole[: len(whole) // 2])
    before = index.read_bytes()
    with pytest.raises(InputError, match="damaged"):
        add_packs(index, [path])
    assert index.read_bytes() == before


def test_adding_again_replaces_and_removing_takes_out(tmp_path: Path, index: Path) -> None:
    path = write(tmp_path / "ours.csv", "name,lat,lon,country", "Oldname,35,40,SY")
    add_packs(index, [path])
    add_packs(index, [write(path, "name,lat,lon,country", "Newname,35,40,SY")])
    assert Gazetteer(index).look_up_as_written("Oldname") == ()
    assert Gazetteer(index).look_up_as_written("Newname")
    assert drop_pack(index, "ours")
    assert not drop_pack(index, "ours")
    assert Gazetteer(index).look_up_as_written("Newname") == ()
    assert [pack.id for pack in Gazetteer(index).packs()] == ["first"]


def test_an_import_killed_half_way_leaves_the_old_index(tmp_path: Path, index: Path) -> None:
    path = write(tmp_path / "ours.csv", "name,lat,lon,country", *(f"Name {n},35,40,SY" for n in range(60000)))
    before = index.read_bytes()
    code = (
        "import sys, os, signal\nfrom pathlib import Path\nfrom sijill.geocode.packs.imports import add_packs\n"
        "def kill(name, count): os.kill(os.getpid(), signal.SIGKILL)\n"
        "add_packs(Path(sys.argv[1]), [Path(sys.argv[2])], None, kill)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(index), str(path)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert index.read_bytes() == before
    assert Gazetteer(index).look_up("First")
    (again,) = add_packs(index, [path])  # neither the lock nor the half-made file is in the way
    assert again.spots == 60000
    assert not list(index.parent.glob("*.part"))


def test_another_database_is_not_taken_for_an_index_nor_written_over(tmp_path: Path) -> None:
    path = tmp_path / "mine.sqlite"
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE precious (x)")
    db.close()
    before = path.read_bytes()
    with pytest.raises(DataError, match="not a gazetteer index"):
        make_ready(path)
    with pytest.raises(DataError, match="not a gazetteer index"):
        add_packs(path, [write(tmp_path / "ours.csv", "name,lat,lon,country", "X,35,40,SY")])
    assert path.read_bytes() == before
    (tmp_path / "text.sqlite").write_text("no database at all, only a longer line of text")
    with pytest.raises(DataError, match="not a gazetteer index"):
        Gazetteer(tmp_path / "text.sqlite")
