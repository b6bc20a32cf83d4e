"""The days on which the bank works to which documents are presented (UCP 600 art. 29 a) (LOG-7).

They are the place's own: public holidays, weekends, and the weekends that are worked for a holiday. A bank in China is
open on a make-up Saturday, on which its exchange is closed: the exchange's calendar would move the last day further
than the bank does. What nobody knows counts as a banking day: then documents rather come a day early than too late.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache

import holidays


@cache
def bank_days(country: str | None) -> Callable[[date], bool]:
    """Whether banks of the country work on a day; without a country every day counts."""
    if country is None or country not in holidays.list_supported_countries():
        return _any_day
    return holidays.country_holidays(country).is_working_day


def _any_day(_: date) -> bool:
    return True
