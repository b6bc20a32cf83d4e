"""What the spreadsheets of the desk have in common (NOT-1, NOT-3).

What reads and writes them is loaded when somebody wants one: it brings along a third of an idle process.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

from fastapi.responses import Response

from chassis import clock
from chassis.http.download import Downloads, LeavingFile
from services.notify.desk import words
from services.notify.desk.choices import Language
from services.notify.desk.words import N_

if TYPE_CHECKING:
    from openpyxl import Workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
UNKEPT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
NOT_ALL = N_("Not all: the first {count} orders. A narrower filter shows the others.")
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def new_book() -> Workbook:
    from openpyxl import Workbook

    return Workbook(write_only=True)


def headed(book: Workbook, title: str, heads: Sequence[tuple[str, int]]) -> Any:
    """A sheet with its heads, each with the width of its column; they and the first column stay in sight."""
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "B2"
    for place, (_, width) in enumerate(heads, start=1):
        sheet.column_dimensions[column_letter(place)].width = width
    sheet.append([_bold(sheet, head) for head, _ in heads])
    return sheet


def filled(
    book: Workbook, title: str, heads: Sequence[tuple[str, int]], rows: Iterable[Sequence[Any]], language: Language
) -> Any:
    """A sheet whose title and heads are texts of the desk, and its rows."""
    told = [(words.gettext(head, language), width) for head, width in heads]
    sheet = headed(book, words.gettext(title, language), told)
    for row in rows:
        sheet.append([plain(value) for value in row])
    return sheet


def end_early(sheets: Iterable[Any], rows: int, language: Language) -> None:
    """The last row of each says that there are more than these rows; it has no date, so that it may come back."""
    for sheet in sheets:
        sheet.append([_bold(sheet, words.gettext(NOT_ALL, language).format(count=rows))])


def column_letter(place: int) -> str:
    """Of the first column A."""
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(place))


def plain(value: Any) -> Any:
    """What somebody called an order is no formula, and has no character that no sheet can hold."""
    if not isinstance(value, str):
        return value
    text = UNKEPT.sub("", value)
    return f"'{text}" if text.startswith(FORMULA) else text


def saved(book: Workbook) -> bytes:
    file = BytesIO()
    book.save(file)
    return file.getvalue()


async def answered(download: Downloads, file: bytes, name: str, rows: int = 1) -> Response:
    """To be kept under this name and today's date; each row counts for who takes it."""
    return await download(LeavingFile(f"{name}-{clock.today():%Y-%m-%d}.xlsx", XLSX, file), f"{name}.xlsx", rows)


def _bold(sheet: Any, text: str) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    cell = WriteOnlyCell(sheet, value=text)
    cell.font = Font(bold=True)
    return cell
