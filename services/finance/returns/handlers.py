"""What came back is credited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from chassis.figures import holding
from chassis.handling import Db, Handler, NotReady
from contracts.event import Event
from contracts.finance import InvoiceCredited, PaymentRefunded
from contracts.logistics import ShipmentDispatched
from contracts.warehouse import ReturnReceived
from services.finance.account import work
from services.finance.account.rules.account import Account
from services.finance.policy import Policy
from services.finance.returns import rules

Said = InvoiceCredited | PaymentRefunded


async def credit(db: Db, returns: Sequence[ReturnReceived]) -> list[tuple[Said, ...] | NotReady]:
    """A credit note per return; not before the shipment is invoiced."""
    policy = await holding(db, Policy)

    def fold(account: Account, back: ReturnReceived, today: date) -> work.Numbered[Said] | NotReady:
        invoice = account.of_shipment(back.shipment_id)
        if invoice is None:
            return NotReady(of=(ShipmentDispatched,), key=str(back.order_id))
        return lambda number: rules.credit(account, invoice, back, number, policy.refunds, today)

    return await work.handle(db, returns, fold, series="CN")


HANDLES: Mapping[type[Event], Handler] = {ReturnReceived: credit}
