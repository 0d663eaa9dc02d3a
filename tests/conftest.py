"""Fixtures that every test may use."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real reports and gold readings; tests that need it are skipped where it is absent."""
    if not (SHARED / "bench" / "dev.jsonl").is_file():
        pytest.skip("needs ../shared (real reports with gold readings), which is not here")
    return SHARED
