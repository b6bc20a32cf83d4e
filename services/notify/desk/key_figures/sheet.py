"""Key figures as a spreadsheet: of all, by part, and by department (NOT-11)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from services.notify.desk import words
from services.notify.desk.choices import Language
from services.notify.desk.key_figures.told import FIGURES, Line
from services.notify.desk.sheets import headed, new_book, plain, saved
from services.notify.desk.words import N_
from services.notify.key_figures.view import KeyFigures

if TYPE_CHECKING:
    from openpyxl import Workbook

NOW, BEFORE = N_("This period"), N_("The period before")


def workbook(told: KeyFigures, lines: Iterable[Line], language: Language) -> bytes:
    """Shares are numbers from 0 to 1."""
    book = new_book()
    days = [f"{one.since} – {one.until}" for one in (told.period, told.against)]
    names = [words.gettext(name, language) for _, name, _, _ in FIGURES]
    whole = [[words.gettext(one.name, language), one.now, one.before, one.change] for one in lines]
    heads = [*(f"{words.gettext(name, language)} {day}" for name, day in zip((NOW, BEFORE), days, strict=True))]
    _sheet(book, N_("Key figures"), [N_("Key figure"), *heads, N_("Change")], whole, language)
    _sheet(book, N_("By part"), [N_("Whose"), N_("When"), *names], _parts(told, days), language)
    _sheet(book, N_("Departments"), DEPARTMENT_HEADS, _departments(told, days, language), language)
    return saved(book)


DEPARTMENT_HEADS = (N_("Department"), N_("When"), N_("Answers"), N_("In time"), N_("Hours (median)"))


def _sheet(book: Workbook, title: str, heads: Sequence[str], rows: Iterable[Sequence[Any]], language: Language) -> None:
    told = [(words.gettext(head, language), 24) for head in heads]
    sheet = headed(book, words.gettext(title, language), told)
    for row in rows:
        sheet.append([plain(value) for value in row])


def _parts(told: KeyFigures, days: Sequence[str]) -> Iterator[list[Any]]:
    for one in told.parts:
        for day, counted in zip(days, (one.now, one.before), strict=True):
            yield [one.part or "", day, *(getattr(counted, field) for field, _, _, _ in FIGURES)]


def _departments(told: KeyFigures, days: Sequence[str], language: Language) -> Iterator[list[Any]]:
    for one in told.departments:
        for day, kept in zip(days, (one.now, one.before), strict=True):
            yield [words.department_word(one.department, language), day, kept.answers, kept.in_time_rate, kept.hours]
