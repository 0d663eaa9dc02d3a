"""What a word form gives to one look-up, worked out once: most forms of a text begin nothing, and are asked for again and again."""

from collections.abc import Callable
from typing import TypeVar

Value = TypeVar("Value")

MOST = 1 << 16
"""Forms remembered at most: the vocabulary of some thousands of reports."""


class Memory(dict[str, Value]):
    """`memory[form]` is `work_out(form)`, remembered; bounded, so that a register of strange words does not fill the memory.

    `map(memory.__getitem__, forms)` looks up a whole sentence at the cost of one dictionary access a form.
    """

    def __init__(self, work_out: Callable[[str], Value]) -> None:
        super().__init__()
        self._work_out = work_out

    def __missing__(self, form: str) -> Value:
        if len(self) >= MOST:
            self.clear()
        value = self[form] = self._work_out(form)
        return value
