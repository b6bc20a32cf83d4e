"""What an item's past says of it (WHS-7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

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
