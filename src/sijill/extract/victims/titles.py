"""Titles and nouns of single people: what their form says, whether a name may follow."""

from sijill.extract.text.lexicon import Match
from sijill.extract.text.page import Page
from sijill.model.vocabulary import Sex

_DUALS = ("ان", "ين", "تان", "تين")


def is_plural(page: Page, match: Match) -> bool:
    """Whether an English noun stands in the plural: it describes no single person."""
    form = page.tokens[match.last - 1].form
    return form.isascii() and form.endswith("s") and not form.endswith(("'s", "ss")) and form not in match.entry.words


def takes_name(page: Page, titles: list[Match], first: int) -> bool:
    """Whether a name may follow the titles: in Arabic they have the article or are kin; in English a name has capitals."""
    if page.tokens[first].form.isascii():
        return not any(t.entry.more.get("nameless") for t in titles)
    return any(
        t.clitics.endswith(("ال", "لل"))
        or page.tokens[t.first].form.removeprefix("و").startswith("ال")
        or t.entry.more.get("kin")
        or "fate" in t.entry.more
        for t in titles
    )


def written(page: Page, match: Match) -> str:
    """The words of a title as written, without the conjunction or preposition before them."""
    text = page.quote(match.first, match.last)
    clitics = match.clitics.removesuffix("ال")
    return text.removeprefix(clitics) if clitics and not clitics.endswith("ل") else text


def gender(page: Page, titles: list[Match]) -> Sex | None:
    """The sex that the form of an Arabic title says: الطبيب, الطبيبة."""
    forms = [page.tokens[t.last - 1].form for t in titles if t.entry.more.get("role")]
    if not forms or forms[0].isascii():
        return None
    return "female" if forms[0].endswith("ه") else "male"


def is_dual(page: Page, titles: list[Match]) -> bool:
    """Whether a noun says two by its ending: two people, described alike."""
    return any(page.tokens[t.last - 1].form.endswith(_DUALS) for t in titles)
