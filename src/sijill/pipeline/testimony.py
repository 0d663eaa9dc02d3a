"""Confidential testimony: kept in the register alone, sealed, with the consent that it was given under; never in an archive of files.

Nothing that lies open can be traced to its words: the digest is over a secret and the words, and the id is made from that.
"""

from base64 import b64encode
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args

from sijill.capture.encoding import NotText, decode_bytes
from sijill.capture.language import detect_language
from sijill.model import Capture, InputError, Report
from sijill.model.codec import to_json
from sijill.model.identity import content_id, digest
from sijill.register import Fact, Register, Sealed

Use = Literal["internal", "anonymous", "public"]
"""What a witness agreed to: for the team's eyes only; to be published without name and words; to be quoted.

Only what may be quoted becomes a report: whatever is read can end in an edition with its words."""

SOURCE = "confidential testimony"


@dataclass(frozen=True, slots=True)
class Consent:
    """What was agreed: `use`; the `words` it was asked and given in (sealed); on which `day`."""

    use: Use
    words: str
    day: date


def enter_testimony(register: Register, data: bytes, consent: Consent, *, name: str, title: str | None, secret: bytes) -> str:
    """Enter a testimony (the bytes of a text); its id, that of its report where it may be quoted. `secret` is 32 random bytes, sealed
    with it. Raises InputError."""
    if not consent.words.strip():
        raise InputError(name, "there is no testimony without consent", "say with --consent what was agreed, and how")
    if consent.use not in get_args(Use):
        raise InputError(name, f"{consent.use!r} is no use that can be agreed", f"one of: {', '.join(get_args(Use))}")
    try:
        text, encoding = decode_bytes(data)
    except NotText as error:
        raise InputError(name, str(error), "save it as UTF-8 text") from error
    if not text.strip():
        raise InputError(name, "the file is empty")
    sha256 = digest(secret + data)
    doc = content_id("t", sha256)
    capture = Capture(content_id("c", doc, sha256), "testimony", sha256, len(data), register.now(), register.author, encoding)
    name = content_id("r", doc) if consent.use == "public" else doc
    sealed = {"secret": b64encode(secret).decode(), "payload": b64encode(data).decode(), "title": title, "text": text}
    body: dict[str, Any] = {
        "capture": to_json(capture),
        "testimony": Sealed(name, sealed),
        "consent": {"use": consent.use, "day": consent.day.isoformat(), "words": Sealed(name, consent.words)},
    }
    if consent.use == "public":
        words = f"{title}\n\n{text}" if title else text
        report = Report(name, doc, words, title, lang=detect_language(words), source=SOURCE, capture=capture.id)
        body["report"] = to_json(report)
    register.append_many([Fact("captured", name, "a testimony, entered by hand", body)])
    return name
