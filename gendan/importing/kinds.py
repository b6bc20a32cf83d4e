"""What a field may hold, and how it is read from a cell."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from contracts.currencies import currency_of
from contracts.scalars import Code, Count, Country, Day, Days, Number, Reference, Told
from contracts.values import LineNumber, within
from gendan.importing.cells import Cell, Since1904, Unfit, plain
from gendan.importing.format import SERIAL, Format

Value = str | int | bool | Decimal | date | list[str]
CANONICAL = Format(dates=("%Y-%m-%d",))
"""How a mapping file itself writes values."""
Kind = Callable[[Cell, Format], Value]
DAY: TypeAdapter[date] = TypeAdapter(Day)
DAYS, COUNT, POSITION = (TypeAdapter[int](kind) for kind in (Days, Count, LineNumber))
NUMBER: TypeAdapter[Decimal] = TypeAdapter(Number)
T = TypeVar("T")
SERIALS = range(25_569, 109_575)
"""Days since 1899-12-30, as spreadsheets count: 1970 to 2199."""


def text(cell: Cell, _form: Format) -> str:
    return plain(cell)


def number(cell: Cell, form: Format) -> Decimal:
    """A decimal number in the file's spelling; ``15 %`` is 0.15."""
    if isinstance(cell, Decimal):
        return _finite(cell)
    written = _bare(plain(cell), form)
    share = written.endswith("%")
    digits = written.removesuffix("%").strip()
    if not re.fullmatch(_number_pattern(form), digits):
        raise Unfit(f"a number like 1{form.thousands}234{form.decimal}56")
    result = Decimal(digits.replace(form.thousands, "").replace(form.decimal, "."))
    return result / 100 if share else result


def _bare(written: str, form: Format) -> str:
    """Without the sign of a currency, and with plain spaces between the groups where the file has spaces there."""
    for sign in form.signs:
        if written.startswith(sign) or written.endswith(sign):
            written = written.removeprefix(sign).removesuffix(sign).strip()
            break
    return re.sub("[\u00a0\u202f]", " ", written) if form.thousands == " " else written


def _finite(given: Decimal) -> Decimal:
    """A mapping's TOML knows nan and inf."""
    if not given.is_finite():
        raise Unfit("a finite number")
    return given


def _number_pattern(form: Format) -> str:
    """Groups are of three digits and never begin with 0: ``0,034`` is no 34."""
    thousands, decimal = re.escape(form.thousands), re.escape(form.decimal)
    grouped = rf"[1-9]\d{{0,2}}(?:{thousands}\d{{3}})+" if thousands else r"\d+"
    return rf"[+-]?(?:\d+|{grouped})(?:{decimal}\d+)?"


def not_negative(cell: Cell, form: Format) -> Decimal:
    result = number(cell, form)
    if result < 0:
        raise Unfit("a number of zero or more")
    return bounded(result, NUMBER)


def amount(cell: Cell, form: Format) -> Decimal:
    """Money, as far as a ledger can book it."""
    result = not_negative(cell, form)
    if not within(result, 10**12, places=8):
        raise Unfit("an amount below 10^12, of at most 8 decimals")
    return result


def quantity(cell: Cell, form: Format) -> Decimal:
    result = not_negative(cell, form)
    if not within(result, 10**9, places=6):
        raise Unfit("a quantity below 10^9, of at most 6 decimals")
    return result


def share(cell: Cell, form: Format) -> Decimal:
    result = number(cell, form)
    if not 0 <= result <= 1:
        raise Unfit("a share from 0 to 1")
    return bounded(result, NUMBER)


def whole(cell: Cell, form: Format) -> int:
    result = number(cell, form)
    if result < 0 or result != result.to_integral_value():
        raise Unfit("a whole number of zero or more")
    return int(result)


def days(cell: Cell, form: Format) -> int:
    return bounded(whole(cell, form), DAYS)


def count(cell: Cell, form: Format) -> int:
    return bounded(whole(cell, form), COUNT)


def position(cell: Cell, form: Format) -> int:
    return bounded(whole(cell, form), POSITION)


DIGITS = 18
"""More digits before the point no field takes; a larger number is left for the field to refuse."""
PLACES: dict[Kind, int] = {amount: 8, quantity: 6}
"""To how many decimals a computed value is rounded: as many as a price or a quantity may have."""
NUMBERS: tuple[Kind, ...] = (number, not_negative, amount, quantity, share, whole, days, count, position)
"""What can be scaled, summed and multiplied."""


def computed(given: Decimal, kind: Kind) -> Decimal:
    """What the mapping computed, rounded half up to what the field can hold."""
    places = PLACES.get(kind)
    fits = places is None or within(given, 10**DIGITS, places)
    return given if fits else given.quantize(Decimal(1).scaleb(-(places or 0)), ROUND_HALF_UP)


def bounded(given: object, door: TypeAdapter[T]) -> T:
    """The value as the company's doors take it; raises Unfit with what they expect."""
    try:
        return door.validate_python(given)
    except ValidationError as fault:
        told = fault.errors()[0]["msg"].removeprefix("Value error, ").removeprefix("expected ")
        raise Unfit(re.sub(r"^(Input|String) should (be|have) ", "", told)) from None


def yes_no(cell: Cell, form: Format) -> bool:
    if isinstance(cell, bool):
        return cell
    written = plain(cell).lower()
    if written not in form.yes + form.no:
        raise Unfit(f"one of {', '.join(form.yes + form.no)}")
    return written in form.yes


def day(cell: Cell, form: Format) -> date:
    return bounded(_day(cell, form), DAY)


def _day(cell: Cell, form: Format) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    written = plain(cell)
    for pattern in form.dates:
        try:
            return (
                _serial(cell if isinstance(cell, Decimal) else Decimal(written))
                if pattern == SERIAL
                else _written(written, pattern)
            )
        except (ValueError, ArithmeticError):
            continue
    # A spreadsheet that shows a date as a number has stored it as one.
    if isinstance(cell, Decimal) and int(cell) in SERIALS:
        return _serial(cell)
    raise Unfit(f"a date like {' or '.join(form.dates)}")


def _written(written: str, pattern: str) -> date:
    return datetime.strptime(written, pattern).date()  # noqa: DTZ007  a calendar date has no zone


def _counted(cell: Cell) -> Decimal:
    return cell if isinstance(cell, Decimal) else Decimal(plain(cell))


def _serial(days: Decimal) -> date:
    if int(days) not in SERIALS:
        raise ValueError(days)
    return (date(1904, 1, 1) if isinstance(days, Since1904) else date(1899, 12, 30)) + timedelta(int(days))


def words(cell: Cell, _form: Format) -> list[str]:
    """Several texts, parted by ; or 、"""
    return [word.strip() for word in re.split(r"[;；、]", plain(cell)) if word.strip()]


def like(pattern: str, called: str) -> Kind:
    """A text of a certain form."""

    def kind(cell: Cell, _form: Format) -> str:
        if not re.fullmatch(pattern, plain(cell)):
            raise Unfit(called)
        return plain(cell)

    return kind


def typed(door: TypeAdapter[str], called: str = "") -> Kind:
    """A text as the company's doors take it."""

    def kind(cell: Cell, _form: Format) -> Value:
        try:
            return bounded(plain(cell), door)
        except Unfit as unfit:
            raise Unfit(called or str(unfit)) from None

    return kind


code = typed(TypeAdapter(Code), "a code of letters, digits, points, _ and -, at most 64, such as K-101")
reference = typed(TypeAdapter(Reference))
told = typed(TypeAdapter(Told))
country = typed(TypeAdapter(Country), "a country of ISO 3166-1 by its two letters, such as CN, DE or US")
grade = like(r"[ABC]", "a grade: A, B or C")
mode = like(r"sea|air|rail|road|multimodal", "a mode: sea, air, rail, road or multimodal")


def currency(cell: Cell, _form: Format) -> str:
    """A code; whether it is money on a day is ``current``."""
    return plain(cell)


def current(written: str, on: date) -> str:
    """A currency that is money on the day; raises Unfit with the one that was meant, else with all that there are."""
    try:
        return currency_of(written, on)
    except ValueError as fault:
        expected, _, which = str(fault).removeprefix("expected ").partition(": ")
        which = which.partition("?")[0] + "?" if "did you mean" in which else which
        raise Unfit(f"{expected} ({which})") from None
