"""Orders in a sheet of XLSX, a line of an order in each row under a row of names (SAL-2).

Other shapes are brought by `gendan import` with a mapping of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from chassis.file_faults import damaged
from contracts.texts import Text
from services.sales.intake.rules.in_files import LineInFile, OrderInFile, Reading

UNPACKED_MAX = 64 * 2**20
ROWS_MAX = 10_000
COLUMNS = {
    "customer": ("customer", "客户", "客户编号"),
    "customer_po": ("po", "po number", "customer po", "order number", "订单号", "客户订单号"),
    "item": ("item", "item number", "品号", "物料", "料号"),
    "quantity": ("quantity", "qty", "数量"),
    "unit": ("unit", "单位"),
    "price": ("unit price", "price", "单价"),
    "currency": ("currency", "币种"),
    "wanted": ("wanted", "delivery date", "交期", "要求交期"),
    "ship_to": ("deliver to", "送货地址"),
}
"""What a column may be called, in either language."""
NEEDED = ("customer_po", "item", "quantity")
PACKED = b"PK\x03\x04"


@dataclass(frozen=True)
class Row:
    """Cells by the names of ``COLUMNS``; an empty one is not there."""

    at: str
    cells: Mapping[str, Any]

    def text(self, name: str) -> str:
        told = self.cells.get(name, "")
        return str(int(told)) if isinstance(told, float) and told.is_integer() else str(told).strip()


def is_sheet(content: bytes) -> bool:
    return content.startswith(PACKED)


def read_sheet(content: bytes, named: str = "") -> Reading:
    """The orders of the first sheet, by their customer's number."""
    reading = Reading()
    try:
        rows = list(_rows(reading, content, f"{named}, " if named else ""))
    except Exception:  # openpyxl raises anything on a broken file, in words for who writes programs
        reading.wrong(named or "the file", Text("a readable XLSX file"), damaged("XLSX"))
        return reading
    orders: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        orders.setdefault((row.text("customer"), row.text("customer_po")), []).append(row)
    reading.orders = [_order(reading, customer, po, its) for (customer, po), its in orders.items()]
    return reading


def _rows(reading: Reading, content: bytes, before: str) -> Iterator[Row]:
    """Raises what zipfile and openpyxl raise."""
    from openpyxl import load_workbook

    size = sum(part.file_size for part in ZipFile(BytesIO(content)).infolist())
    if size > UNPACKED_MAX:
        reading.wrong(
            before.removesuffix(", ") or "the file", Text("at most {count} bytes, unpacked", count=UNPACKED_MAX), size
        )
        return
    with closing(load_workbook(BytesIO(content), read_only=True, data_only=True)) as book:
        lines = book.worksheets[0].iter_rows(max_row=ROWS_MAX + 2, values_only=True)
        names = [str(cell or "").strip().casefold() for cell in next(lines, ())]
        fields = [next((field for field, known in COLUMNS.items() if name in known), "") for name in names]
        _look_at(reading, before, names, fields)
        for place, line in enumerate(lines, start=2):
            told = zip(fields, line, strict=False)
            cells = {field: cell for field, cell in told if field and cell is not None and str(cell).strip()}
            if place > ROWS_MAX + 1 and cells:
                reading.wrong(f"{before}row {place}", Text("at most {count} rows; part the file", count=ROWS_MAX), "")
            elif cells:
                yield Row(f"{before}row {place}", cells)


def _look_at(reading: Reading, before: str, names: list[str], fields: list[str]) -> None:
    for name in NEEDED:
        if name not in fields:
            expected = Text("a column {names}", names=COLUMNS[name])
            reading.wrong(f"{before}row 1", expected, ", ".join(filter(None, names)))
    for name, known in zip(names, fields, strict=True):
        if name and not known:
            reading.pass_over(f"{before}row 1", name)


def _order(reading: Reading, customer: str, po: str, rows: list[Row]) -> OrderInFile:
    first = rows[0]
    if not po:
        reading.wrong(first.at, Text("the number of the order"), "")
    days = {day for row in rows if (day := _day(reading, row))}
    for day in sorted(days)[1:]:
        reading.later(first.at, day)
    return OrderInFile(
        first.at,
        po,
        customer,
        next(filter(None, (row.text("ship_to") for row in rows)), ""),
        next(filter(None, (row.text("currency") for row in rows)), ""),
        {"wanted": str(min(days))} if days else {},
        tuple(_line(reading, place, row) for place, row in enumerate(rows, start=1)),
    )


def _line(reading: Reading, place: int, row: Row) -> LineInFile:
    codes = (row.text("item"),) if row.text("item") else ()
    quantity, price = _number(reading, row, "quantity"), _number(reading, row, "price")
    return LineInFile(row.at, place, codes, quantity, row.text("unit"), price)


def _number(reading: Reading, row: Row, name: str) -> Decimal | None:
    told = row.cells.get(name)
    if told is None:
        return None
    try:
        number = Decimal(f"{told:.15g}" if isinstance(told, float) else str(told).strip())
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or number < 0:
        reading.wrong(f"{row.at}, {name}", Text("a number"), told)
        return None
    return number


def _day(reading: Reading, row: Row) -> date | None:
    told = row.cells.get("wanted")
    if isinstance(told, datetime):
        return told.date()
    if told is None:
        return None
    try:
        return date.fromisoformat(str(told).strip())
    except ValueError:
        reading.wrong(f"{row.at}, wanted", Text("a date as YYYY-MM-DD"), told)
        return None
