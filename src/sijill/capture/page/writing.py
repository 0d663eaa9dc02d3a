"""Blocks of a page as text, with the run of the source that each character stands for."""

import html
import re
from collections.abc import Iterable

from sijill.capture.clean import replace_unstorable
from sijill.capture.page.page import Run
from sijill.capture.page.tree import Block

_PART = re.compile(
    r"(?P<entity>&(?:\#[0-9]{1,7}|\#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});?)"
    r"|(?P<space>\s+)"
    r"|(?P<plain>(?:[^\s&]+(?: [^\s&]+)*+|&))"
)


class Writer:
    """Text that grows with its runs; neighbouring ranges that stand for each other one by one are put together."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.runs: list[Run] = []
        self.size = 0

    def add(self, words: str, start: int, end: int) -> None:
        """Append `words`, which stand for source characters start … end-1."""
        before = self.runs[-1] if self.runs else None
        begin, self.size = self.size, self.size + len(words)
        self.parts.append(words)
        if (
            before is not None
            and len(words) == end - start
            and before.source_end == start
            and before.end - before.start == before.source_end - before.source_start
        ):
            self.runs[-1] = Run(before.start, self.size, before.source_start, end)
        else:
            self.runs.append(Run(begin, self.size, start, end))

    def add_block(self, source: str, block: Block) -> None:
        """Append a block, its white space as single spaces and its entities as what they mean."""
        space: tuple[int, int] | None = None
        begun = False
        for begin, stop in block.pieces:
            for match in _PART.finditer(source, begin, stop):
                start, end = match.span()
                words = match.group()
                if match.lastgroup == "entity":
                    words = html.unescape(words)
                if match.lastgroup == "space" or words.isspace():
                    space = (space[0] if space else start, end)
                    continue
                if not words:
                    continue
                if not begun:
                    if self.size:
                        self.add(block.joint, self.runs[-1].source_end, start)
                elif space is not None:
                    self.add(" ", *space)
                begun, space = True, None
                self.add(replace_unstorable(words), start, end)

    def text(self) -> str:
        """What was written."""
        return "".join(self.parts)


def write_blocks(source: str, blocks: Iterable[Block]) -> tuple[str, tuple[Run, ...]]:
    """The blocks' text, and its runs."""
    writer = Writer()
    for block in blocks:
        writer.add_block(source, block)
    return writer.text(), tuple(writer.runs)


def skim_block(source: str, block: Block) -> str:
    """One block's words, quickly: for measuring, never for the text itself."""
    return " ".join(html.unescape("".join([source[start:end] for start, end in block.pieces])).split())


def write_block(source: str, block: Block) -> str:
    """One block's text alone."""
    return write_blocks(source, (block,))[0]
