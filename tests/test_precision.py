"""A placement is no more exact than its words: every relation and level has its radius and its codes."""

import re
from pathlib import Path

import pytest

from sijill.geocode.precision import Precision, Words, along, between, precision_of
from sijill.geocode.spot import RADIUS, Spot, distance_km
from sijill.model.vocabulary import LEVELS, Level, Relation


def spot(level: Level, lat: float = 35.0, lon: float = 40.0, radius: int | None = None) -> Spot:
    return Spot("x", "test", level, "", "SY", lat, lon, radius or RADIUS[level], 0, ("س",))


@pytest.mark.parametrize(
    ("level", "acled", "ucdp"),
    [
        ("exact", 1, 1),
        ("neighbourhood", 1, 1),
        ("village", 1, 1),
        ("city", 1, 1),
        ("subdistrict", 2, 3),
        ("district", 2, 3),
        ("governorate", 3, 4),
        ("region", 3, 5),
        ("country", None, 6),
    ],
)
def test_in_a_place_has_the_codes_of_its_level(level: Level, acled: int | None, ucdp: int) -> None:
    found = precision_of(spot(level), Words("in"))
    assert (found.level, found.acled, found.ucdp, found.radius_m) == (level, acled, ucdp, RADIUS[level])


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("relation", ["near", "direction", "between", "road"])
def test_anything_but_in_is_wider_and_never_of_better_code(level: Level, relation: Relation) -> None:
    inside, around = precision_of(spot(level), Words("in")), precision_of(spot(level), Words(relation))
    assert around.radius_m > inside.radius_m
    assert (around.acled or 4) >= (inside.acled or 4)
    assert around.ucdp >= inside.ucdp
    if level in ("village", "town", "city"):
        assert (around.acled, around.ucdp) == (2, 5 if relation in ("between", "road") else 2)


def test_the_countryside_of_a_governorates_seat_is_the_governorate() -> None:
    found = precision_of(spot("city"), Words("near", countryside=True), spot("governorate", radius=50000))
    assert (found.level, found.radius_m, found.acled, found.ucdp) == ("governorate", 50000, 3, 4)


def test_the_countryside_of_a_town_reaches_further_than_near_it() -> None:
    assert precision_of(spot("town"), Words("near", countryside=True)).radius_m > precision_of(spot("town"), Words("near")).radius_m


def test_a_side_moves_the_point_that_way_and_the_circle_still_touches_the_place() -> None:
    found = precision_of(spot("town"), Words("direction", bearing=90.0))
    assert found.lon > 40
    assert found.lat == pytest.approx(35.0, abs=0.001)
    assert distance_km(35, 40, found.lat, found.lon) * 1000 < found.radius_m


def test_between_two_places_is_their_middle_with_a_radius_that_covers_the_line() -> None:
    ends = (Precision(35.0, 40.0, "village", 1000, 2, 5), Precision(35.2, 40.0, "town", 2500, 2, 5))
    both = between(*ends)
    assert both is not None
    assert both[0] == both[1]
    assert both[0].lat == 35.1
    assert both[0].level == "town"
    assert both[0].radius_m > 11_000
    assert both[0].ucdp == 5


def test_a_roads_ends_keep_their_points_and_reach_each_other() -> None:
    ends = along(Precision(35.0, 40.0, "village", 1000, 2, 5), Precision(35.2, 40.0, "town", 2500, 2, 5))
    assert ends is not None
    assert [end.lat for end in ends] == [35.0, 35.2]
    assert all(end.radius_m > 22_000 for end in ends)


def test_ends_too_far_apart_say_nothing_together() -> None:
    far = (Precision(35.0, 40.0, "city", 6000, 2, 5), Precision(33.0, 36.0, "city", 6000, 2, 5))
    assert between(*far) is None
    assert along(*far) is None


def test_the_sea_is_water_to_ucdp() -> None:
    sea = Spot("x", "test", "region", "sea", "XZ", 15.0, 42.0, 300000, 0, (), ("Sea",))
    assert precision_of(sea, Words("in")).ucdp == 7


def test_the_documented_table_is_what_the_code_does() -> None:
    page = (Path(__file__).resolve().parents[1] / "docs" / "gazetteer.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| (\d|none) \| (\d) \| ([\d,]+) m \| (\d|none) \| (\d) \| ([\d,]+) m \|$", page, re.MULTILINE)
    assert [row[0] for row in rows] == list(LEVELS)
    for level, *written in rows:
        found = []
        for relation in ("in", "near"):
            exact = precision_of(spot(level), Words(relation))
            found += [str(exact.acled or "none"), str(exact.ucdp), f"{exact.radius_m:,}"]
        assert found == written, level
