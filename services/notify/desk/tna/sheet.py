"""The plans that are seen, as a spreadsheet that may come back with other days (NOT-3)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from contracts.milestones import MILESTONES
from services.notify.desk import words
from services.notify.desk.choices import Language
from services.notify.desk.sheets import end_early, headed, new_book, plain, saved
from services.notify.desk.tna.view import Line
from services.notify.desk.words import N_
from services.notify.plan.rules.plan import Step

if TYPE_CHECKING:
    from openpyxl import Workbook

ORDER, CUSTOMER, PROMISED, CAME = N_("Order"), N_("Customer"), N_("Promised"), N_("Came")
WIDTH = 13
SHEETS: tuple[tuple[str, Callable[[Step], date | None]], ...] = (
    (N_("Planned"), lambda step: step.planned),
    (N_("Expected"), lambda step: step.forecast),
    (CAME, lambda step: step.actual),
    (N_("First plan"), lambda step: step.first),
)
"""The first of them is read when it comes back, and what came."""


def workbook(lines: Sequence[Line], language: Language, *, whole: bool = True) -> bytes:
    """Dates are dates; one sheet for each of the four days that a milestone has, all alike."""
    book = new_book()
    sheets = [_sheet(book, title, language) for title, _ in SHEETS]
    for line in lines:
        head = [plain(line.name), plain(line.customer), line.promised]
        for sheet, (_, day) in zip(sheets, SHEETS, strict=True):
            sheet.append([*head, *map(day, line.steps)])
    if not whole:
        end_early(sheets, len(lines), language)
    return saved(book)


def _sheet(book: Workbook, title: str, language: Language) -> Any:
    heads = [words.gettext(head, language) for head in (ORDER, CUSTOMER, PROMISED)]
    heads += [words.milestone_word(one, language) for one in MILESTONES]
    return headed(book, words.gettext(title, language), [(head, WIDTH) for head in heads])
