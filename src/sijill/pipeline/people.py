"""People named in several incidents, as the register has them."""

from sijill.link import match_people
from sijill.model import Filing, PersonLink
from sijill.model.decision import PERSON
from sijill.register import Register

PAGE = 500


def list_people(register: Register) -> tuple[PersonLink, ...]:
    """Pairs of victim claims of two incidents that may name one person, the strongest first. Every account is opened once."""
    return match_people(file_people(register), register.decisions.every(*PERSON))


def file_people(register: Register) -> dict[str, list[Filing]]:
    """The accounts of each incident that tell of victims, in the order of capture."""
    accounts = register.look.account_ids()
    homes = register.look.incidents_of(accounts)
    found: dict[str, list[Filing]] = {}
    for start in range(0, len(accounts), PAGE):
        for filing in register.look.filings(accounts[start : start + PAGE]):
            if filing.account.victims and filing.account.id in homes:
                found.setdefault(homes[filing.account.id], []).append(filing)
    return found
