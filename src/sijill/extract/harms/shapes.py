"""Shapes that features are made of: coarse distances, and closed-class words by themselves."""

from sijill.extract.harms.closed import CLOSED


def bucket(value: int) -> str:
    """A coarse distance or count."""
    for top, name in ((0, "0"), (1, "1"), (2, "2"), (4, "4"), (8, "8"), (16, "16"), (40, "40")):
        if value <= top:
            return name
    return "far"


def word_class(form: str) -> str:
    """A closed-class word by itself, every other word by its script."""
    if form in CLOSED:
        return form
    if form[:1].isdigit():
        return "#"
    return "w" if form.isascii() else "ع"
