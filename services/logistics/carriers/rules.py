"""What logistics is told about carriers and their rates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from chassis.refusal import InvalidInput, Refusal
from contracts.scalars import Country, Mode, Share
from contracts.texts import Text, as_it_is
from services.logistics.shipment.rules.offers import Rate


class CurrencyWithoutValue(Refusal):
    """A rate in {currency} cannot be compared with the others: finance has rates of {known} only."""

    of_input = True


class LegsDoNotFit(InvalidInput):
    """The legs are no way of this rate. Fields in question: {count}."""

    of_input = True


def unfit_legs(rate: Rate) -> LegsDoNotFit | None:
    """Each leg begins where the one before ended, goes by a mode of the rate, and the last ends in its country."""
    faults = [*_apart(rate), *_otherwise(rate), *_elsewhere(rate)]
    return LegsDoNotFit(faults) if faults else None


def _apart(rate: Rate) -> list[dict[str, Any]]:
    legs = list(enumerate(pairwise(rate.legs), start=1))
    return [_fault(f"legs.{i}.start", before.end, leg.start) for i, (before, leg) in legs if leg.start != before.end]


def _otherwise(rate: Rate) -> list[dict[str, Any]]:
    """Of a single mode all legs are by it; a multimodal way has two at least (UCP 600 art. 19 a)."""
    modes = {leg.mode for leg in rate.legs}
    if rate.mode == "multimodal":
        only = len(modes) == 1
        return [{"field": "legs", "expected": Text("legs by two modes at least"), "came": min(modes)}] if only else []
    by_other = [(i, leg.mode) for i, leg in enumerate(rate.legs) if leg.mode != rate.mode]
    return [_fault(f"legs.{i}.mode", rate.mode, mode) for i, mode in by_other]


def _elsewhere(rate: Rate) -> list[dict[str, Any]]:
    if not rate.legs or rate.legs[-1].end.startswith(rate.country):
        return []
    expected = Text("a place in {country}", country=rate.country)
    return [{"field": f"legs.{len(rate.legs) - 1}.end", "expected": expected, "came": rate.legs[-1].end}]


def _fault(field: str, expected: str, came: str) -> dict[str, Any]:
    return {"field": field, "expected": as_it_is(expected), "came": came}


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
