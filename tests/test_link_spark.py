"""The model can be said in Spark's SQL: every level and every block, but for the measures, which are given to it as functions."""

from functools import cache

import pytest
import sqlglot
from sqlglot import expressions as exp

from sijill.link import blocks
from sijill.link.bulk import Bulk
from sijill.link.levels import COMPARISONS, ROW
from sijill.link.score import load_weights
from sijill.link.settings import make_settings, say_in
from sijill.link.table import tabulate

BLOCKS = {
    "blocks": blocks.BLOCKS,
    "finer": blocks.FINER,
    "held": blocks.HELD.format("block"),
    "large": blocks.LARGE,
    "counted": blocks.COUNTED.format("block"),
    "ordered": blocks.ORDERED,
    "beside": blocks.BESIDE,
    "pairs": blocks.PAIRS,
    "row": ROW,
}
LEVELS = {f"{c.name}, {code or 'nothing'}": f"select {condition}" for c in COMPARISONS for code, condition in c.levels}


@cache
def measures() -> set[str]:
    """What the engine is given: the names of our own functions."""
    return set(Bulk(tabulate(())).measures.of)


@pytest.mark.parametrize("sql", [*BLOCKS.values(), *LEVELS.values()], ids=[*BLOCKS, *LEVELS])
def test_it_is_said_in_sparks_sql_with_no_function_that_spark_has_not_but_the_measures(sql: str) -> None:
    (tree,) = sqlglot.parse(say_in(sql, "spark"), read="spark")
    assert tree is not None
    strange = {call.name.lower() for call in tree.find_all(exp.Anonymous)}
    assert strange <= measures() | {"hash"}  # Spark's own `hash` has 32 bits: docs/linking.md
    assert not list(tree.find_all(exp.Length))  # of texts there; of lists it is SIZE
    for listed in tree.find_all(exp.Explode):
        assert isinstance(listed.parent, exp.Alias | exp.Select)  # Spark unfolds a list only as a column of its own


def test_splinks_settings_for_spark_have_the_same_levels_and_weights() -> None:
    ours, sparks = (make_settings(load_weights(), dialect)["comparisons"] for dialect in ("duckdb", "spark"))
    for one, other in zip(ours, sparks, strict=True):
        for level, said in zip(one["comparison_levels"], other["comparison_levels"], strict=True):
            assert {k: v for k, v in level.items() if k != "sql_condition"} == {k: v for k, v in said.items() if k != "sql_condition"}
            assert (level["sql_condition"] == "ELSE") == (said["sql_condition"] == "ELSE")
