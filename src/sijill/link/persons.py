"""People: victim claims that may name one person, within an incident and across incidents, in any spelling. A person decides."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from sijill.link.name import Likeness, Name, compare_names, read_name
from sijill.link.pairs import newest_words, says_same
from sijill.model import Filing, Given, Namesakes, PersonLink, Reason, Victim
from sijill.model.decision import Made

AGES = 1
"""Years by which two reports of one person's age differ: before and after a birthday."""


def propose_people(filings: Sequence[Filing], said: Sequence[Made] = ()) -> tuple[Namesakes, ...]:
    """A proposal for each person whom the accounts of one incident name, in their order. Two names of one account are two people; a
    name goes to the first person of other accounts whose name may be the same and whose age, sex and fate do not contradict.

    said: standing decisions on pairs of claims; what people keep apart stays apart.
    """
    words = newest_words(said)
    groups: list[list[tuple[str, Victim]]] = []
    for filing in sorted(filings, key=lambda f: f.account.id):
        for victim in filing.account.victims:
            if victim.name is None:
                continue
            home = next((g for g in groups if all(may_be_one(v, a, victim, filing.account.id, words) for a, v in g)), None)
            if home is None:
                groups.append(home := [])
            home.append((filing.account.id, victim))
    return tuple(_describe([victim for _, victim in group]) for group in groups)


def may_be_one(one: Victim, account: str, other: Victim, other_account: str, words: Mapping[frozenset[str], Made]) -> bool:
    """Whether claims of two accounts of one incident may name one person, by what a person said, else by name, fate, age and sex."""
    word = words.get(frozenset((one.id, other.id)))
    if word is not None:
        return says_same(word)
    alike = account != other_account and compare_names(read_name(one.name or ""), read_name(other.name or "")) is not None
    return alike and one.fate == other.fate and _ages_fit(one, other) and _sexes_fit(one, other)


def _ages_fit(one: Victim, other: Victim) -> bool:
    return one.age is None or other.age is None or abs(one.age - other.age) <= AGES


def _sexes_fit(one: Victim, other: Victim) -> bool:
    return one.sex is None or other.sex is None or one.sex == other.sex


def _describe(victims: Sequence[Victim]) -> Namesakes:
    ages, sexes, roles = ({getattr(v, field) for v in victims} - {None} for field in ("age", "sex", "role"))
    return Namesakes(
        tuple(dict.fromkeys(" ".join((v.name or "").split()) for v in victims)),
        tuple(v.id for v in victims),
        victims[0].fate,
        ages.pop() if len(ages) == 1 else None,
        sexes.pop() if len(sexes) == 1 else None,
        roles.pop() if len(roles) == 1 else None,
    )


class Mention(NamedTuple):
    """A victim claim with a name of two words or more, where it stands."""

    incident: str
    victim: Victim
    name: Name
    filing: Filing


LARGEST = 200
"""Mentions that share two names of a chain before they are compared with those of near days only: محمد أحمد is no key to anybody."""

DAYS = 7
"""Days apart of two mentions within which one list may have taken a person from the other: reports of one happening cluster so."""


def match_people(incidents: Mapping[str, Sequence[Filing]], said: Sequence[Made] = (), least: float = 0.0) -> tuple[PersonLink, ...]:
    """Pairs of claims of different incidents that may name one person, the strongest first; those that people judged with their word.

    incidents: the accounts of each by its id. A pair is proposed where its names are rarer than chance among all those named here: the
    product of the shares of people who bear each shared name, times the number of people, is below one, or age, day or family make up
    for it. Two mentions that contradict in age or sex are two people. `least`: the bits above which a pair is proposed; 0 is even odds.
    """
    mentions = [
        Mention(name, victim, chain, filing)
        for name, filings in sorted(incidents.items())
        for filing in filings
        for victim in filing.account.victims
        if victim.name and len((chain := read_name(victim.name)).chain) > 1
    ]
    bearers = Counter(sound for mention in mentions for sound in {word.sound for word in mention.name.chain})
    words = newest_words(said)
    found = {}
    for one, other in _candidates(mentions):
        if one.victim.id > other.victim.id:
            one, other = other, one
        word = words.get(frozenset((one.victim.id, other.victim.id)))
        link = compare_mentions(one, other, bearers, len(mentions), word, least)
        if link is not None:
            found[link.left, link.right] = link
    return tuple(sorted(found.values(), key=lambda link: (-link.score, link.left, link.right)))


def _candidates(mentions: Sequence[Mention]) -> Iterator[tuple[Mention, Mention]]:
    """Pairs of two incidents that share two names of their chains by sound, in near-linear time."""
    blocks: dict[tuple[str, str], list[Mention]] = defaultdict(list)
    for mention in mentions:
        given, *rest = dict.fromkeys(word.sound.rstrip("h") for word in mention.name.chain)
        for later in rest:
            blocks[given, later].append(mention)
    for block in blocks.values():
        ordered = sorted(block, key=lambda m: (_day(m) is None, _day(m) or 0, m.victim.id))
        reach = len(ordered) if len(ordered) <= LARGEST else 20
        for at, one in enumerate(ordered):
            yield from ((one, other) for other in ordered[at + 1 : at + 1 + reach] if one.incident != other.incident)


def _day(mention: Mention) -> int | None:
    date, published = mention.filing.account.date, mention.filing.report.published
    return date.first.toordinal() if date is not None else published.toordinal() if published is not None else None


def compare_mentions(
    one: Mention,
    other: Mention,
    bearers: Mapping[str, int],
    people: int,
    word: Made | None,
    least: float = 0.0,
    among: int | None = None,
) -> PersonLink | None:
    """The link of two mentions; None where they cannot be one person, or have `least` bits or fewer, unless a person said something.

    bearers: how many of all `people` bear each name. among: those who could be meant, where they are fewer, as within an incident.
    """
    likeness = compare_names(one.name, other.name)
    if likeness is None or not _ages_fit(one.victim, other.victim) or not _sexes_fit(one.victim, other.victim):
        reasons: tuple[Reason, ...] = ()
        if word is None:
            return None
    else:
        reasons = tuple(_reasons(one, other, likeness, bearers, people, people if among is None else among))
    score = round(sum(reason.weight for reason in reasons), 2)
    if word is None and score <= least:
        return None
    given = None if word is None else Given(word.seq, word.author, word.at, word.reason)
    same = None if word is None else says_same(word)
    names = " ".join((one.victim.name or "").split()), " ".join((other.victim.name or "").split())
    return PersonLink(one.victim.id, other.victim.id, names, (one.incident, other.incident), score, reasons, same, given)


def _reasons(one: Mention, other: Mention, likeness: Likeness, bearers: Mapping[str, int], people: int, among: int) -> Iterator[Reason]:
    bits = sum(math.log2(people / bearers.get(word.sound, 1)) for word, _ in likeness.shared) - math.log2(among)
    count = len(likeness.shared)
    how = "spelled alike" if all(how == "letters" for _, how in likeness.shared) else "sounding alike"
    how_ar = "كتابةً" if how == "spelled alike" else "لفظاً"
    yield Reason(
        "names", f"{count} names of the chain in order, {how}", f"{count} من أسماء السلسلة بترتيبها متشابهة {how_ar}", bits, (count,)
    )
    if likeness.left_out:
        out = likeness.left_out
        yield Reason(
            "left_out", f"one leaves out {out} names of the other's chain", f"يُسقط أحدهما من سلسلة الآخر {out}", -0.5 * out, (out,)
        )
    if likeness.family and count > 1:
        yield Reason("family", "the last name, the family's, is shared", "الاسم الأخير، اسم العائلة، مشترك", 0.5)
    if one.name.kunya and other.name.kunya:
        yield Reason("kunya", "the same kunya", "الكنية نفسها", 3.0)
    if one.victim.age is not None and other.victim.age is not None:
        yield Reason("age", "ages that agree", "العمران متوافقان", 3.0)
    days = [_day(one), _day(other)]
    if days[0] is not None and days[1] is not None and one.incident != other.incident:
        gap = abs(days[0] - days[1])
        if gap <= DAYS:
            yield Reason("days", f"{gap} days apart", f"بينهما {gap} أيام", 2.0, (gap,))
        elif one.victim.fate == other.victim.fate == "killed":
            yield Reason("killed_twice", f"both say killed, {gap} days apart", f"كلاهما يقول قُتل، وبينهما {gap} يوماً", -2.0, (gap,))
    if one.victim.fate != other.victim.fate:
        pair = f"{one.victim.fate} / {other.victim.fate}"
        yield Reason("fates", f"another fate: {pair}", f"مصيران مختلفان: {pair}", -1.0)
