"""New tickets, and what their orders say to them: a return and an exchange ask their goods back at once (SAL-13)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from chassis import clock
from chassis.figures import holding
from chassis.handling import Db
from chassis.ids import ids
from chassis.numbers import take_numbers
from contracts.sales import ReturnRequested
from services.sales.order.rules.delay import DelayNews
from services.sales.order.store import Entry
from services.sales.order.work import handle
from services.sales.policy import Policy
from services.sales.returns.rules import GiveBack, give_back
from services.sales.ticket import store
from services.sales.ticket.rules import Ticket
from services.sales.ticketing.rules import opening
from services.sales.ticketing.rules.opening import Open

FromOrder = ReturnRequested | DelayNews
Entries = Mapping[str, Entry]


async def add(
    db: Db, asked: Sequence[Open], orders: Entries
) -> tuple[list[Ticket], Mapping[UUID | None, tuple[FromOrder, ...]]]:
    """The tickets that nothing refuses, and what their orders say, by order. ``orders`` by number, locked; no
    statement where nothing is given back."""
    now, today, policy = clock.now(), clock.today(), await holding(db, Policy)
    numbers = await take_numbers(db, "ST", today.year, len(asked)) if asked else []
    new = [
        opening.opened(one, orders[one.order].order if one.order else None, ticket_id, number, now, today, policy)
        for one, ticket_id, number in zip(asked, ids(), numbers, strict=False)
    ]
    await store.save(db, new)
    return new, await _asked_back(db, new, orders, policy)


async def _asked_back(
    db: Db, new: Sequence[Ticket], orders: Entries, policy: Policy
) -> Mapping[UUID | None, tuple[FromOrder, ...]]:
    back = [
        GiveBack(one.order_id, one.goods.line, one.goods.quantity, one.goods.slip)
        for one in new
        if one.kind in opening.ASKED_BACK and one.order_id and one.goods
    ]
    if not back:
        return {}
    entries = {entry.order.order_id: entry for entry in orders.values()}
    said: list[tuple[FromOrder, ...]] = await handle(db, back, give_back, policy, entries)
    return dict(zip([one.order_id for one in back], said, strict=True))
