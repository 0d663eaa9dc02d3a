"""To which account the people and the circumstances of a page belong: by the harm that states them, else by where they stand."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from sijill.extract.mentions import Mentions
from sijill.extract.text.page import Page
from sijill.extract.victims.circumstances import find_circumstances
from sijill.extract.victims.finder import find_victims
from sijill.model import Account, Circumstance, Span, Victim
from sijill.model.identity import claim_id

BACK = 8
"""How many sentences a list of names may stand after the last claim of its account."""


def add_details(page: Page, mentions: Mentions, accounts: tuple[Account, ...]) -> tuple[Account, ...]:
    """The accounts of a page with their victims and circumstances; those that belong to none are left out."""
    if not accounts:
        return accounts
    ground = _Ground(page, accounts)
    people: dict[int, list[Victim]] = {}
    named = (m for group in (mentions.actors, mentions.places, mentions.sources) for m in group)
    taken = frozenset(i for m in named for i in range(m.first, m.last))
    for person in find_victims(page, mentions.harms, mentions.furniture, taken):
        stated = mentions.harms[person.harm].span if person.harm is not None else person.span
        number = ground.owner_of_harm(stated)
        if number is None:
            number = ground.owner_at(person.sentence, person.first)
        if number is None:
            number = ground.owner_before(person.sentence, person.fate)
        if number is None:
            continue
        rows = people.setdefault(number, [])
        claim = claim_id(accounts[number].id, "v", len(rows) + 1)
        details = (person.name, person.age, person.sex, person.who, person.role, person.status, person.rule)
        rows.append(Victim(claim, page.text[person.span.start : person.span.end], person.span, person.fate, *details))
    how: dict[int, dict[tuple[str, str], Circumstance]] = {}
    for mention in find_circumstances(page, mentions.furniture):
        number = ground.owner_at(mention.sentence, mention.first)
        if number is not None:
            quote = page.text[mention.span.start : mention.span.end]
            value = Circumstance(mention.kind, mention.value, quote, mention.span, mention.rule)
            how.setdefault(number, {}).setdefault((mention.kind, mention.value), value)
    return tuple(
        replace(account, victims=tuple(people.get(number, ())), circumstances=tuple(how.get(number, {}).values()))
        for number, account in enumerate(accounts)
    )


class _Ground:
    """Where the claims of the accounts stand, by sentence and token."""

    def __init__(self, page: Page, accounts: Sequence[Account]) -> None:
        starts = [token.start for token in page.tokens]
        firsts = [sentence.first for sentence in page.sentences]
        self._harms: dict[Span, int] = {}
        self._claims: dict[int, list[tuple[int, int]]] = {}
        self._fates = [{harm.kind for harm in account.harms} for account in accounts]
        for number, account in enumerate(accounts):
            for harm in account.harms:
                self._harms.setdefault(harm.span, number)
            for span in (claim.span for claims in (account.harms, account.places, account.actors) for claim in claims):
                token = max(0, bisect_right(starts, span.start) - 1)
                sentence = max(0, bisect_right(firsts, token) - 1)
                self._claims.setdefault(sentence, []).append((token, number))
        for claims in self._claims.values():
            claims.sort()

    def owner_of_harm(self, span: Span) -> int | None:
        """The account that holds the harm at a span."""
        return self._harms.get(span)

    def owner_at(self, sentence: int, token: int) -> int | None:
        """The account of the claim nearest to a token in its sentence."""
        claims = self._claims.get(sentence)
        if not claims:
            return None
        place = bisect_right(claims, (token, len(self._fates)))
        return min(claims[max(0, place - 1) : place + 1], key=lambda claim: abs(claim[0] - token))[1]

    def owner_before(self, sentence: int, fate: str) -> int | None:
        """The account of the last claim before a sentence, if that account tells a harm of this kind, or none: then the list does."""
        for before in range(sentence - 1, max(-1, sentence - 1 - BACK), -1):
            claims = self._claims.get(before)
            told = self._fates[claims[-1][1]] if claims else set()
            if claims and (fate in told or not told):
                return claims[-1][1]
        return None
