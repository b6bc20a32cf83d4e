"""A lot is recalled: traced, barred, and complained of for each customer who has it."""

from datetime import date
from typing import Any

import pytest

from world.cast import Cast
from world.recalls import RECALLED, Recalls
from world.tests.counters import Counters

pytestmark = pytest.mark.needs("WHS-1", "SAL-12")
CAST = {"storekeeper": "wu.min", "customer service": "pan.yi", "quality manager": "ye.guangming"}
TODAY = date(2026, 3, 10)
LOT = "LOT-PO-1"


def shown(*customers: str, state: str = "accepted") -> dict[str, Any]:
    purchase = {"number": "PO-1", "accepted": "60", "item": "X"}
    rows = [
        {"customer": one, "order_id": f"o-{one}", "shipment_id": f"s-{one}", "item": "X", "quantity": "20"}
        | {"receipt": "GR-1", "slip_number": f"OS-{one}"}
        for one in customers
    ]
    lines = [{"line": 1, "item": "Y", "quantity": "5"}, {"line": 2, "item": "X", "quantity": "20"}]
    orders = {
        f"sales/orders/o-{one}": {"shipments": [{"shipment_id": f"s-{one}", "state": state, "lines": lines}]}
        for one in customers
    }
    return {
        "purchasing/purchases?closed": [purchase, purchase | {"number": "MO-2"}],
        f"warehouse/lots/{LOT}/deliveries": {"delivered": rows},
        **orders,
    }


async def acts(seen: dict[str, Any], times: int = 1) -> Counters:
    counters = Counters(shown=seen)
    async with counters.api() as api:
        recalls = Recalls(Cast(api, CAST))
        for day in range(times):
            await recalls.act(TODAY.replace(day=TODAY.day + 6 * day))
    return counters


async def test_what_is_left_is_barred_and_each_customer_who_has_it_is_heard() -> None:
    barred, *complaints = (await acts(shown("C-1", "C-2"), times=3)).asked
    assert (barred.path, barred.person) == (f"/lots/{LOT}/recall", "ye.guangming:quality manager")
    assert barred.body == {"reason": f"{RECALLED}{LOT}"}
    assert [one.path for one in complaints] == ["/orders/o-C-1/complaints", "/orders/o-C-2/complaints"]
    said = {"kind": "quality", "words": f"{RECALLED}{LOT}", "goods": [{"line": 2, "quantity": "20"}]}
    assert {one.person for one in complaints} == {"pan.yi:customer service"}
    assert [one.body for one in complaints] == [said, said]


async def test_a_lot_that_one_customer_got_or_that_is_on_its_way_is_not_recalled() -> None:
    assert (await acts(shown("C-1"))).asked == []
    assert (await acts(shown("C-1", "C-2", state="dispatched"))).asked == []
