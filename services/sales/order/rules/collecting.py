"""Deliveries whose money is followed up: what the customer says of the invoice, and when he pays (SAL-11). Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime

from contracts.value import Value
from services.sales.order.rules.document import Order
from services.sales.order.rules.working_days import calendar_of, working_days_after
from services.sales.policy import Policy

COLLECT_DAYS = 7
"""Working days of the company's country after a delivery (SAL-11)."""


class ToCollect(Value):
    """A delivery that is not paid: since when, and the last day to have followed it up."""

    since: date
    by: date


def to_collect(order: Order, policy: Policy, day_of: Callable[[datetime], date]) -> tuple[ToCollect, ...]:
    """The deliveries of an order that are not paid, in the company's zone by ``day_of``.

    What is paid under a letter of credit is asked of a bank, by documents with days of their own (LOG-7).
    """
    if order.status != "confirmed" or order.binding.terms.by_credit:
        return ()
    works_on = calendar_of(policy.country)
    days = sorted({day_of(arrived) for arrived in _unpaid(order)})
    return tuple(ToCollect(since=day, by=working_days_after(day, COLLECT_DAYS, works_on)) for day in days)


def _unpaid(order: Order) -> Iterator[datetime]:
    """When they arrived. One without an invoice is not paid either: that it lacks is what is followed up."""
    for shipment_id, shipment in order.dispatched.items():
        if shipment.delivered_at and not shipment.back_whole:
            owed = [each.outstanding for each in order.invoices.values() if each.shipment_id == shipment_id]
            if sum(owed) or not owed:
                yield shipment.delivered_at
