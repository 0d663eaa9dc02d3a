"""Columns of tables: one way of comparing their names."""


def fold_column(name: str) -> str:
    """A column's name as it is compared: small letters, single spaces for anything that parts words."""
    return " ".join(name.casefold().replace("_", " ").replace("-", " ").replace(".", " ").split())


def is_column(column: str, wanted: str, *, begins: bool = False) -> bool:
    """Whether a folded column is the wanted one, in which the word `*` stands for any number; or only begins with its words."""
    words, asked = column.split(), wanted.split()
    if len(words) < len(asked) or (len(words) > len(asked) and not begins):
        return False
    return all(word == ask or (ask == "*" and word.isdigit()) for word, ask in zip(words, asked, strict=False))
