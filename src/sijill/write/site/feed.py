"""Feeds and the sitemap: what changed, for those who follow an edition; permanent addresses where it is known where the site lies."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from sijill.model import Imprint
from sijill.write.change import Change
from sijill.write.site.excerpt import show
from sijill.write.site.renderer import LANGS
from sijill.write.site.summary import Summary
from sijill.write.wording import load_labels
from sijill.write.writer import Folder

NEWEST = 50


def write_feed(folder: Folder, imprint: Imprint, summaries: Sequence[Summary], changes: Sequence[Change] | None) -> list[Path]:
    """`feed.xml` and `ar/feed.xml` (Atom, RFC 4287): incidents that changed since the edition before, or the newest."""
    known = {one.id: one for one in summaries}
    changed = [c.incident for c in changes or () if c.incident in known]
    shown = [known[name] for name in changed[:NEWEST]] if changes is not None else list(summaries[:NEWEST])
    found = []
    for at, lang in enumerate(LANGS):
        home = "" if lang == LANGS[0] else f"{lang}/"
        with folder.open(f"{home}feed.xml") as file:
            file.write('<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"')
            file.write(f' xml:lang="{lang}">\n<title>{_text(imprint.title[at])}</title>\n<id>{_id(imprint, home)}</id>\n')
            file.write(f"<updated>{imprint.made_at}</updated>\n<author><name>{_text(load_labels()['brand'][at])}</name></author>\n")
            if imprint.address:
                file.write(f'<link rel="self" href={quoteattr(f"{imprint.address}/{home}feed.xml")}/>\n')
            file.writelines(_entry(imprint, one, home, at) for one in shown)
            file.write("</feed>\n")
        found.append(Path(file.name))
    return found


def write_sitemap(folder: Folder, imprint: Imprint, pages: Iterable[Path]) -> list[Path]:
    """`sitemap.xml`, where the site's address is known; a sitemap without one would be of no use to anybody."""
    if not imprint.address:
        return []
    with folder.open("sitemap.xml") as file:
        file.write('<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n')
        for page in sorted(p.as_posix() for p in pages if p.suffix == ".html"):
            file.write(f"<url><loc>{_text(f'{imprint.address}/{page}')}</loc><lastmod>{imprint.made_at[:10]}</lastmod></url>\n")
        file.write("</urlset>\n")
    return [Path(file.name)]


def _entry(imprint: Imprint, one: Summary, home: str, at: int) -> str:
    labels = load_labels()
    tolls = "; ".join(f"{labels[t.kind][at]} ({labels[t.group][at]}): {t.range}" for t in one.tolls)
    title = " · ".join(filter(None, (one.first, show(one.place or ""), labels[one.event_type][at])))
    page = f"{home}incident/{one.id}.html"
    link = f"<link href={quoteattr(f'{imprint.address}/{page}' if imprint.address else page)}/>"
    return (
        f"<entry><title>{_text(title)}</title><id>{_id(imprint, page)}</id><updated>{imprint.made_at}</updated>{link}"
        f"<summary>{_text(tolls)}</summary></entry>\n"
    )


def _id(imprint: Imprint, page: str) -> str:
    return _text(f"{imprint.address}/{page}") if imprint.address else f"urn:sijill:{imprint.head[:32]}:{_text(page)}"


def _text(text: str) -> str:
    return escape("".join(max(c, " ") for c in show(text)))
