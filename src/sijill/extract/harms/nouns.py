"""Candidates without a number: singular, dual and plural nouns, "a soldier", "one of them", "no casualties", names."""

from sijill.extract.harms.closed import AFTER_NOUNS, DESCRIBING, NOT_NAMES, QUOTES, TWO
from sijill.extract.harms.counts import Counts
from sijill.extract.harms.quantities import read_quantity
from sijill.extract.harms.words import Tag


class Nouns(Counts):
    """Reads nouns, articles, negations and names."""

    def article(self, i: int) -> int:
        quantity = read_quantity(self.tokens, self.tags, i, self.last)
        if quantity is not None:
            return self.counted(quantity)
        j, skipped = i + 1, 0
        while j < self.last and skipped <= 5:
            tag = self.tags[j]
            if tag is not None and tag.cls == "person":
                after = j + tag.size
                if after < self.last and (nxt := self.tags[after]) is not None and nxt.cls == "person" and nxt.plural == "sg":
                    j = after
                    continue
                if tag.plural != "sg" or (self.tokens[j].form.isascii() and self.adjectival(j, tag)):
                    return i + 1
                return self.add(i, j + tag.size, "article", 1, 1, "exact", tag, j)
            if tag is not None and tag.cls in ("number", "vague", "hedge", "part"):
                return i + 1
            if self.tokens[j].kind == "mark" and self.tokens[j].form not in QUOTES and self.tokens[j].form != "-":
                return i + 1
            if self.tokens[j].form in ("in", "on", "at", "by", "of", "to", "and", "was", "that", "with", "for"):
                return i + 1
            skipped += 1
            j += tag.size if tag is not None else 1
        return i + 1

    def one_of(self, i: int, tag: Tag) -> int:
        at = self.head_from(i + tag.size)
        if at >= 0:
            return self.add(i, at + self.size(at), "one_of", 1, 1, "exact", self.tags[at], at)
        return i + tag.size

    def none(self, i: int, tag: Tag) -> int:
        """ "No casualties", "دون وقوع إصابات": a stated absence."""
        for j in range(i + tag.size, min(i + tag.size + 6, self.last)):
            other = self.tags[j]
            if self.tokens[j].form in (",", "،", ";", "but", "لكن"):
                break
            if other is None:
                continue
            if other.id == "report_lacking":
                break
            if other.cls in ("person", "harm") and (other.kind or other.cls == "person"):
                return self.add(i, j + other.size, "none", 0, 0, "exact", other, j)
            if other.cls in ("number", "vague") and other.id != "one":
                break
        return i + tag.size

    def noun(self, first: int, i: int, tag: Tag) -> int:
        if tag.plural == "sg" and self.adjectival(i, tag):
            return i + tag.size
        if tag.plural == "sg":
            return self.add(first, i + tag.size, "singular", 1, 1, "exact", tag, i)
        if tag.plural == "du":
            return self.add(first, i + tag.size, "dual", 2, 2, "exact", tag, i)
        after = i + tag.size
        if tag.plural == "any" and "\u064eين" in self.text[self.tokens[i].start : self.tokens[i].end]:
            return self.add(first, after, "dual", 2, 2, "exact", tag, i)
        if tag.plural == "any" and after < self.last and self.tokens[after].form in TWO:
            return self.add(first, after + 1, "dual", 2, 2, "exact", tag, i)
        return self.add(first, i + tag.size, "any" if tag.plural == "any" else "plural", None, None, "plural", tag, i)

    def adjectival(self, i: int, tag: Tag) -> bool:
        """A singular that describes another noun: "terrorist attacks", "الجيش السوري", "a Turkish strike"."""
        if not self.tokens[i].form.isascii():
            return tag.id == "foreigner" and (tag.clitics.endswith("ال") or i == self.first or (self.tags[i - 1] or tag).cls != "harm")
        after = i + tag.size
        nxt = self.tags[after] if after < self.last else None
        followed = after < self.last and (
            (self.tokens[after].kind == "word" and self.tokens[after].form not in AFTER_NOUNS and nxt is None)
            or (nxt is not None and nxt.cls == "cue" and nxt.id not in ("past", "cause"))
            or self.tokens[after].form == "-"
        )
        return tag.id in DESCRIBING and followed

    def after_harm(self, i: int, tag: Tag) -> int:
        """A harm word directly followed by a person's name: words that no lexicon knows."""
        j = start = i + tag.size
        while j < min(self.last, start + 6) and self.tokens[j].form in QUOTES:
            j += 1
        names, words, run = 0, 0, j
        while run < min(self.last, j + 30) and words < 12:
            token, other = self.tokens[run], self.tags[run]
            if token.form in QUOTES and words:
                run += 1
                continue
            if token.form in ("و", "and", "،", ",") and words and run + 1 < self.last and self.name_like(run + 1):
                names += 1
                run += 1
                continue
            if other is not None or not self.name_like(run):
                break
            if words and token.form.startswith("و") and len(token.form) > 4:
                names += 1
            words += 1
            run += 1
        if not words:
            if tag.kind == "displaced" and tag.form == "noun":
                self.add(i, start, "movement", None, None, "plural", tag, i)
            return start
        count = names + 1
        self.add(j, run, "name", count, count, "exact", None, -1, named=words)
        return start

    def name_like(self, i: int) -> bool:
        token = self.tokens[i]
        if token.kind != "word" or self.tags[i] is not None or len(token.form) < 2:
            return False
        if token.form.isascii():
            return self.text[token.start].isupper()
        return token.form not in NOT_NAMES and not token.form.startswith(("بال", "لل", "وال", "ال"))
