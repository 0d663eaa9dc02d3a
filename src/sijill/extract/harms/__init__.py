"""Harms: stated counts of people harmed, with their numbers, groups and parts."""

from sijill.extract.harms.finder import find_harms

__all__ = ["find_harms"]
