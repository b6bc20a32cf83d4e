"""Suppliers bill what came, once, at the ordered price."""

from datetime import date
from typing import Any

import pytest

from world.billing import Billing
from world.cast import Cast
from world.tests.counters import Counters

TODAY = date(2026, 3, 10)
MISSING = {
    "purchase_id": "p1", "number": "PO-1", "supplier": "S-1", "item": "bolt", "received": "7", "billed": "4",
}  # fmt: skip


def shown(*missing: Any) -> dict[str, Any]:
    price = {"unit_price": {"amount": "0.335", "currency": "CNY"}}
    return {"purchasing/tax-invoices/missing": {"items": list(missing), "next": None}, "purchasing/purchases/p1": price}


@pytest.mark.needs("PUR-4", "FIN-5")
async def test_a_supplier_bills_what_came_and_is_not_billed_yet() -> None:
    counters = Counters(shown=shown(MISSING))
    async with counters.api() as api:
        billing = Billing(Cast(api, {}))
        await billing.act(TODAY)
        await billing.act(TODAY.replace(day=11))
    first, again = counters.asked
    assert first == again
    assert (first.path, first.person, first.body["dated"]) == ("/bills", "S-1:supplier", "2026-03-10")
    assert (first.body["lines"][0]["quantity"], first.body["total"]) == ("3", "1.01")
