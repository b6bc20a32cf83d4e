"""Answers side by side: what each costs in the company's currency, and whether it is in time (PUR-10). Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from contracts.money import Money, rounded
from contracts.rates import HOME, Values
from services.purchasing.rfq.rules.request import Asked, Compared, Priced, Rfq


@dataclass(frozen=True)
class About:
    """What is known of a supplier besides: how he is paid, and how good he is (PUR-6)."""

    settlement_method: str = ""
    score: Decimal | None = None
    deliveries: int = 0


def compared(rfq: Rfq, about: Mapping[str, About], worth: Values, today: date) -> tuple[Compared, ...]:
    """All who were asked, the cheapest first; who sells nothing stands last."""
    rows = [_row(rfq, one, about.get(one.supplier, About()), worth, today) for one in rfq.asked]
    return tuple(sorted(rows, key=lambda one: (one.state != "quoted", one.total is None, _amount(one), one.supplier)))


def cheapest(rows: Sequence[Compared]) -> Compared | None:
    """Of those who are in time and sell so little."""
    return min((one for one in rows if one.fits), key=_amount, default=None)


def is_cheapest(row: Compared, rows: Sequence[Compared]) -> bool:
    """Whether no other that fits costs less."""
    least = cheapest(rows)
    return least is not None and row.fits and row.total == least.total


def _row(rfq: Rfq, asked: Asked, about: About, worth: Values, today: date) -> Compared:
    quote, state = asked.quote, asked.state(today)
    row = Compared(
        supplier=asked.supplier,
        state=state,
        declined=quote.declined if quote else "",
        remarks=quote.remarks if quote else "",
        settlement_method=about.settlement_method,
        score=about.score,
        deliveries=about.deliveries,
    )
    return _priced(row, rfq, quote.priced, worth, today) if quote and quote.priced else row


def _priced(row: Compared, rfq: Rfq, priced: Priced, worth: Values, today: date) -> Compared:
    quantity = max(rfq.quantity, priced.minimum)
    arrives_on = today + timedelta(days=priced.lead_days)
    late = max(0, (arrives_on - rfq.wanted_on).days)
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
        fits=row.state == "quoted" and not late and priced.minimum <= rfq.quantity,
    )


def _total(price: Money, quantity: Decimal, worth: Values) -> Money | None:
    """None where nobody says what the currency is worth."""
    value = worth.get(price.currency)
    return Money(amount=rounded(price.amount * quantity * value, HOME), currency=HOME) if value else None


def _amount(row: Compared) -> Decimal:
    return row.total.amount if row.total else Decimal("Infinity")
