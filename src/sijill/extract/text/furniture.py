"""Page furniture: which sentences of a page are not the article (menus, other stories' headlines, comments, bylines, repetitions).

Works on paragraphs, in one pass: their words against the furniture lexicons, their length, and what stood before. Precision
comes first: a sentence of the article that is taken for furniture is lost to every reader, so doubt keeps it.
"""

import re
from typing import NamedTuple

from sijill.extract.text.lexicon import Lexicon, load_lexicon
from sijill.extract.text.page import Page

STORY = 14
"""Words from which a paragraph that ends with a full stop is taken for the article again after a list of other stories."""

HEADLINE = 22
"""Most words of a paragraph that may be another story's headline; of 460 real reports, lists of other stories have none longer."""

CAPTION = 80
"""Most words of a paragraph that may be the caption of an archive picture; a longer one is a whole article run together."""

TRAIL = 3
"""Least length of such a run at the end of a page."""

RUN = 8
"""Least length of such a run inside a page; none of the gold harms of 460 real reports lies in one."""

_LISTED = re.compile(r"\s*[-–•*\d#@]|.*:\s*\Z", re.DOTALL)
_TAGS = re.compile(r"(?:[^\w#]*#\w+)+[^\w#]*")
_FACEBOOK = re.compile(r"Facebook.{0,200}'s Post\s*\Z", re.DOTALL)
_POSTED = re.compile(r"\A\w+ \d{1,2}(?:, \d{4})?(?: at [\d:]+\s?[AP]M)? ·")
_TWEET_END = re.compile(r"\A\d{1,2}:\d\d [AP]M\b")
_COUNTS = re.compile(r"\A\s*(?:[\d.,]+[KM]?Views|·\s*Twitter (?:for|Web))")
_TALLY = re.compile(
    r"\A\W*(?:\d{1,3}|\d*\s*(?:quote )?(?:retweets?|likes?|repl(?:y|ies)|comments?|views?|shares?|tweets?)"
    r"|\d+[smhd]\d+ \w+ ago|\d* ?\w+ مضت|منذ \d* ?\w+)\W*\Z",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"\A.{0,80}@\w{1,20}\s*\Z", re.DOTALL)
_STOPS = frozenset(".!?؟")


class Paragraph(NamedTuple):
    """Sentences first … last-1 of a page; `words` counts its words and numbers, `stop` says that it ends as a sentence does."""

    first: int
    last: int
    words: int
    stop: bool
    text: str


def find_furniture(page: Page) -> frozenset[int]:
    """Indices of the sentences of a page that are not the article. Linear in the page's length."""
    paragraphs = _paragraphs(page)
    gone: set[int] = set()
    _drop_posts(paragraphs, gone)
    _drop_labels(page, paragraphs, gone)
    _drop_trail(paragraphs, gone)
    _drop_runs(paragraphs, gone)
    _drop_tags(page, gone)
    _drop_repetitions(page, gone)
    return frozenset(gone)


def _paragraphs(page: Page) -> list[Paragraph]:
    rows: list[Paragraph] = []
    first = 0
    sentences = page.sentences
    for index in range(1, len(sentences) + 1):
        if index < len(sentences) and sentences[index].paragraph == sentences[first].paragraph:
            continue
        tokens = page.tokens[sentences[first].first : sentences[index - 1].last]
        words = sum(t.kind != "mark" for t in tokens)
        stop = any(t.form in _STOPS for t in tokens[-2:])
        rows.append(Paragraph(first, index, words, stop, page.text[tokens[0].start : tokens[-1].end]))
        first = index
    return rows


def _drop(paragraph: Paragraph, gone: set[int]) -> None:
    gone.update(range(paragraph.first, paragraph.last))


def _drop_posts(paragraphs: list[Paragraph], gone: set[int]) -> None:
    """The frame that social platforms put around a post: its title, the poster's name, reactions, comments."""
    for number, paragraph in enumerate(paragraphs):
        if len(paragraph.text) < 240 and _FACEBOOK.search(paragraph.text):
            for before in paragraphs[: number + 1]:
                _drop(before, gone)
            if number + 2 < len(paragraphs) and _POSTED.search(paragraphs[number + 2].text):
                _drop(paragraphs[number + 1], gone)
        elif _ends_post(paragraph.text):
            for after in paragraphs[number:]:
                _drop(after, gone)
            return
        elif _frames_post(paragraph.text):
            _drop(paragraph, gone)


def _ends_post(text: str) -> bool:
    """Whether a paragraph opens the reactions, counts and comments after a post."""
    return text.startswith(("All reactions:", "LikeComment")) or _COUNTS.match(text) is not None


def _frames_post(text: str) -> bool:
    """Whether a paragraph is a tally or a poster's handle; a line that begins with the post's time is none: it dates the post."""
    if _TWEET_END.match(text):
        return False
    return (len(text) < 40 and _TALLY.match(text) is not None) or (len(text) < 120 and _HANDLE.match(text) is not None)


def _kind(page: Page, paragraph: Paragraph, lexicons: tuple[Lexicon, ...]) -> str | None:
    """What the furniture lexicons call a paragraph, if anything: an entry that fills it, or that begins it (`opens`, `caption`)."""
    first, last = page.sentences[paragraph.first].first, page.sentences[paragraph.last - 1].last
    tokens = page.tokens
    while first < last and tokens[first].kind == "mark":
        first += 1
    if first == last:
        return "label"
    for lexicon in lexicons:
        match = lexicon.at(page, first)
        if match is None:
            continue
        filled = all(t.kind != "word" for t in tokens[match.last : last])
        if match.entry.id == "caption":
            return "caption"
        if match.entry.id == "opens":
            return "tail" if filled else "opens"
        if filled:
            return match.entry.id
    return None


def _drop_labels(page: Page, paragraphs: list[Paragraph], gone: set[int]) -> None:
    lexicons = (load_lexicon("ar", "furniture"), load_lexicon("en", "furniture"))
    listing = False
    stories = [number for number, p in enumerate(paragraphs) if p.words >= STORY and p.stop]
    begun = stories[0] if stories else 1  # an end marker before the first story is a menu's
    for number, paragraph in enumerate(paragraphs):
        kind = _kind(page, paragraph, lexicons)
        if paragraph.words > (CAPTION if kind == "caption" else HEADLINE):
            kind = None
        if kind == "end":
            if number >= begun:
                for after in paragraphs[number:]:
                    _drop(after, gone)
                return
            _drop(paragraph, gone)
        elif kind is not None:
            _drop(paragraph, gone)
            listing = listing or kind == "tail"
        elif listing:
            if paragraph.words >= STORY and paragraph.stop:
                listing = False
            elif paragraph.words <= HEADLINE:
                _drop(paragraph, gone)


def _drop_trail(paragraphs: list[Paragraph], gone: set[int]) -> None:
    """Other stories' headlines that end a page: a run of short paragraphs without a full stop after one that has it."""
    begin = len(paragraphs)
    while begin and not paragraphs[begin - 1].stop and paragraphs[begin - 1].words <= HEADLINE:
        begin -= 1
    run = [p for p in paragraphs[begin:] if p.first not in gone]
    if begin and paragraphs[begin - 1].stop and len(run) >= TRAIL and not any(_LISTED.match(p.text) for p in run):
        for paragraph in run:
            _drop(paragraph, gone)


def _drop_runs(paragraphs: list[Paragraph], gone: set[int]) -> None:
    """Long runs of short paragraphs without a full stop: menus and other stories' headlines, wherever they stand.

    What begins the page and the two that stand before the article, its title and byline, are kept.
    """
    begin = 0
    for number in range(len(paragraphs) + 1):
        here = paragraphs[number] if number < len(paragraphs) else None
        if here is not None and not here.stop and here.words <= HEADLINE and not _LISTED.match(here.text):
            continue
        kept = 2 if here is not None else 0
        run = paragraphs[begin : number - kept] if number - begin >= RUN else []
        for paragraph in run[0 if begin else 1 :]:
            _drop(paragraph, gone)
        begin = number + 1


def _drop_tags(page: Page, gone: set[int]) -> None:
    """Sentences of hashtags alone, after the first sentence that says something."""
    begun = False
    for index, sentence in enumerate(page.sentences):
        if index in gone:
            continue
        text = page.quote(sentence.first, sentence.last)
        if _TAGS.fullmatch(text):
            if begun:
                gone.add(index)
        else:
            begun = True


def _alone(page: Page, index: int) -> bool:
    """Whether a sentence is a paragraph of its own."""
    rows = page.sentences
    here = rows[index].paragraph
    return not ((index and rows[index - 1].paragraph == here) or (index + 1 < len(rows) and rows[index + 1].paragraph == here))


def _drop_repetitions(page: Page, gone: set[int]) -> None:
    """Sentences whose words stood before in the page; a cut-off first telling ("…") gives way to the full one after it."""
    seen: set[tuple[str, ...]] = set()
    cut: dict[tuple[str, ...], tuple[int, tuple[str, ...]]] = {}
    for index, sentence in enumerate(page.sentences):
        if index in gone:
            continue
        tokens = page.tokens[sentence.first : sentence.last]
        words = tuple(t.form for t in tokens if t.kind != "mark")
        if not words:
            continue
        if words in seen:
            if len(words) > 2 or _alone(page, index):
                gone.add(index)
            continue
        seen.add(words)
        head = words[:4]
        earlier = cut.pop(head, None) if len(words) > 4 else None
        if earlier is not None and words[: len(earlier[1])] == earlier[1]:
            gone.add(earlier[0])
        if len(words) > 5 and (tokens[-1].form == "…" or page.text[tokens[-1].start - 1 : tokens[-1].end] == ".."):
            cut[head] = (index, words[:-1])
