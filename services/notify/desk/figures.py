"""Dates, spans, numbers and money as the reader writes them (Babel, ALL-5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache, lru_cache

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time, format_timedelta
from babel.numbers import format_currency, format_decimal, format_percent

from chassis import clock
from contracts.scalars import DAYS_MAX
from services.notify.desk.choices import Choices, Language

DAY = timedelta(days=1)
KEPT = 4096
"""A page of production lines writes the same days a thousand times."""


@cache
def _locale(language: Language) -> Locale:
    return Locale.parse("zh_Hans_CN" if language == "zh" else "en_GB")


@lru_cache(KEPT)
def _day(day: date, locale: Locale) -> str:
    return format_date(day, "medium", locale)


@lru_cache(KEPT)
def _by_skeleton(skeleton: str, day: date, locale: Locale) -> str:
    return format_skeleton(skeleton, day, locale=locale)


@lru_cache(KEPT)
def _share(share: Decimal, locale: Locale) -> str:
    return format_percent(share, "#,##0.0 %", locale=locale)


@dataclass(frozen=True)
class Figures:
    """Writes for one person: in his language, in his zone. What is None is a dash."""

    choices: Choices

    @property
    def locale(self) -> Locale:
        return _locale(self.choices.language)

    def day(self, day: date | datetime | None) -> str:
        if isinstance(day, datetime):
            day = day.astimezone(self.choices.zone).date()
        return _day(day, self.locale) if day else "–"

    def short_day(self, day: date) -> str:
        """Without the year, where it is this one."""
        return _by_skeleton("MMMd" if day.year == clock.today().year else "yMMMd", day, self.locale)

    def month(self, day: date) -> str:
        return format_skeleton("yMMMM", day, locale=self.locale)

    def weekday(self, day: date) -> str:
        return format_date(day, "EEE", self.locale)

    def moment(self, moment: datetime | None) -> str:
        if moment is None:
            return "–"
        return f"{self.day(moment)} {self.hour(moment)}"

    def hour(self, moment: datetime) -> str:
        return format_time(moment, "short", tzinfo=self.choices.zone, locale=self.locale)

    def in_days(self, due: datetime, now: datetime) -> str:
        """How far it is, in days or less: in 23 days, 2 hours ago."""
        if abs(due - now) < DAY:
            return str(format_timedelta(due - now, add_direction=True, locale=self.locale))
        whole = timedelta(days=round((due - now) / DAY))
        return str(format_timedelta(whole, "day", threshold=DAYS_MAX, add_direction=True, locale=self.locale))

    def number(self, number: Decimal | int | None) -> str:
        """With all its decimals: a rate may have many."""
        return format_decimal(number, locale=self.locale, decimal_quantization=False) if number is not None else "–"

    def money(self, amount: Decimal | None, currency: str | None) -> str:
        if amount is None or currency is None:
            return "–"
        return format_currency(amount, currency, locale=self.locale, format="¤¤ #,##0.00", currency_digits=True)

    def share(self, share: Decimal | None) -> str:
        """As per cent with one decimal."""
        return _share(share, self.locale) if share is not None else "–"
