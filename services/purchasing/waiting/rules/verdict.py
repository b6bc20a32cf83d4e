"""What an order waits for that cannot be had, and the verdict on it (SAL-5). Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from contracts.purchasing import SupplyReviewed
from contracts.supply import ItemReady
from services.purchasing.production.rules.shop import Left
from services.purchasing.waiting.rules.making import reach
from services.purchasing.waiting.rules.ways import Wanted, Ways


@dataclass(frozen=True)
class Waiting:
    """A version of an order with what it wants, and the items of it that cannot be had."""

    order_id: UUID
    order_version: int
    wanted: Wanted
    impossible: tuple[str, ...]

    def lacking(self, impossible: tuple[str, ...]) -> Waiting:
        return replace(self, impossible=impossible)


def verdict(order_id: UUID, order_version: int, wanted: Wanted, ways: Ways, today: date) -> SupplyReviewed:
    """Yes, no when nothing can be had, conditions when only some items can, or one only under a condition.

    ``ready`` is the day on which each item could be here, bought or made, ``ready_on`` the latest of them (SAL-8). What
    a line makes of one item it does not make of the next at the same time.
    """
    left = Left(ways.shop.free)
    reaches = [reach(item, quantity, ways, left, today) for item, quantity in wanted.items()]
    ready = tuple(ItemReady(item=one.item, on=one.on) for one in reaches if one.on)
    impossible = tuple(one.item for one in reaches if one.on is None)
    doubtful = impossible or any(one.doubtful for one in reaches)
    return SupplyReviewed(
        order_id=order_id,
        order_version=order_version,
        verdict="yes" if not doubtful else "conditions" if ready else "no",
        ready_on=max((one.on for one in ready), default=None),
        ready=ready,
        reasons=tuple(reason for one in reaches for reason in one.reasons),
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
