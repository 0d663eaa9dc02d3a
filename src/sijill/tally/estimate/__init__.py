"""Estimates of what no list recorded, from the overlaps of lists of persons."""

from sijill.tally.estimate.histories import Histories, histories_of_records

__all__ = ["Histories", "histories_of_records"]
