"""A run that kills itself (SIGKILL, as by `kill -9`) before its N-th statement to the database: for test_pipeline_killed.py.

usage: killed_run.py REGISTER INPUT N    (N = 0: not at all; prints how many statements there were)
"""

import os
import signal
import sys
from pathlib import Path
from typing import Any

from small import SmallReader, SmallResolver, open_register
from sqlalchemy import Engine, event

from sijill import pipeline


def main() -> None:
    """Run to the point where it dies."""
    register_path, input_path, point = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    count = 0

    @event.listens_for(Engine, "before_cursor_execute")
    def step(*_: Any) -> None:
        nonlocal count
        count += 1
        if count == point:
            os.kill(os.getpid(), signal.SIGKILL)

    with open_register(register_path, wait_s=30) as register:
        pipeline.run(register, [input_path], SmallReader(), SmallResolver(), lambda _: None)
    sys.stdout.write(f"{count}\n")


main()
