"""What each way out of a delay costs the company stands on the order's page, for who may see it (NOT-2, SAL-10)."""

from typing import Any

import httpx2

from services.notify.desk.tests.conftest import Desk
from services.notify.tests.samples import Order
from tests.needs import needs

pytestmark = needs("NOT-2", "SAL-10")
LINE = {"line": 1, "item": "CHAI", "quantity": "4", "unit_price": {"amount": "2.00", "currency": "USD"}}
TEA: dict[str, Any] = {
    "line": 1, "item": "TEA.7", "quantity": "4", "promised": "2026-03-14", "days": 2, "difference": "8.00",
}  # fmt: skip
LATE: dict[str, Any] = {"content": {"lines": [LINE], "discount": "0", "currency": "USD"}, "forecast": {"late": True}}
ANSWERS: dict[str, Any] = {
    "carriage-costs": {"items": [
        {"way": "express_carriage", "carrier": "FLY<1>", "mode": "air", "days_sooner": 25,
         "costs_more": {"amount": "200.00", "currency": "USD"}},
        {"way": "ship_in_part", "carrier": "SEA-1", "mode": "sea", "days_sooner": 0, "costs_more": None},
    ]},
    "supplier-costs": {"items": [{"item": "CHAI", "number": "PO-1", "days_sooner": 9,
                                  "costs_more": {"amount": "-3.00", "currency": "USD"}}]},
    "cost": {"item": "CHAI", "instead": "TEA.7", "quantity": "4", "costs_more": {"amount": "12.50", "currency": "USD"}},
}  # fmt: skip


async def lines(desk: Desk, told: dict[str, Any], *, may: bool = True, language: str = "en") -> tuple[str, list[str]]:
    """The page of an order of which sales says this, and what was asked of the others."""
    order, asked = Order(), list[str]()

    def answer(request: httpx2.Request) -> httpx2.Response:
        if request.url.path == f"/api/v1/orders/{order.id}":
            return httpx2.Response(200, json=told)
        name = request.url.path.rpartition("/")[2]
        if name in ANSWERS:
            asked.append(request.url.raw_path.decode())
        if name in ANSWERS and may:
            return httpx2.Response(200, json=ANSWERS[name])
        return httpx2.Response(403, json={"detail": "no"}, headers={"content-type": "application/problem+json"})

    desk.departments_answer(answer)
    await desk.hear(order.received())
    desk.sits(language=language)
    return (await desk.get(f"/orders/{order.id}/lines")).text, asked


async def test_each_way_is_told_with_days_and_cost_of_the_department_that_knows(desk: Desk) -> None:
    text, asked = await lines(desk, LATE | {"proposed": [TEA]})
    for part in (
        "Faster transport, with FLY&lt;1&gt;",
        "25 days sooner",
        "+USD 200.00",
        "A second shipment, with SEA-1",
    ):
        assert part in text
    for part in ("not known", "CHAI of another supplier", "-USD 3.00", "4 of TEA.7 instead", "+USD 12.50"):
        assert part in text
    assert "/api/v1/items/CHAI/substitutes/TEA.7/cost?quantity=4&currency=USD" in asked


async def test_in_chinese_too(desk: Desk) -> None:
    text, _ = await lines(desk, LATE, language="zh")
    assert "各方案给公司带来的成本" in text


async def test_who_may_not_see_what_it_costs_sees_no_such_part(desk: Desk) -> None:
    text, asked = await lines(desk, LATE, may=False)
    assert "order-ways" not in text
    assert asked


async def test_of_an_order_in_time_nobody_is_asked(desk: Desk) -> None:
    text, asked = await lines(desk, LATE | {"forecast": {"late": False}})
    assert ("order-ways" in text, asked) == (False, [])
