"""Which papers exchange control asks for of a foreign payment, as the company says by country and currency (FIN-8)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from contracts.scalars import Country, Currency
from contracts.value import Value
from services.finance.statement.rules import Side

Way = Literal["received", "paid", "refunded"]
SIDES: Mapping[Way, Side] = {"received": "customer", "paid": "supplier", "refunded": "customer"}
"""Who looks at statements of that side looks at these."""
PaperName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]


class PaperAsked(BaseModel):
    """A paper that exchange control asks for; of any country or currency of the other side where none is told.

    ``code`` is that of the balance of payments statistics, ``transaction`` what it stands for.
    """

    model_config = ConfigDict(frozen=True)

    way: Way
    countries: Annotated[tuple[Country, ...], Field(max_length=250)] = ()
    currencies: Annotated[tuple[Currency, ...], Field(max_length=200)] = ()
    code: Annotated[str, StringConstraints(pattern="^[0-9A-Z]{1,10}$")]
    transaction: Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)] = ""

    def asks(self, way: Way, country: str, currency: str) -> bool:
        fits = (not self.countries or country in self.countries, not self.currencies or currency in self.currencies)
        return self.way == way and all(fits)


CHINAS: Mapping[str, PaperAsked] = {
    "涉外收入申报单": PaperAsked(way="received", code="121010", transaction="一般贸易"),
    "境外汇款申请书": PaperAsked(way="paid", code="121010", transaction="一般贸易"),
    "境外汇款申请书（退款）": PaperAsked(way="refunded", code="121010", transaction="一般贸易退款"),
}
"""Goods are all that the company sells and buys; what goes back to a customer has the code of what he paid for
(涉外收支交易分类与代码, 2014)."""


class Declared(Value):
    """A paper that is asked for, with the code and the words of its transaction."""

    paper: str
    code: str
    transaction: str
