"""What a field may hold, and how it is read from a cell."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

from gendan.importing.format import Format

Cell = str | Decimal | datetime | bool
"""A cell that holds something: CSV gives text, XLSX also numbers, times and truth values."""
Value = str | int | bool | Decimal | date | list[str]
CANONICAL = Format(dates=("%Y-%m-%d",))
"""How a mapping file itself writes values."""


class Formula(str):
    """What a spreadsheet computes and nobody stored the result of; it is no value."""

    __slots__ = ()


class Unfit(Exception):
    """A cell does not hold what the field needs; the message says what was expected, ``came`` what the cell holds."""

    def __init__(self, expected: str, came: str | None = None) -> None:
        super().__init__(expected)
        self.came = came


Kind = Callable[[Cell, Format], Value]


def plain(cell: Cell) -> str:
    """A cell as a person would write it; a whole number without a fraction. Raises Unfit for a formula."""
    if isinstance(cell, Formula):
        raise Unfit("a value", f"the formula {cell} without a stored result")
    if isinstance(cell, Decimal):
        return f"{cell.normalize():f}"
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    return str(cell).strip()


def quoted(cell: Cell | None) -> str:
    """A cell as a message shows it."""
    shown = cell if cell is None or isinstance(cell, Formula) else plain(cell)
    return "nothing" if shown is None else repr(shown)[:80]


def text(cell: Cell, _form: Format) -> str:
    return plain(cell)


def number(cell: Cell, form: Format) -> Decimal:
    """A decimal number in the file's spelling; ``15 %`` is 0.15."""
    if isinstance(cell, Decimal):
        return _finite(cell)
    written = plain(cell)
    share = written.endswith("%")
    digits = written.removesuffix("%").strip()
    if not re.fullmatch(_number_pattern(form), digits):
        raise Unfit(f"a number like 1{form.thousands}234{form.decimal}56")
    result = Decimal(digits.replace(form.thousands, "").replace(form.decimal, "."))
    return result / 100 if share else result


def _finite(given: Decimal) -> Decimal:
    """A mapping's TOML knows nan and inf."""
    if not given.is_finite():
        raise Unfit("a finite number")
    return given


def _number_pattern(form: Format) -> str:
    thousands, decimal = re.escape(form.thousands), re.escape(form.decimal)
    grouped = rf"\d{{1,3}}(?:{thousands}\d{{3}})+" if thousands else r"\d+"
    return rf"[+-]?(?:\d+|{grouped})(?:{decimal}\d+)?"


def not_negative(cell: Cell, form: Format) -> Decimal:
    result = number(cell, form)
    if result < 0:
        raise Unfit("a number of zero or more")
    return result


def share(cell: Cell, form: Format) -> Decimal:
    result = number(cell, form)
    if not 0 <= result <= 1:
        raise Unfit("a share from 0 to 1")
    return result


def whole(cell: Cell, form: Format) -> int:
    result = number(cell, form)
    if result != int(result) or result < 0:
        raise Unfit("a whole number of zero or more")
    return int(result)


def yes_no(cell: Cell, form: Format) -> bool:
    if isinstance(cell, bool):
        return cell
    written = plain(cell).lower()
    if written not in form.yes + form.no:
        raise Unfit(f"one of {', '.join(form.yes + form.no)}")
    return written in form.yes


def day(cell: Cell, form: Format) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    for pattern in form.dates:
        try:
            return datetime.strptime(plain(cell), pattern).date()  # noqa: DTZ007  a calendar date has no zone
        except ValueError:
            continue
    raise Unfit(f"a date like {' or '.join(form.dates)}")


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


country = like(r"[A-Z]{2}", "a country code of ISO 3166-1 like DE")
currency = like(r"[A-Z]{3}", "a currency code of ISO 4217 like USD")
grade = like(r"[ABC]", "a grade: A, B or C")
mode = like(r"sea|air|rail|road|multimodal", "a mode: sea, air, rail, road or multimodal")
