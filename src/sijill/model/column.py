"""Columns of tables: one way of comparing their names."""


def fold_column(name: str) -> str:
    """A column's name as it is compared: small letters, single spaces for anything that parts words."""
    return " ".join(name.casefold().replace("_", " ").replace("-", " ").split())
