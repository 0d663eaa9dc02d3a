"""Origins: who really says it. Ten papers that print one agency's text, or cite one statement, are one voice.

Found among the reports of one incident only, where one speaker's number is one statement. What people said of two reports stands
over every likeness.
"""

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations

from sijill.link.pairs import newest_words, says_same
from sijill.model import Filing, Given, Origin, Reason, Report, Tie
from sijill.model.decision import Made, SameOrigin
from sijill.model.fingerprint import shingle_text
from sijill.model.speaker import call_speakers, name_speaker

COPY = 0.5
"""Share of all three-word shingles that two texts have in common from which one is a copy: as `text_copy` in linking."""

EXCERPT = 0.8
"""Share of the shorter text's shingles that stand in the longer one from which it is an excerpt: a post within an article."""

SHORTEST = 12
"""Shingles that two texts have at least, fourteen words, before one that is not the other word for word is called a copy: two people
who tell of one strike in one sentence write alike, and their numbers may differ."""

CITED = frozenset({"ngo", "media", "official", "medical", "rescue", "armed_group"})
"""Kinds of attribution that name one speaker; "local sources" and "witnesses" of two reports may be different people."""

STRENGTH = ("said", "publisher", "copy", "excerpt", "statement", "speaker")
"""Codes of ties, the strongest first."""

_MARKS = re.compile(r"https?://\S+|(?<!\w)RT(?!\w):?|[@#]\w+")


def find_origins(filings: Sequence[Filing], said: Sequence[Made] = ()) -> tuple[Origin, ...]:
    """The reports of one incident by origin, each in exactly one, sorted by their earliest report. The order of `filings`
    changes nothing.

    said: standing decisions on pairs of reports, in order; of two on one pair the newest stands.
    """
    reports = {f.report.id: f.report for f in filings}
    words = {pair: made for pair, made in newest_words(said).items() if pair <= reports.keys()}
    apart = [tuple(sorted(pair)) for pair, made in words.items() if not says_same(made)]
    ties = [_said_tie(made) for made in words.values() if says_same(made)]
    ties += find_ties(filings)
    group = {report: {report} for report in reports}
    kept: list[Tie] = []
    for tie in sorted(ties, key=_strength):
        left, right = group[tie.left], group[tie.right]
        if left is right or any((a in left and b in right) or (a in right and b in left) for a, b in apart):
            continue
        left |= right
        group |= dict.fromkeys(right, left)
        kept.append(tie)
    groups = {id(members): members for members in group.values()}.values()
    ordered = (sorted(members, key=lambda name: _first(reports[name])) for members in groups)
    found = [Origin(tuple(members), tuple(tie for tie in kept if tie.left in members)) for members in ordered]
    return tuple(sorted(found, key=lambda origin: _first(reports[origin.reports[0]])))


def find_ties(filings: Iterable[Filing]) -> tuple[Tie, ...]:
    """Every sign that two reports have one origin: one publisher, a copied text, the same statement, one speaker behind all of both."""
    filings = sorted(filings, key=lambda f: f.account.id)
    reports = {f.report.id: f.report for f in filings}
    return (*_publisher_ties(reports), *_copy_ties(reports), *_statement_ties(filings), *_speaker_ties(filings))


def _said_tie(made: Made) -> Tie:
    word = made.judgement
    assert isinstance(word, SameOrigin)  # noqa: S101 - as it was chosen
    left, right = sorted((word.left, word.right))
    reason = Reason("said", f"a person said so: {made.reason}", f"قال ذلك شخص: {made.reason}")
    return Tie(left, right, reason, Given(made.seq, made.author, made.at, made.reason))


def _strength(tie: Tie) -> tuple[int, int, str, str]:
    share = tie.reason.numbers[0] if tie.reason.code in ("copy", "excerpt") else 0
    return STRENGTH.index(tie.reason.code), -share, tie.left, tie.right


def _first(report: Report) -> tuple[date, str]:
    return report.published or date.max, report.id


def _publisher_ties(reports: Mapping[str, Report]) -> Iterator[Tie]:
    names = {name: " ".join((report.source or "").split()) for name, report in reports.items()}
    yield from _star((source.casefold(), name, _publisher_reason(source)) for name, source in names.items())


def _publisher_reason(source: str) -> Reason:
    return Reason("publisher", f"both are of {source}", f"كلاهما من {source}")


def _copy_ties(reports: Mapping[str, Report]) -> Iterator[Tie]:
    """Copies and excerpts. Texts that are the same are compared with the others once."""
    texts = {name: shingle_text(_MARKS.sub(" ", report.text)) for name, report in reports.items()}
    same = Reason("copy", "one text is a copy of the other (100 %)", "أحد النصين نسخة من الآخر (100 %)", numbers=(100,))
    yield from _star((shingles, name, same) for name, shingles in texts.items())
    distinct = {shingles: name for name, shingles in sorted(texts.items(), reverse=True) if shingles}
    for (one, left), (other, right) in combinations(sorted(distinct.items(), key=lambda item: item[1]), 2):
        shared = len(one & other)
        share, part = shared / (len(one) + len(other) - shared), shared / min(len(one), len(other))
        if min(len(one), len(other)) < SHORTEST:
            continue
        if share >= COPY:
            percent = round(share * 100)
            words = f"one text is a copy of the other ({percent} %)", f"أحد النصين نسخة من الآخر ({percent} %)"
            yield Tie(left, right, Reason("copy", *words, numbers=(percent,)))
        elif part >= EXCERPT:
            percent = round(part * 100)
            words = f"one text stands within the other ({percent} % of it)", f"أحد النصين جزء من الآخر ({percent} % منه)"
            yield Tie(left, right, Reason("excerpt", *words, numbers=(percent,)))


def _statement_ties(filings: Iterable[Filing]) -> Iterator[Tie]:
    """Reports that cite one nameable speaker for the same numbers."""
    yield from _star((key, filing.report.id, reason) for filing in filings for key, reason in _statements(filing))


def _statements(filing: Filing) -> Iterator[tuple[Hashable, Reason]]:
    stated = {(h.kind, h.low, h.high) for h in filing.account.harms if h.low is not None or h.high is not None}
    if not stated:
        return
    numbers = tuple(sorted(stated, key=str))
    for cited in filing.account.attributions:
        if cited.kind in CITED:
            speaker = name_speaker(cited.quote)
            who, who_ar = call_speakers()[speaker] if speaker else ("a speaker named alike", "قائل واحد")  # a quote may name a person
            words = f"both cite {who} for the same numbers", f"كلاهما ينقل الأعداد نفسها عن {who_ar}"
            yield (speaker or " ".join(cited.quote.split()).casefold(), numbers), Reason("statement", *words)


def _speaker_ties(filings: Iterable[Filing]) -> Iterator[Tie]:
    """Reports that have all they say of the incident from one speaker, known or a publisher of another of the reports, whatever he said
    when: 8, then 15. A report that cites nobody speaks for its publisher."""
    filings = list(filings)
    sources = {" ".join(f.report.source.split()) for f in filings if f.report.source}
    heard: dict[str, set[str | None]] = {}
    for filing in filings:
        quotes = [a.quote for a in filing.account.attributions] or [filing.report.source or ""]
        heard.setdefault(filing.report.id, set()).update(_name_voice(quote, sources) for quote in quotes)
    for_one = ((name, next(iter(voices))) for name, voices in heard.items() if len(voices) == 1)
    called = call_speakers()
    yield from _star((voice, name, _speaker_reason(*called.get(voice, (voice, voice)))) for name, voice in for_one if voice)


def _speaker_reason(name: str, name_ar: str) -> Reason:
    return Reason("speaker", f"both have it from {name} alone", f"كلاهما ينقل عن {name_ar} وحده")


def _name_voice(quote: str, sources: Iterable[str]) -> str | None:
    """The speaker or publisher that a citation names, the longest name first; null where it could be anybody."""
    if (speaker := name_speaker(quote)) is not None:
        return speaker
    words = " ".join(quote.split()).casefold()
    named = (source for source in sources if re.search(rf"(?<!\w){re.escape(source.casefold())}(?!\w)", words))
    return max(named, key=lambda source: (len(source), source), default=None)


def _star(named: Iterable[tuple[Hashable, str, Reason]]) -> Iterator[Tie]:
    """A tie from the first report under each key to every later one; an empty key ties nothing."""
    first: dict[Hashable, str] = {}
    for key, name, reason in named:
        if key and first.setdefault(key, name) != name:
            left, right = sorted((first[key], name))
            yield Tie(left, right, reason)
