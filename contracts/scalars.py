"""The single values that commands and events are made of: one type for each, so that every door refuses alike.

Whatever passes these types can be stored, read again, added up and reckoned with; a value that stands for "not known"
(9999-12-31), a date in a column of days, or a number of a million digits passes none of them. Bounds that depend on
the day are in ``chassis.http.asked``.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Annotated, Any, Literal

from iso3166 import countries_by_alpha2
from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, ValidationInfo

from contracts.bounds import HoldsIf
from contracts.currencies import EVER
from contracts.texts import Expected

DAY_FIRST = date(1970, 1, 1)
DAY_LAST = date(2199, 12, 31)
DAYS_MAX = 3650
"""Ten years: no lead, transit or payment takes longer."""
INTEGER_BELOW = 2**31
"""PostgreSQL's integer."""
DIGITS_MAX = 40
EXPONENT_MAX = 30
"""Of a Decimal: enough for any sum of the company, little enough for any database, calculation and reader."""
NOTE_MAX = 500
"""Characters of a note."""
SHORT = 25
"""Characters of a number that is looked at no closer."""
WRITTEN_BEFORE = "written before"
"""Validation context of what a department wrote when these bounds were not known: read at the nearest bound."""
_NUMBER = re.compile(r"\s*[+-]?[\d.]+\s*")


def _no_number(day: Any) -> Any:
    """ValueError for what would be read as seconds since 1970: 20261127 is in the wrong column, or lacks its dashes."""
    if isinstance(day, int | float | Decimal) or (isinstance(day, str) and _NUMBER.fullmatch(day)):
        raise Expected("a date as YYYY-MM-DD")
    return day


def _is_reasonable(day: date) -> bool:
    return DAY_FIRST <= day <= DAY_LAST


def _reasonable_day(day: date, info: ValidationInfo) -> date:
    if _is_reasonable(day):
        return day
    if info.context == WRITTEN_BEFORE:
        return min(max(day, DAY_FIRST), DAY_LAST)
    raise Expected("a date from {first} to {last}; leave out one that is not known", first=DAY_FIRST, last=DAY_LAST)


def _is_in_utc(moment: datetime) -> bool:
    return moment.tzinfo is UTC and _is_reasonable(moment.date())


def _reasonable_moment(moment: datetime, info: ValidationInfo) -> datetime:
    if moment.tzinfo is None:
        raise Expected("a time with its zone, such as 2026-11-28T08:00:00+08:00")
    if _is_reasonable(moment.date()):
        return moment.astimezone(UTC)
    if info.context == WRITTEN_BEFORE:
        return datetime.combine(min(max(moment.date(), DAY_FIRST), DAY_LAST), time(12), UTC)
    raise Expected("a time from {first} to {last}; leave out one that is not known", first=DAY_FIRST, last=DAY_LAST)


def _is_short(number: Decimal) -> bool:
    """Without an exponent, so many characters are no more digits than can be."""
    return len(text := str(number)) <= SHORT and "E" not in text and number.is_finite()


def is_short_count(number: Decimal) -> bool:
    return _is_short(number) and number >= 0


def _is_short_share(number: Decimal) -> bool:
    return _is_short(number) and 0 <= number <= 1


def _moderate(number: Decimal, info: ValidationInfo) -> Decimal:
    _, digits, exponent = number.as_tuple()
    if isinstance(exponent, int) and abs(exponent) <= EXPONENT_MAX and len(digits) <= DIGITS_MAX:
        return number
    if info.context == WRITTEN_BEFORE:
        return +number
    raise Expected("a number below 10^{exponent}, of at most {digits} digits", exponent=EXPONENT_MAX, digits=DIGITS_MAX)


def _are_so_many(days: int) -> bool:
    return 0 <= days <= DAYS_MAX


def _is_a_note(text: str) -> bool:
    return len(text) <= NOTE_MAX and text == text.strip()


def _so_many_days(days: int, info: ValidationInfo) -> int:
    if _are_so_many(days):
        return days
    if info.context == WRITTEN_BEFORE:
        return min(max(days, 0), DAYS_MAX)
    raise Expected("0 to {most} days (ten years); more is often a date in a column of days", most=DAYS_MAX)


def _country(code: str, info: ValidationInfo) -> str:
    if code in countries_by_alpha2 or info.context == WRITTEN_BEFORE:
        return code
    raise Expected("a country of ISO 3166-1 by its two letters, such as CN, DE or US")


def _currency(code: str, info: ValidationInfo) -> str:
    if code in EVER or info.context == WRITTEN_BEFORE:
        return code
    raise Expected("a currency of ISO 4217 by its three letters, such as CNY, EUR or USD")


Day = Annotated[date, BeforeValidator(_no_number), AfterValidator(_reasonable_day), HoldsIf(_is_reasonable)]
"""A calendar date in the company's zone, 1970 to 2199 (ISO 8601)."""
Moment = Annotated[datetime, AfterValidator(_reasonable_moment), HoldsIf(_is_in_utc)]
"""A time with its zone, 1970 to 2199 (RFC 3339); kept in UTC."""
Days = Annotated[int, AfterValidator(_so_many_days), HoldsIf(_are_so_many)]
"""A count of calendar days, 0 to 3650."""
Count = Annotated[int, Field(ge=0, lt=INTEGER_BELOW)]
"""A whole number: a version, a position, a count."""
Rank = Annotated[int, Field(gt=-INTEGER_BELOW, lt=INTEGER_BELOW)]
"""A whole number that may be below zero."""
Number = Annotated[Decimal, AfterValidator(_moderate), HoldsIf(_is_short)]
"""A decimal of at most 40 digits."""
Quantity = Annotated[Decimal, Field(ge=0), AfterValidator(_moderate), HoldsIf(is_short_count)]
"""A decimal count in the item's unit; never negative."""
Share = Annotated[Decimal, Field(ge=0, le=1), AfterValidator(_moderate), HoldsIf(_is_short_share)]
"""A part of a whole: 0.3 is 30 %."""
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$"), AfterValidator(_currency), HoldsIf(EVER.__contains__)]
"""ISO 4217 alphabetic code of money that is, or once was, legal tender somewhere."""
Country = Annotated[
    str, Field(pattern=r"^[A-Z]{2}$"), AfterValidator(_country), HoldsIf(countries_by_alpha2.__contains__)
]
"""ISO 3166-1 alpha-2 code."""
Place = Annotated[str, StringConstraints(strip_whitespace=True, to_upper=True, pattern="^[A-Z]{2}[A-Z2-9]{3}$")]
"""A port, an airport or a crossing by its UN/LOCODE, as DEHAM: the country, then three letters or digits from 2 on."""
Mode = Literal["sea", "air", "rail", "road", "multimodal"]

Language = Annotated[
    str, StringConstraints(strip_whitespace=True, pattern=r"^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,3}$")
]
"""Of BCP 47: zh, en, pt-BR."""
Told = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
"""What somebody wrote or typed, a sentence at most; spaces around it are no part of it (SAL-2)."""
Note = Annotated[str, StringConstraints(strip_whitespace=True, max_length=NOTE_MAX), HoldsIf(_is_a_note)]
"""What somebody wrote beside a thing, a sentence or two; empty where he wrote nothing."""
Reference = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
"""What a thing is called by others: a PO number, a bank's line, a tracking number. ``FT-1 `` is ``FT-1``."""
Code = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")
]
"""What the company calls a customer, item, supplier, carrier or person."""


def _digits_of_a_tariff(code: str) -> str:
    digits = code.replace(".", "").replace(" ", "")
    if digits and not (digits.isdecimal() and digits.isascii() and len(digits) in (6, 8, 10, 13)):
        raise Expected("a customs code of 6, 8, 10 or 13 digits, such as 0901.21")
    return digits


CustomsCode = Annotated[str, AfterValidator(_digits_of_a_tariff)]
"""The six digits of the Harmonized System, or more of a country's tariff; empty where it is not known (LOG-8)."""
