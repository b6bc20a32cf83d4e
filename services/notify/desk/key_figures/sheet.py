"""Key figures as a spreadsheet: of all, by part, and by department (NOT-11)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from services.notify.desk import words
from services.notify.desk.choices import Language
from services.notify.desk.key_figures.told import FIGURES, Line
from services.notify.desk.sheets import filled, new_book, saved
from services.notify.desk.words import N_
from services.notify.key_figures.view import KeyFigures

WIDTH = 24
DEPARTMENT_HEADS = (N_("Department"), N_("When"), N_("Answers"), N_("In time"), N_("Hours (median)"))
NOW, BEFORE = N_("This period"), N_("The period before")


def workbook(told: KeyFigures, lines: Iterable[Line], language: Language) -> bytes:
    """Shares are numbers from 0 to 1."""
    book = new_book()
    days = [f"{one.since} – {one.until}" for one in (told.period, told.against)]
    names = [name for _, name, _, _ in FIGURES]
    whole = [[words.gettext(one.name, language), one.now, one.before, one.change] for one in lines]
    heads = [f"{words.gettext(name, language)} {day}" for name, day in zip((NOW, BEFORE), days, strict=True)]
    filled(book, N_("Key figures"), _wide(N_("Key figure"), *heads, N_("Change")), whole, language)
    filled(book, N_("By part"), _wide(N_("Whose"), N_("When"), *names), _parts(told, days), language)
    filled(book, N_("Departments"), _wide(*DEPARTMENT_HEADS), _departments(told, days, language), language)
    return saved(book)


def _wide(*heads: str) -> list[tuple[str, int]]:
    return [(head, WIDTH) for head in heads]


def _parts(told: KeyFigures, days: Sequence[str]) -> Iterator[list[Any]]:
    for one in told.parts:
        for day, counted in zip(days, (one.now, one.before), strict=True):
            yield [one.part or "", day, *(getattr(counted, field) for field, _, _, _ in FIGURES)]


def _departments(told: KeyFigures, days: Sequence[str], language: Language) -> Iterator[list[Any]]:
    for one in told.departments:
        for day, kept in zip(days, (one.now, one.before), strict=True):
            yield [words.department_word(one.department, language), day, kept.answers, kept.in_time_rate, kept.hours]
