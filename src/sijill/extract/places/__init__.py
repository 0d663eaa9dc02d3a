"""Places: names in a text, their relation, the units named with them, and what each is to its sentence."""

from sijill.extract.places.finder import find_places

__all__ = ["find_places"]
