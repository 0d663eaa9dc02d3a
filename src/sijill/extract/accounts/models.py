"""The small models of assembly, together, so that training can put others in their place."""

from dataclasses import dataclass
from functools import cache

from sijill.extract.linear import ChoiceModel, LinearModel, load_choice, load_model


@dataclass(frozen=True, slots=True)
class Models:
    """Which unit joins which account; the frame of an account; what is bound to it."""

    account: ChoiceModel
    event_type: LinearModel
    scope: LinearModel
    headline: LinearModel
    stance: LinearModel
    place: LinearModel
    actor: LinearModel
    source: LinearModel
    date: ChoiceModel
    harm: LinearModel


FILES = {
    "account": "account",
    "event_type": "event_type",
    "scope": "frame_scope",
    "headline": "frame_headline",
    "stance": "frame_stance",
    "place": "bind_place",
    "actor": "bind_actor",
    "source": "bind_source",
    "date": "bind_date",
    "harm": "bind_harm",
}
"""The file in data/models/ of each model."""

CHOICES = frozenset({"account", "date"})
"""Models that choose among any number of choices."""


@cache
def load_models() -> Models:
    """The models of the package."""
    return Models(**{n: load_choice(f) if n in CHOICES else load_model(f) for n, f in FILES.items()})  # type: ignore[arg-type]
