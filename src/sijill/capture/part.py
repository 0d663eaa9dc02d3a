"""Parts: what one file says of one report among many, and the bytes that say it."""

from dataclasses import dataclass

from sijill.capture.row import Draft


@dataclass(frozen=True, slots=True)
class Part:
    """A report within a file. `data` are the bytes that it was read from; `fragment` addresses them within the file; `where` is for
    people. `media` names pictures and video: files beside this one, or web addresses."""

    draft: Draft
    data: bytes
    fragment: str
    where: str
    encoding: str = "utf-8"
    media: tuple[str, ...] = ()
