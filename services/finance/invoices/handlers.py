"""What left is billed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chassis import clock
from chassis.handling import Db, Handler, NotReady
from chassis.ids import new_id
from chassis.numbers import take_numbers
from contracts.event import Event
from contracts.finance import AdvanceRequested, InvoiceIssued
from contracts.logistics import ShipmentDispatched
from contracts.sales import OrderChanged, OrderConfirmed
from services.finance.accounts import store
from services.finance.accounts.rules import Turn
from services.finance.invoices import rules

Said = InvoiceIssued | AdvanceRequested


async def issue(db: Db, shipments: Sequence[ShipmentDispatched]) -> list[tuple[Said, ...] | NotReady]:
    """One invoice per shipment; not before the content of the very version that was dispatched is known."""
    today = clock.today()
    loaded = await store.load_with_content(
        db, [shipment.order_id for shipment in shipments], [shipment.order_version for shipment in shipments]
    )
    ready = [
        (at, account, content, binding)
        for at, (account, content, binding) in enumerate(loaded)
        if content and not rules.of_shipment(account, shipments[at].shipment_id)
    ]
    numbers = await take_numbers(db, "INV", today.year, len(ready))
    turns: dict[int, Turn[Said]] = {
        at: rules.issue(account, content, binding, shipments[at], new_id(), number, today)
        for (at, account, content, binding), number in zip(ready, numbers, strict=True)
    }
    await store.save(db, [account for _, account, _, _ in ready], list(turns.values()), today)
    return [
        NotReady(of=(OrderConfirmed, OrderChanged), key=str(shipment.order_id))
        if content is None
        else (turns[at].events if at in turns else ())
        for at, (shipment, (_, content, _)) in enumerate(zip(shipments, loaded, strict=True))
    ]


HANDLES: Mapping[type[Event], Handler] = {ShipmentDispatched: issue}
