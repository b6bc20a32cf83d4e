"""What came back is credited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chassis import clock
from chassis.handling import Db, Handler, NotReady
from chassis.numbers import take_numbers
from contracts.event import Event
from contracts.finance import InvoiceCredited, PaymentRefunded
from contracts.logistics import ShipmentDispatched
from contracts.warehouse import ReturnReceived
from services.finance.accounts import store
from services.finance.invoices.rules import of_shipment
from services.finance.policy import policy
from services.finance.returns import rules


async def credit(
    db: Db, returns: Sequence[ReturnReceived]
) -> list[tuple[InvoiceCredited | PaymentRefunded, ...] | NotReady]:
    """A credit note per return; not before the shipment is invoiced."""
    today = clock.today()
    accounts = await store.load(db, [back.order_id for back in returns])
    invoiced = [
        (at, account, invoice)
        for at, (account, back) in enumerate(zip(accounts, returns, strict=True))
        if (invoice := of_shipment(account, back.shipment_id))
    ]
    numbers = await take_numbers(db, "CN", today.year, len(invoiced))
    turns = {
        at: rules.credit(account, invoice, returns[at], number, policy().refunds)
        for (at, account, invoice), number in zip(invoiced, numbers, strict=True)
    }
    await store.save(db, [account for _, account, _ in invoiced], list(turns.values()), today)
    return [
        turns[at].events if at in turns else NotReady(of=(ShipmentDispatched,), key=str(back.order_id))
        for at, back in enumerate(returns)
    ]


HANDLES: Mapping[type[Event], Handler] = {ReturnReceived: credit}
