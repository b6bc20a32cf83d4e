"""Numbers of a file: how they are read, what they may be, and how the mapping reckons with them."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from chassis.http.faults import Pydantic
from contracts.money import within
from contracts.order import LineNumber
from contracts.scalars import Count, Days, Number
from contracts.texts import Expected, Text, said
from gendan.importing.cells import Cell, Kind, Unfit, plain
from gendan.importing.format import Format

DAYS, COUNT, POSITION = (TypeAdapter[int](kind) for kind in (Days, Count, LineNumber))
NUMBER: TypeAdapter[Decimal] = TypeAdapter(Number)
T = TypeVar("T")


def number(cell: Cell, form: Format) -> Decimal:
    """A decimal number in the file's spelling; ``15 %`` is 0.15."""
    if isinstance(cell, Decimal):
        return _finite(cell)
    written = _bare(plain(cell), form)
    share = written.endswith("%")
    digits = written.removesuffix("%").strip()
    if not re.fullmatch(_number_pattern(form), digits):
        raise Unfit(said(Text("a number like {sample}", sample=f"1{form.thousands}234{form.decimal}56")))
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
        raise Unfit(said(Text("a finite number")))
    return given


def _number_pattern(form: Format) -> str:
    """Groups are of three digits and never begin with 0: ``0,034`` is no 34."""
    thousands, decimal = re.escape(form.thousands), re.escape(form.decimal)
    grouped = rf"[1-9]\d{{0,2}}(?:{thousands}\d{{3}})+" if thousands else r"\d+"
    return rf"[+-]?(?:\d+|{grouped})(?:{decimal}\d+)?"


def not_negative(cell: Cell, form: Format) -> Decimal:
    result = number(cell, form)
    if result < 0:
        raise Unfit(said(Text("a number of zero or more")))
    return bounded(result, NUMBER)


def amount(cell: Cell, form: Format) -> Decimal:
    """Money, as far as a ledger can book it."""
    result = not_negative(cell, form)
    if not within(result, 10**12, places=8):
        raise Unfit(said(Text("an amount below 10^12, of at most 8 decimals")))
    return result


def quantity(cell: Cell, form: Format) -> Decimal:
    result = not_negative(cell, form)
    if not within(result, 10**9, places=6):
        raise Unfit(said(Text("a quantity below 10^9, of at most 6 decimals")))
    return result


def share(cell: Cell, form: Format) -> Decimal:
    result = number(cell, form)
    if not 0 <= result <= 1:
        raise Unfit(said(Text("a share from 0 to 1")))
    return bounded(result, NUMBER)


def whole(cell: Cell, form: Format) -> int:
    result = number(cell, form)
    if result < 0 or result != result.to_integral_value():
        raise Unfit(said(Text("a whole number of zero or more")))
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
        error = fault.errors()[0]
        cause = error.get("ctx", {}).get("error")
        if isinstance(cause, Expected):
            raise Unfit(said(cause.text)) from None
        raise Unfit(re.sub(r"^(Input|String) should (be|have) ", "", said(Pydantic(error)))) from None
