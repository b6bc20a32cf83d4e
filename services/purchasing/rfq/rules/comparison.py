"""Answers side by side, per item and in sum: what each costs in the company's currency, and whether it is in time
(PUR-10). Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from contracts.money import Money, rounded
from contracts.rates import HOME, Values
from contracts.value import Value
from services.purchasing.rfq.rules.quote import Priced, state_of
from services.purchasing.rfq.rules.request import Compared, Line, Rfq


@dataclass(frozen=True)
class About:
    """What is known of a supplier besides: how he is paid, and how good he is (PUR-6)."""

    settlement_method: str = ""
    score: Decimal | None = None
    deliveries: int = 0


class Sum(Value):
    """What a supplier's standing prices come to for all items of a request together."""

    supplier: str
    offered: int
    """For so many items."""
    lacking: tuple[str, ...]
    """The items for which he has no price that stands; none: he offers all."""
    total: Money | None
    """In the company's currency, of what he offers; none where nobody says what one of his currencies is worth."""
    days_late: int
    """The latest of them."""


class Mix(Value):
    """The cheapest that is in time of each item."""

    suppliers: dict[str, str]
    """By item."""
    lacking: tuple[str, ...]
    """The items for which nobody is in time and sells so little."""
    total: Money
    """In the company's currency."""


def compared(rfq: Rfq, line: Line, about: Mapping[str, About], worth: Values, today: date) -> tuple[Compared, ...]:
    """All who were asked for an item, the cheapest first; who sells nothing stands last."""
    rows = [_row(rfq, line, one, about.get(one, About()), worth, today) for one in rfq.suppliers]
    return tuple(sorted(rows, key=lambda one: (one.state != "quoted", one.total is None, _amount(one), one.supplier)))


def cheapest(rows: Sequence[Compared]) -> Compared | None:
    """Of those who are in time and sell so little."""
    return min((one for one in rows if one.fits), key=_amount, default=None)


def is_cheapest(row: Compared, rows: Sequence[Compared]) -> bool:
    """Whether no other that fits costs less."""
    least = cheapest(rows)
    return least is not None and row.fits and row.total == least.total


def summed(seen: Mapping[str, Sequence[Compared]]) -> tuple[Sum, ...]:
    """By item the answers side by side (``seen``); who offers the most of them first, then the cheapest."""
    suppliers = dict.fromkeys(row.supplier for rows in seen.values() for row in rows)
    sums = [_sum(one, seen) for one in suppliers]
    return tuple(sorted(sums, key=lambda one: (len(one.lacking), one.total is None, _amount(one), one.supplier)))


def cheapest_mix(seen: Mapping[str, Sequence[Compared]]) -> Mix:
    best = {item: cheapest(rows) for item, rows in seen.items()}
    found = {item: row for item, row in best.items() if row and row.total}
    return Mix(
        suppliers={item: row.supplier for item, row in found.items()},
        lacking=tuple(item for item in seen if item not in found),
        total=_together(list(found.values())) or Money(amount=Decimal(0), currency=HOME),
    )


def _sum(supplier: str, seen: Mapping[str, Sequence[Compared]]) -> Sum:
    standing = [(item, row) for item, rows in seen.items() for row in rows if row.state == "quoted"]
    his = {item: row for item, row in standing if row.supplier == supplier}
    return Sum(
        supplier=supplier,
        offered=len(his),
        lacking=tuple(item for item in seen if item not in his),
        total=_together(list(his.values())),
        days_late=max((row.days_late for row in his.values()), default=0),
    )


def _together(rows: Sequence[Compared]) -> Money | None:
    totals = [row.total.amount for row in rows if row.total]
    return Money(amount=sum(totals, Decimal(0)), currency=HOME) if totals and len(totals) == len(rows) else None


def _row(rfq: Rfq, line: Line, supplier: str, about: About, worth: Values, today: date) -> Compared:
    quote = rfq.quote(supplier, line.item)
    row = Compared(
        supplier=supplier,
        state=state_of(quote, today),
        declined=quote.declined if quote else "",
        remarks=quote.remarks if quote else "",
        settlement_method=about.settlement_method,
        score=about.score,
        deliveries=about.deliveries,
    )
    return _priced(row, line, quote.priced, worth, today) if quote and quote.priced else row


def _priced(row: Compared, line: Line, priced: Priced, worth: Values, today: date) -> Compared:
    quantity = max(line.quantity, priced.minimum)
    arrives_on = today + timedelta(days=priced.lead_days)
    late = max(0, (arrives_on - line.wanted_on).days)
    return row.but(
        unit_price=priced.unit_price,
        minimum=priced.minimum,
        quantity=quantity,
        total=_total(priced.unit_price, quantity, worth),
        lead_days=priced.lead_days,
        arrives_on=arrives_on,
        days_late=late,
        valid_until=priced.valid_until,
        payment_days=priced.payment_days,
        fits=row.state == "quoted" and not late and priced.minimum <= line.quantity,
    )


def _total(price: Money, quantity: Decimal, worth: Values) -> Money | None:
    """None where nobody says what the currency is worth."""
    value = worth.get(price.currency)
    return Money(amount=rounded(price.amount * quantity * value, HOME), currency=HOME) if value else None


def _amount(row: Compared | Sum) -> Decimal:
    return row.total.amount if row.total else Decimal("Infinity")
