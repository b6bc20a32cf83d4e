"""An image's entry: start the department that DEPARTMENT names, or the command line, whose image says `gendan`."""

from __future__ import annotations

import asyncio
import signal
import sys
from os import environ
from runpy import run_module

import asyncpg

from chassis.settings import settings_from_environment
from contracts.catalogue import DEPARTMENTS

COMMAND_LINE = "gendan"
ASK_EVERY_S, ANSWER_LIMIT_S = 1.0, 5.0


def main() -> None:
    """Run it as ``python -m``; ends with what is expected when the name is none."""
    part = environ.get("DEPARTMENT", "")
    if part not in (*DEPARTMENTS, COMMAND_LINE):
        raise SystemExit(f"setting DEPARTMENT: expected one of {', '.join(DEPARTMENTS)}, gendan; came {part!r}")
    if part != COMMAND_LINE:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # the first process of a container ignores it otherwise
        asyncio.run(until_let_in(settings_from_environment().database_url))
    run_module(part if part == COMMAND_LINE else f"services.{part}", run_name="__main__", alter_sys=True)


async def until_let_in(database: str) -> None:
    """Returns when the database answers this department, which on a first start is made meanwhile.

    To end and be started again would take longer each time.
    """
    while True:
        try:
            connection = await asyncpg.connect(database, timeout=ANSWER_LIMIT_S)
        except (OSError, TimeoutError, asyncpg.PostgresError) as fault:
            print(f"waits for its database: {type(fault).__name__}: {fault}", file=sys.stderr, flush=True)
            await asyncio.sleep(ASK_EVERY_S)
        else:
            return await connection.close()


if __name__ == "__main__":
    main()
