"""Which currencies there are, and when (ISO 4217, with the dates of CLDR)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from difflib import get_close_matches

from babel.core import get_global

from contracts.texts import Expected

OFTEN_MEANT = {"RMB": "CNY", "CNH": "CNY", "YUAN": "CNY", "NTD": "TWD", "UKP": "GBP", "STG": "GBP", "YEN": "JPY"}
"""What people write for a currency that has another code."""
Span = tuple[date, date]


def _spans() -> Iterator[tuple[str, Span]]:
    for uses in get_global("territory_currencies").values():
        for code, first, last, legal_tender in uses:
            if legal_tender:
                yield code, (date(*first) if first else date.min, date(*last) if last else date.max)


def _by_code() -> dict[str, tuple[Span, ...]]:
    spans: dict[str, tuple[Span, ...]] = {}
    for code, span in _spans():
        spans[code] = (*spans.get(code, ()), span)
    return spans


EVER = _by_code()
"""When each was legal tender, somewhere."""


def currencies_of(day: date) -> list[str]:
    """The codes of the currencies that are legal tender somewhere on the day."""
    return sorted(code for code in EVER if _is_of(code, day))


def _is_of(code: str, day: date) -> bool:
    return any(first <= day <= last for first, last in EVER.get(code, ()))


def currency_of(code: str, day: date) -> str:
    """ValueError for a code that is no currency on the day; it says which one was meant, and which there are."""
    if _is_of(code, day):
        return code
    accepted = currencies_of(day)
    near = OFTEN_MEANT.get(code.strip().upper()) or next(iter(get_close_matches(code.strip().upper(), accepted)), "")
    raise Expected(
        "a currency of ISO 4217: [{gone} is none on {day}; ][did you mean {near}? ]one of {accepted}",
        gone=code if code in EVER else "",
        day=day,
        near=near,
        accepted=accepted,
    )
