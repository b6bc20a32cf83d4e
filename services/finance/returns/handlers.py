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
from services.finance.item_cost import work as item_cost
from services.finance.policy import Policy
from services.finance.returns import rules

Said = InvoiceCredited | PaymentRefunded


async def credit(db: Db, returns: Sequence[ReturnReceived]) -> list[tuple[Said, ...] | NotReady]:
    """A credit note per return; not before the shipment is invoiced."""
    policy = await holding(db, Policy)
    stock = await item_cost.hold(db, (line.item for back in returns for line in back.lines))

    def fold(account: Account, back: ReturnReceived, today: date) -> work.Numbered[Said] | NotReady:
        invoice = account.of_shipment(back.shipment_id)
        if invoice is None:
            return NotReady(of=(ShipmentDispatched,), key=str(back.order_id))
        return lambda number: stock.taken_back(
            rules.credit(account, invoice, back, number, policy.refunds, today), number, back.restocked
        )

    outcomes = await work.handle(db, returns, fold, series="CN")
    await item_cost.save(db, stock)
    return outcomes


HANDLES: Mapping[type[Event], Handler] = {ReturnReceived: credit}
