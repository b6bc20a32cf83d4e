"""A loop tries again whatever fails, and ends when the service stops."""

import asyncio

import pytest

from chassis.process.forever import forever
from chassis.telemetry.condition import Condition


async def test_a_loop_whose_close_fails_while_the_service_stops_does_not_go_on() -> None:
    begun, times = asyncio.Event(), 0

    async def work() -> None:
        nonlocal times
        times += 1
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            raise TimeoutError("the client does not close")

    condition = Condition()
    loop = asyncio.create_task(forever("warehouse", "relay", work, condition))
    await begun.wait()
    loop.cancel()
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(asyncio.shield(loop), 20)
    assert times == 1
    assert condition.states["relay"].doing == "has stopped"
