"""Who gets the list of his open orders on a day (SAL-22, NOT-6). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from services.sales.mailing.rules.writing import addressee
from services.sales.masters.rules import Customer
from services.sales.policy import Policy

CUSTOMERS_AT_ONCE = 500
"""In one transaction; the timer comes again for the rest."""


@dataclass(frozen=True)
class Day:
    """How far the letters of a day are: ``through`` is the code of the last customer who was looked at."""

    day: date
    through: str = ""
    done: bool = False


@dataclass(frozen=True)
class Reported:
    """A customer with orders that are open: the day of the oldest, and of the last list that he got, if any."""

    customer: Customer
    oldest: date
    last: date | None


def due(known: Iterable[Reported], today: date, policy: Policy) -> Iterator[Customer]:
    """Those to whom a letter is to be written today, a working day."""
    return (one.customer for one in known if is_due(one, today, policy))


def is_due(known: Reported, today: date, policy: Policy) -> bool:
    """So many days of his grade after the last list, or after the oldest of his open orders came, where that is later:
    what he ordered yesterday he knows. Who has no mail address, or is no customer any more, gets none."""
    days = policy.report_days[known.customer.grade]
    if not days or not known.customer.active or addressee(known.customer) is None:
        return False
    return max(known.oldest, known.last or known.oldest) + timedelta(days=days) <= today
