"""Capturing from the web: addresses, and what feeds and sitemaps among them list, each site at its own pace."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from sijill.capture.address import Address, parse_address
from sijill.capture.block import answer_blocks
from sijill.capture.encoding import NotText
from sijill.capture.exchange import Limits
from sijill.capture.feed import LARGEST, LIST, Listing, is_listing, read_listing
from sijill.capture.files import make_report
from sijill.capture.media import LARGEST as LARGEST_MEDIA
from sijill.capture.media import MOST, is_media
from sijill.capture.payload import Document, kind_of, read_payload, unpack
from sijill.capture.row import BadRow
from sijill.capture.visit import Visit, Visitor
from sijill.model import Capture, InputError
from sijill.model.identity import content_id
from sijill.pipeline.keeper import Keeper, Kept
from sijill.pipeline.whole import keep_whole

Role = Literal["page", "media"]


@dataclass(frozen=True, slots=True)
class Choice:
    """What is to be captured. `again`: also what was captured before; `media`: the pictures and video that a page or a post names too;
    `pages` and `media_size` (bytes) are most of each; `most` most new addresses of one list."""

    again: bool = False
    media: bool = True
    limits: Limits = field(default_factory=Limits)
    media_size: int = LARGEST_MEDIA
    most: int = 1000
    wanted: Callable[[str], bool] | None = None


@dataclass(frozen=True, slots=True)
class _Errand:
    address: Address
    role: Role = "page"
    of: str | None = None
    listed: int = 0  # how many lists led here: an index of sitemaps may lead to sitemaps, and they to pages


class WebCapture:
    """Captures web addresses: one site after another, so that the pauses of one are spent with the others."""

    def __init__(self, keeper: Keeper, visitor: Visitor, choice: Choice) -> None:
        self._keeper, self._visitor, self._choice = keeper, visitor, choice
        self._sites: dict[str, deque[_Errand]] = {}
        self._asked: set[str] = set()

    def run(self, addresses: Iterable[str]) -> Iterator[Kept | InputError]:
        """Capture addresses, and what feeds and sitemaps among them list. What was captured before is not asked for again."""
        errands = []
        for words in addresses:
            try:
                errands.append(_Errand(parse_address(words)))
            except InputError as error:
                yield error
        yield from self._take_up(errands)
        yield from self._work()

    def run_list(self, path: Path) -> Iterator[Kept | InputError]:
        """Capture what a feed, a sitemap or an OPML file on one's own disk lists; the file is kept too. Raises OSError."""
        if path.stat().st_size > LARGEST:
            yield InputError(str(path), f"it is too large for a list of addresses: at most {LARGEST:,} bytes are read")
            return
        payload = path.read_bytes()
        if not is_listing(payload):
            yield InputError(str(path), "it is no feed, no sitemap and no OPML file", "other XML is not read")
            return
        listing = read_listing(payload, str(path))
        if not listing.pages and not listing.lists:
            yield InputError(str(path), "it lists no whole web address")
            return
        whole = keep_whole(self._keeper, path, LIST)
        yield Kept(whole.capture, str(path), None, "kept" if whole.fresh else "known")
        yield from self._follow(str(path), 0, listing)
        yield from self._work()

    def _work(self) -> Iterator[Kept | InputError]:
        while self._sites:
            site = min(self._sites, key=lambda one: self._visitor.ready_at(self._sites[one][0].address))
            errand = self._sites[site].popleft()
            if not self._sites[site]:
                del self._sites[site]
            try:
                yield from self._do(errand)
            except InputError as error:
                yield error if error.path == errand.address.text else InputError(errand.address.text, str(error))
            self._keeper.flush()

    def _take_up(self, errands: list[_Errand]) -> Iterator[Kept]:
        """Put errands in line; those that were done before, in this run or another, are known."""
        known = set() if self._choice.again else self._keeper.register.captures.known(one.address.text for one in errands)
        for errand in errands:
            address = errand.address.text
            if address in self._asked:
                continue
            self._asked.add(address)
            if address in known and not self._is_list(address):
                yield Kept("", address, None, "known")
            else:
                self._sites.setdefault(errand.address.site, deque()).append(errand)

    def _is_list(self, address: str) -> bool:
        """Whether what was captured from an address before was a list, which may have grown since."""
        held = self._keeper.register.captures.at(address)
        return held is not None and held.custody is not None and held.report is None and held.custody.media_type == LIST

    def _do(self, errand: _Errand) -> Iterator[Kept | InputError]:
        media = errand.role == "media"
        limits = replace(self._choice.limits, size=self._choice.media_size) if media else self._choice.limits
        visit = self._visitor.visit(errand.address, limits)
        try:
            if media:
                yield self._keep_media(errand, visit)
            else:
                yield from self._keep_page(errand, visit)
        finally:
            for answer in visit.answers:
                answer.body.close()

    def _keep_media(self, errand: _Errand, visit: Visit) -> Kept:
        stated = visit.last.header("content-type")
        if not is_media(stated):
            raise InputError(errand.address.text, f"it is no picture, video or sound but {stated or 'of no stated type'}")
        return self._keep(errand, visit, None, stated)

    def _keep_page(self, errand: _Errand, visit: Visit) -> Iterator[Kept | InputError]:
        last = visit.last
        stated = last.header("content-type")
        try:
            payload = unpack(last.body.read(), last.header("content-encoding"))
        except BadRow as error:
            yield self._keep(errand, visit, None, stated)
            yield InputError(errand.address.text, f"it is kept, but not read: {error}")
            return
        if is_listing(payload):
            held = self._keeper.register.captures.at(errand.address.text)
            if held is not None and held.capture.sha256 == last.sha256:
                yield Kept(held.capture.id, errand.address.text, None, "known")
            else:
                yield self._keep(errand, visit, None, LIST)
            yield from self._follow(errand.address.text, errand.listed, read_listing(payload, last.address.text, last.address))
            return
        kind = kind_of(payload, stated)
        if kind == "other":
            if not is_media(stated):
                raise InputError(errand.address.text, f"it is no page but {stated or 'of no stated type'}, which sijill does not keep")
            yield self._keep(errand, visit, None, stated)
            return
        try:
            document = read_payload(payload, kind, last.address.text, dict(last.headers))
        except (BadRow, NotText, InputError) as error:
            yield self._keep(errand, visit, None, stated)
            problem = error.problem if isinstance(error, InputError) else str(error)
            yield InputError(errand.address.text, f"it is kept, but not read: {problem}")
            return
        kept = self._keep(errand, visit, document, stated)
        yield kept
        if self._choice.media:
            named = [one for words in document.media[:MOST] if (one := _errand_of(words, last.address, kept.capture))]
            yield from (one for one in self._take_up(named) if one.outcome != "known")

    def _follow(self, name: str, depth: int, listing: Listing) -> Iterator[Kept | InputError]:
        """Put what a list names in line: `name` is the list's address or file, `depth` how many lists led to it."""
        if depth < 2:
            yield from self._take_up([_Errand(parse_address(one), listed=depth + 1) for one in listing.lists])
        pages = [_Errand(parse_address(one), listed=2) for one in listing.pages]
        if not self._choice.again:
            known = self._keeper.register.captures.known(one.address.text for one in pages)
            yield from (Kept("", one.address.text, None, "known") for one in pages if one.address.text in known)
            pages = [one for one in pages if one.address.text not in known]
        if len(pages) > self._choice.most:
            left = len(pages) - self._choice.most
            yield InputError(name, f"{left:,} of its new addresses are left for the next time", "--most takes more")
        yield from self._take_up(pages[: self._choice.most])

    def _keep(self, errand: _Errand, visit: Visit, document: Document | None, media_type: str | None) -> Kept:
        first, last = visit.answers[0], visit.last
        asked = errand.address.text
        name = content_id("c", asked, last.sha256, first.at)
        encoding = document.encoding if document else None
        capture = Capture(name, asked, last.sha256, last.size, first.at, self._keeper.register.author, encoding)
        blocks, record = answer_blocks(visit.answers, self._keeper.archive.new_id)
        custody = {
            "record": record,
            "final": last.address.text,
            "redirects": tuple(answer.address.text for answer in visit.answers[:-1]),
            "status": last.status,
            "media_type": (media_type or "").split(";")[0].strip().lower() or None,
            "of": errand.of,
        }
        captured = make_report(capture, document.draft, asked) if document is not None else None
        return self._keeper.keep(capture, blocks, custody, captured)


def _errand_of(words: str, base: Address, of: str) -> _Errand | None:
    try:
        return _Errand(parse_address(words, base), "media", of)
    except InputError:
        return None
