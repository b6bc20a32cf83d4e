"""What comes in, as people and systems say it, and why it may be refused (SAL-2, SAL-3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any

from pydantic import BaseModel, Field

from chassis.refusal import InvalidInput, Refusal
from contracts.outside import OrderPlaced
from contracts.scalars import DAYS_MAX, Code, Currency, Reference, Share
from contracts.texts import Expected
from services.sales.intake.rules.files import Evidence
from services.sales.masters.rules import Masters
from services.sales.order.rules.asked import Line, Said
from services.sales.order.rules.document import Order
from services.sales.order.rules.facts import Difference
from services.sales.policy import Policy

SAMPLES_MAX = 50


class AnotherCustomer(Refusal):
    """Customer {who} cannot order for {customer}."""

    status = 403


class TermsAreAgreed(InvalidInput):
    """What is agreed between us is not the customer's to set; leave it out. Fields in question: {count}."""


class PoIsOver(Refusal):
    """PO {customer_po} of {customer} was order {number}, which is {status}; that is final, and nothing was taken.

    Order anew under another PO number.
    """


class PoSaysOtherwise(InvalidInput):
    """PO {customer_po} is order {number} already, which says otherwise; nothing was taken.

    Change or clarify the order, or order under another PO number.
    """

    status = 409

    def __init__(self, order: Order, differs: Sequence[Difference]) -> None:
        """``expected`` of each fault is what the order has."""
        about = {"number": order.content.number, "customer_po": order.content.customer_po}
        Refusal.__init__(self, count=len(differs), order_id=order.order_id, **about)
        self.faults = [{"field": one.field, "expected": one.has, "came": one.came} for one in differs]


class Called(BaseModel):
    """What an order is called outside: the same twice is the same order (SAL-2)."""

    customer: Code
    customer_po: Reference


class Asked(Said):
    """What a customer tells; the rest stays ``None`` until he does, or is as agreed with him."""

    currency: Currency | None = None
    lines: tuple[Line, ...] | None = None
    tax_rate: Share | None = None
    merchandiser: Code | None = None
    quotation: Reference | None = None
    """By which he orders: what he leaves out is as quoted (SAL-1)."""
    contract: Reference | None = None
    """Under which he orders: what he leaves out is as agreed there (SAL-18)."""
    samples: Annotated[tuple[Reference, ...], Field(max_length=SAMPLES_MAX)] | None = None
    """Which he approves before the order is confirmed (SAL-23)."""

    @property
    def priced_in(self) -> Currency | None:
        """The currency of the first price, where one is told."""
        return next((line.unit_price.currency for line in self.lines or () if line.unit_price), None)

    @property
    def told(self) -> Mapping[str, Any]:
        return {name: value for name in Asked.model_fields if (value := getattr(self, name)) is not None}


@dataclass(frozen=True)
class Place:
    """An order by HTTP or by event; ``only_of`` is the customer who places it himself, for himself only."""

    customer: str
    customer_po: str
    asked: Asked
    taken_by: str | None = None
    """The merchandiser who took it."""
    only_of: str | None = None
    entered_by: str = ""
    """Who placed it over HTTP (person code)."""
    own_of: str | None = None
    """Who placed it and may for his own customers alone, where the company wants that (ALL-3)."""
    evidence: Evidence | None = None
    """The file that it came by."""
    once: bool = False
    """Whoever sent it never calls a second order so, as a shop."""

    @property
    def reference(self) -> tuple[str, str]:
        return self.customer, self.customer_po


@dataclass(frozen=True)
class Known(Masters):
    """What the masters, the day and the policy say about an order."""

    today: date
    policy: Policy


def known_of(masters: Masters, today: date, policy: Policy) -> Known:
    """The masters, as an order is held against them."""
    return Known(
        masters.customer,
        masters.items,
        today,
        policy,
        rates=masters.rates,
        taken=masters.taken,
        floors=masters.floors,
        quoted=masters.quoted,
        contracts=masters.contracts,
        samples=masters.samples,
    )


def within_reach(wanted: date, today: date) -> date:
    """ValueError for a day that nobody plans for. What is past is not refused: the customer is asked anew (SAL-3)."""
    last = today + timedelta(days=DAYS_MAX)
    if wanted > last:
        raise Expected("a date up to {last}; leave out one that is not known", last=last)
    return wanted


def placed(event: OrderPlaced, today: date) -> Place:
    """An order by event is an order like any other; raises ValueError, which names the field, where it cannot be."""
    told = {name: getattr(event, name) for name in Asked.model_fields if getattr(event, name, None) not in (None, ())}
    asked = Asked.model_validate(told)
    called = Called.model_validate({"customer": event.customer, "customer_po": event.customer_po})
    if asked.wanted:
        try:
            within_reach(asked.wanted, today)
        except ValueError as fault:
            raise ValueError(f"wanted: {fault}, came {asked.wanted}") from fault
    return Place(called.customer, called.customer_po, asked)
