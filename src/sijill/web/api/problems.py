"""What the API says where it does not do what was asked."""

from pydantic import BaseModel

NO_NULL = r"^[^\x00]*$"
"""What an address of the API may hold: no text of the register holds a null character."""


class Problem(BaseModel):
    """What is wrong, and what to do."""

    detail: str


class Refusal(Problem):
    """A decision that was not entered. Where more is known than was seen: a line for each entry that came `since`, and the number of
    the newest, on which to decide again."""

    since: list[str] = []
    newest: int | None = None
