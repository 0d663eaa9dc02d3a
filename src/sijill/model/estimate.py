"""Estimates of what no list recorded: what multiple-systems estimation gives."""

from dataclasses import dataclass, field

Value = str | int | float | bool | None | list[float]
"""What a diagnostic may be."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that a reader of an estimate must know: `code` names its words (Arabic and English) in `data/estimates.toml`, `values`
    fills them in."""

    code: str
    values: dict[str, str | int | float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Estimate:
    """How many persons there are in all, listed and unlisted, by one method.

    `estimate`, `low` and `high` are persons; null where the method has nothing sound to say, and `notices` tells why. `level` is what
    the interval claims to cover, if the method's assumptions hold; `interval` says how it was made. `model` is the model chosen, in the
    lists' names.
    """

    method: str
    listed: int
    estimate: float | None = None
    low: float | None = None
    high: float | None = None
    level: float = 0.95
    interval: str = ""
    model: str = ""
    diagnostics: dict[str, Value] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()
