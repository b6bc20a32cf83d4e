"""What may stand in for what lacks stands on the order's page (NOT-2, SAL-10)."""

from typing import Any

import httpx2

from services.notify.desk.tests.conftest import Desk
from services.notify.tests.samples import Order
from tests.needs import needs

pytestmark = needs("NOT-2", "SAL-10")
TEA: dict[str, Any] = {
    "line": 1, "item": "TEA <7>", "quantity": "4", "promised": "2026-03-14", "days": 2, "difference": "8.00",
}  # fmt: skip


async def lines(desk: Desk, *proposed: dict[str, Any], language: str = "en") -> str:
    """The page of an order of which sales alone tells something."""
    order, content = Order(), {"lines": [], "discount": "0"}

    def answer(request: httpx2.Request) -> httpx2.Response:
        if request.url.path == f"/api/v1/orders/{order.id}":
            return httpx2.Response(200, json={"content": content, "proposed": proposed})
        return httpx2.Response(403, json={"detail": "no"}, headers={"content-type": "application/problem+json"})

    desk.departments_answer(answer)
    await desk.hear(order.received())
    desk.sits(language=language)
    return (await desk.get(f"/orders/{order.id}/lines")).text


async def test_a_free_substitute_is_told_with_its_day_and_what_it_costs(desk: Desk) -> None:
    text = await lines(desk, TEA)
    for part in ("4 of TEA &lt;7&gt; in place of line 1", "14 Mar 2026", "+2 days later than promised", "+8"):
        assert part in text


async def test_in_chinese_too_and_nothing_where_there_is_none(desk: Desk) -> None:
    assert "有现货的替代品" in await lines(desk, TEA, language="zh")
    assert "order-proposed" not in await lines(desk)
