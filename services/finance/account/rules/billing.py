"""An invoice's amounts, and those of the invoices that are still to come (FIN-1, FIN-2, FIN-4)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from contracts.money import rounded
from contracts.order import OrderContent, ShipmentLine
from services.finance.account.rules.invoice import Billed, Invoice
from services.finance.account.rules.values import ZERO


class Bill(NamedTuple):
    """The amounts of one shipment, or of what came back of it."""

    lines: tuple[Billed, ...]
    discount: Decimal
    freight: Decimal
    tax: Decimal

    @property
    def gross(self) -> Decimal:
        return sum((line.amount for line in self.lines), ZERO)

    @property
    def total(self) -> Decimal:
        return self.gross - self.discount + self.freight + self.tax


def bill(before: Sequence[Invoice], content: OrderContent, shipped: Iterable[ShipmentLine]) -> Bill:
    """What is shipped after the invoices ``before``, at the prices and rates of ``content``."""
    currency = content.currency
    lines = bill_lines(before, content, shipped)
    gross = sum((line.amount for line in lines), ZERO)
    freight = ZERO if before else rounded(content.freight.amount, currency)
    discounts = ((known.discount_rate, known.gross, known.discount) for known in before)
    discount = cumulative(content.discount, gross, discounts, currency)
    taxes = ((known.tax_rate, known.taxable, known.tax) for known in before)
    return Bill(lines, discount, freight, cumulative(content.tax_rate, gross - discount + freight, taxes, currency))


def bill_lines(before: Iterable[Invoice], content: OrderContent, shipped: Iterable[ShipmentLine]) -> tuple[Billed, ...]:
    """Each line at its price, so that the sum over all shipments is the rounded whole. KeyError: no such line."""
    prices = {line.line: line.unit_price.amount for line in content.lines}
    known = [line for invoice in before for line in invoice.lines]
    billed: list[Billed] = []
    for line in shipped:
        price = prices[line.line]
        earlier = (
            (b.unit_price, b.quantity, b.amount)
            for b in (*known, *billed)
            if (b.line, b.item) == (line.line, line.item)
        )
        amount = cumulative(price, line.quantity, earlier, content.currency)
        billed.append(Billed(line=line.line, item=line.item, quantity=line.quantity, unit_price=price, amount=amount))
    return tuple(billed)


def cumulative(
    rate: Decimal, base: Decimal, before: Iterable[tuple[Decimal, Decimal, Decimal]], currency: str
) -> Decimal:
    """rounded(rate x all so far at this rate) less what it made before; ``before``: (rate, base, amount) each.

    So the sum over all parts is the rounded whole, however it is cut (FIN-1).
    """
    same = [(earlier, amount) for known, earlier, amount in before if known == rate]
    so_far = base + sum((earlier for earlier, _ in same), ZERO)
    return rounded(rate * so_far, currency) - sum((amount for _, amount in same), ZERO)


def billed(invoices: Iterable[Invoice]) -> Decimal:
    """The sum of the invoices, whatever of them was credited since."""
    return sum((invoice.total for invoice in invoices), ZERO)


def still_to_bill(invoices: Sequence[Invoice], content: OrderContent) -> Decimal:
    """What the invoices to come will sum up to when all that ``content`` still asks is shipped.

    What came back is not shipped again by itself, and what was shipped above the order leaves nothing to come.
    """
    rest = still_to_ship(invoices, content)
    return bill(invoices, content, rest).total if rest else ZERO


def still_to_ship(invoices: Iterable[Invoice], content: OrderContent) -> list[ShipmentLine]:
    """What the order asks less what was billed of it, line by line, as the warehouse counts it."""
    gone: dict[tuple[int, str], Decimal] = {}
    for line in (line for invoice in invoices for line in invoice.lines):
        gone[line.line, line.item] = gone.get((line.line, line.item), ZERO) + line.quantity
    left = ((line, line.quantity - gone.get((line.line, line.item), ZERO)) for line in content.lines)
    return [ShipmentLine(line=line.line, item=line.item, quantity=rest) for line, rest in left if rest > 0]


def worth(invoices: Sequence[Invoice], content: OrderContent) -> Decimal:
    """What the order comes to in all, in its currency: what is billed, and what is still to be billed."""
    return billed(invoices) + still_to_bill(invoices, content)
