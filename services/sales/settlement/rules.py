"""The order's money as finance tells it, and the end of the order (flow: The end)."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from contracts.finance import AdvanceRequested, InvoiceCredited, InvoiceIssued, PaymentOverdue, PaymentReceived
from contracts.sales import OrderClosed
from services.sales.order import Advance, Invoice, Order, Step


def invoiced(order: Order, event: InvoiceIssued) -> Order:
    about = {"number": event.number, "shipment_id": event.shipment_id, "due": event.due}
    return _invoice(order, event.invoice_id, event, **about)


def credited(order: Order, event: InvoiceCredited) -> Order:
    return _invoice(order, event.invoice_id, event, shipment_id=event.shipment_id)


def paid(order: Order, event: PaymentReceived) -> Order:
    """Money for an invoice, or for the advance."""
    if event.advance:
        return _advance(order, Advance(version=event.version, outstanding=event.outstanding))
    return order if event.invoice_id is None else _invoice(order, event.invoice_id, event)


def overdue(order: Order, event: PaymentOverdue) -> Order:
    """Nobody paid an invoice; an advance's lateness is its outstanding amount."""
    if event.invoice_id is None:
        return order
    known = order.invoices.get(event.invoice_id, Invoice(outstanding=event.outstanding.amount))
    return order.but(invoices={**order.invoices, event.invoice_id: known.model_copy(update={"overdue": True})})


def advance_asked(order: Order, event: AdvanceRequested) -> Order:
    outstanding = max(event.amount.amount - event.received.amount, event.amount.amount * 0)
    about = {"version": event.advance_version, "order_version": event.order_version}
    return _advance(order, Advance(outstanding=outstanding, **about))


def _invoice(
    order: Order, invoice_id: UUID, event: InvoiceIssued | InvoiceCredited | PaymentReceived, **about: Any
) -> Order:
    known = order.invoices.get(invoice_id, Invoice(outstanding=event.outstanding))
    if event.version > known.version:
        about |= {"version": event.version, "outstanding": event.outstanding}
    return order.but(invoices={**order.invoices, invoice_id: known.model_copy(update=about)})


def _advance(order: Order, heard: Advance) -> Order:
    known = order.advance or heard
    newest = max(known, heard, key=lambda advance: advance.version)
    order_version = max(known.order_version, heard.order_version)
    advance = newest.model_copy(update={"order_version": order_version})
    return order if advance == order.advance else order.but(advance=advance)


def close(order: Order) -> Step:
    """The end: every release ended, all that the version says has left, is delivered, settled and paid."""
    if not order.left or not (order.status == "cancelled" or order.all_left) or not _at_rest(order):
        return Step(order)
    outcome: Literal["delivered", "cancelled"] = "cancelled" if order.status == "cancelled" else "delivered"
    event = OrderClosed(order_id=order.order_id, order_version=order.version, outcome=outcome)
    return Step(order.but(status="closed"), (event,))


def _at_rest(order: Order) -> bool:
    paid = {invoice.shipment_id for invoice in order.invoices.values() if not invoice.outstanding}
    return all(shipment.ended or not shipment.released for shipment in order.shipments.values()) and all(
        shipment.settled and (shipment.delivered_at or shipment.back_whole) and id_ in paid
        for id_, shipment in order.left.items()
    )
