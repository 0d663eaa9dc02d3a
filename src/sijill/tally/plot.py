"""Plots of totals: a time line with a band from the lowest to the highest, or bars; Arabic labels are shaped, from right to left.

A plot shows one kind of harm to one group; contested incidents have a band of their own beside it.
"""

from collections.abc import Callable, Sequence
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, cast

from sijill.model import Tally, Total
from sijill.model.months import fill_time
from sijill.model.vocabulary import Group, HarmKind
from sijill.tally.words import Language, say

INK, BAND, CONTESTED = "#8f2318", "#f3c9bf", "#35536b"
MOST_BARS = 25


def plot_tally(
    tally: Tally,
    path: Path,
    kind: HarmKind = "killed",
    group: Group = "civilian",
    language: Language = "en",
    name: Callable[[str, str], str] = lambda value, by: value,  # noqa: ARG005 - what it is by changes nothing in codes
) -> Path:
    """Draw the totals of one kind and group to `path` (PNG, SVG or PDF by its ending); the same totals give the same bytes.

    By month or year it is a time line; by anything else bars, the largest first. `name` gives the words of a
    value of a property (what it is by) in that language.
    Raises ValueError where nothing can be drawn.
    """
    lines = [t for t in tally.totals if (t.kind, t.group, t.unit, t.who) == (kind, group, "people", None)]
    if not lines or len(tally.by) != 1:
        raise ValueError(f"there is nothing to draw: a plot needs totals of {kind} {group} by one property, such as --by month")
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    style = {"font.family": ["DejaVu Sans", _arabic_font()], "svg.hashsalt": "sijill", "svg.fonttype": "path"}
    with rc_context(cast(Any, style)):
        figure = Figure(figsize=(9, max(4.5, 0.26 * min(len(lines), MOST_BARS))), layout="constrained")
        FigureCanvasAgg(figure)
        axes = figure.add_subplot()
        if tally.by[0] in ("month", "year"):
            _draw_time(axes, lines, language)
        else:
            _draw_bars(axes, lines, language, lambda value: name(value, tally.by[0]))
        by = "by_reviewed" if tally.by[0] == "reviewed" else tally.by[0]
        title = say("plot_title", language, kind=name(kind, "kind"), group=name(group, "group"), by=say(by, language))
        axes.set_title(title, loc="right" if language == "ar" else "left")
        axes.spines[["top", "right"]].set_visible(False)
        figure.savefig(path, dpi=150, metadata=_undated(path))
    return path


@cache
def _arabic_font() -> str:
    """The name of the package's Arabic font, made known to matplotlib."""
    from matplotlib.font_manager import fontManager

    with as_file(files("sijill") / "data" / "report" / "fonts" / "Amiri-Regular.ttf") as path:
        fontManager.addfont(path)
    return "Amiri"


def _draw_time(axes: object, lines: Sequence[Total], language: Language) -> None:
    from matplotlib.axes import Axes

    assert isinstance(axes, Axes)  # noqa: S101 - drawn on what plot_tally made
    names = fill_time(sorted({t.key[0] for t in lines if t.key[0]}))
    for contested, colour in ((False, INK), (True, CONTESTED)):
        told = {t.key[0]: t for t in lines if t.contested == contested}
        if told:
            low, high = ([getattr(told[n], end) if n in told else 0 for n in names] for end in ("low", "high"))
            word = say("contested_who" if contested else "lowest_to_highest", language)
            axes.fill_between(range(len(names)), low, high, color=colour, alpha=0.25, label=word, step="mid")
            axes.plot(range(len(names)), low, color=colour, drawstyle="steps-mid")
    every = max(len(names) // 12, 1)
    axes.set_xticks(range(0, len(names), every), names[::every], rotation=45)
    axes.set_ylim(bottom=0)
    axes.legend(frameon=False)


def _draw_bars(axes: object, lines: Sequence[Total], language: Language, name: Callable[[str], str]) -> None:
    from matplotlib.axes import Axes

    assert isinstance(axes, Axes)  # noqa: S101 - likewise
    shown = sorted(lines, key=lambda t: (-t.high, t.key, t.contested))[:MOST_BARS][::-1]
    whom = [name(t.key[0]) if t.key[0] else say("not_known", language) for t in shown]
    names = [f"{one} ({say('contested', language)})" if t.contested else one for one, t in zip(whom, shown, strict=True)]
    axes.barh(names, [t.high for t in shown], color=BAND, label=say("high", language))
    axes.barh(names, [t.low for t in shown], color=INK, label=say("low", language))
    axes.legend(frameon=False)


def _undated(path: Path) -> dict[str, None]:
    """Metadata without a clock, by the kind of file."""
    return {".svg": {"Date": None}, ".pdf": {"CreationDate": None}}.get(path.suffix.lower(), {})
