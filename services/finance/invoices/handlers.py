"""What left is billed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial

from chassis.handling import Db, Handler, NotReady
from chassis.ids import new_id
from contracts.event import Event
from contracts.finance import AdvanceRequested, InvoiceDueChanged, InvoiceIssued
from contracts.logistics import ShipmentDispatched
from contracts.presentations import DocumentsAccepted
from contracts.sales import OrderChanged, OrderConfirmed
from services.finance.account import work
from services.finance.account.rules.account import Account, Turn
from services.finance.invoices import rules
from services.finance.item_cost import work as item_cost
from services.finance.item_cost.rules.stock import Stock

Said = InvoiceIssued | AdvanceRequested


async def issue(db: Db, shipments: Sequence[ShipmentDispatched]) -> list[tuple[Said, ...] | NotReady]:
    """One invoice per shipment; not before the content of the very version that was dispatched is known."""
    stock = await item_cost.hold(db, (line.item for shipment in shipments for line in shipment.lines))
    versions = [shipment.order_version for shipment in shipments]
    outcomes = await work.handle(db, shipments, partial(_issue, stock), versions=versions, series="INV")
    await item_cost.save(db, stock)
    return outcomes


def _issue(
    stock: Stock, account: Account, shipment: ShipmentDispatched, today: date
) -> Turn[Said] | work.Numbered[Said] | NotReady:
    if shipment.order_version not in account.contents:
        return NotReady(of=(OrderConfirmed, OrderChanged), key=str(shipment.order_id))
    if account.of_shipment(shipment.shipment_id):
        return Turn(account)
    return lambda number: stock.sold(rules.issue(account, shipment, new_id(), number, today), number, shipment.lines)


async def take_banks_day(
    db: Db, accepted: Sequence[DocumentsAccepted]
) -> list[tuple[InvoiceDueChanged, ...] | NotReady]:
    """A bank that accepted the documents pays the shipment's invoice, on its own day; not before it is invoiced."""
    return await work.handle(db, accepted, _due)


def _due(account: Account, accepted: DocumentsAccepted, today: date) -> Turn[InvoiceDueChanged] | NotReady:
    invoice = account.of_shipment(accepted.shipment_id)
    if invoice is None:
        return NotReady(of=(ShipmentDispatched,), key=str(accepted.order_id))
    return rules.due_by_bank(account, invoice, accepted, today)


HANDLES: Mapping[type[Event], Handler] = {ShipmentDispatched: issue, DocumentsAccepted: take_banks_day}
