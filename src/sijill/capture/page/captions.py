"""What a page says of its pictures: the caption under each, and the words that stand for it where it is not seen."""

from urllib.parse import urljoin

from sijill.capture.clean import replace_unstorable
from sijill.capture.encoding import NotText, decode_bytes
from sijill.capture.page.page import PAGE_LIMIT
from sijill.capture.page.tree import Element, Tree, grow_tree
from sijill.capture.page.writing import write_blocks

LONGEST = 400
"""Characters of one; a longer one is a paragraph."""

_SHOWN = ("img", "video", "audio", "source")


def caption_media(payload: bytes, address: str) -> dict[str, str]:
    """The words for each picture and video of an HTML page, by its whole address: those of its `figcaption`, else its `alt`. Pages that
    cannot be read have none; what is said of a capture of ours has been read before."""
    try:
        source, _ = decode_bytes(payload[:PAGE_LIMIT], html=True)
    except NotText:
        return {}
    tree = grow_tree(source)
    under = _captions(tree)
    found: dict[str, str] = {}
    for element in tree.elements:
        if element.name not in _SHOWN or not (named := element.get("data-src") or element.get("src")):
            continue
        try:
            whole = replace_unstorable(urljoin(address, named.strip()))
        except ValueError:
            continue
        words = under.get(_figure(element)) or " ".join(element.get("alt").split())
        if words:
            found.setdefault(whole, replace_unstorable(words)[:LONGEST])
    return found


def _figure(element: Element) -> Element | None:
    """The figure that an element stands in."""
    outer: Element | None = element
    while outer is not None and outer.name != "figure":
        outer = outer.parent
    return outer


def _captions(tree: Tree) -> dict[Element | None, str]:
    """The text of each figure's caption."""
    blocks: dict[Element, list[int]] = {}
    for n, block in enumerate(tree.blocks):
        outer: Element | None = block.element
        while outer is not None and outer.name != "figcaption":
            outer = outer.parent
        if outer is not None:
            blocks.setdefault(outer, []).append(n)
    return {
        _figure(caption): " ".join(write_blocks(tree.source, [tree.blocks[n] for n in numbers])[0].split())
        for caption, numbers in blocks.items()
        if _figure(caption) is not None
    }
