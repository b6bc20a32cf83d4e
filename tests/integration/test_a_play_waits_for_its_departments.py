"""The clock of a play goes no further than the departments have heard."""

import asyncio
from datetime import datetime, timedelta

from chassis.clock import Clock
from gendan.pace import BEHIND_MAX, keep_pace
from gendan.play_clock import PlayClock
from tests.integration.company import Company
from tests.integration.trade import Trade
from tests.waiting import within
from world.play import Progress

A_DAY_A_SECOND = 86_400.0
LIMIT_S = 20.0


async def test_while_a_department_hears_nothing_the_clock_waits_and_then_goes(company: Company, trade: Trade) -> None:
    item = await trade.keep(100)
    order = await trade.order({item: 10})
    await order.rest()
    clock = PlayClock.waiting(Clock.of(rate=A_DAY_A_SECOND))
    services = [company.service(department) for department in company.running]
    async with company.deaf("notify", order.id):
        await order.do("cancel", {"reason": "no longer wanted"})
        await within(LIMIT_S, lambda: handles(company, "notify"))
        begun = clock.now()
        pace = asyncio.create_task(keep_pace(clock, services, Progress()))
        await within(LIMIT_S, lambda: has_come(clock, begun + BEHIND_MAX))
        assert clock.now() < begun + BEHIND_MAX + timedelta(minutes=1)
    await within(LIMIT_S, lambda: has_come(clock, begun + 3 * BEHIND_MAX))
    pace.cancel()
    await asyncio.gather(pace, return_exceptions=True)


async def handles(company: Company, department: str) -> bool:
    return not await company.service(department).condition.has_heard_all()


async def has_come(clock: PlayClock, then: datetime) -> bool:
    return clock.now() >= then
