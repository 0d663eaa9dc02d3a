"""Sentences that keep what they speak of apart, so that a face can say them in another language; the other languages are data
(`web/words/problems.toml`)."""

from typing import Any


class Said(str):
    """A sentence in English that remembers how it was made: `template`, with names in braces, and the `values` that stand for them."""

    template: str
    values: dict[str, Any]


def say(template: str, **values: Any) -> Said:
    """The sentence of a template: `say("{left} is one report", left=name)`. Several things (a tuple) are joined by semicolons."""
    plain = {name: "; ".join(map(str, value)) if isinstance(value, tuple) else value for name, value in values.items()}
    made = Said(template.format(**plain))
    made.template, made.values = template, values
    return made
