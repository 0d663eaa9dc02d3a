"""Candidates that begin with a number or a vague word: "five soldiers", "أكثر من 35", "25 were injured"."""

from sijill.extract.harms.candidates import Walk
from sijill.extract.harms.closed import AUXILIARIES, LINKS, PREPOSITIONS, QUOTES, THINGS
from sijill.extract.harms.quantities import Quantity

REACH = 4
"""Most tokens between a quantity and the noun it counts ("40 Syrian government soldiers"); 460 reports need no more."""


class Counts(Walk):
    """Reads what a quantity counts."""

    def is_clock(self, i: int) -> bool:
        """A number that is part of a clock time, a list mark ("4_") or a ratio."""
        token = self.tokens[i]
        before, after = self.text[token.start - 1 : token.start], self.text[token.end : token.end + 1]
        return (before in (":", "/", "_") and before != "" and self.text[token.start - 2 : token.start - 1].isdigit()) or (
            after == "_" or (after == ":" and self.text[token.end + 1 : token.end + 2].isdigit()) or after == "%"
        )

    def is_unit(self, i: int) -> bool:
        """A number that names a unit: "اللواء 15", "Brigade 30"."""
        tag = self.tags[i - 1] if i > self.first else None
        if tag is not None and tag.id == "measure" and self.tokens[i - 1].form.isascii():
            return True  # "August 21"
        if self.text[self.tokens[i].start - 1 : self.tokens[i].start] == "-" and len(self.tokens[i].form) == 4:
            return True  # "17-08-2016"
        return tag is not None and tag.id in ("army", "military_site") and ("ال" in tag.clitics or self.tokens[i - 1].form.isascii())

    def head_from(self, i: int, reach: int = REACH) -> int:
        """The person noun that a quantity before token i counts, or -1."""
        skipped = 0
        end = min(self.last, i + 2 * reach)
        while i < end:
            tag, token = self.tags[i], self.tokens[i]
            if token.form == ")" and i + 1 < self.last and self.tokens[i + 1].form.isascii():
                return -1
            if token.form in ("other", "more", "another", "additional"):
                i += 1
                continue
            if tag is not None and tag.cls == "person":
                if tag.clitics.startswith(("و", "ف")) or (
                    skipped and tag.id == "other" and token.form not in ("others", "اخرين", "اخرون")
                ):
                    return -1
                after = i + tag.size
                latin = token.form.isascii()
                if latin and after < self.last and (nxt := self.tags[after]) is not None and nxt.cls == "person" and tag.plural == "sg":
                    i = after  # "rebel fighters", "government soldiers"
                    continue
                return i
            if token.form in LINKS or token.form in QUOTES or (token.form == "-" and skipped):
                i += 1
                continue
            if tag is not None and (
                tag.cls in ("harm", "number", "hedge", "vague", "no", "part", "one") or tag.id in ("measure", "cause", "past")
            ):
                return -1
            if token.kind != "word" or skipped >= reach or (not token.form.isascii() and skipped >= 1):
                return -1
            skipped += 1
            i += tag.size if tag is not None else 1
        return -1

    def counted(self, q: Quantity) -> int:
        at = self.head_from(q.last)
        if at >= 0:
            shape = "vague" if q.vague else "count"
            return self.add(q.first, at + self.size(at), shape, q.low, q.high, q.hedge, self.tags[at], at)
        shape = self.bare_shape(q)
        if shape:
            return self.add(q.first, q.last, shape, q.low, q.high, q.hedge, None, -1)
        return q.last

    def bare_shape(self, q: Quantity) -> str:
        """How a number without a noun touches a harm word, or "": "وأصيب أكثر من 35", "25 were injured", "12 من قوات"."""
        before = self.tags[q.first - 1] if q.first > self.first else None
        ordinal = q.first > self.first and self.tokens[q.first - 1].form in ("ال", "رقم", "no")
        if self.counts_things(q.last) or ordinal or (before is not None and before.id == "measure"):
            return ""
        reach = 3
        for j in range(q.last, min(q.last + 9, self.last)):
            tag = self.tags[j]
            if j >= q.last + reach:
                break
            reach += self.tokens[j].form in AUXILIARIES
            if tag is not None and tag.cls == "harm":
                return "bare_right" if self.tokens[j].form.isascii() else "bare_ar_right"
            if self.tokens[j].kind == "mark":
                break
        for j in range(q.first - 1, max(q.first - 4, self.first - 1), -1):
            tag = self.tags[j]
            if tag is not None and (tag.cls in ("harm", "part") or (tag.cls == "person" and tag.kind)):
                return "bare_left"
            if self.tokens[j].kind == "mark":
                break
        if q.last < self.last and self.tokens[q.last].form in ("من", "of"):
            return "bare_of"
        if q.first - self.part <= 1:
            return "bare_part"
        return (
            "bare_total"
            if any((t := self.tags[j]) is not None and t.id == "total" for j in range(max(self.first, q.first - 3), q.first))
            and not q.vague
            else ""
        )

    def counts_things(self, i: int) -> bool:
        """Whether what a number before token i counts are things: "20 rockets", "two of the villages"."""
        for j in range(i, min(i + 3, self.last)):
            tag, token = self.tags[j], self.tokens[j]
            if tag is not None:
                return tag.id in THINGS
            if token.form not in ("of", "the", "من", "other", "more") and not token.form.isalpha():
                return False
            if token.form in PREPOSITIONS or not (token.form.isascii() or token.form == "من"):
                return False
        return False
