"""A small house of the tests: it hears sales' releases, says what it packed, and remembers both in one table."""

from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from chassis.handling import Db, Handler, House, NotReady, Outcome, wire
from chassis.ids import new_id
from contracts.event import Event
from contracts.sales import OrderCancelled, OrderClosed, OrderReleased
from contracts.warehouse import GoodsPacked

MIGRATIONS = Path(__file__).parent / "migrations"
BAD = {"BAD"}
"""The slips that fail; a test that mends the cause takes them away."""


def released(order_id: UUID, slip: str = "SS-2026-000001") -> OrderReleased:
    return OrderReleased(order_id=order_id, order_version=1, shipment_id=new_id(), slip_number=slip)


def cancelled(order_id: UUID) -> OrderCancelled:
    return OrderCancelled(order_id=order_id, version=2, reason="test")


async def pack(db: Db, orders: Sequence[OrderReleased]) -> list[Outcome]:
    """Says goods.packed; a slip BAD fails, a slip WAIT is not ready before the order's cancel was heard."""
    if any(order.slip_number in BAD for order in orders):
        raise ValueError("a bad slip")
    known = {row["order_id"] for row in await db.fetch("SELECT order_id FROM effect WHERE what = 'cancel'")}
    ready = [o for o in orders if o.slip_number != "WAIT" or o.order_id in known]
    await _record(db, [o.order_id for o in ready], "pack")
    return [
        GoodsPacked(
            order_id=o.order_id,
            order_version=1,
            shipment_id=o.shipment_id,
            slip_number=o.slip_number,
            lines=(),
            packages=(),
        )
        if o in ready
        else NotReady(of=(OrderCancelled,), key=str(o.order_id))
        for o in orders
    ]


async def cancel(db: Db, orders: Sequence[OrderCancelled]) -> list[Outcome]:
    await _record(db, [o.order_id for o in orders], "cancel")
    return [() for _ in orders]


async def close(db: Db, orders: Sequence[OrderClosed]) -> list[Outcome]:
    await _record(db, [o.order_id for o in orders], "close")
    return [() for _ in orders]


async def _record(db: Db, orders: Sequence[UUID], what: str) -> None:
    await db.execute("INSERT INTO effect (order_id, what) SELECT unnest($1::uuid[]), $2", orders, what)


HANDLES: dict[type[Event], Handler] = {OrderReleased: pack, OrderCancelled: cancel, OrderClosed: close}
HOUSE = House("warehouse", handles=wire(HANDLES), migrations=MIGRATIONS)
