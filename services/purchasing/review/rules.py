"""Whether and by when an order's items could be bought (SAL-5). Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from uuid import UUID

from contracts.order import OrderContent
from contracts.purchasing import SupplyReviewed
from contracts.review import Reason
from contracts.sales import OrderClarified, OrderReceived
from contracts.supply import ItemReady


@dataclass(frozen=True)
class Supply:
    """How an item can be had: ``lead_days`` of its best available offer, or None when nobody sells it."""

    lead_days: int | None = None
    discontinued: bool = False

    @property
    def impossible(self) -> bool:
        return self.discontinued or self.lead_days is None


@dataclass(frozen=True)
class Waiting:
    """A version of an order with the items that nobody sells; ``supplies``: how its items can be had now."""

    order_id: UUID
    order_version: int
    items: tuple[str, ...]
    impossible: tuple[str, ...]
    supplies: Mapping[str, Supply] = field(default_factory=dict)

    def lacking(self, impossible: tuple[str, ...]) -> Waiting:
        return replace(self, impossible=impossible)


def review(order: OrderReceived | OrderClarified, supplies: Mapping[str, Supply], today: date) -> SupplyReviewed | None:
    """The verdict on a complete version; an incomplete order is not reviewed."""
    if not order.complete or not isinstance(order.content, OrderContent):
        return None
    return verdict(order.order_id, order.version, _items(order.content), supplies, today)


def waiting_of(order: OrderReceived | OrderClarified, said: SupplyReviewed) -> Waiting:
    """What an order waits for by its review."""
    items = _items(order.content) if isinstance(order.content, OrderContent) else ()
    return Waiting(order.order_id, order.version, items, said.impossible)


def verdict(
    order_id: UUID, order_version: int, items: Sequence[str], supplies: Mapping[str, Supply], today: date
) -> SupplyReviewed:
    """Yes, conditions when only some items can be bought, no when none can.

    ``ready`` is today and the lead time of each item that can be bought, ``ready_on`` the latest of them (SAL-8).
    """
    known = {item: supplies.get(item, Supply()) for item in items}
    impossible = tuple(item for item in items if known[item].impossible)
    ready = tuple(
        ItemReady(item=item, on=today + timedelta(supply.lead_days))
        for item, supply in known.items()
        if supply.lead_days is not None and not supply.discontinued
    )
    return SupplyReviewed(
        order_id=order_id,
        order_version=order_version,
        verdict="yes" if not impossible else "conditions" if ready else "no",
        ready_on=max((one.on for one in ready), default=None),
        ready=ready,
        reasons=tuple(_reason(item, known[item]) for item in impossible),
        impossible=impossible,
    )


def _items(content: OrderContent) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line.item for line in content.lines))


def _reason(item: str, supply: Supply) -> Reason:
    if supply.discontinued:
        return Reason(code="discontinued", text=f"{item} is discontinued and bought from nobody.")
    return Reason(code="nobody_sells", text=f"No supplier offers {item}.")
