"""An anchor can be stamped by an outside authority; here that is openssl behind a real HTTP server."""

import json
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner
from small import open_register

from sijill.cli import cli
from sijill.model import NoStamp, RegisterError
from sijill.register.anchor import Anchor, check_anchor_stamp, make_anchor, read_anchor, stamp_anchor, write_anchor

pytest.importorskip("rfc3161_client", reason="needs the package rfc3161-client (the extra `timestamp`)")
if shutil.which("openssl") is None:
    pytest.skip("needs openssl, which answers as the authority", allow_module_level=True)

SETTINGS = """
[tsa]
serial = {folder}/serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
[for_stamps]
basicConstraints = critical,CA:FALSE
extendedKeyUsage = critical,timeStamping
"""


class Authority:
    """A certificate authority of its own, and a certificate for stamps that it vouches for."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.root = folder, folder / "ca.pem"
        folder.mkdir()
        (folder / "tsa.cnf").write_text(SETTINGS.format(folder=folder))
        (folder / "serial").write_text("01\n")
        key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
        self.openssl("req", "-x509", *key, "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=Root of a test", "-days", "2")
        self.openssl("req", *key, "-keyout", "tsa.key", "-out", "tsa.csr", "-subj", "/CN=Stamps of a test")
        vouch = ("-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-extfile", "tsa.cnf", "-extensions", "for_stamps")
        self.openssl("x509", "-req", "-in", "tsa.csr", *vouch, "-out", "tsa.pem", "-days", "2")

    def openssl(self, *words: str) -> None:
        subprocess.run(["openssl", *words], cwd=self.folder, check=True, capture_output=True)

    def answer(self, question: bytes) -> bytes:
        """The stamp that a question asks for."""
        (self.folder / "q.tsq").write_bytes(question)
        signer = ("-inkey", "tsa.key", "-signer", "tsa.pem", "-config", "tsa.cnf", "-section", "tsa")
        self.openssl("ts", "-reply", "-queryfile", "q.tsq", "-out", "q.tsr", *signer)
        return (self.folder / "q.tsr").read_bytes()


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("tsa") / "one")


@pytest.fixture
def anchor(tmp_path: Path) -> Anchor:
    with open_register(tmp_path / "register.sqlite") as register:
        register.append("decided", "i-1", "", {})
        return make_anchor(register, tmp_path / "anchor.key")


@contextmanager
def serving(*answers: bytes | Authority, status: int = 200) -> Iterator[str]:
    """A server's address; it gives the answers one after the other, bytes as they are."""
    left = list(answers)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.headers["Content-Type"] == "application/timestamp-query"
            question = self.rfile.read(int(self.headers["Content-Length"]))
            given = left.pop(0)
            said = given if isinstance(given, bytes) else given.answer(question)
            self.send_response(status)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/tsr?of=test"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_a_stamp_holds_against_the_root_that_vouches_for_it(anchor: Anchor, authority: Authority, tmp_path: Path) -> None:
    with serving(authority) as url:
        stamped = stamp_anchor(anchor, url)
    write_anchor(stamped, tmp_path / "anchor.json")
    said = read_anchor(tmp_path / "anchor.json")
    assert said == stamped
    assert check_anchor_stamp(said, authority.root).utcoffset() is not None


def test_a_stamp_does_not_hold_against_another_root(anchor: Anchor, authority: Authority, tmp_path: Path) -> None:
    with serving(authority) as url:
        stamped = stamp_anchor(anchor, url)
    with pytest.raises(RegisterError, match="does not hold against"):
        check_anchor_stamp(stamped, Authority(tmp_path / "other").root)


@pytest.mark.parametrize(
    ("field", "value"), [("seq", 7), ("digest", "0" * 64), ("at", "2020-01-01T00:00:00Z"), ("public_key", "0"), ("signature", "0")]
)
def test_a_stamp_holds_for_the_whole_anchor_only(
    anchor: Anchor, authority: Authority, tmp_path: Path, field: str, value: object
) -> None:
    with serving(authority) as url:
        write_anchor(stamp_anchor(anchor, url), tmp_path / "anchor.json")
    said = json.loads((tmp_path / "anchor.json").read_text())
    (tmp_path / "anchor.json").write_text(json.dumps(said | {field: value}))
    with pytest.raises(RegisterError, match="does not hold against"):
        check_anchor_stamp(read_anchor(tmp_path / "anchor.json"), authority.root)


def test_what_is_no_stamp_or_no_certificate_is_a_clear_error(anchor: Anchor, authority: Authority, tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match="no time stamp"):
        check_anchor_stamp(anchor, authority.root)
    for stamp, words in (("#", "no base64"), ("AAAA", "does not hold")):
        with pytest.raises(RegisterError, match=words):
            check_anchor_stamp(Anchor(1, "", "", "", "", stamp), authority.root)
    (tmp_path / "bad.pem").write_text("none")
    with pytest.raises(RegisterError, match="holds no certificate"):
        check_anchor_stamp(Anchor(1, "", "", "", "", "AAAA"), tmp_path / "bad.pem")
    with pytest.raises(RegisterError, match="cannot be read"):
        check_anchor_stamp(Anchor(1, "", "", "", "", "AAAA"), tmp_path / "none.pem")


def test_an_authority_that_gives_no_stamp_is_a_clear_error(anchor: Anchor) -> None:
    with serving(b"busy") as url, pytest.raises(NoStamp, match="what is no time stamp"):
        stamp_anchor(anchor, url)
    with serving(b"", status=503) as url, pytest.raises(NoStamp, match="answers 503"):
        stamp_anchor(anchor, url)
    with serving(bytes.fromhex("30053003020102")) as url, pytest.raises(NoStamp, match=r"refuses to stamp \(rejection"):
        stamp_anchor(anchor, url)
    with pytest.raises(NoStamp, match="gives no answer"):
        stamp_anchor(anchor, url)  # the server is gone
    for wrong in ("ftp://tsa.example.org", "tsa.example.org", "http://host:port/"):
        with pytest.raises(NoStamp, match="no http address"):
            stamp_anchor(anchor, wrong)


def test_the_stamp_of_another_question_is_refused(anchor: Anchor, authority: Authority) -> None:
    asked: list[bytes] = []

    class Recorder(Authority):
        def __init__(self) -> None:
            self.folder = authority.folder

        def answer(self, question: bytes) -> bytes:
            asked.append(super().answer(question))
            return asked[0]

    recorder = Recorder()
    with serving(recorder, recorder) as url:
        stamp_anchor(anchor, url)
        with pytest.raises(NoStamp, match="stamp of something else"):
            stamp_anchor(anchor, url)  # the same digest, but an old answer


def test_the_command_stamps_and_checks(authority: Authority, tmp_path: Path) -> None:
    path = tmp_path / "register.sqlite"
    with open_register(path) as register:
        register.append("decided", "i-1", "", {})

    def sijill(*words: str) -> tuple[int, str]:
        env = {"SIJILL_DATA": str(tmp_path), "SIJILL_PASSPHRASE": ""}
        done = CliRunner().invoke(cli, ["register", "anchor", *words, "--register", str(path)], env=env)
        return done.exit_code, done.output

    with serving(authority) as url:
        code, said = sijill("--out", str(tmp_path / "one.json"), "--tsa", url)
    assert (code, "signed and stamped" in said) == (0, True)
    code, said = sijill("--check", str(tmp_path / "one.json"), "--tsa-ca", str(authority.root))
    assert (code, "time-stamped at 20" in said) == (0, True)
    code, said = sijill("--check", str(tmp_path / "one.json"))
    assert (code, "was not checked" in said) == (0, True)

    code, said = sijill("--out", str(tmp_path / "two.json"), "--tsa", url)  # the server is gone
    assert (code, "without a stamp" in said) == (1, True)
    assert read_anchor(tmp_path / "two.json").stamp is None
    assert sijill("--check", str(tmp_path / "two.json"))[0] == 0
    code, said = sijill("--check", str(tmp_path / "two.json"), "--tsa-ca", str(authority.root))
    assert (code, "no time stamp" in said) == (1, True)
