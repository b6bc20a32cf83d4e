"""How items can be had, what an order waits for that cannot, and the verdict on it (SAL-5). Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from uuid import UUID

from contracts.purchasing import SupplyReviewed
from contracts.reasons import because
from contracts.review import Reason
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


def share_out(
    told: Sequence[frozenset[str]], woken: Sequence[tuple[Waiting, SupplyReviewed]]
) -> list[list[SupplyReviewed]]:
    """New reviews put to the first who told of an item that the order waited for."""
    result: list[list[SupplyReviewed]] = [[] for _ in told]
    for one, said in woken:
        result[next((i for i, items in enumerate(told) if items & set(one.impossible)), 0)].append(said)
    return result


def _reason(item: str, supply: Supply) -> Reason:
    if supply.discontinued:
        return because("discontinued", item=item)
    return because("nobody_sells", item=item)
