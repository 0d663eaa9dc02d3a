"""Splink's settings, made from our levels and the model's weights: what Splink scores is what the model file says."""

from typing import Any

from sijill.link.levels import COMPARISONS, Comparison
from sijill.link.score import Weights


def make_settings(weights: Weights, dialect: str = "duckdb") -> dict[str, Any]:
    """Splink's settings (a dictionary as its model file has it) that give each level the model's bits.

    Splink's match weight of a level is log2(m / u): u is the chance of the level between two accounts drawn at random, m = u times 2
    to the bits. Only their ratio enters a score. dialect: the SQL that the conditions are said in, by sqlglot's name for it ("spark").
    """
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "n",
        "probability_two_random_records_match": 1 / (1 + 2**-weights.prior),
        "blocking_rules_to_generate_predictions": [],
        "comparisons": [_comparison(comparison, weights, dialect) for comparison in COMPARISONS],
        "retain_matching_columns": True,
        "retain_intermediate_calculation_columns": False,
    }


def _comparison(comparison: Comparison, weights: Weights, dialect: str) -> dict[str, Any]:
    levels = [_level(code, say_in(condition, dialect), weights) for code, condition in comparison.levels]
    if levels[-1]["sql_condition"] != "ELSE":
        levels.append({"sql_condition": "ELSE", "label_for_charts": "no evidence", "m_probability": 0.5, "u_probability": 0.5})
    return {"output_column_name": comparison.name, "comparison_levels": levels}


def say_in(sql: str, dialect: str) -> str:
    """A statement or condition of ours in another SQL. Raises sqlglot's UnsupportedError where that cannot say it."""
    import sqlglot

    if dialect == "duckdb":
        return sql
    return str(sqlglot.transpile(sql, read="duckdb", write=dialect, unsupported_level=sqlglot.ErrorLevel.RAISE)[0])


def _level(code: str, condition: str, weights: Weights) -> dict[str, Any]:
    condition = "ELSE" if condition == "TRUE" else condition
    if not code:
        return {"sql_condition": condition, "is_null_level": True, "label_for_charts": "no evidence"}
    bits = weights.bits[code]
    chance = min(weights.chances[code], 2.0**-bits)
    return {"sql_condition": condition, "label_for_charts": code, "m_probability": chance * 2**bits, "u_probability": chance}
