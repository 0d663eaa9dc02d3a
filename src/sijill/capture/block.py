"""What goes into our archive of an exchange, of a file, of a record of others."""

import hashlib
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from typing import IO
from urllib.parse import quote

from sijill.capture.archive import Block
from sijill.capture.exchange import Answer
from sijill.capture.record import Archived

REQUEST = "application/http; msgtype=request"
RESPONSE = "application/http; msgtype=response"
NOTHING = hashlib.sha256(b"").hexdigest()


def answer_blocks(answers: Sequence[Answer], new_id: Callable[[], str]) -> tuple[list[Block], str]:
    """Request and response of each answer, and the id of the last response: the record with the payload."""
    blocks: list[Block] = []
    record = ""
    for answer in answers:
        record, request = new_id(), new_id()
        address = answer.address.text
        answer.body.seek(0)
        head = _without_chunks(answer.head)
        content = BytesIO(answer.request)
        links = (("WARC-Concurrent-To", f"<{record}>"),)
        blocks.append(Block("response", address, record, answer.at, answer.body, answer.size, RESPONSE, head, answer.sha256, answer.ip))
        blocks.append(
            Block(
                "request",
                address,
                request,
                answer.at,
                content,
                len(answer.request),
                REQUEST,
                payload_sha256=NOTHING,
                ip=answer.ip,
                links=links,
            )
        )
    return blocks, record


def file_block(path: Path, file: IO[bytes], size: int, sha256: str, record: str, at: str, media_type: str) -> Block:
    """A file as it is, under its name alone: where it lay on a person's machine is nobody's business."""
    return Block("resource", f"file:///{quote(path.name)}", record, at, file, size, media_type, payload_sha256=sha256)


def archived_block(record: Archived) -> Block:
    """A record of an archive of others, byte for byte."""
    return Block("response", record.address, record.place.record, record.at, BytesIO(), 0, RESPONSE, raw=record.raw)


def _without_chunks(head: bytes) -> bytes:
    """The head of an answer whose chunks were joined: as other archivers do, the header that says so is kept under another name."""
    rows = head.split(b"\r\n")
    if not any(row.lower().startswith(b"transfer-encoding:") for row in rows):
        return head
    return b"\r\n".join(b"X-Archive-Orig-" + row if row.lower().startswith(b"transfer-encoding:") else row for row in rows)
