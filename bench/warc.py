"""Web archives: how fast they are filtered and read beside warcio + trafilatura in the same run, and what a large one costs.

usage: bench/warc.py [--pages N] [--large MB] [--folder DIR]

The archive is made of our own words: pages of news with menus around them, their requests, styles and pictures, as a crawl has them.
"""

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from sijill.capture.files import Captured, read_file
from sijill.capture.folder import File
from sijill.capture.warc import read_archive

WORDS = {
    "en": "people were hurt in the town after shells fell near the market on Friday a hospital said to reporters who came there",
    "ar": "قال سكان إن قذائف سقطت قرب السوق يوم الجمعة وأصيب عدد من الأهالي في البلدة بحسب مصدر طبي تحدث إلى مراسلين",
}
WANTED = "n7.example"
HOSTS = [f"n{number}.example" for number in range(50)]


def main(argv: list[str] | None = None) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="bench warc", description=__doc__)
    parser.add_argument("--pages", type=int, default=5000, help="pages in the archive that is filtered, four records each")
    parser.add_argument("--large", type=int, metavar="MB", help="also capture an archive of this size, killed on the way")
    parser.add_argument("--folder", type=Path, help="where the archives are made")
    args = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(dir=args.folder) as name:
        path = Path(name, "crawl.warc.gz")
        records = make_archive(path, args.pages, picture=4000)
        print(f"archive: {records:,} records, {args.pages:,} pages, {path.stat().st_size / 1e6:.0f} MB; every 50th page is wanted")
        filter_archive(path, records)
        read_pages(path)
        if args.large:
            capture_large(Path(name), args.large)
    return 0


def make_archive(path: Path, pages: int, picture: int) -> int:
    """An archive of pages, each with its request, a style and a picture of so many bytes; the number of its records."""
    chance = random.Random(7)  # noqa: S311 - the same archive each time
    with path.open("wb") as file:
        writer = WARCWriter(file)
        for number in range(pages):
            base = f"https://{HOSTS[number % len(HOSTS)]}/news/{number}"
            write(writer, base, "text/html; charset=utf-8", make_page(chance, number).encode())
            write(writer, f"{base}/style.css", "text/css", b"p{margin:0}" * 20)
            write(writer, f"{base}/p.jpg", "image/jpeg", chance.randbytes(picture))
            request = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
            writer.write_record(writer.create_warc_record(base, "request", payload=BytesIO(request), length=len(request)))
    return pages * 4


def write(writer: WARCWriter, address: str, kind: str, body: bytes) -> None:
    """A response."""
    headers = StatusAndHeaders("200 OK", [("Content-Type", kind)], protocol="HTTP/1.1")
    writer.write_record(writer.create_warc_record(address, "response", payload=BytesIO(body), length=len(body), http_headers=headers))


def make_page(chance: random.Random, number: int) -> str:
    """A page of news with a menu, related links and a footer."""
    words = WORDS["ar" if number % 2 else "en"].split()

    def sentence() -> str:
        return " ".join(chance.choices(words, k=18)) + "."

    menu = "".join(f"<li><a href='/s/{n}'>{chance.choice(words)}</a></li>" for n in range(40))
    body = "".join(f"<p>{' '.join(sentence() for _ in range(4))}</p>" for _ in range(8))
    related = "".join(f"<li><a href='/n/{n}'>{sentence()}</a></li>" for n in range(10))
    return (
        f"<html><head><title>{number} {chance.choice(words)}</title><meta name='date' content='2019-01-18'></head>"
        f"<body><nav><ul>{menu}</ul></nav><article><h1>{number} {chance.choice(words)}</h1>{body}</article>"
        f"<aside><ul>{related}</ul></aside><footer>{sentence()}</footer></body></html>"
    )


def wanted(address: str) -> bool:
    """Whether an address is of the host that is wanted."""
    return urlsplit(address).hostname == WANTED


def filter_archive(path: Path, records: int) -> None:
    """The wanted pages out of the archive, without reading their text."""
    start = time.process_time()
    ours = sum(1 for item in read_archive(path, lambda address, _: wanted(address)) if not isinstance(item, Exception))
    own = time.process_time() - start
    start = time.process_time()
    theirs = 0
    with path.open("rb") as file:
        for record in ArchiveIterator(file):
            address = record.rec_headers.get_header("WARC-Target-URI")
            if record.rec_type == "response" and wanted(address) and "html" in record.http_headers.get_header("Content-Type", ""):
                theirs += len(record.content_stream().read()) > 0
    peer = time.process_time() - start
    assert ours == theirs, (ours, theirs)
    print(f"filtering: {records / own:,.0f} records a second of CPU; warcio {records / peer:,.0f}; {peer / own:.1f} times as fast")


def read_pages(path: Path) -> None:
    """The reports of the wanted pages."""
    import trafilatura

    list(read_file(File(path, "archive", path.name), at="", by="bench", wanted=lambda one, _: one.endswith("/news/7")))
    trafilatura.extract(make_page(random.Random(1), 1))  # noqa: S311 - both have loaded what they need
    start = time.process_time()
    found = read_file(
        File(path, "archive", path.name), at="2026-01-01T12:00:00Z", by="bench", wanted=lambda address, _: wanted(address)
    )
    ours = sum(isinstance(item, Captured) for item in found)
    own = time.process_time() - start
    start = time.process_time()
    theirs = 0
    with path.open("rb") as file:
        for record in ArchiveIterator(file):
            if record.rec_type != "response" or not wanted(record.rec_headers.get_header("WARC-Target-URI")):
                continue
            if "html" in record.http_headers.get_header("Content-Type", ""):
                text = trafilatura.bare_extraction(record.content_stream().read().decode(), with_metadata=True)
                theirs += text is not None
    peer = time.process_time() - start
    assert ours == theirs, (ours, theirs)
    print(f"filtering and reading {ours} pages: {own:.2f} s of CPU; warcio + trafilatura {peer:.2f} s; {peer / own:.1f} times as fast")


def capture_large(folder: Path, size_mb: int) -> None:
    """Capture a large archive of which one page in ten is wanted, killed half-way and started again; time and memory."""
    path, picture = folder / "large.warc.gz", 400_000
    records = make_archive(path, max(1, size_mb * 1_000_000 // (picture + 4000)), picture)
    print(f"large: {path.stat().st_size / 1e6:,.0f} MB, {records:,} records")
    words = [sys.executable, "-m", "sijill", "capture", str(path), "--register", str(folder / "large.sqlite")]
    env = os.environ | {"SIJILL_DATA": str(folder)}
    start = time.monotonic()
    run = subprocess.Popen(words, env=env, stdout=subprocess.DEVNULL)
    blobs = folder / "large.sqlite.blobs" / "warc"
    while run.poll() is None and sum(one.stat().st_size for one in blobs.glob("*")) < records / 8 * 2500:
        time.sleep(0.05)
    run.kill()
    run.wait()
    first = time.monotonic() - start
    start = time.monotonic()
    done = subprocess.run(words, env=env, capture_output=True, text=True, check=False)
    second = time.monotonic() - start
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"large: killed after {first:.0f} s, gone on for {second:.0f} s; at most {memory:,.0f} MB of memory")
    print(f"large: {done.stdout.splitlines()[0]}")
    proof = subprocess.run(
        [sys.executable, "-m", "sijill", "custody", "verify", "--register", str(folder / "large.sqlite")],
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    print(f"large: {proof.stdout.strip()}")


if __name__ == "__main__":
    sys.exit(main())
