"""Before the goods leave: what the credit will ask, and which of its dates are in danger (LOG-7)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from contracts.reasons import because
from contracts.review import Reason
from contracts.scalars import Day
from contracts.value import Value
from services.logistics.letter_of_credit.rules.agreed import Agreed
from services.logistics.letter_of_credit.rules.bank_days import present_by
from services.logistics.letter_of_credit.rules.conditions import Condition, conditions_in
from services.logistics.letter_of_credit.rules.period import period_of
from services.logistics.letter_of_credit.rules.required import Required
from services.logistics.letter_of_credit.rules.requirements import requirements
from services.logistics.letter_of_credit.rules.terms import CreditTerms

PRESENTABLE_DAYS = 5
"""Fewer days from shipment to the last presentation are too few to gather documents."""


class Ahead(Value):
    """What is ahead; days are planned by the date promised, less the days of transport."""

    documents: tuple[Required, ...]
    planned: Day
    """On which the goods must leave at the latest to be there as promised."""
    conditions: tuple[Condition, ...]
    """47A; those without a kind are for a person."""
    latest_shipment: Day | None
    """44C, or the end of 44D."""
    present_by: Day
    """The last day of presentation for goods that leave as planned; a banking day (art. 14 c, 29 a)."""
    dangers: tuple[Reason, ...]


def ahead(terms: CreditTerms, agreed: Agreed, transit_days: int, open_on: Callable[[date], bool]) -> Ahead:
    """As the order stands now."""
    period = period_of(terms)
    latest = period.last if period else None
    planned = (agreed.promised or agreed.wanted) - timedelta(days=transit_days)
    last = present_by(terms, planned, open_on)
    return Ahead(
        documents=tuple(requirements(terms.documents)),
        planned=planned,
        conditions=conditions_in(terms.conditions),
        latest_shipment=latest,
        present_by=last,
        dangers=tuple(_dangers(terms, latest, planned, last)),
    )


def _dangers(terms: CreditTerms, latest: date | None, planned: date, last: date) -> Iterator[Reason]:
    if latest and planned > latest:
        yield because("lc_leaves_late", planned=planned, latest=latest)
    if last < planned:
        yield because("lc_leaves_expired", planned=planned, expiry=terms.expires_on)
    elif (last - planned).days < PRESENTABLE_DAYS:
        yield because("lc_short", days=(last - planned).days, planned=planned, expiry=terms.expires_on)
