"""A department as people run it: its image, restricted as in a cluster, on this machine's network."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import asyncpg
import httpx2

from chassis.settings import Settings
from gendan.switches import IN_A_PLAY
from tests.containers import image_of, plain_container, until

STOP_LIMIT_S = 30
"""Then it is killed, as a pod is."""
JWKS = "/etc/gendan/jwks.json"


@asynccontextmanager
async def in_a_container(department: str, settings: Settings) -> AsyncIterator[asyncpg.Pool]:
    """Up when it is ready; the test may look into its database."""
    container = plain_container(image_of(department)).with_envs(**environment(settings))
    container.with_volume_mapping(str(settings.jwks_file), JWKS).with_tmpfs_mount("/tmp").with_kwargs(
        network_mode="host", read_only=True, cap_drop=["ALL"], security_opt=["no-new-privileges"]
    )
    await asyncio.to_thread(container.start)
    try:
        await until(lambda: is_ready(settings.port))
        async with asyncpg.create_pool(settings.database_url, min_size=1, max_size=3, ssl=False) as pool:
            yield pool
    except TimeoutError:
        raise AssertionError(f"{department} is not ready: {b''.join(container.get_logs()).decode()[-2000:]}") from None
    finally:
        await asyncio.to_thread(container.get_wrapped_container().stop, timeout=STOP_LIMIT_S)
        await asyncio.to_thread(container.stop)


def environment(settings: Settings) -> Mapping[str, str]:
    """The settings as variables; by hand stands in nobody's warehouse here, as in a play."""
    return {
        "DATABASE_URL": settings.database_url,
        "KAFKA_BOOTSTRAP_SERVERS": settings.kafka_bootstrap_servers,
        "JWKS_FILE": JWKS,
        "SEALING_KEYS": settings.sealing_keys,
        "TOPIC_PREFIX": settings.topic_prefix,
        "HOST": "127.0.0.1",
        "PORT": str(settings.port),
        "GENDAN_DEPARTMENTS": json.dumps(settings.departments),
        **IN_A_PLAY,
    }


async def is_ready(port: int) -> bool:
    async with httpx2.AsyncClient(trust_env=False, timeout=2) as http:
        try:
            return (await http.get(f"http://127.0.0.1:{port}/readyz")).status_code == 200
        except httpx2.TransportError:
            return False
