"""The stream of an open page, over a real company (NOT-1)."""

import asyncio
import json

import httpx2

from services.notify.desk.session import COOKIE
from tests.desk.sitting import ROLES
from tests.integration.trade import Trade
from tests.needs import needs

pytestmark = needs("NOT-1")

STOPS_WITHIN_S = 4.0
"""Before the server's patience with open requests ends."""
HEARD_WITHIN_S = 30.0


async def test_a_stream_names_what_changes_and_does_not_hold_up_the_stop(trade: Trade) -> None:
    company = trade.company
    url = f"http://127.0.0.1:{company.settings['notify'].port}/desk/events"
    cookies = {COOKIE: company.tokens.token("li.na", ROLES)}
    async with company.http.stream("GET", url, cookies=cookies, timeout=None) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        order = await trade.order({await trade.keep(10): 1})
        lines = answer.aiter_lines()
        async with asyncio.timeout(HEARD_WITHIN_S):
            async for line in lines:
                if line.startswith("data: ") and order.id in json.loads(line.removeprefix("data: ")):
                    break
        async with asyncio.timeout(STOPS_WITHIN_S):
            await company.stop("notify")
            assert [line async for line in lines if line.startswith("event: resync")] == []
    await company.start("notify")


async def test_who_is_not_signed_in_hears_nothing(trade: Trade) -> None:
    url = f"http://127.0.0.1:{trade.company.settings['notify'].port}/desk/events"
    async with httpx2.AsyncClient(trust_env=False) as http:
        assert (await http.get(url)).status_code == 303
