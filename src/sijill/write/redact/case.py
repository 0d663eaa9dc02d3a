"""Redaction: a case as a policy lets it be published. Everything that is written goes through here, once, before any writer sees it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from sijill.model import Case, Filing, Harm, Placement, Span, TollStep, Withheld
from sijill.model.decision import Made, Person, Statement
from sijill.model.identity import incident_id
from sijill.write.redact.coarse import coarse_point, coarsen
from sijill.write.redact.collect import Hidden, find_hidden
from sijill.write.redact.names import MARK, Names, letters_of, mask, move
from sijill.write.redact.policy import Policy
from sijill.write.redact.reduce import reduce_text
from sijill.write.redact.secret import Secret
from sijill.write.redact.shape import alter
from sijill.write.redact.spans import move_spans
from sijill.write.redact.walk import walk

ANALYST = "analyst"
"""What stands for the pseudonym of whoever decided."""


class Redactor:
    """Applies one policy. `names` are all that it withholds in the whole register: somebody withheld here may be named in a report
    about something else. `secret` is null where the team has no key; then nothing is committed to, and ids stay as they are."""

    def __init__(self, policy: Policy, names: Iterable[str] = (), secret: Secret | None = None) -> None:
        self.policy = policy
        self._names = Names((*names, *policy.names))
        self._secret = secret if policy.withholds else None
        self._mask = lru_cache(maxsize=200_000)(self._mask_names)

    def redact(self, case: Case) -> Case:
        """The case without what the policy withholds; `withheld` says what, why and how much."""
        hidden = list(find_hidden(self.policy, (f.account for f in case.filings), case.people))
        own = frozenset(form for one in hidden for form in letters_of(one.name))
        masked: set[str] = set()
        whose = frozenset(one.name for one in hidden)
        filings = tuple(self._filing(f, own, whose, masked) for f in case.filings)
        people = tuple(self._person(p, hidden) for p in case.people)
        statements = tuple(self._statement(s) for s in case.statements)
        captures = {r: c for r, c in case.captures.items() if self.policy.custody and r not in masked}
        made = tuple(self._made(m) for m in case.decisions)
        steps = _follow_steps(case.steps, filings)
        cut = alter(case, filings=filings, steps=steps, people=people, statements=statements, captures=captures, decisions=made)
        withheld = (*self._told(case, hidden), *self._told_more(case, cut))
        rename, former = self._ids(case, masked)
        done = walk(alter(cut, withheld=withheld), self._mask, rename, self._placement)
        return alter(done, former=(*case.former, *former))

    def _filing(self, filing: Filing, own: frozenset[str], whose: frozenset[str], masked: set[str]) -> Filing:
        report, account = filing.report, filing.account
        ranges = self._names.find(report.text, own, [*(p.span for p in account.places), *(a.span for a in account.actors)])
        victims = tuple(alter(v, name=MARK) if v.name in whose else v for v in account.victims)
        account = alter(account, victims=victims) if victims else account
        text, title = mask(report.text, ranges), report.title
        if ranges or self.policy.texts == "full":  # else the spans are moved with the text that is left, below
            account = move_spans(account, text, lambda s: Span(move(s.start, ranges, end=False), move(s.end, ranges, end=True)))
        if ranges:
            masked.add(report.id)
        if self.policy.texts != "full":
            (text, account), title = reduce_text(text, account, self.policy.texts), None
        account = alter(account, harms=self._parts(filing.account.harms, account.harms))
        url = report.url if self.policy.addresses and not self._holds_name(report.url, own) else None
        return alter(filing, report=alter(report, text=text, title=title, url=url), account=account)

    def _parts(self, before: Sequence[Harm], after: Sequence[Harm]) -> tuple[Harm, ...]:
        """The harms with `part_of`, which is another's quote, as that quote is now."""
        quotes = {old.quote: new.quote for old, new in zip(before, after, strict=True)}
        return tuple(h if h.part_of is None else alter(h, part_of=quotes.get(h.part_of, self._mask(h.part_of))) for h in after)

    def _holds_name(self, address: str | None, own: frozenset[str]) -> bool:
        return bool(address) and self._names.find_in_address(address or "", own)

    def _person(self, person: Person, hidden: Iterable[Hidden]) -> Person:
        if not person.names or any(one.name in person.names for one in hidden):
            return replace(person, names=(), register_ids=(), family=None, claims=person.claims)
        return person

    def _statement(self, said: Statement) -> Statement:
        if self.policy.coordinates is None or said.lat is None or said.lon is None:
            return said
        lat, lon = coarse_point(said.lat, said.lon, self.policy.coordinates)
        return replace(said, lat=lat, lon=lon)

    def _made(self, made: Made) -> Made:
        return replace(made, author=ANALYST) if self.policy.analysts else made

    def _placement(self, placement: Placement) -> Placement:
        return placement if self.policy.coordinates is None else coarsen(placement, self.policy.coordinates)

    def _mask_names(self, text: str) -> str:
        ranges = self._names.find(text)
        return mask(text, ranges) if ranges else text

    def _told(self, case: Case, hidden: Iterable[Hidden]) -> list[Withheld]:
        """One line for each reason: how many different names."""
        by_why: dict[str, set[str]] = {}
        for one in hidden:
            by_why.setdefault(one.why, set()).add(" ".join(one.name.split()))
        return [
            Withheld("name", why, len(names), self._secret.commit(f"{case.incident.id}/{why}", names) if self._secret else None)
            for why, names in sorted(by_why.items())
        ]

    def _told_more(self, case: Case, cut: Case) -> list[Withheld]:
        found = []
        addresses = sum(a.report.url is not None and b.report.url is None for a, b in zip(case.filings, cut.filings, strict=True))
        if addresses:
            found.append(Withheld("address", "policy" if not self.policy.addresses else "name", addresses))
        if self.policy.texts != "full" and case.filings:
            found.append(Withheld("text", self.policy.texts, len({f.report.id for f in case.filings})))
        if digests := len(case.captures) - len(cut.captures):
            found.append(Withheld("digest", "policy" if not self.policy.custody else "name", digests))
        place = case.incident.place
        if place is not None and self._placement(place) != place:
            found.append(Withheld("coordinates", self.policy.coordinates or ""))
        return found

    def _ids(self, case: Case, masked: set[str]) -> tuple[Callable[[str], str], tuple[str, ...]]:
        """What gives public ids where the register's own follow from withheld words, and the incident's own where it gets one."""
        if self._secret is None:
            return str, ()
        secret, own = self._secret, case.incident.id
        if not any(incident_id(a) == own for a in case.incident.accounts if a.partition(".")[0] in masked):
            return secret.public_ids, ()
        public = secret.public_id(own)
        return lambda text: public if text == own else secret.public_ids(text), (own,)


def _follow_steps(steps: Sequence[TollStep], filings: Sequence[Filing]) -> tuple[TollStep, ...]:
    """The toll's history with each quote, and where it stands, as in the filings; `part_of` likewise."""
    now = {harm.id: harm for filing in filings for harm in filing.account.harms}

    def follow(harm: Harm) -> Harm:
        new = now.get(harm.id)
        return harm if new is None else alter(harm, quote=new.quote, span=new.span, part_of=new.part_of)

    return tuple(alter(step, said=tuple(map(follow, step.said))) for step in steps)
