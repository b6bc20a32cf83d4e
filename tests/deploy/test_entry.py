"""An image's entry waits for its database, as on a first start everything comes at once."""

import asyncio

import pytest

from deploy import department
from deploy.department import until_let_in
from gendan.embedded import Ground


async def test_a_department_is_let_in_as_soon_as_its_database_answers(
    ground: Ground, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(department, "ASK_EVERY_S", 0.01)
    waiting = asyncio.create_task(until_let_in("postgresql://sales:wrong@127.0.0.1:1/sales"))
    while "waits for its database" not in capsys.readouterr().err:
        await asyncio.sleep(0.01)
    assert not waiting.done()
    waiting.cancel()
    await until_let_in(ground.database("sales"))
