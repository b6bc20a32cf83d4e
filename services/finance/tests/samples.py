"""Small orders, shipments and payments for the tests."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from chassis.ids import new_id
from contracts.logistics import ShipmentDispatched
from contracts.money import Money
from contracts.order import Address, OrderContent, OrderLine, ShipmentLine, Terms
from contracts.presentations import DocumentsAccepted
from contracts.review import Reason
from contracts.sales import (
    CustomerChanged,
    OrderCancelled,
    OrderChanged,
    OrderClarified,
    OrderClosed,
    OrderConfirmed,
    OrderReceived,
)
from contracts.warehouse import ReturnReceived
from services.finance.account.rules.account import Account, Turn
from services.finance.advances import rules as advances
from services.finance.invoices import rules as invoices
from services.finance.payments.rules import Payment

TODAY = date(2026, 3, 2)
Lines = dict[int, tuple[str, str]]
"""Line number: (quantity, unit price)."""


def money(amount: str, currency: str = "USD") -> Money:
    return Money(amount=Decimal(amount), currency=currency)


def content(lines: Lines, **terms: Any) -> OrderContent:
    """An order of ALFKI; ``terms``: freight, discount, tax, share, days, currency, customer, number, customer_po."""
    currency = terms.get("currency", "USD")
    number = terms.get("number", "SO-2026-000001")
    return OrderContent(
        number=number,
        customer=terms.get("customer", "ALFKI"),
        customer_name="Alfreds",
        customer_po=terms.get("customer_po", f"PO of {number}"),
        merchandiser="wang.fang",
        currency=currency,
        freight=money(terms.get("freight", "0"), currency),
        discount=Decimal(terms.get("discount", "0")),
        tax_rate=Decimal(terms.get("tax", "0")),
        lines=tuple(
            OrderLine(line=line, item=f"P-{line}", quantity=Decimal(q), unit_price=money(price, currency))
            for line, (q, price) in lines.items()
        ),
        deliver_to=Address(street="Obere Str. 57", city="Berlin", country="DE"),
        terms=Terms(days=terms.get("days", 30), advance_share=Decimal(terms.get("share", "0"))),
        wanted=date(2026, 4, 1),
    )


class Order:
    """An order in the making of its events."""

    def __init__(self, lines: Lines | None = None, **terms: Any) -> None:
        self.id, self.lines, self.terms, self.version = new_id(), lines or {1: ("10", "10")}, terms, 0
        self.contents: dict[int, OrderContent] = {}

    def content(self, lines: Lines | None = None, **terms: Any) -> OrderContent:
        return content(lines or self.lines, **{**self.terms, **terms})

    def received(self, **terms: Any) -> OrderReceived:
        return OrderReceived(order_id=self.id, version=self._next(), content=self.content(**terms))

    def clarified(self, **terms: Any) -> OrderClarified:
        return OrderClarified(order_id=self.id, version=self._next(), content=self.content(**terms))

    def confirmed(self, **terms: Any) -> OrderConfirmed:
        content = self.content(**terms)
        return OrderConfirmed(order_id=self.id, version=self._next(content), content=content)

    def changed(self, lines: Lines | None = None, **terms: Any) -> OrderChanged:
        content = self.content(lines, **terms)
        return OrderChanged(order_id=self.id, version=self._next(content), content=content)

    def cancelled(self) -> OrderCancelled:
        return OrderCancelled(order_id=self.id, version=self._next(), reason="not wanted")

    def closed(self, outcome: Literal["delivered", "cancelled"] = "delivered") -> OrderClosed:
        return OrderClosed(order_id=self.id, order_version=self.version, outcome=outcome)

    def _next(self, content: OrderContent | None = None) -> int:
        self.version += 1
        if content:
            self.contents[self.version] = content
        return self.version

    def accepted_by_bank(self, shipment_id: UUID, pays_on: date) -> DocumentsAccepted:
        told: dict[str, Any] = {"order_id": self.id, "order_version": 1, "shipment_id": shipment_id, "version": 2}
        return DocumentsAccepted(**told, bank="Bank of China", accepted_on=TODAY, pays_on=pays_on)

    def dispatched(self, version: int | None = None, **quantities: str) -> ShipmentDispatched:
        """``line1="4"`` ships 4 of line 1."""
        return ShipmentDispatched(
            order_id=self.id,
            order_version=version or self.version,
            shipment_id=new_id(),
            version=1,
            number="SH-2026-000001",
            lines=_lines(quantities),
            carrier="C-1",
            mode="road",
            tracking="T1",
            dispatched_on=TODAY,
            expected=TODAY,
            reason=Reason(code="cheapest", text="the cheapest"),
        )

    def back(self, shipment_id: UUID, *, whole: bool = False, **quantities: str) -> ReturnReceived:
        return ReturnReceived(order_id=self.id, shipment_id=shipment_id, lines=_lines(quantities), whole=whole)

    def payment(self, amount: str, invoice_id: UUID | None = None, bank_reference: str = "B-1") -> Payment:
        currency = self.terms.get("currency", "USD")
        return Payment(self.id, invoice_id, "ALFKI", money(amount, currency), "SO-2026-000001", bank_reference)


def _lines(quantities: dict[str, str]) -> tuple[ShipmentLine, ...]:
    numbers = ((int(name.removeprefix("line")), quantity) for name, quantity in quantities.items())
    return tuple(ShipmentLine(line=n, item=f"P-{n}", quantity=Decimal(q)) for n, q in numbers)


def agreed(order: Order) -> Account:
    """The account of a freshly confirmed order."""
    return advances.agree(Account(order_id=order.id), order.confirmed(), TODAY, 7).document


def shipped(account: Account, order: Order, shipment: ShipmentDispatched, **terms: Any) -> Turn[Any]:
    """The shipment invoiced; ``terms`` as in ``content``."""
    number = f"INV-2026-{len(account.invoices) + 1:06d}"
    contents = {**order.contents, **({shipment.order_version: order.content(**terms)} if terms else {})}
    known = account.but(contents=contents)
    return invoices.issue(known, shipment, new_id(), number, TODAY)


def customer(limit: str = "1000", version: int = 1, **changes: Any) -> CustomerChanged:
    """ALFKI, with this credit limit in USD."""
    fields: dict[str, Any] = {
        "customer": "ALFKI",
        "version": version,
        "name": "Alfreds",
        "grade": "A",
        "country": "DE",
        "currency": "USD",
        "language": "de",
        "terms": Terms(days=30),
        "credit_limit": Decimal(limit),
        **changes,
    }
    return CustomerChanged(**fields)
