"""Tally: incidents -> totals that say what they leave out; histories of persons -> estimates of what no list recorded."""

from sijill.tally.among import Among, count_among
from sijill.tally.total import PROPERTIES, WHY, Choice, tally_incidents
from sijill.tally.uncertain import Uncertainty, load_uncertainty

__all__ = ["PROPERTIES", "WHY", "Among", "Choice", "Uncertainty", "count_among", "load_uncertainty", "tally_incidents"]
