"""The levels of `comparison.py` as SQL over two rows of the prepared table, for Splink.

A comparison's levels are tried in order; what none of them fits is no evidence. Functions such as `likeness(n_l, n_r)` are the measures
of `columns.py`, given to the engine that runs the SQL; below 0 there is nothing to compare. Most pairs share little: the level of
little comes first. A comparison that begins with a measure asks for it once a pair, however many levels look at it.
"""

from typing import NamedTuple


class Comparison(NamedTuple):
    """A name, and its levels: the code of each (a key of the weights; empty for no evidence) and when a pair reaches it."""

    name: str
    levels: tuple[tuple[str, str], ...]

    def codes(self) -> list[str]:
        """The codes by the number that Splink gives a level (gamma): from 0 for the last that can be reached; empty for no evidence."""
        found = [code for code, _ in self.levels if code]
        return [*reversed(found)] if self.levels[-1][1] == "TRUE" else ["", *reversed(found)]


PAIR = "(n_l, n_r)"
_GAP = "greatest(first_l - last_r, first_r - last_l, 0)"
_DATED = "first_l IS NOT NULL AND first_r IS NOT NULL"
_TOLD = (
    "CASE WHEN published_l IS NOT NULL AND published_r IS NOT NULL THEN abs(published_l - published_r) "
    "WHEN first_l IS NOT NULL AND published_r IS NOT NULL THEN published_r - first_l "
    "WHEN first_r IS NOT NULL AND published_l IS NOT NULL THEN published_l - first_r END"
)
"""Days between two publications, or from the happening of one to the publication of the other."""

_MEET_IN_TIME = (
    f"CASE WHEN {_DATED} THEN {_GAP} <= 1 "
    "WHEN published_l IS NOT NULL AND published_r IS NOT NULL THEN abs(published_l - published_r) <= 1 "
    f"ELSE same_calendar{PAIR} END"
)
_ONE_SCRIPT = "(scripts_l & scripts_r) <> 0"


def _tolls(kind: str) -> Comparison:
    """Levels of `kernels.toll`."""
    fits = ("equal_high", "equal_low", "meet_high", "meet_low", "close")
    rose = f"({kind}{PAIR} = 6 AND published_l < published_r) OR ({kind}{PAIR} = 7 AND published_l > published_r)"
    return Comparison(
        kind,
        (
            ("", f"{kind}{PAIR} = 0"),
            *((f"{kind}_{how}", f"{kind}{PAIR} = {n}") for n, how in enumerate(fits, start=1)),
            (f"{kind}_rose", rose),
            (f"{kind}_differ", "TRUE"),
        ),
    )


COMPARISONS = (
    Comparison(
        "date",
        (
            ("", "first_l IS NULL OR first_r IS NULL"),
            ("date_apart", f"{_GAP} > 7"),
            ("date_near", f"{_GAP} > 1"),
            ("date_next", f"{_GAP} = 1"),
            ("date_same", "first_l = first_r AND last_l = last_r AND first_l = last_l"),
            ("date_meets", "TRUE"),
        ),
    ),
    Comparison(
        "calendar",
        (
            ("", f"({_DATED}) OR days_named_l = 0 OR days_named_r = 0"),
            ("calendar_same", f"same_calendar{PAIR}"),
            ("calendar_other", "TRUE"),
        ),
    ),
    Comparison(
        "publication",
        (
            ("", f"({_DATED}) OR ({_TOLD}) IS NULL"),
            ("published_before", f"({_TOLD}) < 0"),
            ("published_close", f"({_TOLD}) <= 2"),
            ("published_near", f"({_TOLD}) <= 10"),
            ("published_apart", "TRUE"),
        ),
    ),
    Comparison(
        "places",
        (
            ("", f"place{PAIR} = 0"),
            ("place_apart", f"place{PAIR} = 6"),
            ("place_far", f"place{PAIR} = 5"),
            ("place_near", f"place{PAIR} = 4"),
            ("place_close", f"place{PAIR} = 3"),
            ("place_inside", f"place{PAIR} = 2"),
            ("place_also", _ONE_SCRIPT),
            ("place_same", "TRUE"),
        ),
    ),
    Comparison(
        "place_names",
        (
            ("", f"NOT ({_ONE_SCRIPT}) AND NOT same_sounds{PAIR}"),
            ("name_sounds", f"NOT ({_ONE_SCRIPT})"),
            ("name_same", f"same_name{PAIR}"),
            ("name_within", f"name_within{PAIR} OR name_within(n_r, n_l)"),
            ("name_close", f"spelling{PAIR} >= 84"),
            ("name_other", "TRUE"),
        ),
    ),
    Comparison(
        "people_from",
        (
            ("", "NOT came_from_l OR NOT came_from_r"),
            ("origin_same", f"same_origins{PAIR} OR origin_km{PAIR} <= 2 OR (latin_l <> latin_r AND same_origin_sounds{PAIR})"),
        ),
    ),
    _tolls("killed"),
    _tolls("injured"),
    Comparison(
        "types",
        (("type_same", "event_type_l = event_type_r"), ("type_family", "family_l = family_r"), ("type_other", "TRUE")),
    ),
    Comparison(
        "actors",
        (
            ("actor_same", f"blames_l AND blames_r AND same_perpetrators{PAIR}"),
            ("actor_other", "blames_l AND blames_r"),
            ("party_same", f"involves_l AND involves_r AND same_parties{PAIR}"),
            ("party_other", "involves_l AND involves_r"),
        ),
    ),
    Comparison("victims_named", (("victim_same", f"names_victims_l AND names_victims_r AND victim_spelling{PAIR} >= 88"),)),
    Comparison("copies", (("", f"copied{PAIR} < 0.12"), ("text_shared", f"copied{PAIR} < 0.5"), ("text_copy", "TRUE"))),
    Comparison("statements_made", (("statement_same", f"cites_l AND cites_r AND same_statements{PAIR} AND {_MEET_IN_TIME}"),)),
    Comparison(
        "weekdays_named",
        (
            ("", f"({_DATED}) OR weekdays_l = 0 OR weekdays_r = 0"),
            ("weekday_same", "(weekdays_l & weekdays_r) <> 0"),
            ("weekday_other", "TRUE"),
        ),
    ),
    Comparison("leads", (("", "lead_l AND lead_r"), ("lead_one", "lead_l OR lead_r"), ("lead_none", "TRUE"))),
    Comparison(
        "publishers",
        (
            ("", "published_l IS NOT NULL AND published_r IS NOT NULL AND published_l <> published_r"),
            ("publisher_same", "publisher_l = publisher_r"),
        ),
    ),
    Comparison(
        "words_near",
        (
            ("", f"likeness{PAIR} < 0"),
            ("words_hardly", f"likeness{PAIR} < 0.1"),
            ("words_few", f"likeness{PAIR} < 0.2"),
            ("words_some", f"likeness{PAIR} < 0.3"),
            ("words_many", f"likeness{PAIR} < 0.5"),
            ("words_most", "TRUE"),
        ),
    ),
    Comparison(
        "rare",
        (
            ("", f"rare_words{PAIR} < 0"),
            ("rare_none", f"rare_words{PAIR} = 0"),
            ("rare_one", f"rare_words{PAIR} = 1"),
            ("rare_two", f"rare_words{PAIR} = 2"),
            ("rare_more", "TRUE"),
        ),
    ),
    Comparison(
        "heard",
        (
            ("", f"rare_sounds{PAIR} < 0"),
            ("sounds_none", f"rare_sounds{PAIR} = 0"),
            ("sounds_some", f"rare_sounds{PAIR} <= 2"),
            ("sounds_many", "TRUE"),
        ),
    ),
)

ROW = """
select n, account, report, scope, first, last, published, publisher, family, event_type, lead, latin, weekdays, scripts,
  array_length(calendar) as days_named, array_length(origins) + array_length(origin_points) > 0 as came_from,
  array_length(perpetrators) > 0 as blames, array_length(parties) > 0 as involves,
  array_length(victims) > 0 as names_victims, array_length(statements) > 0 as cites
from profiles
"""
"""What the levels look at, from the prepared table with its row numbers `n`."""
