"""What the API says where it does not do what was asked."""

from pydantic import BaseModel


class Problem(BaseModel):
    """What is wrong, and what to do."""

    detail: str


class Refusal(Problem):
    """A decision that was not entered. Where more is known than was seen: a line for each entry that came `since`, and the number of
    the newest, on which to decide again."""

    since: list[str] = []
    newest: int | None = None
