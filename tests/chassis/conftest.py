"""A door of the test house on a database of its own."""

import secrets
from collections.abc import AsyncIterator

import asyncpg
import pytest

from chassis.database import migrate, open_pool
from chassis.door import Door
from gendan.embedded import Ground
from gendan.embedded.departments import department_dsn, make_database
from tests.chassis.house import HOUSE


@pytest.fixture
async def pool(ground: Ground) -> AsyncIterator[asyncpg.Pool]:
    admin = await asyncpg.connect(ground.admin, ssl=False)
    name = f"chassis_{secrets.token_hex(4)}"
    await make_database(admin, name, owner="warehouse")
    pool = await open_pool(department_dsn(ground.admin, "warehouse", name))
    await migrate(pool, HOUSE.migrations)
    yield pool
    await pool.close()
    await admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    await admin.close()


@pytest.fixture
def door(pool: asyncpg.Pool) -> Door:
    return Door(HOUSE, pool)
