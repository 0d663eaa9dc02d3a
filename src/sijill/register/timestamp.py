"""Time stamps of an outside authority (RFC 3161): it signs that it has seen a digest at a time, and sees nothing else of the register.

Needs the optional extra `timestamp`.
"""

import http.client
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

from sijill.model import NoStamp, RegisterError

LARGEST_ANSWER = 1024 * 1024
"""Bytes of an answer that are read; a stamp with its certificates has some thousands."""


def request_stamp(data: bytes, url: str, *, timeout_s: float) -> bytes:
    """Ask the authority at `url` to stamp the SHA-256 of `data`; its answer (DER) as it came. Redirects are not followed.

    The answer must be about this digest and this question; who signed it is checked by `check_stamp`. Raises NoStamp.
    """
    client = _load_client()
    question = client.TimestampRequestBuilder().data(data).hash_algorithm(client.HashAlgorithm.SHA256).build()
    answer = _post(url, question.as_bytes(), timeout_s)
    try:
        response = client.decode_timestamp_response(answer)
        if response.status != client.PKIStatus.GRANTED:
            raise NoStamp(url, f"it refuses to stamp ({client.PKIStatus(response.status).name.lower()})")
        stamped = response.tst_info
        same = (stamped.message_imprint.message, stamped.nonce) == (question.message_imprint.message, question.nonce)
    except ValueError as error:
        raise NoStamp(url, "it answers with what is no time stamp") from error
    if not same:
        raise NoStamp(url, "it answers with the stamp of something else")
    return answer


def check_stamp(stamp: bytes, data: bytes, authorities: Path) -> datetime:
    """When `data` was stamped (UTC), by an authority that a certificate in the PEM file `authorities` vouches for.

    The authority's certificate must have been valid then, not now. Raises RegisterError.
    """
    client = _load_client()
    verifier = client.VerifierBuilder(roots=_load_certificates(authorities)).build()
    try:
        response = client.decode_timestamp_response(stamp)
        verifier.verify_message(response, data)
        moment: datetime = response.tst_info.gen_time
    except (client.VerificationError, ValueError) as error:
        raise RegisterError(f"the time stamp does not hold against {authorities}: {error}") from error
    return moment


def _post(url: str, question: bytes, timeout_s: float) -> bytes:
    parts = urlsplit(url)
    headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply", "User-Agent": "sijill"}
    connection = _connect(parts, url, timeout_s)
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", path, question, headers)
        response = connection.getresponse()
        if response.status != 200:
            raise NoStamp(url, f"it answers {response.status} {response.reason}")
        return response.read(LARGEST_ANSWER)
    except (OSError, http.client.HTTPException) as error:
        raise NoStamp(url, f"it gives no answer ({error or type(error).__name__})") from error
    finally:
        connection.close()


def _connect(parts: SplitResult, url: str, timeout_s: float) -> http.client.HTTPConnection:
    kinds: dict[str, type[http.client.HTTPConnection]] = {"http": http.client.HTTPConnection, "https": http.client.HTTPSConnection}
    try:
        connection = kinds[parts.scheme](parts.hostname or "", parts.port, timeout=timeout_s)
    except (KeyError, ValueError, http.client.InvalidURL) as error:
        raise NoStamp(url, "that is no http address") from error
    return connection


def _load_certificates(file: Path) -> list[Any]:
    from cryptography.x509 import load_pem_x509_certificates

    try:
        return list(load_pem_x509_certificates(file.read_bytes()))
    except OSError as error:
        raise RegisterError(f"{file} cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise RegisterError(f"{file} holds no certificate: it should be PEM, with the authority's root") from error


def _load_client() -> Any:
    try:
        import rfc3161_client
    except ImportError as error:
        raise RegisterError("time stamps need the extra `timestamp`: pip install sijill[timestamp]") from error
    return rfc3161_client
