"""Plots of totals: a time line with a band from the lowest to the highest, or bars; Arabic labels are shaped, from right to left.

A plot shows one kind of harm to one group; contested incidents have a band of their own beside it.
"""

from collections.abc import Sequence
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, cast

from sijill.model import Tally, Total
from sijill.model.months import fill_time
from sijill.model.vocabulary import Group, HarmKind

INK, BAND, CONTESTED = "#8f2318", "#f3c9bf", "#35536b"
MOST_BARS = 25


def plot_tally(tally: Tally, path: Path, kind: HarmKind = "killed", group: Group = "civilian", title: str = "") -> Path:
    """Draw the totals of one kind and group to `path` (PNG, SVG or PDF by its ending); the same totals give the same bytes.

    By month or year it is a time line; by anything else bars, the largest first. Raises ValueError where nothing can be drawn.
    """
    lines = [t for t in tally.totals if (t.kind, t.group, t.unit, t.who) == (kind, group, "people", None)]
    if not lines or len(tally.by) != 1:
        raise ValueError(f"there is nothing to draw: a plot needs totals of {kind} {group} by one property, such as --by month")
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    style = {"font.family": ["DejaVu Sans", _arabic_font()], "svg.hashsalt": "sijill", "svg.fonttype": "path"}
    with rc_context(cast(Any, style)):
        figure = Figure(figsize=(9, 4.5), layout="constrained")
        FigureCanvasAgg(figure)
        axes = figure.add_subplot()
        (_draw_time if tally.by[0] in ("month", "year") else _draw_bars)(axes, lines)
        axes.set_title(title or f"{kind}, {group}: lowest and highest, by {tally.by[0].replace('_', ' ')}", loc="left")
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


def _draw_time(axes: object, lines: Sequence[Total]) -> None:
    from matplotlib.axes import Axes

    assert isinstance(axes, Axes)  # noqa: S101 - drawn on what plot_tally made
    names = fill_time(sorted({t.key[0] for t in lines if t.key[0]}))
    for contested, colour in ((False, INK), (True, CONTESTED)):
        told = {t.key[0]: t for t in lines if t.contested == contested}
        if told:
            low, high = ([getattr(told[n], end) if n in told else 0 for n in names] for end in ("low", "high"))
            word = "contested who did it" if contested else "lowest to highest"
            axes.fill_between(range(len(names)), low, high, color=colour, alpha=0.25, label=word, step="mid")
            axes.plot(range(len(names)), low, color=colour, drawstyle="steps-mid")
    every = max(len(names) // 12, 1)
    axes.set_xticks(range(0, len(names), every), names[::every], rotation=45)
    axes.set_ylim(bottom=0)
    axes.legend(frameon=False)


def _draw_bars(axes: object, lines: Sequence[Total]) -> None:
    from matplotlib.axes import Axes

    assert isinstance(axes, Axes)  # noqa: S101 - likewise
    shown = sorted(lines, key=lambda t: (-t.high, t.key, t.contested))[:MOST_BARS][::-1]
    names = [(t.key[0] or "not known") + (" (contested)" if t.contested else "") for t in shown]
    axes.barh(names, [t.high for t in shown], color=BAND, label="highest")
    axes.barh(names, [t.low for t in shown], color=INK, label="lowest")
    axes.legend(frameon=False)


def _undated(path: Path) -> dict[str, None]:
    """Metadata without a clock, by the kind of file."""
    return {".svg": {"Date": None}, ".pdf": {"CreationDate": None}}.get(path.suffix.lower(), {})
