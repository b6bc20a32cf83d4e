"""Suppliers' bills: for what came, once purchasing has it, at the ordered price."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from world.bank import rounded
from world.cast import Cast
from world.client import Body


class Billing:
    """Every supplier bills what came of a purchase and is not billed yet."""

    def __init__(self, cast: Cast) -> None:
        self._cast, self._buyer = cast, cast.somebody("buyer")
        self._written: dict[str, Body] = {}

    async def act(self, today: date) -> None:
        for missing in await self._buyer.listed("purchasing", "/tax-invoices/missing"):
            await self._bill(missing, today)

    async def _bill(self, missing: dict[str, Any], today: date) -> None:
        """The same paper until finance has matched it."""
        number = f"{missing['supplier']}-{missing['number']}-{Decimal(missing['received']).normalize():f}"
        if number not in self._written:
            answer = await self._buyer.get("purchasing", f"/purchases/{missing['purchase_id']}")
            if not answer.ok:
                return
            self._written[number] = _paper(number, missing, answer.body["unit_price"], today)
        supplier = self._cast.supplier(missing["supplier"])
        await supplier.post("finance", "/bills", self._written[number], key=f"bill:{number}")


def _paper(number: str, missing: dict[str, Any], price: dict[str, str], today: date) -> Body:
    quantity = Decimal(missing["received"]) - Decimal(missing["billed"])
    total = rounded(quantity * Decimal(price["amount"]), price["currency"])
    line = {"purchase": missing["number"], "item": missing["item"], "quantity": f"{quantity:f}"}
    sums = {"currency": price["currency"], "tax": "0", "total": f"{total:f}", "dated": today.isoformat()}
    return {
        "supplier": missing["supplier"],
        "number": number,
        "lines": [{**line, "unit_price": price["amount"], "tax": "0"}],
        **sums,
    }
