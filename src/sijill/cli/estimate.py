"""`sijill estimate`: how many no list recorded, by every method side by side."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sijill.cli.options import register_option
from sijill.cli.screen import print_json, print_notice, print_table, print_title, progress

if TYPE_CHECKING:
    from sijill.cli.estimate_register import Taken
    from sijill.model import Estimate, Notice
    from sijill.tally.estimate import Choices, Histories
    from sijill.tally.words import Language


def _split(_: click.Context, __: click.Parameter, value: str) -> list[str]:
    return [name.strip() for name in value.split(",") if name.strip()]


def _prior(_: click.Context, __: click.Parameter, value: str) -> tuple[float, float]:
    try:
        shape, rate = (float(part) for part in value.split(","))
    except ValueError as error:
        raise click.BadParameter("two numbers with a comma between them: shape,rate") from error
    return shape, rate


@click.command()
@click.argument("overlaps", required=False, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@register_option
@click.option("--by", type=click.Choice(["source", "origin"]), default="source", show_default=True, help="What is a list.")
@click.option(
    "--fate",
    type=click.Choice(["killed", "injured", "missing", "abducted", "displaced"]),
    default="killed",
    show_default=True,
    help="Of the register's persons.",
)
@click.option("--unreviewed", is_flag=True, help="Also persons whom no person put on the victims' list, joined by the machine.")
@click.option("--most", type=click.IntRange(2), default=5, show_default=True, help="Lists of the register: those with most persons.")
@click.option("--overlaps", "kept", type=click.Path(path_type=Path, dir_okay=False), help="Write the register's overlaps, as CSV.")
@click.option("--draws", type=click.IntRange(0), default=100, show_default=True, help="Of the links that nobody judged.")
@click.option(
    "--draws-by",
    type=click.Choice(["loglinear_bic", "stepwise", "chao"]),
    default="loglinear_bic",
    show_default=True,
    help="The method on each draw.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object with all estimates.")
@click.option("--plot", "plot", type=click.Path(path_type=Path, dir_okay=False), help="Draw them too: a .png, .svg or .pdf file.")
@click.option("--language", type=click.Choice(["en", "ar"]), default="en", show_default=True, help="Of the words and the plot.")
@click.option("--methods", callback=_split, default="", metavar="NAMES", help="Only these, with commas; all by default.")
@click.option("--lists", callback=_split, default="", metavar="NAMES", help="The columns that are lists; by default all but the count.")
@click.option("--strata", metavar="COLUMN", help="A column such as age and sex: estimated within each of its values, and added up.")
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help="The same seed gives the same figures.")
@click.option("--level", type=click.FloatRange(0.5, 0.999), default=0.95, show_default=True, help="What intervals claim to cover.")
@click.option("--bootstraps", type=click.IntRange(100), default=1000, show_default=True, help="Replicates of the BCa intervals.")
@click.option("--order", type=click.IntRange(1), help="At most so many lists depend on each other at once in log-linear models.")
@click.option("--threshold", type=click.FloatRange(0, 1), default=0.02, show_default=True, help="Of the stepwise rule.")
@click.option(
    "--plausible",
    type=click.FloatRange(0, min_open=True),
    metavar="TIMES",
    help="Leave out models by which more than so many times the listed are unlisted.  [default: none are left out; 5 within strata]",
)
@click.option(
    "--delta", type=click.FloatRange(0, min_open=True), help="Prior persons in each cell, for graphs.  [default: 1 / 2^lists]"
)
@click.option("--chains", type=click.IntRange(1), default=4, show_default=True, help="Of the latent-class sampler.")
@click.option("--iterations", type=click.IntRange(1), default=110_000, show_default=True, help="Of each chain.")
@click.option("--burn", type=click.IntRange(0), default=10_000, show_default=True, help="Iterations thrown away at first.")
@click.option("--thin", type=click.IntRange(1), default=100, show_default=True, help="One draw kept in so many iterations.")
@click.option("--classes", type=click.IntRange(1), default=10, show_default=True, help="Latent classes at most.")
@click.option(
    "--concentration",
    callback=_prior,
    default="0.25,0.25",
    show_default=True,
    metavar="SHAPE,RATE",
    help="The gamma prior of the latent classes' concentration.",
)
def estimate(
    overlaps: Path | None,
    target: str | None,
    unreviewed: bool,
    as_json: bool,
    plot: Path | None,
    language: "Language",
    methods: list[str],
    lists: list[str],
    strata: str | None,
    plausible: float | None,
    **options: Any,
) -> None:
    """Estimate how many persons there are in all, listed and unlisted, from who is on which lists.

    OVERLAPS is a CSV file: a column of 0 and 1 for each list, and `count` or `n` for how many persons are on just those lists; without
    such a column each row is one person. Persons, never incidents or bare counts. All methods are shown side by side: where they
    differ, the range is the finding.

    With --register instead of a file, persons are those on the victims' list, and lists the sources (or, --by origin, the sources
    that first told) whose reports name them. Pairs that may be one person and that nobody judged count as two; one method is run
    over draws of them, and the interval says how much comes from not knowing. --unreviewed adds whom the machine reads, joined by the
    weights of their names.

    \b
    Examples:
      sijill estimate overlaps.csv
      sijill estimate overlaps.csv --plot estimates.png --language ar
      sijill estimate persons.csv --lists hospital,survey,obituaries --strata age_sex
      sijill estimate --register register.sqlite --by origin
      sijill estimate --register register.sqlite --unreviewed --draws 200 --overlaps overlaps.csv
      sijill estimate overlaps.csv --methods latent_class --chains 8 --iterations 510000 --classes 20 --json
    """
    from sijill.tally.estimate import Choices, Settings, choose_methods, read_overlaps

    if (overlaps is None) == (target is None):
        raise click.UsageError("name either a file of OVERLAPS or a --register")
    shape, rate = options["concentration"]
    sampler = Settings(
        classes=options["classes"],
        shape=shape,
        rate=rate,
        chains=options["chains"],
        iterations=options["iterations"],
        burn=options["burn"],
        thin=options["thin"],
    )
    sampler.check()
    choices = Choices(
        options["seed"],
        options["level"],
        options["order"],
        options["bootstraps"],
        threshold=options["threshold"],
        plausible=plausible,
        delta=options["delta"],
        sampler=sampler,
    )
    chosen = choose_methods(methods)
    taken = None
    tables = {}
    if overlaps is not None:
        _refuse_for_files(unreviewed, options["kept"])
        tables = dict(read_overlaps(overlaps, lists, strata))
        whole, notices = _join(tables.values())
    else:
        taken = _take(str(target), lists, strata, unreviewed, options)
        whole, notices = taken.histories, list(taken.notices)
    found = _run(whole, chosen, choices)
    if strata is not None:
        from sijill.tally.estimate.strata import PLAUSIBLE, estimate_strata

        found.append(estimate_strata(tables, seed=choices.seed, level=choices.level, plausible=plausible or PLAUSIBLE))
    from sijill.tally.estimate.side import check_table, find_spread

    notices = [*notices, *check_table(whole)]
    if (spread := find_spread(found)) and len(found) > 1 and spread[1] > spread[0]:
        from sijill.model import Notice

        notices.append(Notice("spread", {"least": spread[0], "most": spread[1]}))
    carried = None if taken is None else taken.carry(options["draws"], options["draws_by"], choices.seed, choices.level)
    if plot is not None:
        from sijill.tally.estimate.plot import plot_estimates

        plot_estimates([*found, carried] if carried else found, plot, language)
    if as_json:
        origin: dict[str, Any] = {"overlaps": overlaps.name if overlaps else None}
        if taken is not None:
            origin["register"] = {"by": options["by"], "fate": options["fate"], "unreviewed": unreviewed}
        print_json({**origin, **_to_json(whole, found, carried, notices, choices)}, reviewed=not unreviewed)
    else:
        if unreviewed:
            print_notice()
        found = [*found, carried] if carried else found
        _print(whole, found, notices, language)


def _take(target: str, lists: list[str], strata: str | None, unreviewed: bool, options: dict[str, Any]) -> "Taken":
    from sijill.cli.estimate_register import take_histories

    if strata is not None:
        raise click.UsageError("--strata is for a file: write one with --overlaps, or keep the column in your own")
    return take_histories(target, lists, options["by"], options["fate"], unreviewed, options["most"], options["kept"])


def _refuse_for_files(unreviewed: bool, kept: Path | None) -> None:
    if unreviewed or kept is not None:
        raise click.UsageError("--unreviewed and --overlaps are for a --register")


def _join(tables: Any) -> "tuple[Histories, list[Notice]]":
    """One table of all strata, without the lists that are empty."""
    import numpy as np

    from sijill.model import Notice
    from sijill.tally.estimate import Histories

    every = list(tables)
    whole = Histories.of(every[0].names, np.vstack([t.cells for t in every]), np.concatenate([t.counts for t in every]))
    kept, empty = whole.without_empty_lists()
    return kept, [Notice("empty_lists", {"names": ", ".join(empty)})] if empty else []


def _run(histories: "Histories", methods: list[str], choices: "Choices") -> "list[Estimate]":
    from sijill.tally.estimate import Table, estimate_by
    from sijill.tally.estimate.latent import STRETCHES

    table, found = Table(histories, choices), []
    chain_steps = STRETCHES * choices.sampler.chains if "latent_class" in methods else 0
    with progress("Estimating", len(methods) + chain_steps) as bar:
        for method in methods:
            found.append(estimate_by(method, table, bar.step))
            bar.step()
    return found


def _to_json(
    histories: "Histories", found: "list[Estimate]", carried: "Estimate | None", notices: "list[Notice]", choices: "Choices"
) -> dict[str, Any]:
    from sijill.model.codec import to_json
    from sijill.tally.estimate import compare_pairs, find_spread
    from sijill.tally.estimate.words import say_assumptions, say_method, say_notice

    def both(notice: "Notice") -> dict[str, Any]:
        return {**to_json(notice), "en": say_notice(notice, "en"), "ar": say_notice(notice, "ar")}

    spread = find_spread(found)
    return {
        "listed": histories.listed,
        "lists": [{"name": n, "size": s} for n, s in zip(histories.names, histories.sizes.tolist(), strict=True)],
        "pairs": [{"lists": [a, b], "both": both_, "chapman": c} for a, b, both_, c in compare_pairs(histories)],
        "estimates": [
            {
                **to_json(e),
                "notices": [both(n) for n in e.notices],
                "name": {"en": say_method(e.method, "en"), "ar": say_method(e.method, "ar")},
                "assumes": {"en": say_assumptions(e.method, "en"), "ar": say_assumptions(e.method, "ar")},
            }
            for e in (*found, *((carried,) if carried else ()))
        ],
        "spread": {"least": spread[0], "most": spread[1]} if spread else None,
        "notices": [both(n) for n in notices],
        "seed": choices.seed,
    }


def _print(histories: "Histories", found: "list[Estimate]", notices: "list[Notice]", language: "Language") -> None:
    from sijill.model import Notice
    from sijill.tally.estimate import compare_pairs
    from sijill.tally.estimate.words import say_assumptions, say_method, say_notice

    print_title(
        f"{histories.listed:,} listed · {', '.join(f'{n} {s:,}' for n, s in zip(histories.names, histories.sizes, strict=True))}"
    )
    print_table(
        ("method", "estimate", "low", "high", "interval", "model"),
        [
            (
                say_method(e.method, language),
                *("–" if value is None else f"{value:,.0f}" for value in (e.estimate, e.low, e.high)),
                e.interval if e.estimate is None or e.high is not None else f"{e.interval}, no upper end",
                e.model,
            )
            for e in found
        ],
    )
    for e in found:
        click.echo(f"\n{say_method(e.method, language)}: {say_assumptions(e.method, language)}")
        if e.diagnostics:
            click.echo("  " + ", ".join(f"{k.replace('_', ' ')} {_short(v)}" for k, v in e.diagnostics.items()))
        for notice in e.notices:
            click.echo(click.style(f"  ! {say_notice(notice, language)}", fg="yellow"))
    if histories.lists > 2:
        pairs = [f"{a}·{b} {both:,}" + (f" → {c:,.0f}" if c else "") for a, b, both, c in compare_pairs(histories)]
        click.echo(f"\n{say_method('chapman', language)}: " + ", ".join(pairs[:30]) + (" …" if len(pairs) > 30 else ""))
    click.echo()
    for notice in (*notices, Notice("assumptions")):
        click.echo(click.style(f"! {say_notice(notice, language)}", fg="yellow"))


def _short(value: Any) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(_short(v) for v in value) + "]"
    if isinstance(value, float):
        return f"{value:,.3f}" if abs(value) < 100 else f"{value:,.1f}"
    return f"{value:,}" if isinstance(value, int) else str(value)
