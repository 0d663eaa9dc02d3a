"""The whole run in order: capture -> extract -> geocode -> link -> review -> tally -> write, and what people decide on the way.

Each report is filed in one transaction: captured, read and placed, or not at all. When all are filed, the accounts that are in no
incident yet are linked in one transaction. A run killed at any moment and started again therefore ends with the same register, and
a second run of the same files adds nothing. A decision, and what follows from it, is one transaction too.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from sijill.extract.reader import Reader
from sijill.model import InputError
from sijill.pipeline.assemble import link_register, rules_of
from sijill.pipeline.bonds import follow_bonds
from sijill.pipeline.cases import list_cases
from sijill.pipeline.history import Dossier, History, open_dossier, tell_history
from sijill.pipeline.intake import Filed, PlaceResolver, file_paths, file_report
from sijill.pipeline.judge import Outcome, decide, merge, merge_of, now_of, split, split_of, touched_by, withdraw
from sijill.pipeline.origins import list_origins
from sijill.pipeline.people import list_people
from sijill.pipeline.publish import Order, exposed_before, publish
from sijill.pipeline.queue import Waiting, grades_given, list_queue
from sijill.pipeline.revision import give_rules, review_again
from sijill.pipeline.rivals import list_rivals
from sijill.pipeline.table import Imported, import_table
from sijill.pipeline.tally import tally_register
from sijill.register import Register

__all__ = [
    "Dossier",
    "Filed",
    "History",
    "Imported",
    "Order",
    "Outcome",
    "PlaceResolver",
    "Waiting",
    "decide",
    "exposed_before",
    "file_paths",
    "file_report",
    "follow_bonds",
    "give_rules",
    "grades_given",
    "import_table",
    "link_register",
    "list_cases",
    "list_origins",
    "list_people",
    "list_queue",
    "list_rivals",
    "merge",
    "merge_of",
    "now_of",
    "open_dossier",
    "publish",
    "review_again",
    "rules_of",
    "run",
    "split",
    "split_of",
    "tally_register",
    "tell_history",
    "touched_by",
    "withdraw",
]


def run(
    register: Register,
    paths: Sequence[Path],
    reader: Reader,
    resolver: PlaceResolver,
    watch: Callable[[Filed | InputError], None],
) -> tuple[str, ...]:
    """The main job: file every report, then put together those that tell of one incident; the ids of incidents that changed.

    `watch` is told of each report and each problem as it comes.
    """
    for item in file_paths(register, paths, reader, resolver):
        watch(item)
    return link_register(register)
