"""Columns of a PDF's page: a strip without letters, with running text on both sides, parts what is read one after another."""

from collections.abc import Callable, Iterator
from statistics import median

STRIP = 2
"""Blanks that the strip between two columns is wide at least, on the grid that pypdf lays letters out on."""

FEWEST = 4
"""Lines with text on both sides from which there are columns: two paragraphs side by side may be a signature."""

FILLED = 18
"""Letters that half of the lines on each side have at least: the cells of a table are shorter, and are read along their rows."""

EDGE = 0.2
"""Share of a page's width on either side in which no strip is looked for."""


def split_columns(layout: str, is_arabic: Callable[[str], bool]) -> Iterator[str]:
    """A page as laid out on a grid, in the parts in which it is read: what goes across, then column after column, from the right where
    they are Arabic. A page without columns is one part."""
    lines = layout.split("\n")
    strip = _find_strip(lines)
    if strip is None:
        yield layout
        return
    run: list[str] = []
    across: list[str] = []
    for line in lines:
        if line[strip : strip + STRIP].strip():
            yield from _part(run, strip, is_arabic)
            run = []
            across.append(line)
        elif line.strip() or run:
            if across:
                yield "\n".join(across)
                across = []
            run.append(line)
        else:
            across.append(line)
    yield from _part(run, strip, is_arabic)
    if across:
        yield "\n".join(across)


def _find_strip(lines: list[str]) -> int | None:
    """Where the strip begins: the place that most lines leave blank while they have text on both sides; null where there is none."""
    width = max(map(len, lines), default=0)
    best: tuple[int, int] | None = None
    for at in range(int(width * EDGE), int(width * (1 - EDGE))):
        sides = [(line[:at].strip(), line[at + STRIP :].strip()) for line in lines if not line[at : at + STRIP].strip()]
        both = [(left, right) for left, right in sides if left and right]
        if len(both) < FEWEST or any(median(len(side[n]) for side in both) < FILLED for n in (0, 1)):
            continue
        crossing = sum(bool(line[at : at + STRIP].strip()) for line in lines)
        if len(both) > crossing and (best is None or len(both) > best[0]):
            best = (len(both), at)
    return best[1] if best else None


def _part(run: list[str], strip: int, is_arabic: Callable[[str], bool]) -> Iterator[str]:
    if not run:
        return
    left, right = "\n".join(line[:strip] for line in run), "\n".join(line[strip:] for line in run)
    yield from (right, left) if is_arabic("".join(run)) else (left, right)
