"""What events tell of orders, purchases and customers, by which older promises become void (NOT-3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from contracts.event import Event, OrderEvent
from contracts.finance import CreditHeld, CreditReleased
from contracts.matching import told
from contracts.purchasing import PurchaseEvent, PurchaseImpossible
from contracts.sales import OrderVersion
from contracts.stages import End
from contracts.warehouse import GoodsReceived, StockReserved, StockShort


@dataclass(frozen=True, slots=True)
class Watched:
    """The newest that an event tells of an order."""

    order_id: UUID
    version: int = 0
    ended: End | None = None
    need_version: int = 0
    lacking: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Serving:
    """Which orders a purchase serves; ``version`` 0 when the event does not tell."""

    purchase_id: UUID
    version: int
    orders: tuple[UUID, ...]
    done: bool


@dataclass(frozen=True, slots=True)
class Credit:
    """Whether finance holds a customer's orders."""

    customer: str
    version: int
    held: bool


def told_of_customer(event: Event) -> Credit | None:
    """A hold puts what sales is to confirm or release to sleep."""
    if not isinstance(event, CreditHeld | CreditReleased):
        return None
    return Credit(event.customer, event.version, isinstance(event, CreditHeld))


def newest_of_customers(told: Iterable[Credit | None]) -> list[Credit]:
    """One per customer: the highest version."""
    newest: dict[str, Credit] = {}
    for one in told:
        if one is not None and (one.customer not in newest or newest[one.customer].version < one.version):
            newest[one.customer] = one
    return list(newest.values())


def told_of_orders(event: Event) -> list[Watched]:
    """The versions, ends and needs that an event tells."""
    match event:
        case OrderVersion():
            return [Watched(event.order_id, event.version, event.ends)]
        case StockShort() | StockReserved():
            return [_needing(event.order_id, event.need_version, (lack.item for lack in event.lacks))]
        case GoodsReceived():
            return [_needing(n.order_id, n.need_version, (lack.item for lack in n.lacks)) for n in event.needs]
        case OrderEvent() if event.ends:
            return [Watched(event.order_id, ended=event.ends)]
        case _:
            return []


def told_of_purchase(event: Event) -> Serving | None:
    """Whom a purchase serves, and whether anything of it is still to come."""
    if event.key_field != "purchase_id":
        return None
    if isinstance(event, GoodsReceived):
        return Serving(event.purchase_id, 0, (), event.outstanding == 0)
    if not isinstance(event, PurchaseEvent):
        return None
    done = isinstance(event, PurchaseImpossible) or told(event, "outstanding") == 0
    return Serving(event.purchase_id, event.version, tuple(dict.fromkeys(s.order_id for s in event.served)), done)


def newest_of_orders(told: Iterable[Watched]) -> list[Watched]:
    """One per order: the highest version and need; an end stays."""
    newest: dict[UUID, Watched] = {}
    for one in told:
        newest[one.order_id] = _joined(newest[one.order_id], one) if one.order_id in newest else one
    return list(newest.values())


def newest_of_purchases(told: Iterable[Serving | None]) -> list[Serving]:
    """One per purchase: the highest version's orders; done stays."""
    newest: dict[UUID, Serving] = {}
    for one in told:
        if one is not None:
            before = newest.get(one.purchase_id, one)
            best = max(before, one, key=lambda s: s.version)
            newest[one.purchase_id] = replace(best, done=before.done or one.done)
    return list(newest.values())


def _needing(order_id: UUID, need_version: int, lacking: Iterable[str]) -> Watched:
    return Watched(order_id, need_version=need_version, lacking=tuple(lacking))


def _joined(one: Watched, other: Watched) -> Watched:
    needing = max(one, other, key=lambda w: w.need_version)
    return replace(needing, version=max(one.version, other.version), ended=one.ended or other.ended)
