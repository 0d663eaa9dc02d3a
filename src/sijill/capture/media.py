"""Pictures, video and sound that a page or a post names: kept as they are with the same custody, never opened, never run."""

TYPES = ("image/", "video/", "audio/", "application/pdf")
"""What is kept; a server that answers with another type (a page that says "gone") gives no picture."""

MOST = 20
"""Of one page: the most pictures in an article of the pages that we wrote after news sites is 9; a gallery has more, and says so."""

LARGEST = 200 * 1024 * 1024
"""Bytes of one; some minutes of video."""


def is_media(media_type: str | None) -> bool:
    """Whether a stated type is one that is kept."""
    return (media_type or "").strip().lower().startswith(TYPES)
