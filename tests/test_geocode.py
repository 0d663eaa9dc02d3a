"""Places of a reading become placements: the right spot, no more exact than the words, or none."""

from pathlib import Path

import pytest

from sijill.geocode import Gazetteer, Resolver, load_gazetteer
from sijill.model import Account, Place, Reading, Report, Span
from sijill.model.vocabulary import Relation

EAST = {"السوسة", "الشعفة", "الباغوز فوقاني", "المراشدة", "السفافنة", "القورية", "دير الزور", "الحسكة", "تدمر", "البادية"}


@pytest.fixture(scope="session")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    return load_gazetteer(tmp_path_factory.mktemp("gazetteer") / "gazetteer.sqlite")


def place(number: int, name: str, relation: Relation = "in", *within: str) -> Place:
    return Place(f"a1.p{number}", name, Span(0, len(name)), name, relation, within)


def read(*places: Place, origins: tuple[Place, ...] = ()) -> tuple[Report, Reading]:
    account = Account("a1", "event", True, "air_strike", "asserted", places=places, origin_places=origins)
    report = Report("r1", "d1", " ".join(p.name for p in places), lang="ar")
    return report, Reading("r1", "d1", "ar", None, (account,), "test")


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


def test_an_index_opens_quickly_when_it_is_there(embedded: Gazetteer) -> None:
    import time

    start = time.process_time()
    load_gazetteer(Path(embedded.path)).close()
    assert time.process_time() - start < 0.3
