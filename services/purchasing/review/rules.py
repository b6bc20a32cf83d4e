"""Whether and by when an order's items could be bought (SAL-5). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from contracts.purchasing import SupplyReviewed
from contracts.sales import OrderClarified, OrderReceived
from contracts.values import ItemReady, OrderContent, Reason


@dataclass(frozen=True)
class Supply:
    """How an item can be had: ``lead_days`` of its best available offer, or None when nobody sells it."""

    lead_days: int | None = None
    discontinued: bool = False

    @property
    def impossible(self) -> bool:
        return self.discontinued or self.lead_days is None


def review(order: OrderReceived | OrderClarified, supplies: Mapping[str, Supply], today: date) -> SupplyReviewed | None:
    """The verdict on a complete version: yes, conditions when only some items can be bought, no when none can.

    ``ready`` is today and the lead time of each item that can be bought, ``ready_on`` the latest of them (SAL-8).
    An incomplete order is not reviewed.
    """
    if not order.complete or not isinstance(order.content, OrderContent):
        return None
    items = list(dict.fromkeys(line.item for line in order.content.lines))
    known = {item: supplies.get(item, Supply()) for item in items}
    impossible = tuple(item for item in items if known[item].impossible)
    ready = tuple(
        ItemReady(item=item, on=today + timedelta(supply.lead_days))
        for item, supply in known.items()
        if supply.lead_days is not None and not supply.discontinued
    )
    return SupplyReviewed(
        order_id=order.order_id,
        order_version=order.version,
        verdict="yes" if not impossible else "conditions" if ready else "no",
        ready_on=max((one.on for one in ready), default=None),
        ready=ready,
        reasons=tuple(_reason(item, known[item]) for item in impossible),
        impossible=impossible,
    )


def _reason(item: str, supply: Supply) -> Reason:
    if supply.discontinued:
        return Reason(code="discontinued", text=f"{item} is discontinued and bought from nobody.")
    return Reason(code="nobody_sells", text=f"No supplier offers {item}.")
