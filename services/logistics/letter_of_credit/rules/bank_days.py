"""The days on which the bank works to which documents are presented (UCP 600 art. 29 a) (LOG-7).

They are the place's own: public holidays, weekends, and the weekends that are worked for a holiday. A bank in China is
open on a make-up Saturday, on which its exchange is closed: the exchange's calendar would move the last day further
than the bank does. What nobody knows counts as a banking day: then documents rather come a day early than too late.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache
from itertools import islice

from contracts.public_holidays import public_holidays
from services.logistics.letter_of_credit.rules.terms import CreditTerms


@cache
def bank_days(country: str | None) -> Callable[[date], bool]:
    """Whether banks of the country work on a day; without a country every day counts."""
    if country is None:
        return _any_day
    try:
        return public_holidays(country).is_working_day
    except NotImplementedError:
        return _any_day


CLOSED_DAYS_MAX = 30
ANSWER_DAYS = 5
FRIDAY = 5


def next_open(day: date, open_on: Callable[[date], bool]) -> date:
    """The day itself, or the first banking day after it (UCP 600 art. 29 a)."""
    return next(_open_days(day, open_on), day)


def answer_by(presented_on: date, country: str) -> date:
    """The last day of the bank's answer: five banking days after the presentation, which is not counted (UCP 600
    art. 14 b). Of a country whose holidays nobody knows at least weekends do not count, lest it is called late early.
    """
    known = bank_days(country)
    works = _is_weekday if known is _any_day else known
    return list(islice(_open_days(presented_on + timedelta(days=1), works), ANSWER_DAYS))[-1]


def present_by(terms: CreditTerms, shipped_on: date | None, open_on: Callable[[date], bool]) -> date:
    """The last day of presentation: by expiry, and by the days of 48 after shipment (UCP 600 art. 6 d, 14 c)."""
    last = shipped_on + timedelta(days=terms.presentation_days) if shipped_on else terms.expires_on
    return next_open(min(last, terms.expires_on), open_on)


def _open_days(day: date, open_on: Callable[[date], bool]) -> Iterator[date]:
    return filter(open_on, (day + timedelta(days=n) for n in range(CLOSED_DAYS_MAX)))


def _any_day(_: date) -> bool:
    return True


def _is_weekday(day: date) -> bool:
    return day.isoweekday() <= FRIDAY
