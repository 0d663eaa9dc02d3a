"""Tally: incidents -> totals that say what they leave out; histories of persons -> estimates of what no list recorded."""

from sijill.tally.among import Among, count_among
from sijill.tally.total import PROPERTIES, WHY, Choice, tally_incidents

__all__ = ["PROPERTIES", "WHY", "Among", "Choice", "count_among", "tally_incidents"]
