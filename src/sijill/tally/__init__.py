"""Tally: incidents -> totals that say what they leave out."""

from sijill.tally.total import tally_incidents

__all__ = ["tally_incidents"]
