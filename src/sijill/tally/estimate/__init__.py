"""Estimates of what no list recorded, from the overlaps of lists of persons.

    tables = read_overlaps(Path("overlaps.csv"))
    table = Table(tables[""], Choices(seed=7))
    found = [estimate_by(method, table) for method in METHODS]

Histories hold persons, never bare counts of reports. Whoever has draws of the links between records makes `Histories` of each draw and
estimates from each: the spread over the draws is what linking does not know.
"""

from sijill.tally.estimate.choice import check_lists, choose_lists
from sijill.tally.estimate.histories import Histories, histories_of_records
from sijill.tally.estimate.latent import Settings
from sijill.tally.estimate.linkage import carry_linkage
from sijill.tally.estimate.overlaps import read_overlaps, write_overlaps
from sijill.tally.estimate.side import METHODS, Choices, Table, check_table, choose_methods, compare_pairs, estimate_by, find_spread
from sijill.tally.estimate.strata import estimate_strata

__all__ = [
    "METHODS",
    "Choices",
    "Histories",
    "Settings",
    "Table",
    "carry_linkage",
    "check_lists",
    "check_table",
    "choose_lists",
    "choose_methods",
    "compare_pairs",
    "estimate_by",
    "estimate_strata",
    "find_spread",
    "histories_of_records",
    "read_overlaps",
    "write_overlaps",
]
