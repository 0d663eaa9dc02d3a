"""Signs that no store and no stream can hold, replaced one for one so that offsets stay."""

import re

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def replace_unstorable(text: str) -> str:
    """NUL and lone surrogates as U+FFFD; the length stays."""
    return _UNSTORABLE.sub("\ufffd", text)
