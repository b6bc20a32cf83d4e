"""A department's own database inside a transaction that is rolled back, and what was asked of it."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractContextManager, asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from chassis.http.access import ENDED
from gendan.embedded import Ground


@pytest.fixture
async def db(
    request: pytest.FixtureRequest, ground: Ground, template: Callable[[str], Awaitable[str]]
) -> AsyncIterator[asyncpg.Connection]:
    """A connection to the migrated database of the department whose tests these are; rolled back after the test."""
    async with of_department(ground, template, Path(request.path).parents[1].name) as connection:
        transaction = connection.transaction()
        await transaction.start()
        yield connection
        await transaction.rollback()


@asynccontextmanager
async def of_department(
    ground: Ground, template: Callable[[str], Awaitable[str]], department: str
) -> AsyncIterator[asyncpg.Connection]:
    """A connection to a department's own migrated database; while one is open nobody can have a copy of it."""
    await template(department)
    connection = await asyncpg.connect(ground.database(department), ssl=False)
    try:
        yield connection
    finally:
        await connection.close()


Statements = Callable[..., AbstractContextManager[list[str]]]


@pytest.fixture
def statements() -> Statements:
    """`with statements(db) as seen:` collects the SQL sent inside the block, of all connections without `db`.

    At whose access has ended a process looks from time to time, not for a request: that is left out.
    """
    return _statements


@contextmanager
def _statements(db: asyncpg.Connection | None = None) -> Iterator[list[str]]:
    seen: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        for name in ("execute", "executemany", "fetch", "fetchrow", "fetchval"):
            patch.setattr(asyncpg.Connection, name, _noted(getattr(asyncpg.Connection, name), db, seen))
        yield seen


def _noted(method: Callable[..., Any], watched: asyncpg.Connection | None, seen: list[str]) -> Callable[..., Any]:
    def noted(self: asyncpg.Connection, query: str, *args: Any, **kwargs: Any) -> Any:
        if query != ENDED and (watched is None or self is watched):
            seen.append(query)
        return method(self, query, *args, **kwargs)

    return noted
