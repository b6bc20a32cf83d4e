"""What an inquiry and its quotations are, and what a quotation says of goods and days (SAL-1). Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Literal, Protocol, Self, TypeVar
from uuid import UUID

from contracts.money import Money
from contracts.order import Terms
from contracts.value import Value

Status = Literal["open", "to_approve", "quoted", "ordered", "declined"]
Standing = Literal["open", "to_approve", "quoted", "expired", "ordered", "declined"]
"""As it stands on a day: a quotation that nobody ordered by may have expired."""


class HasQuantity(Protocol):
    @property
    def quantity(self) -> Decimal: ...


S = TypeVar("S", bound=HasQuantity)


def reached(steps: Iterable[S], quantity: Decimal) -> S | None:
    """The step of a price that so many reach: the one of the largest quantity; None below the first."""
    return max((step for step in steps if step.quantity <= quantity), key=lambda step: step.quantity, default=None)


class InquiryLine(Value):
    """An item of the list, or what the customer needs in his own words, and how much of it."""

    line: int
    quantity: Decimal
    item: str | None = None
    needs: str = ""


class QuotedLine(Value):
    """From ``quantity`` on, a unit of the item costs so much: several lines of one item are its price steps."""

    item: str
    quantity: Decimal
    unit_price: Money


class Quotation(Value):
    """An answer that binds the company until a day."""

    number: str
    """What people call it: QU-2026-000123-2 is the second answer to IN-2026-000123."""
    currency: str
    lines: tuple[QuotedLine, ...]
    valid_until: date
    """Its last day, in the company's zone."""
    quoted_on: date
    quoted_by: str
    terms: Terms | None = None
    """Those of the customer, where none are quoted."""
    incoterm: str = ""
    lead_days: int | None = None
    """Calendar days from the order to the delivery."""
    note: str = ""
    below: tuple[str, ...] = ()
    """Items that it offers below the list's floor."""
    approved_by: str = ""
    """Who signed for that."""
    needs: str = ""
    """The version of his needs to which the customer had agreed: NC-2026-000123-2."""
    unconfirmed: tuple[str, ...] = ()
    """Obligatory questions to whose answers he had not (SAL-19)."""

    def steps(self, item: str | None) -> list[QuotedLine]:
        """The price steps of an item, the smallest quantity first; none where it is not quoted."""
        return sorted((line for line in self.lines if line.item == item), key=lambda line: line.quantity)

    def price(self, item: str | None, quantity: Decimal) -> Money | None:
        """Of a unit, where so many are ordered; None for fewer than are quoted, and for what is not quoted."""
        line = reached(self.steps(item), quantity)
        return line.unit_price if line else None


class Inquiry(Value):
    """The document. The newest quotation holds, and takes the place of those before it."""

    inquiry_id: UUID
    number: str
    """What people call it: IN-2026-000123."""
    customer: str
    reference: str
    """What the customer calls it; the same twice is the same inquiry."""
    received_on: date
    merchandiser: str
    lines: tuple[InquiryLine, ...]
    needs: str = ""
    """Technical needs that concern all of it."""
    wanted: date | None = None
    incoterm: str = ""
    """By which the customer usually has goods delivered: of a quotation that names no other."""
    answer_by: date | None = None
    """Its last day to be answered, in the company's zone; None in older documents."""
    status: Status = "open"
    quotations: tuple[Quotation, ...] = ()
    """The newest one last."""
    pending: Quotation | None = None
    """The next one, which somebody signs before the customer hears of it."""
    orders: tuple[UUID, ...] = ()
    """Which were ordered by its quotations."""
    reason: str = ""
    """Why it was declined, by us or by the customer."""

    @property
    def newest(self) -> Quotation | None:
        return self.quotations[-1] if self.quotations else None

    @property
    def items(self) -> tuple[str, ...]:
        """That are quoted now."""
        return tuple(line.item for line in self.newest.lines) if self.newest else ()

    def standing(self, today: date) -> Standing:
        newest = self.newest
        return "expired" if self.status == "quoted" and newest and newest.valid_until < today else self.status

    @property
    def next_number(self) -> str:
        """Of the next quotation."""
        return f"QU{self.number.removeprefix('IN')}-{len(self.quotations) + 1}"

    def quoted(self, quotation: Quotation) -> Self:
        """Answered, once more or for the first time."""
        return self.but(status="quoted", quotations=(*self.quotations, quotation), pending=None, reason="")

    def waiting(self, quotation: Quotation) -> Self:
        """The quotation waits for its signature; the one before holds on."""
        return self.but(status="to_approve", pending=quotation)

    def returned(self, reason: str) -> Self:
        """Nobody signed; it is to be quoted otherwise."""
        return self.but(status="quoted" if self.quotations else "open", pending=None, reason=reason)

    def ordered(self, order_id: UUID) -> Self:
        """A quotation may be ordered by more than once while it is valid."""
        if order_id in self.orders:
            return self
        return self.but(status="ordered", orders=(*self.orders, order_id))


def items_in(inquiries: Iterable[Inquiry]) -> set[str]:
    """All that they quote now."""
    return {item for inquiry in inquiries for item in inquiry.items}
