"""What people see of what is open in foreign currencies (FIN-8)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from itertools import groupby
from uuid import UUID

from contracts.money import rounded
from contracts.rates import HOME, Values
from contracts.value import Value
from services.finance.account.rules.values import ZERO
from services.finance.currency_exposure.rules import Flow, Move, OfOrder, effect, worth


class InMonth(Value):
    """What falls due in a month; without one, what has no day yet."""

    month: str | None
    coming: Decimal
    going: Decimal


class CurrencyExposure(Value):
    """A foreign currency: ``worth`` and ``effect`` are in the company's own, None where it has no rate."""

    currency: str
    rate: Decimal | None
    coming: Decimal
    going: Decimal
    net: Decimal
    worth: Decimal | None
    effect: Decimal
    """What the move asked for adds to the margin, or takes from it."""
    months: tuple[InMonth, ...]


class InCurrency(Value):
    """What of an order is still to come in and to go out in one currency."""

    currency: str
    coming: Decimal
    going: Decimal
    worth: Decimal | None


class OrderExposure(Value):
    """An open order with all that it has in foreign currencies; ``value`` and ``effect`` are in the company's own."""

    order_id: UUID
    number: str
    customer: str
    value: Decimal | None
    currencies: tuple[InCurrency, ...]
    effect: Decimal
    effect_percent: Decimal | None
    """Of the order's value: so many points of margin."""


def currencies_of(flows: Iterable[Flow], move: Move, values: Values) -> tuple[CurrencyExposure, ...]:
    """By currency; ``flows`` are in its order."""
    each = groupby(flows, key=lambda flow: flow.currency)
    return tuple(_currency(currency, tuple(of), move, values) for currency, of in each)


def order_of(order: OfOrder, move: Move, values: Values) -> OrderExposure:
    moved = effect({flow.currency: flow.net for flow in order.flows}, move, values)
    value = worth(order.value, order.currency, values)
    return OrderExposure(
        order_id=order.order_id,
        number=order.number,
        customer=order.customer,
        value=value,
        currencies=tuple(_in_currency(flow, values) for flow in order.flows),
        effect=moved,
        effect_percent=rounded(100 * moved / value, HOME) if value else None,
    )


def _currency(currency: str, flows: tuple[Flow, ...], move: Move, values: Values) -> CurrencyExposure:
    coming, going = sum((f.coming for f in flows), ZERO), sum((f.going for f in flows), ZERO)
    return CurrencyExposure(
        currency=currency,
        rate=values.get(currency),
        coming=rounded(coming, currency),
        going=rounded(going, currency),
        net=rounded(coming - going, currency),
        worth=worth(coming - going, currency, values),
        effect=effect({currency: coming - going}, move, values),
        months=tuple(_month(flow) for flow in flows),
    )


def _month(flow: Flow) -> InMonth:
    coming, going = rounded(flow.coming, flow.currency), rounded(flow.going, flow.currency)
    return InMonth(month=_name(flow.month), coming=coming, going=going)


def _name(month: date | None) -> str | None:
    return f"{month:%Y-%m}" if month else None


def _in_currency(flow: Flow, values: Values) -> InCurrency:
    coming, going = rounded(flow.coming, flow.currency), rounded(flow.going, flow.currency)
    return InCurrency(currency=flow.currency, coming=coming, going=going, worth=worth(flow.net, flow.currency, values))
