"""Places of a reading become placements: the right spot, no more exact than the words, or none."""

import importlib.util
import shutil
from pathlib import Path

import pytest

from sijill.geocode import Gazetteer, Resolver, load_gazetteer
from sijill.geocode.embedded import curated
from sijill.geocode.packs.imports import add_packs
from sijill.geocode.schema import rewritten
from sijill.model import Account, Place, Reading, Report, Span
from sijill.model.vocabulary import Relation

EAST = {"السوسة", "الشعفة", "الباغوز فوقاني", "المراشدة", "السفافنة", "القورية", "دير الزور", "الحسكة", "تدمر", "البادية"}


@pytest.fixture(scope="session")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    return load_gazetteer(tmp_path_factory.mktemp("gazetteer") / "gazetteer.sqlite")


def place(number: int, name: str, relation: Relation = "in", *within: str) -> Place:
    return Place(f"a1.p{number}", name, Span(0, len(name)), name, relation, within)


def read(*places: Place, origins: tuple[Place, ...] = (), text: str = "", source: str | None = None) -> tuple[Report, Reading]:
    account = Account("a1", "event", True, "air_strike", "asserted", places=places, origin_places=origins)
    report = Report("r1", "d1", text or " ".join(p.name for p in places), lang="ar", source=source)
    return report, Reading("r1", "d1", "ar", None, (account,), "test")


def quoted(number: int, text: str, quote: str, name: str, relation: Relation = "in", *within: str) -> Place:
    start = text.index(quote)
    return Place(f"a1.p{number}", quote, Span(start, start + len(quote)), name, relation, within)


def test_ten_names_of_eastern_syria_resolve_there_with_the_embedded_data_alone(embedded: Gazetteer) -> None:
    names = sorted(EAST)
    placements = Resolver(embedded).place_reading(*read(*(place(n, name) for n, name in enumerate(names))))
    assert [p.place for p in placements] == [f"a1.p{n}" for n in range(10)]
    for name, placement in zip(names, placements, strict=True):
        assert placement.lat is not None, name
        assert placement.lon is not None, name
        assert 34 < placement.lat < 37.5, name
        assert 37 < placement.lon < 42.5, name
        assert all((placement.level, placement.radius_m, placement.candidates)), name


def test_near_a_town_is_wider_and_less_precise_than_in_it(embedded: Gazetteer) -> None:
    inside, near = Resolver(embedded).place_reading(*read(place(1, "السوسة"), place(2, "السوسة", "near", "دير الزور")))
    assert inside.radius_m
    assert near.radius_m
    assert near.radius_m > 2 * inside.radius_m
    assert (inside.acled_precision, inside.ucdp_precision) == (1, 1)
    assert (near.acled_precision, near.ucdp_precision) == (2, 2)
    assert near.level == inside.level == "town"


def test_an_unknown_place_has_no_coordinates(embedded: Gazetteer) -> None:
    (placement,) = Resolver(embedded).place_reading(*read(place(1, "قرنفشندة البعيدة")))
    assert (placement.lat, placement.lon, placement.radius_m, placement.level) == (None, None, None, None)
    assert placement.candidates == ()
    assert not placement.open


def test_origin_places_follow_the_places_of_their_account(embedded: Gazetteer) -> None:
    placements = Resolver(embedded).place_reading(*read(place(1, "السوسة"), origins=(place(2, "القورية"),)))
    assert [p.place for p in placements] == ["a1.p1", "a1.p2"]


def test_susa_of_tunisia_and_susah_of_deir_ez_zor_are_told_apart_by_the_report(embedded: Gazetteer) -> None:
    resolver = Resolver(embedded)
    (east,) = resolver.place_reading(*read(place(1, "السوسة"), text="اشتباكات في السوسة بريف دير الزور شرق سوريا"))
    (coast,) = resolver.place_reading(
        *read(place(1, "سوسة", "in", "تونس"), text="مظاهرة في سوسة شرق تونس العاصمة، وقالت السلطات في تونس")
    )
    assert east.candidates[0].country == "SY"
    assert coast.candidates[0].country == "TN"


def test_homonyms_that_the_text_cannot_settle_stay_open_with_all_candidates(tmp_path: Path) -> None:
    table = tmp_path / "two.csv"
    table.write_text("id,name_ar,lat,lon,country\none,خربة السرو,36.0,37.0,SY\ntwo,خربة السرو,33.0,36.2,SY\n", encoding="utf-8")
    index = tmp_path / "two.sqlite"
    with rewritten(index, fresh=True):
        pass
    add_packs(index, [table])
    (found,) = Resolver(Gazetteer(index)).place_reading(*read(place(1, "خربة السرو")))
    assert found.open
    assert {c.gazetteer_id for c in found.candidates} == {"one", "two"}
    assert (found.lat, found.level) == (None, None)
    assert all(c.reasons for c in found.candidates)


def test_the_unit_named_with_a_homonym_settles_it(embedded: Gazetteer) -> None:
    resolver = Resolver(embedded)
    (hama,) = resolver.place_reading(*read(place(1, "صوران", "in", "حماة", "سوريا")))
    (aleppo,) = resolver.place_reading(*read(place(1, "صوران", "in", "حلب", "سوريا")))
    assert hama.lat == pytest.approx(35.29, abs=0.05)
    assert aleppo.lat == pytest.approx(36.57, abs=0.05)
    assert not hama.open
    assert not aleppo.open


def test_other_places_of_the_report_settle_a_homonym(embedded: Gazetteer) -> None:
    places = (place(1, "صوران"), place(2, "مارع"), place(3, "دابق"), place(4, "أعزاز"))
    found = Resolver(embedded).place_reading(*read(*places, text="صوران ومارع ودابق وأعزاز في سوريا"))
    assert found[0].lat == pytest.approx(36.57, abs=0.05)


def test_the_words_choose_between_a_city_and_the_governorate_of_its_name(embedded: Gazetteer) -> None:
    text = "انفجار في مدينة حلب. وفي محافظة حلب أغلقت الطرق. وقصف ريف حلب الشرقي في سوريا"
    city = quoted(1, text, "مدينة حلب", "حلب")
    unit = quoted(2, text, "محافظة حلب", "حلب")
    country = quoted(3, text, "ريف حلب الشرقي", "حلب", "near")
    found = Resolver(embedded).place_reading(*read(city, unit, country, text=text))
    assert [p.level for p in found] == ["city", "governorate", "governorate"]
    assert [p.ucdp_precision for p in found] == [1, 4, 4]
    assert found[2].lon is not None
    assert found[0].lon is not None
    assert found[2].lon > found[0].lon  # to the east of the city
    assert not any(p.open for p in found)


def test_a_road_reaches_from_end_to_end_and_between_lies_in_the_middle(embedded: Gazetteer) -> None:
    resolver = Resolver(embedded)
    road = resolver.place_reading(*read(place(1, "السوسة", "road", "دير الزور"), place(2, "الشعفة", "road", "دير الزور")))
    assert [p.ucdp_precision for p in road] == [5, 5]
    first, second = resolver.place_reading(
        *read(place(1, "السوسة", "between", "دير الزور"), place(2, "الشعفة", "between", "دير الزور"))
    )
    assert (first.lat, first.lon) == (second.lat, second.lon)
    assert first.lat == pytest.approx((34.5337 + 34.5789) / 2, abs=0.001)


def test_a_spelling_is_found_only_where_the_report_plays(embedded: Gazetteer) -> None:
    resolver = Resolver(embedded)
    (found,) = resolver.place_reading(*read(place(1, "Tel Rifat", "in", "Aleppo", "Syria")))
    assert found.candidates[0].country == "SY"
    assert any("spelling" in reason for reason in found.candidates[0].reasons)
    (slip,) = resolver.place_reading(*read(place(1, "خان شيخوم", "in", "إدلب", "سوريا")))
    assert slip.lat == pytest.approx(35.44, abs=0.05)
    assert any("edit" in reason for reason in slip.candidates[0].reasons)


@pytest.mark.parametrize("source", ["SANA", "Enab Baladi", None])
def test_the_outlets_country_counts_where_the_text_names_none(embedded: Gazetteer, source: str | None) -> None:
    (found,) = Resolver(embedded).place_reading(*read(place(1, "السوسة"), source=source))
    if source:
        assert found.candidates[0].country == "SY"
        assert not found.open


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("A fire broke out in Manchester, United Kingdom, on Monday.", "Manchester", "GB"),
        ("Floods reached Bamako, the capital of Mali.", "Bamako", "ML"),
        ("Troops entered Kharkiv in Ukraine at dawn.", "Kharkiv", "UA"),
        ("A ferry sank near Surabaya.", "Surabaya", "ID"),
        ("The summit moves to São Paulo next year.", "São Paulo", "BR"),
        ("Tremors were felt in Kyoto.", "Kyoto", "JP"),
    ],
)
def test_places_of_other_continents_are_found_in_english_text(embedded: Gazetteer, text: str, name: str, country: str) -> None:
    (found,) = Resolver(embedded).place_reading(*read(quoted(1, text, name, name), text=text))
    assert found.candidates[0].country == country


@pytest.mark.parametrize(("name", "country"), [("أنقرة", "TR"), ("London", "GB"), ("موسكو", "RU"), ("باريس", "FR")])
def test_a_great_city_is_known_by_its_name_in_a_report_about_another_country(embedded: Gazetteer, name: str, country: str) -> None:
    text = f"قال مسؤول في {name} إن الهدنة في إدلب وحلب شمال سوريا قائمة"
    (found,) = Resolver(embedded).place_reading(*read(quoted(1, text, name, name), text=text))
    assert found.candidates[0].country == country
    assert found.lat is not None


@pytest.mark.parametrize("name", ["the hollow behind the mill", "Zzyzwqx", "x", "12", "…", "ال", "و", "", "قرية", "M4"])
def test_what_is_no_place_name_is_an_honest_unknown(embedded: Gazetteer, name: str) -> None:
    (found,) = Resolver(embedded).place_reading(*read(Place("a1.p1", name, Span(0, len(name)), name, "in"), text=f"{name} in Syria"))
    assert found.lat is None
    assert found.radius_m is None


def test_every_curated_place_is_well_formed_and_told_apart() -> None:
    spots = list(curated())
    assert len(spots) > 700
    assert len({spot.id for spot in spots}) == len(spots)
    for spot in spots:
        assert spot.names_ar, spot.id
        assert spot.names_en or spot.note == "Who's On First", spot.id
        assert spot.note, spot.id
        assert 50 <= spot.radius_m <= 3_000_000, spot.id


def test_airwars_coordinates_bear_out_the_resolver(shared: Path, tmp_path: Path, embedded: Gazetteer) -> None:
    """A floor under bench/places.py, part gold: with the pack of Syria, half of the training reports lie within 5 km."""
    spec = importlib.util.spec_from_file_location("places", Path(__file__).resolve().parents[1] / "bench" / "places.py")
    assert spec is not None
    assert spec.loader is not None
    bench = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(bench)
    index = tmp_path / "sy.sqlite"
    shutil.copy(embedded.path, index)
    tally = bench.measure_gold(shared, Resolver(bench.make_gazetteer(shared, index, "sy")), "sy")
    assert tally.counts["5 km"] / tally.counts["all"] > 0.55
    assert tally.counts["25 km"] / tally.counts["placed"] > 0.88


def test_the_packs_of_the_shared_folder_import_beside_the_embedded_data(shared: Path, tmp_path: Path, embedded: Gazetteer) -> None:
    index = tmp_path / "packs.sqlite"
    shutil.copy(embedded.path, index)
    names = ("wof-ly.tsv.gz", "opensyria_subdistricts.json", "opensyria_districts.json")
    done = add_packs(index, [shared / "gazetteer" / name for name in names])
    assert [one.spots for one in done] == [841, 272, 62]
    assert all(one.pack.credit and one.pack.licence and len(one.pack.digest) == 64 for one in done)
    assert any(hit.spot.pack == "wof-ly" for hit in Gazetteer(index).look_up("بني وليد"))


def test_an_index_opens_quickly_when_it_is_there(embedded: Gazetteer) -> None:
    import time

    start = time.process_time()
    load_gazetteer(Path(embedded.path)).close()
    assert time.process_time() - start < 0.3
