"""What an item's past says of it (WHS-7)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import ROUND_CEILING, Decimal

from contracts.warehouse import ShortageAverted, ShortageForeseen

YEAR = Decimal(365)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Past:
    """So much of an item left from ``since`` until ``at``, and so much lay there on the average of that time."""

    since: datetime
    at: datetime
    issued: Decimal
    average: Decimal

    @property
    def days(self) -> Decimal:
        """At least one: what was opened today tells nothing yet."""
        return Decimal(max((self.at - self.since) / DAY, 1))

    @property
    def turns_per_year(self) -> Decimal | None:
        """How often a year what lies there is replaced; None where nothing lay there."""
        if self.average <= 0:
            return None
        return (self.issued / self.average * YEAR / self.days).quantize(Decimal("0.01"))

    def lasts_days(self, available: Decimal) -> Decimal | None:
        """For how many days that is enough at the pace of this time; None where nothing left."""
        if self.issued <= 0:
            return None
        return (max(available, Decimal(0)) / self.issued * self.days).quantize(Decimal("0.1"))


@dataclass(frozen=True)
class Terms:
    """By which figures a shortage is foreseen: so many days ahead, of what moved for so long at least.

    ``lead_days`` are those of an item of which no purchase has told them yet.
    """

    lead_days: int
    ahead_days: int
    known_days: int


@dataclass(frozen=True)
class Outlook:
    """What is known of an item's future. ``available`` is free, in transit, or bought for nobody.

    ``shortage`` counts how often it was ``foreseen``; ``lead_days`` is what the last purchase was to take.
    """

    item: str
    available: Decimal
    past: Past
    lead_days: int | None = None
    discontinued: bool = False
    foreseen: bool = False
    enough: Decimal = Decimal(0)
    shortage: int = 0


Foresight = ShortageForeseen | ShortageAverted


def look(outlook: Outlook, terms: Terms, today: date) -> tuple[Outlook, tuple[Foresight, ...]]:
    """Say, once for each fall, that what is bought now may come after the last of it has gone; and that this is over.

    It goes on at the pace of its past (decision 0059). Silent about what has moved for too short a time to know.
    """
    lead_days = terms.lead_days if outlook.lead_days is None else outlook.lead_days
    enough = _needed(outlook, lead_days + terms.ahead_days, terms.known_days)
    short = outlook.available < enough
    seen = replace(outlook, enough=enough, foreseen=short)
    if short and not outlook.foreseen:
        seen = replace(seen, shortage=outlook.shortage + 1)
        return seen, (_foreseen(seen, lead_days, today),)
    if outlook.foreseen and not short:
        return seen, (ShortageAverted(item=seen.item, shortage=seen.shortage, available=seen.available),)
    return seen, ()


def _needed(outlook: Outlook, days: int, known_days: int) -> Decimal:
    """How much leaves in so many days; 0 where nobody knows, or nobody is to buy it any more."""
    if outlook.discontinued or outlook.past.days < known_days:
        return Decimal(0)
    return (max(outlook.past.issued, Decimal(0)) / outlook.past.days * days).quantize(Decimal("0.001"))


def _foreseen(outlook: Outlook, lead_days: int, today: date) -> ShortageForeseen:
    lasts = int(outlook.past.lasts_days(outlook.available) or 0)
    return ShortageForeseen(
        item=outlook.item,
        shortage=outlook.shortage,
        available=outlook.available,
        runs_out_on=today + timedelta(days=lasts),
        lead_days=lead_days,
        lacking=(outlook.enough - outlook.available).to_integral_value(ROUND_CEILING),
    )
