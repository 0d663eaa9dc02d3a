"""`sijill estimate --register`: the lists of a register's persons, and what must be said of them."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sijill.cli.options import open_register
from sijill.cli.screen import progress

if TYPE_CHECKING:
    from sijill.model import Estimate, Notice
    from sijill.pipeline.histories import By, People
    from sijill.tally.estimate import Histories


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken from a register: the table, the persons behind it, and what must be said."""

    histories: "Histories"
    people: "People"
    notices: "tuple[Notice, ...]"

    def carry(self, draws: int, method: str, seed: int, level: float) -> "Estimate | None":
        """The estimate over draws of the links; null where no link is open."""
        from sijill.tally.estimate import carry_linkage

        if not draws or not self.people.joining.links:
            return None
        with progress("Drawing links", draws) as bar:
            tables = self.people.draws(self.histories.names, draws, seed)
            return carry_linkage(self.histories, tables, method, level, bar.step)


def take_histories(target: str, lists: list[str], by: "By", fate: Any, unreviewed: bool, most: int, kept: Path | None) -> Taken:
    """The histories of the register's persons, written to `kept` too. Raises EstimateError where there are none, or too few lists."""
    from sijill.model import EstimateError, Notice
    from sijill.pipeline.histories import gather_people
    from sijill.tally.estimate import check_lists, choose_lists, write_overlaps

    with open_register(target, must_exist=True) as register:
        people = gather_people(register, by=by, fate=fate, unreviewed=unreviewed)
    persons, sizes = people.persons(), people.sizes()
    if not persons:
        hint = "" if unreviewed else "; put them there with `sijill decide ID victim --claim …`, or add --unreviewed"
        raise EstimateError(f"{target}: nobody of the fate {fate!r} is on the victims' list with a claim{hint}")
    chosen, notices = choose_lists(sizes, lists, most)
    histories = people.histories(chosen)
    found = [*notices, *check_lists(chosen, map(people.lists_of, persons))]
    counts: dict[str, dict[str, str | int | float]] = {
        "persons_left_out": {"persons": len(persons) - histories.listed},
        "persons_without_claims": {"persons": people.unnamed},
        "names_too_short": {"claims": people.short},
        "copies_moved": {"claims": people.moved},
        "links_unjudged": {"persons": people.unjudged},
    }
    found += [Notice(code, values) for code, values in counts.items() if any(values.values())]
    if unreviewed:
        machine = sum(people.listed.isdisjoint(person) for person in persons)
        found.insert(0, Notice("persons_unreviewed", {"persons": machine, "of": len(persons), "links": len(people.joining.links)}))
    if kept is not None:
        write_overlaps(kept, histories)
    return Taken(histories, people, tuple(found))
