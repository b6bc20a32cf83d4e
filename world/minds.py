"""Customers who change their minds: a few orders are changed or cancelled some days after they came."""

from __future__ import annotations

import heapq
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, get_args

from contracts.stages import Undecided
from world.chance import Chance
from world.client import Somebody

CANCELS, CHANGES = 0.03, 0.05
AFTER_DAYS = (1, 12)
LATER_DAYS, POSTPONED_MAX = 2, 5
MORE, LESS = Decimal("1.5"), Decimal("0.5")
UNDECIDED = frozenset(get_args(Undecided))


@dataclass(frozen=True, order=True)
class Wish:
    """What a customer will want of an order, and when; ``kind`` is change or cancel."""

    on: date
    customer_po: str
    kind: str
    order_id: str
    postponed: int = 0


@dataclass
class Minds:
    """The wishes that are still to come; ``desk`` brings them to sales."""

    desk: Somebody
    chance: Chance
    _wishes: list[Wish] = field(default_factory=list)

    def consider(self, order: Mapping[str, Any], on: date) -> None:
        """Decide once what will be wanted of an order that came ``on`` this day."""
        po = order["customer_po"]
        drawn = self.chance.share("mind", po)
        if drawn < CANCELS + CHANGES:
            after = timedelta(days=self.chance.between(*AFTER_DAYS, "mind days", po))
            kind = "cancel" if drawn < CANCELS else "change"
            heapq.heappush(self._wishes, Wish(on + after, po, kind, order["order_id"]))

    async def act(self, today: date) -> None:
        while self._wishes and self._wishes[0].on <= today:
            wish = heapq.heappop(self._wishes)
            await (self._cancel(wish) if wish.kind == "cancel" else self._change(wish, today))

    async def _cancel(self, wish: Wish) -> None:
        body = {"reason": "the customer does not need the goods any more"}
        await self.desk.post("sales", f"/orders/{wish.order_id}/cancel", body, key=f"cancel:{wish.customer_po}")

    async def _change(self, wish: Wish, today: date) -> None:
        answer = await self.desk.get("sales", f"/orders/{wish.order_id}")
        if not answer.ok:
            return None
        if answer.body["stage"] in UNDECIDED:
            return self._postpone(wish, today)
        body = self._changed(answer.body)
        await self.desk.post("sales", f"/orders/{wish.order_id}/change", body, key=f"change:{wish.customer_po}")

    def _postpone(self, wish: Wish, today: date) -> None:
        """An order that is not decided cannot be changed; after some tries the customer lets it be."""
        if wish.postponed < POSTPONED_MAX:
            later = today + timedelta(days=LATER_DAYS)
            heapq.heappush(self._wishes, replace(wish, on=later, postponed=wish.postponed + 1))

    def _changed(self, order: Mapping[str, Any]) -> dict[str, Any]:
        """The first line half as much again, or half."""
        first, *others = order["content"]["lines"]
        factor = MORE if self.chance.happens(0.5, "more", order["customer_po"]) else LESS
        quantity = math.ceil(Decimal(first["quantity"]) * factor)
        lines = [first | {"quantity": str(quantity)}, *others]
        return {"lines": lines, "reason": "the customer needs another quantity", "expected_version": order["version"]}
