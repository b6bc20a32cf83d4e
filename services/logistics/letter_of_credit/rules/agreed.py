"""What the order is that a credit is to pay: as much as it is compared with (LOG-7)."""

from __future__ import annotations

from contracts.money import Money
from contracts.order import value_of
from contracts.sales import OrderChanged, OrderConfirmed
from contracts.scalars import Count, Country, Day
from contracts.value import Value

OrderNews = OrderConfirmed | OrderChanged


class Agreed(Value):
    """One version of an order that is paid under a credit."""

    version: Count
    number: str
    customer: str
    country: Country
    value: Money
    incoterm: str = ""
    partial: bool = False
    promised: Day | None = None
    wanted: Day


def agreed_in(news: OrderNews) -> Agreed | None:
    """What an order that is paid by credit says; None for any other."""
    content = news.content
    if not content.terms.by_credit:
        return None
    return Agreed(
        version=news.version,
        number=content.number,
        customer=content.customer,
        country=content.deliver_to.country,
        value=Money(amount=value_of(content), currency=content.currency),
        incoterm=content.incoterm,
        partial=content.partial,
        promised=content.promised,
        wanted=content.wanted,
    )
