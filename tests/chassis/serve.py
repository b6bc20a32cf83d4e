"""The test house as a process of its own: `python -m tests.chassis.serve`."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from chassis.run import run
from chassis.settings import Settings
from tests.chassis.house import HOUSE


@asynccontextmanager
async def process(settings: Settings, instance: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """It runs, under this name in its consumer group; killed on leaving if it has not ended."""
    told = {
        "DATABASE_URL": settings.database_url,
        "KAFKA_BOOTSTRAP_SERVERS": settings.kafka_bootstrap_servers,
        "JWKS_FILE": str(settings.jwks_file),
        "TOPIC_PREFIX": settings.topic_prefix,
        "PORT": str(settings.port),
        "GENDAN_INSTANCE": instance,
    }
    root = str(Path(__file__).parents[2])
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.chassis.serve", env=os.environ | told | {"PYTHONPATH": root}, cwd=root
    )
    try:
        yield child
    finally:
        with suppress(ProcessLookupError):
            child.kill()
        await child.wait()


if __name__ == "__main__":
    run(HOUSE)
