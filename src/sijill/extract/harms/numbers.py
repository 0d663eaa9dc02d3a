"""Numbers as written: digits of three scripts, number words of Arabic and English, their compounds and scales."""

from sijill.extract.harms.words import Tag
from sijill.extract.text.page import Token

MOST = 50_000_000
"""The largest count of people that is taken for one."""


def read_digits(form: str) -> int | float | None:
    """The value of a folded number token; groups of three are thousands ("1,200", "33.000"). None for others ("12.5.2016")."""
    if form[0] == "0" and form != "0":
        return None
    if form.isdigit():
        return int(form) if len(form) <= 9 else None
    parts = form.replace(",", ".").split(".")
    if all(len(part) == 3 for part in parts[1:]) and 1 <= len(parts[0]) <= 3 and parts[0] != "0":
        return int("".join(parts)) if len(parts) <= 3 else None
    if len(parts) == 2 and "." in form and len(form) < 12:
        return float(form)
    return None


def read_number(tokens: tuple[Token, ...], tags: list[Tag | None], index: int, end: int) -> tuple[int, int] | None:
    """The number that begins at a token and the token after it: (value, next), or None."""
    start = index
    token = tokens[index]
    total: int | float | None
    if token.kind == "number":
        total = read_digits(token.form)
        index += 1
        spaced = index < end and tokens[index].form == "000" and tokens[index].start - token.end == 1
        if spaced and isinstance(total, int) and total < 1000:
            total, index = total * 1000, index + 1  # "200 000"
    elif token.form in ("half", "نصف", "بنصف", "لنصف") and index + 1 < end:
        after = index + 1 + (tokens[index + 1].form == "a")
        scale = tags[after] if after < end else None
        if scale is None or not scale.scale:
            return None
        return int(scale.value / 2), after + 1
    elif token.form == "quarter" and index + 3 < end and tokens[index + 1].form == "of" and tokens[index + 2].form == "a":
        scale = tags[index + 3]
        if scale is None or not scale.scale:
            return None
        return scale.value // 4, index + 4
    elif token.form in ("a", "an") and index + 1 < end and (tag := tags[index + 1]) is not None and tag.cls == "number" and tag.scale:
        total, index = 1, index + 1
    else:
        spelled = _read_words(tokens, tags, index, end)
        if spelled is None:
            return None
        total, index = spelled
    if total is None:
        return None
    while (
        total <= MOST
        and index < end
        and (tag := tags[index]) is not None
        and tag.cls == "number"
        and tag.scale
        and not tag.clitics.startswith("و")
    ):
        total *= tag.value
        index += 1
        if index < end and tokens[index].form == "ونصف":
            total += tag.value / 2
            index += 1
    if index + 1 < end and total >= 1000 and total % 1000 == 0 and tokens[index].form == "و" and tokens[index + 1].kind == "number":
        rest = read_digits(tokens[index + 1].form)  # "ألف و500"
        if rest is not None and rest < 1000:
            total, index = total + rest, index + 2
    if total != int(total) or total > MOST or index == start:
        return None
    return int(total), index


def _read_words(tokens: tuple[Token, ...], tags: list[Tag | None], index: int, end: int) -> tuple[int, int] | None:
    tag = tags[index]
    if tag is None:
        return None
    if tag.cls == "one" and index + 1 < end and (ten := tags[index + 1]) is not None and ten.cls == "number" and ten.value == 10:
        return 11, index + 2
    if tag.cls != "number" or "ال" in tag.clitics or (tag.scale and tokens[index].form.endswith(("لاف", "يين", "hundreds"))):
        return None
    total, last = tag.value, tag.value
    index += 1
    while index < end and total <= MOST:
        step = _continue(tokens, tags, index, end, last)
        if step is None:
            break
        value, multiply, index = step
        total = (total - last) + last * value if multiply else total + value
        last = last * value if multiply else value
    return total, index


def _continue(tokens: tuple[Token, ...], tags: list[Tag | None], index: int, end: int, last: int) -> tuple[int, bool, int] | None:
    """The next part of a spelled number: (value, whether it multiplies, next token), or None where the number ends."""
    joined = False
    if tokens[index].form in ("و", "-", "‑", "–", "and") and index + 1 < end:
        joined, dash = True, tokens[index].form != "و"
        tag = tags[index + 1]
        if tag is None or tag.cls != "number" or (dash and tag.clitics):
            return None
        if tokens[index].form == "and" and last < 100:
            return None
        index += 1
    tag = tags[index]
    if tag is None or tag.cls != "number":
        return None
    value = tag.value
    joined = joined or tag.clitics == "و"
    latin = tokens[index].form.isascii()
    if value == 10 and 1 < last < 10 and not joined and not latin:
        return 10, False, index + 1
    if value in (100, 1000) and tag.scale and 1 <= last < 1000 and not joined and last < value:
        return value, True, index + 1
    tens = 20 <= value < 100 and value % 10 == 0
    if joined and not latin and tens and 1 <= last < 10:
        return value, False, index + 1
    if latin and 20 <= last < 100 and last % 10 == 0 and 1 <= value < 10:
        return value, False, index + 1
    if last >= 100 and value < min(last, 100) and (joined or latin):
        return value, False, index + 1
    if last >= 1000 and 100 <= value < 1000 and (joined or latin):
        return value, False, index + 1
    return None
