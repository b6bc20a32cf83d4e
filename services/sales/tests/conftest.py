"""The routes of sales over its own database."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from services.sales.house import HOUSE
from services.sales.tests.calling import Caller, calling


@pytest.fixture
async def call(database: Callable[[str], Awaitable[str]]) -> AsyncIterator[Caller]:
    async with calling(await database("sales"), HOUSE) as caller:
        yield caller
