"""What a supplier's purchases tell of him, his reviews and certificates (PUR-6). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from chassis.refusal import Refusal
from contracts.value import Value

Indicator = Literal["on_time_first", "on_time", "quantity", "quality", "answers", "price", "audits", "capacity"]
Verdict = Literal["approved", "watched"]
BEST = Decimal(100)


@dataclass(frozen=True)
class Measured:
    """A supplier's purchases since a day: how many there were of each kind, and of how many that is good.

    ``promised`` came whole and had a first promise; ``answered`` is of all ``asked``; quantities are of one item each,
    so they are counted as shares: ``accepted_share`` of what was not cancelled at our wish, ``passed_share`` of what
    came to the dock, ``price_share`` budget to price, above 1 counted as 1. None: nothing to tell it by. ``grave``: the
    major findings of his audits, of which ``mended`` are closed (PUR-13).

    ``weeks``: those that are over in which, by his first word, an item was to come of which he had said how much he
    delivers in a week; ``kept_share``: how much of it came by the end of its week, on the average; what was ordered
    above what he can is not counted.
    """

    supplier: str
    deliveries: int = 0
    promised: int = 0
    on_time_first: int = 0
    on_time: int = 0
    asked: int = 0
    answered: int = 0
    accepted_share: Decimal | None = None
    passed_share: Decimal | None = None
    price_share: Decimal | None = None
    audited: bool = False
    grave: int = 0
    mended: int = 0
    weeks: int = 0
    kept_share: Decimal | None = None


class Score(Value):
    """How good a supplier is: ``score`` of 100 from the shares of each indicator, each from 0 to 1.

    ``deliveries``: purchases that came whole since the day from which it is measured. Of too few nobody has a
    ``score``: one late parcel of two says little. ``weeks``: on so many his share of ``capacity`` is measured; of too
    few there is none.
    """

    supplier: str
    score: Decimal | None
    deliveries: int
    shares: dict[Indicator, Decimal]
    weeks: int = 0


def score_of(measured: Measured, weights: Mapping[Indicator, int], least: int) -> Score:
    """The weighted mean of what can be told; ``least`` deliveries make a score, as many weeks a capacity (PUR-6)."""
    shares = _shares(measured, least)
    weight = sum(weights[name] for name in shares)
    told = measured.deliveries >= least and weight
    mean = sum((share * weights[name] for name, share in shares.items()), Decimal(0)) / weight if told else None
    score = (BEST * mean).quantize(Decimal("0.1")) if mean is not None else None
    sizes = {"deliveries": measured.deliveries, "weeks": measured.weeks}
    return Score(supplier=measured.supplier, score=score, shares=shares, **sizes)


def _shares(m: Measured, least: int) -> dict[Indicator, Decimal]:
    told: dict[Indicator, Decimal | None] = {
        "on_time_first": _of(m.on_time_first, m.promised),
        "on_time": _of(m.on_time, m.promised),
        "quantity": m.accepted_share,
        "quality": m.passed_share,
        "answers": _of(m.answered, m.asked),
        "price": m.price_share,
        "audits": Decimal(m.mended) / m.grave if m.grave else Decimal(1) if m.audited else None,
        "capacity": m.kept_share if m.weeks >= least else None,
    }
    return {name: share.quantize(Decimal("0.0001")) for name, share in told.items() if share is not None}


def _of(good: int, all_: int) -> Decimal | None:
    return Decimal(good) / all_ if all_ else None


class Review(Value):
    """What was decided of a supplier on a day, with the score that he had, and when he is looked at again."""

    supplier: str
    reviewed_on: date
    verdict: Verdict
    note: str
    next_on: date
    score: Decimal | None
    deliveries: int
    reviewed_by: str


class Certificate(Value):
    """What a supplier was certified for, such as ISO 9001, by whom, and its last day."""

    supplier: str
    kind: str
    number: str
    issued_by: str
    valid_until: date


class ReviewedToday(Refusal):
    """{supplier} was reviewed today by {reviewed_by}: {verdict}, next on {next_on}."""


class NextReviewNotAhead(Refusal):
    """The next review on {next_on} is not after today, {today}."""

    status = 422
    of_input = True


@dataclass(frozen=True)
class AskedReview:
    """A review as it is asked for: the verdict in words, and the day of the next one."""

    supplier: str
    verdict: Verdict
    note: str
    next_on: date
    by: str


def reviewed(asked: AskedReview, score: Score, today: date, last: Review | None) -> Review | Refusal:
    """The review of today; there is one a day, and what was decided is never written over."""
    if asked.next_on <= today:
        return NextReviewNotAhead(next_on=asked.next_on, today=today)
    if last and last.reviewed_on >= today:
        told = {"reviewed_by": last.reviewed_by, "verdict": last.verdict, "next_on": last.next_on}
        return ReviewedToday(supplier=asked.supplier, **told)
    return Review(
        supplier=asked.supplier,
        reviewed_on=today,
        verdict=asked.verdict,
        note=asked.note,
        next_on=asked.next_on,
        score=score.score,
        deliveries=score.deliveries,
        reviewed_by=asked.by,
    )
