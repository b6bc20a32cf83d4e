"""A connection that swallows everything: the server's own limits cannot reach us (F5)."""

from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import pytest

from chassis.database.failures import AWAY
from chassis.database.pool import open_pool
from chassis.ids import new_id
from chassis.settings import Settings
from chassis.transaction.engine import Engine
from gendan.embedded import Ground
from tests.chassis.house import HOUSE, released
from tests.chassis.lines import Line, a_line
from tests.chassis.records import message_of


@pytest.fixture
async def line(ground: Ground) -> AsyncIterator[tuple[Line, int]]:
    server = urlsplit(ground.admin)
    async with a_line(server.hostname or "", server.port or 0) as line:
        yield line


async def test_a_database_that_swallows_everything_is_given_up(
    settings: Settings, line: tuple[Line, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What fails so passes by itself: the poll comes again."""
    monkeypatch.setattr("chassis.database.pool.ANSWER_LIMIT_S", 0.5)
    line_, port = line
    dsn = urlsplit(settings.database_url)
    through = await open_pool(dsn._replace(netloc=f"{dsn.netloc.rsplit(':', 1)[0]}:{port}").geturl(), size=2)
    engine = Engine(HOUSE, through)
    await engine.consume([message_of(released(new_id()))])
    line_.dead = True
    with pytest.raises(AWAY):
        await engine.consume([message_of(released(new_id()))])
    through.terminate()
