"""Charts as SVG within the page: they need no script, take the page's colours and language, and a table says the same beside them."""

from collections.abc import Callable, Sequence

from markupsafe import Markup

WIDTH, HEIGHT, FOOT = 720, 200, 26
MOST_LABELS = 10
ROW = 26


def range_chart(title: str, points: Sequence[tuple[str, int, int]], say: Callable[[str], str]) -> Markup:
    """A column for each (label, lowest, highest), from the first label to the last: dark up to the lowest, light up to the highest."""
    if not points:
        return Markup("")
    top = max(high for _, _, high in points) or 1
    step = WIDTH / len(points)
    every = max(len(points) // MOST_LABELS, 1)
    parts = []
    for n, (label, low, high) in enumerate(points):
        x, wide = n * step + step * 0.15, step * 0.7
        tall_low, tall_high = low / top * (HEIGHT - FOOT), high / top * (HEIGHT - FOOT)
        bar = Markup('<rect class="{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"></rect>')
        parts.append(Markup("<g><title>{}: {}–{}</title>").format(label, low, high))
        parts.append(_filled(bar, "high", x, HEIGHT - FOOT - tall_high, wide, tall_high))
        parts.append(_filled(bar, "low", x, HEIGHT - FOOT - tall_low, wide, tall_low) + Markup("</g>"))
        if n % every == 0:
            parts.append(
                Markup('<text x="{}" y="{}" text-anchor="middle">{}</text>').format(f"{n * step + step / 2:.1f}", HEIGHT - 8, label)
            )
    head = Markup('<svg class="chart" viewBox="0 0 {} {}" role="img" aria-label="{}" direction="ltr">').format(WIDTH, HEIGHT, title)
    rule = Markup('<text class="top" x="2" y="10">{}</text>').format(top)
    key = Markup('<figcaption>{} <span class="key low"></span>{} <span class="key high"></span>{}</figcaption>').format(
        title, say("col_low"), say("col_high")
    )
    return Markup("<figure>") + head + rule + Markup("").join(parts) + Markup("</svg>") + key + Markup("</figure>")


def bar_chart(title: str, points: Sequence[tuple[str, int]], say: Callable[[str], str]) -> Markup:
    """A row for each (label, number), as a list that reads without the bars."""
    if not points:
        return Markup("")
    top = max(number for _, number in points) or 1
    rows = [
        Markup('<li><span class="name">{}</span><svg class="bar" viewBox="0 0 100 8" aria-hidden="true" preserveAspectRatio="none">'
               '<rect class="low" width="{}" height="8"></rect></svg><b>{}</b></li>').format(label, f"{number / top * 100:.1f}", number)
        for label, number in points[:12]
    ]  # fmt: skip
    caption = Markup("<figcaption>{} ({})</figcaption>").format(title, say("col_low"))
    return Markup('<figure><ul class="bars">') + Markup("").join(rows) + Markup("</ul>") + caption + Markup("</figure>")


def _filled(bar: Markup, kind: str, x: float, y: float, wide: float, tall: float) -> Markup:
    return bar.format(kind, x, y, wide, tall)
