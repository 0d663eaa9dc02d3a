"""What the kind model sees of a candidate: lemma ids, shapes, distances and closed word lists; never a raw word of the text."""

from sijill.extract.harms.around import Surroundings
from sijill.extract.harms.closed import BULLETS
from sijill.extract.harms.shapes import bucket, word_class


def describe(around: Surroundings, number: int, previous: str) -> list[str]:
    """The features of a candidate for the choice of its kind, or of none; `previous` is what the one before it was."""
    scan, page = around.scan, around.page
    c = scan.candidates[number]
    left, lt, twin = around.harm_left(number)
    right, rt = around.harm_right(number)
    gov = around.governed[number]
    head = c.head.id if c.head is not None else "-"
    count = c.head.plural if c.head is not None else "-"
    sentence = page.sentences[c.sentence]
    lang = "L" if page.tokens[c.first].form.isascii() and page.tokens[c.last - 1].form.isascii() else "A"
    bag = around.bag(c.sentence)
    before = scan.candidates[number - 1] if number and scan.candidates[number - 1].sentence == c.sentence else None
    prior = around.governed[number - 1] if before is not None else "-"
    size = "v" if c.low is None and c.high is None else bucket(c.low if c.low is not None else c.high or 0)
    gap = bucket(c.sentence - scan.candidates[number - 1].sentence) if number else "-"
    distance = bucket(c.first - scan.candidates[number - 1].last) if before is not None else "-"
    begins = "bullet" if page.tokens[sentence.first].form in BULLETS else ""
    year = c.hedge == "exact" and c.low is not None and 1950 <= c.low <= 2035
    joined = page.tokens[c.first].form.startswith("و") or (
        c.first > sentence.first and page.tokens[c.first - 1].form in ("و", "and", "&", ",", "،")
    )
    lk = lt.kind if lt is not None else "-"
    rk = rt.kind if rt is not None else "-"
    li = lt.id if lt is not None else "-"
    ri = rt.id if rt is not None else "-"
    ld, rd = bucket(left), bucket(right)
    out = [
        f"gov={gov}",
        f"gov={gov}|{c.shape}",
        f"gov={gov}|{c.shape}|{lang}|{ld if ld in '0 1 2' else '+'}",
        f"gov={gov}|{head}",
        f"shape={c.shape}|{lang}",
        f"head={head}|{count}",
        f"head={head}|{c.shape}|{lang}",
        f"head={head}|def{c.definite}|{c.shape}",
        f"hedge={c.hedge}",
        f"size={size}|{c.shape}",
        f"l={lk}|{ld}",
        f"l={li}|{ld}|{lang}",
        f"l={lk}|{c.shape}",
        f"l={li}|{head}",
        f"r={rk}|{rd}",
        f"r={ri}|{rd}|{lang}",
        f"lr={lk}|{rk}|{ld}|{rd}",
        f"lr={li}|{ri}",
        f"part={c.part}|{prior}",
        f"part={c.part}|{c.shape}",
        f"part={c.part}|{c.shape}|{c.definite}",
        f"prior={prior}|{gov}",
        f"pair={c.pair}",
        f"year={year}",
        f"was={previous}|{gap}",
        f"was={previous}|{gap}|{gov}",
        f"was={previous}|{distance}|{joined}|{lk}|{ld if ld in '0 1 2' else '+'}",
        f"was={previous}|{gap}|part{c.part}|{c.shape}",
        f"was={previous}|{gap}|{begins}",
        f"begins={begins}|{c.shape}",
        f"joined={joined}|{gov}|{c.shape}|{head}",
        f"twin={twin.kind if twin else '-'}|{lk}|{ld}",
        f"family={c.family}",
        f"named={bucket(c.named)}|{lk}",
        f"lang={lang}",
        f"sent={bucket(c.sentence)}",
        f"furniture={c.sentence in scan.furniture}",
    ]
    for tag in c.extras:
        out += [f"extra={tag.id}", f"extra={tag.id}|{head}"]
    for i in range(max(sentence.first, c.first - 6), c.first):
        if (near := scan.tags[i]) is not None:
            out += [f"wa={near.id}", f"wa={near.id}|{c.shape}"]
    for i in range(c.last, min(sentence.last, c.last + 6)):
        if (near := scan.tags[i]) is not None:
            out += [f"wb={near.id}", f"wb={near.id}|{c.shape}"]
    frame = around.frame(c.sentence)
    long = bucket(len(page.sentences))
    ahead = bucket(len(page.sentences) - c.sentence)
    out += [f"frame={frame}", f"frame={frame}|{bucket(c.sentence)}", f"frame={frame}|{c.shape}"]
    out += [
        f"long={long}|{frame}",
        f"long={long}|{gov}|{c.shape}",
        f"long={long}|{bucket(c.sentence)}|{frame}",
        f"ahead={ahead}|{frame}",
    ]
    for offset in (1, 2, 3):
        i, j = c.first - offset, c.last + offset - 1
        a = scan.tags[i] if i >= sentence.first else None
        b = scan.tags[j] if j < sentence.last else None
        name = a.id if a is not None else word_class(page.tokens[i].form) if i >= sentence.first else "<"
        out.append(f"a{offset}={name}")
        if offset == 1:
            out += [f"a1={name}|{c.shape}", f"a1={name}|{head}"]
        name = b.id if b is not None else word_class(page.tokens[j].form) if j < sentence.last else ">"
        out.append(f"b{offset}={name}")
        if offset == 1:
            out += [f"b1={name}|{c.shape}", f"b1={name}|{head}"]
    for name in bag:
        out.append(f"s={name}")
        if name in ("total", "past", "release", "report_lacking", "displace", "displacement", "army", "military_site"):
            out.append(f"s={name}|{gov}|{c.shape}")
    return out
