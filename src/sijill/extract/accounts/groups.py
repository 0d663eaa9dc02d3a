"""Groups of features of a unit beside a draft: each a function of the few values that go into it together, so that its names are
written once and remembered."""

from functools import lru_cache

from sijill.extract.linear import GROUPS


@lru_cache(maxsize=GROUPS)
def relations(places: str, types: str, numbers: str, near: str) -> tuple[str, ...]:
    """How places, kinds of event and numbers stand to the draft's, and each with the others."""
    return (
        f"place={places}",
        f"type={types}",
        f"number={numbers}",
        f"place,type={places},{types}",
        f"place,number={places},{numbers}",
        f"place,near={places},{near}",
        f"type,number={types},{numbers}",
        f"type,near={types},{near}",
        f"all={places},{types},{numbers},{near in {'same', 'next'}}",
    )


@lru_cache(maxsize=GROUPS)
def nearness(near: str, rank: int, core: bool, follows: bool, begins: bool) -> tuple[str, ...]:
    """How near the draft was last told of."""
    return f"near={near},{rank}", f"rank={rank},{core},{follows}", f"core,near={core},{near},{rank == 0},{begins}"


@lru_cache(maxsize=GROUPS)
def company(types: str, actors: str, days: str) -> tuple[str, ...]:
    """Whether the parties and days are the same."""
    return f"days={days}", f"actors={actors}", f"type,actors={types},{actors}"


@lru_cache(maxsize=GROUPS)
def wording(opening: str, sourced: bool, near: str, latest: bool) -> tuple[str, ...]:
    """The word that the unit begins with, and whether it says from whom."""
    return f"opening={opening},{near},{latest}", f"say={sourced},{near}"


@lru_cache(maxsize=GROUPS)
def shape(starts: bool, form: str, places: str, types: str, numbers: str, latest: bool) -> tuple[str, ...]:
    """What the shape of the page makes of a paragraph's first unit."""
    return f"starts={starts},{form},{places},{types}", f"starts,number={starts},{form},{numbers},{latest}"


@lru_cache(maxsize=GROUPS)
def pointing(definite: bool, say: bool, types: str, places: str, near: str, latest: bool) -> tuple[str, ...]:
    """What "the strike" points back to."""
    return (
        f"def={definite},{types},{latest}",
        f"def,place={definite},{places},{types},{near}",
        f"def,say={definite},{say},{types},{places}",
    )


@lru_cache(maxsize=GROUPS)
def title(title: bool, several: bool, near: str, types: str, places: str) -> tuple[str, ...]:
    """Whether the draft begins the page, as a title does."""
    return f"title={title},{several},{near}", f"title,type={title},{types},{places}"


@lru_cache(maxsize=GROUPS)
def paragraph(beside: bool, places: str, types: str, core: bool, latest: bool, begins: bool) -> tuple[str, ...]:
    """Whether unit and draft stand in one paragraph."""
    return f"paragraph={beside},{places},{core}", f"paragraph,type={beside},{types},{latest},{begins}"


@lru_cache(maxsize=GROUPS)
def sizes(first: bool, size: int, harms: int, numbers: int, places: str, near: str) -> tuple[str, ...]:
    """How much the draft holds."""
    return f"first={first}", f"size={min(size, 4)}", f"harms={min(harms, 2)},{min(numbers, 2)},{places},{near}"


@lru_cache(maxsize=GROUPS)
def order(ordinal: int, title: bool, types: str, places: str, numbers: str, first: bool) -> tuple[str, ...]:
    """How many sentences have told of something before."""
    return (
        f"ordinal={ordinal},{title},{types},{first}",
        f"ordinal,place={ordinal},{title},{places}",
        f"ordinal,number={ordinal},{title},{numbers}",
    )
