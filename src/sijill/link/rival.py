"""Rivals explained: why accounts that a link ties were not put together without a person."""

from collections.abc import Collection, Iterator, Sequence

from sijill.link.group import JOIN_SHARE, is_same, report_of
from sijill.link.score import ANCHORS, BARRIERS, DETAILS, PLACES, RIVALS, TIES, UNTIED, load_weights
from sijill.model import Link, Reason
from sijill.model.vocabulary import Bond

AGAINST: dict[str, tuple[str, str]] = {
    "related": ("another kind of event beside it: related, never one incident", "نوع آخر من الأحداث بجانبه: متصل به ولا يُدمج معه"),
    "part_of": ("the other's toll covers this strike and others: part of it", "حصيلة الآخر تشمل هذه الضربة وغيرها: جزء منها"),
    "covers": ("its toll covers the other's strike and more", "حصيلته تشمل ضربة الآخر وغيرها"),
    "same_place_campaign": (
        "the same place struck again on another day: one campaign, not one incident",
        "المكان نفسه قُصف مجدداً في يوم آخر: حملة واحدة لا حادثة واحدة",
    ),
    "no_time": ("no day that both give", "لا يوم يذكره كلاهما"),
    "no_place": ("no place that both name", "لا مكان يسميه كلاهما"),
    "no_detail": ("no number, name or rare words in common", "لا عدد ولا اسم ولا كلمات نادرة مشتركة"),
    "weak": ("{0:+.1f} bits are less than the {1:+.1f} needed", "{0:+.1f} بت أقل من {1:+.1f} المطلوبة"),
    "one_report": ("one report tells of both as two happenings", "تقرير واحد يرويهما حادثتين"),
    "both_judged": ("people judged both: only a person puts them together", "حكم المحللون في كليهما: لا يجمعهما إلا شخص"),
    "few_links": ("only {0} of {1} pairs of their accounts are linked", "لم يرتبط من أزواج رواياتهما إلا {0} من {1}"),
    "torn": ("another incident is about as likely", "حادثة أخرى محتملة بالقدر نفسه تقريباً"),
}
"""What each reason says, in English and Arabic."""


def find_against(links: Sequence[Link], own: Collection[str], others: Collection[str], both_judged: bool = False) -> tuple[Reason, ...]:
    """Why the accounts `own` and `others` of two incidents were not put together by the links between them, the strongest first.

    Raises ValueError without a link.
    """
    if not links:
        raise ValueError("without a link there is nothing to explain")
    best = max(links, key=lambda link: (link.score, link.left, link.right))
    if not is_same(best):
        return (_say(best.bond if best.bond != "same" else "related"),)
    return tuple(_lacks(best)) or tuple(_refuses(links, own, others, both_judged)) or (_say("torn"),)


def turn_bond(bond: Bond) -> Bond:
    """What the right account of a link is to the left one."""
    return "covers" if bond == "part_of" else "part_of" if bond == "covers" else bond


def _lacks(link: Link) -> Iterator[Reason]:
    """What a link lacks to join by itself."""
    if link.joins:
        return
    codes = {reason.code for reason in link.reasons}
    barred = BARRIERS | (RIVALS if codes >= RIVALS else set()) | (set() if codes & TIES else UNTIED)
    yield from (reason for reason in link.reasons if reason.code in barred)
    for needed, code in ((ANCHORS, "no_time"), (PLACES, "no_place"), (DETAILS, "no_detail")):
        if not codes & needed:
            yield _say(code)
    if link.score < load_weights().join:
        yield _say("weak", link.score, load_weights().join)


def _refuses(links: Sequence[Link], own: Collection[str], others: Collection[str], both_judged: bool) -> Iterator[Reason]:
    """What stands against a join although a link is strong enough."""
    if both_judged:
        yield _say("both_judged")
    if {report_of(account) for account in own} & {report_of(account) for account in others}:
        yield _say("one_report")
    pairs = len(own) * len(others)
    linked = sum(is_same(link) for link in links)
    if linked < JOIN_SHARE * pairs:
        yield _say("few_links", linked, pairs)


def _say(code: str, *values: float) -> Reason:
    text, text_ar = AGAINST[code]
    numbers = tuple(value for value in values if isinstance(value, int))
    return Reason(code, text.format(*values), text_ar.format(*values), numbers=numbers)
