"""What logistics is told about carriers and their rates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from chassis.refusal import Refusal
from contracts.scalars import Country, Mode, Share


class CurrencyWithoutValue(Refusal):
    """A rate in {currency} cannot be compared with the others: finance has rates of {known} only."""

    of_input = True


@dataclass(frozen=True)
class PutCarrier:
    """A carrier as it is from now on (LOG-2); what is None stays as it is, and a new one is active.

    ``on_time``: the share of shipments that it promises by their day. Past ``nda_review`` or ``security_review`` it
    takes no goods until that day is put anew.
    """

    carrier: str
    name: str
    active: bool | None = None
    on_time: Decimal | None = None
    nda_signed: date | None = None
    nda_review: date | None = None
    security_review: date | None = None


@dataclass(frozen=True)
class Performance:
    """What a carrier's deliveries since a day tell of one mode and country: averages of all, in days.

    ``late_days`` counts from the arrival told when the goods left, one that is early as 0; ``transit_days`` from the
    day that they left. ``promised_days`` and ``promised_on_time`` are the carrier's word today.
    """

    mode: Mode
    country: Country
    shipments: int
    on_time: Share
    late_days: Decimal
    transit_days: Decimal
    promised_days: int | None
    promised_on_time: Share | None
