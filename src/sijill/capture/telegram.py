"""What Telegram Desktop exports of a channel or group: `result.json` or `messages.html`, a report for each message with a text."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from sijill.capture.clean import replace_unstorable
from sijill.capture.encoding import NotText, decode_bytes
from sijill.capture.part import Part
from sijill.capture.row import Draft
from sijill.model import InputError
from sijill.model.identity import canonical_json

LARGEST = 512 * 1024 * 1024
"""Bytes of one file of an export; Telegram cuts its HTML after 1,000 messages, and JSON of 100,000 messages has some 100 MB."""

EXPORTS = re.compile(r"(?:result\.json|messages\d*\.html)")

_MEDIA = ("photo", "file", "thumbnail")


def is_export(folder: Path) -> bool:
    """Whether a folder is an export: its files are read as one."""
    return (folder / "result.json").is_file() or (folder / "messages.html").is_file()


def list_export(folder: Path) -> list[Path]:
    """The files of messages in an export, in their order; `result.json` alone where both forms are there."""
    if (folder / "result.json").is_file():
        return [folder / "result.json"]
    found = [path for path in folder.iterdir() if EXPORTS.fullmatch(path.name)]
    return sorted(found, key=lambda path: int(re.sub(r"\D", "", path.name) or 1))


def read_telegram(path: Path) -> Iterator[Part | InputError]:
    """Messages with a text, in the order of the file."""
    if path.stat().st_size > LARGEST:
        yield InputError(str(path), f"the export is too large: at most {LARGEST:,} bytes", "export a shorter time at once")
        return
    try:
        text, encoding = decode_bytes(path.read_bytes(), html=path.suffix != ".json")
    except NotText as error:
        yield InputError(str(path), str(error))
        return
    if path.suffix == ".json":
        yield from _read_json(path, text)
    else:
        yield from _read_html(path, text, encoding)


def _read_json(path: Path, text: str) -> Iterator[Part | InputError]:
    try:
        said = json.loads(text)
    except (ValueError, RecursionError) as error:
        yield InputError(str(path), f"it is not JSON that can be read: {str(error)[:100]}")
        return
    found = False
    for chat in _chats(said):
        found = True
        for message in chat["messages"]:
            if isinstance(message, dict) and message.get("type") == "message" and (words := _flatten(message.get("text"))).strip():
                yield _message(path, chat, message, words)
    if not found:
        yield InputError(str(path), "it is not an export of Telegram Desktop: it holds no messages")


def _chats(said: Any) -> Iterator[Mapping[str, Any]]:
    """The chat of an export of one, or every chat of an export of all."""
    if not isinstance(said, dict):
        return
    if isinstance(said.get("messages"), list):
        yield said
    for group in ("chats", "left_chats"):
        listed = said.get(group)
        for chat in listed.get("list", []) if isinstance(listed, dict) else []:
            if isinstance(chat, dict) and isinstance(chat.get("messages"), list):
                yield chat


def _flatten(value: Any) -> str:
    """A message's text: a string, or pieces of which some are links and bold words."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        pieces = (piece if isinstance(piece, str) else piece.get("text", "") for piece in value if isinstance(piece, str | dict))
        return "".join(map(str, pieces))
    return ""


def _message(path: Path, chat: Mapping[str, Any], message: Mapping[str, Any], words: str) -> Part:
    number, name = str(message.get("id", "")), str(chat.get("name") or chat.get("id") or "")
    forwarded = message.get("forwarded_from") or message.get("saved_from")
    source = str(forwarded or message.get("from") or name)
    media = tuple(str(message[key]) for key in _MEDIA if isinstance(message.get(key), str) and not str(message[key]).startswith("("))
    return Part(
        _draft(path, name, number, words, str(message.get("date", "")), source),
        canonical_json(message).encode("utf-8", "surrogatepass"),
        f"message={number}",
        f"message {number}",
        media=media,
    )


def _draft(path: Path, chat: str, number: str, words: str, day: str, source: str) -> Draft:
    try:
        published: date | None = date.fromisoformat(day[:10])
    except ValueError:
        published = None
    doc = f"{chat or path.parent.name}:{number}"
    return Draft(replace_unstorable(words), replace_unstorable(doc), published=published, source=replace_unstorable(source) or None)


def _read_html(path: Path, text: str, encoding: str) -> Iterator[Part | InputError]:
    from resiliparse.parse.html import HTMLTree

    document = HTMLTree.parse(text).document
    messages = [] if document is None else document.query_selector_all("div.message")
    if not messages:
        yield InputError(str(path), "it is not an export of Telegram Desktop: it holds no messages")
        return
    header = None if document is None else document.query_selector(".page_header .text")
    chat = " ".join((header.text or "").split()) if header is not None else ""
    source = chat
    for message in messages:
        names, forwarded = message.query_selector_all(".from_name"), message.query_selector(".forwarded .from_name")
        if len(names) > (forwarded is not None):
            source = _name_of(names[0]) or source  # messages that follow of the same sender do not repeat it
        body = message.query_selector(".text")
        if body is None or "service" in (message.getattr("class") or "").split() or not (words := _lines(body)).strip():
            continue
        moment = message.query_selector(".date")
        number = (message.getattr("id") or "").removeprefix("message")
        links = (node.getattr("href") or "" for node in message.query_selector_all(".media_wrap a[href]"))
        yield Part(
            _draft(
                path, chat, number, words, _turn(moment.getattr("title") if moment is not None else None), _name_of(forwarded) or source
            ),
            message.html.encode("utf-8", "surrogatepass"),
            f"message={number}",
            f"message {number}",
            encoding,
            tuple(link for link in links if link and "://" not in link),
        )


def _name_of(node: Any) -> str:
    """A sender's name, without the time that stands in it where a message was forwarded."""
    if node is None:
        return ""
    moment = node.query_selector(".date")
    return " ".join(str(node.text or "").replace(str(moment.text) if moment is not None else "\0", "").split())


def _lines(node: Any) -> str:
    """The text of a message, a line for each <br>."""
    from resiliparse.extract.html2text import extract_plain_text

    return str(extract_plain_text(node.html, preserve_formatting=True)).strip()


def _turn(title: str | None) -> str:
    """18.01.2019 10:12:33 UTC+02:00 as 2019-01-18."""
    found = re.match(r"(\d\d)\.(\d\d)\.(\d{4})", title or "")
    return f"{found[3]}-{found[2]}-{found[1]}" if found else ""
