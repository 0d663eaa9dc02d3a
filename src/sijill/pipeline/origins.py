"""The origins of the register's incidents, as they stand."""

from collections.abc import Iterator

from sijill.model import Origin
from sijill.register import Register

PAGE = 500


def list_origins(register: Register) -> Iterator[tuple[str, Origin]]:
    """Every origin with its incident's id, the newest incident first."""
    for start in range(0, register.look.count_incidents(), PAGE):
        for incident in register.look.incidents(offset=start, limit=PAGE):
            yield from ((incident.id, origin) for origin in incident.origins)
