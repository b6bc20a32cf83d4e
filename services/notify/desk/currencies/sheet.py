"""What is open in foreign currencies, as a spreadsheet (FIN-8)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from services.notify.desk.choices import Language
from services.notify.desk.currencies.told import Exposure, OneOrder
from services.notify.desk.sheets import end_early, filled, new_book, saved
from services.notify.desk.words import N_

BY_MONTH: Sequence[tuple[str, int]] = (
    (N_("Currency"), 10),
    (N_("Due month"), 12),
    (N_("To come in"), 16),
    (N_("To go out"), 16),
)
BY_ORDER: Sequence[tuple[str, int]] = (
    (N_("Order"), 18),
    (N_("Customer"), 14),
    (N_("Currency"), 10),
    (N_("To come in"), 16),
    (N_("To go out"), 16),
    (N_("Worth in the company's currency"), 16),
    (N_("Effect on the margin of the order"), 16),
)


def workbook(exposure: Exposure, orders: Sequence[OneOrder], language: Language, *, whole: bool = True) -> bytes:
    """By currency and month, and by order; amounts are numbers. An order's effect stands in its first line."""
    book = new_book()
    parts = (
        (N_("Foreign currencies"), BY_MONTH, _months(exposure)),
        (N_("Orders"), BY_ORDER, _orders(orders)),
    )
    sheets = [filled(book, title, heads, rows, language) for title, heads, rows in parts]
    if not whole:
        end_early(sheets[1:], len(orders), language)
    return saved(book)


def _months(exposure: Exposure) -> Iterator[list[Any]]:
    for one in exposure.items:
        for due in one.months:
            yield [one.currency, date.fromisoformat(f"{due.month}-01") if due.month else None, due.coming, due.going]


def _orders(orders: Iterable[OneOrder]) -> Iterator[list[Any]]:
    for order in orders:
        for place, one in enumerate(order.currencies):
            effect = None if place else order.effect
            yield [order.number, order.customer, one.currency, one.coming, one.going, one.worth, effect]
