"""Actors: organised parties named in a text."""

from sijill.extract.actors.finder import find_actors

__all__ = ["find_actors"]
