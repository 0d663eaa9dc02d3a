"""A plot of all estimates side by side, in English or Arabic; the file's ending says the format."""

from collections.abc import Sequence
from pathlib import Path

from sijill.model import Estimate, EstimateError
from sijill.tally.estimate.words import say_method
from sijill.tally.words import Language

TITLE = {"en": "Persons in all, by method", "ar": "عدد الأشخاص الكلي بحسب الطريقة"}
LISTED = {"en": "listed", "ar": "المسجلون"}


def plot_estimates(estimates: Sequence[Estimate], path: Path, language: Language = "en") -> None:
    """Write a dot with its interval for each estimate that exists, and a line at the persons listed.

    Raises EstimateError where there is no estimate to plot, or the file cannot be written.
    """
    from matplotlib.figure import Figure

    known = [e for e in estimates if e.estimate is not None]
    if not known:
        raise EstimateError(f"{path}: there is no estimate to plot")
    figure = Figure(figsize=(8, 1.2 + 0.42 * len(known)), layout="constrained")
    axes = figure.subplots()
    for place, e in enumerate(reversed(known)):
        assert e.estimate is not None  # noqa: S101 - `known` holds no other
        low, high = e.low if e.low is not None else e.estimate, e.high if e.high is not None else e.estimate
        axes.plot([low, high], [place, place], color="#4a6a8a", linewidth=2, solid_capstyle="butt")
        axes.plot([e.estimate], [place], "o", color="#1f3550")
    axes.axvline(known[0].listed, color="#a33", linewidth=1, linestyle="--", label=LISTED[language])
    axes.set_yticks(range(len(known)), [say_method(e.method, language) for e in reversed(known)])
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    highest = max(e.high if e.high is not None else e.estimate or 0 for e in known)
    middle = sorted(e.estimate or 0 for e in known)[len(known) // 2]
    if highest > 8 * middle:
        axes.set_xscale("log")
    axes.set_title(TITLE[language])
    axes.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), frameon=False)
    axes.grid(axis="x", alpha=0.3)
    try:
        figure.savefig(path, dpi=150)
    except (OSError, ValueError) as error:
        raise EstimateError(f"{path}: the plot cannot be written ({error})") from error
