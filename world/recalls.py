"""A recall: a supplier says once that a lot of his is bad, and everybody who got of it hears so before he finds out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from world.cast import Cast
from world.dock import lot_of
from world.suppliers import PRODUCTION

LOOKS_EVERY = timedelta(days=5)
CUSTOMERS_MIN = 2
RECALLED = "recalled by its supplier: lot "
"""So begins what is said of it, before the lot's name."""
THERE = ("delivered", "accepted")
Row = Mapping[str, Any]


class Recalls:
    """The first lot that reached two customers is recalled, and no other one (WHS-1, SAL-12)."""

    def __init__(self, cast: Cast) -> None:
        self._cast = cast
        self._keeper, self._buyer = cast.somebody("storekeeper"), cast.somebody("buyer")
        self._service, self._reader = cast.somebody("customer service"), cast.somebody("management")
        self._quality = cast.somebody("quality manager")
        self._done, self._next = False, date.min

    async def act(self, today: date) -> None:
        if self._done or today < self._next:
            return
        self._next = today + LOOKS_EVERY
        for purchase in await self._buyer.listed("purchasing", "/purchases", state="closed"):
            if came(purchase) and await self._is_recalled(lot_of(purchase)):
                self._done = True
                return

    async def _is_recalled(self, lot: str) -> bool:
        """Traced to its customers; false where it has not reached two yet."""
        answer = await self._keeper.get("warehouse", f"/lots/{lot}/deliveries")
        rows: Sequence[Row] = answer.body["delivered"] if answer.ok else ()
        if not reaches_enough(rows):
            return False
        got = [told for row in rows if (told := await self._goods_of(row))]
        if not reaches_enough([row for row, _ in got]):
            return False
        await self._bar(lot)
        for row, line in got:
            await self._complain(lot, row, line)
        return True

    async def _goods_of(self, row: Row) -> tuple[Row, Row] | None:
        """What a customer got of it, with the line of his order; None while it is on its way."""
        answer = await self._reader.get("sales", f"/orders/{row['order_id']}")
        shipments = answer.body["shipments"] if answer.ok else []
        lines = (
            line
            for shipment in shipments
            if shipment["shipment_id"] == row["shipment_id"] and shipment["state"] in THERE
            for line in shipment["lines"]
            if line["item"] == row["item"]
        )
        line = next(lines, None)
        return (row, line) if line else None

    async def _bar(self, lot: str) -> None:
        """What is left of it is not promised and not packed any more."""
        body = {"reason": f"{RECALLED}{lot}"}
        await self._quality.post("warehouse", f"/lots/{lot}/recall", body, key=f"recall:{lot}")

    async def _complain(self, lot: str, row: Row, line: Row) -> None:
        """Customer service writes it down before the customer finds out."""
        quantity = min(Decimal(row["quantity"]), Decimal(line["quantity"]))
        goods = [{"line": line["line"], "quantity": str(quantity)}]
        body = {"kind": "quality", "words": f"{RECALLED}{lot}", "goods": goods}
        key = f"recall:{lot}:{row['slip_number']}:{line['line']}"
        await self._service.post("sales", f"/orders/{row['order_id']}/complaints", body, key=key)


def came(purchase: Row) -> bool:
    """Goods of a supplier; what our own shop makes is no lot of anybody's."""
    return bool(Decimal(purchase["accepted"])) and not purchase["number"].startswith(PRODUCTION)


def reaches_enough(rows: Sequence[Row]) -> bool:
    return len({row["customer"] for row in rows if row["customer"]}) >= CUSTOMERS_MIN
