"""Write `deploy/requirements.txt` and `deploy/servers.txt`, the parts of the lock that images install."""

from __future__ import annotations

from collections.abc import Iterable

from deploy.locked import CHECKOUT, ONLY_EMBEDDED, Pin, runtime, servers

FILE = CHECKOUT / "deploy" / "requirements.txt"
SERVERS = CHECKOUT / "deploy" / "servers.txt"


def text() -> str:
    """Of the departments and the command line: the pins with their markers and hashes, as the lock has them."""
    return _lines(runtime(without=ONLY_EMBEDDED))


def text_of_servers() -> str:
    """Of Kafka and PostgreSQL."""
    return _lines(servers())


def _lines(pins: Iterable[Pin]) -> str:
    return "\n".join(pin.lines for pin in pins) + "\n"


if __name__ == "__main__":
    FILE.write_text(text())
    SERVERS.write_text(text_of_servers())
