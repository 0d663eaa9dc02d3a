"""A sheaf: some cases redacted, checked, and laid out for every format. Sheaves are made in whichever process, and bound in order."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sijill.model import Case
from sijill.write.change import Context, context_of
from sijill.write.check import Checks, find_lacks
from sijill.write.formats import load_writer
from sijill.write.proof import Leaf, leaf_of
from sijill.write.redact import Redactor
from sijill.write.writer import Draft


@dataclass(frozen=True, slots=True)
class Sheaf:
    """What an edition needs of some cases, which come newest first: their leaves and contexts, what each lacks (incident, words), and
    what every format made of them. It can be pickled, and holds nothing that the policy withholds."""

    leaves: tuple[Leaf, ...]
    contexts: tuple[Context, ...]
    lacks: tuple[tuple[str, str], ...]
    laid: Mapping[str, Any]


class Layout:
    """Makes sheaves of cases for some formats. `since` is the number of the register's entry at which the edition before was made; null
    where there is none. Raises ValueError for an unknown format."""

    def __init__(self, formats: Sequence[str], redactor: Redactor, checks: Checks, since: int | None) -> None:
        self._writers = {name: load_writer(name) for name in formats}
        self._redactor, self._checks, self._since = redactor, checks, since

    def lay(self, cases: Iterable[Case]) -> Sheaf:
        """Each case is redacted before anything else sees it."""
        drafts = [Draft(self._redactor.redact(case)) for case in cases]
        return Sheaf(
            tuple(leaf_of(draft.case, draft.line) for draft in drafts),
            tuple(context_of(draft.case, self._since) for draft in drafts) if self._since is not None else (),
            tuple((draft.case.incident.id, lack) for draft in drafts for lack in find_lacks(draft.case, self._checks)),
            {name: writer.lay(drafts) for name, writer in self._writers.items()},
        )
