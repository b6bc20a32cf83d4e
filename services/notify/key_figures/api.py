"""Key figures over HTTP (NOT-11, ALL-6)."""

from __future__ import annotations

from datetime import timedelta

from chassis import clock
from chassis.figures import holding
from chassis.handling import Reading
from chassis.http.router import Router
from chassis.http.web import Look
from chassis.refusal import InvalidInput
from contracts.scalars import Day
from contracts.texts import Text
from services.notify.key_figures import store
from services.notify.key_figures.rules import DAYS_MAX, Counted, Kept, Period
from services.notify.key_figures.store import By
from services.notify.key_figures.view import Baseline, ByDepartment, Compared, KeyFigures, days
from services.notify.policy import Policy
from services.notify.promise.paths import Staff

router = Router(prefix="/api/v1", tags=["key figures"])
A_MONTH = timedelta(days=29)


@router.get("/key-figures", response_model=KeyFigures)
async def get_key_figures(
    db: Look,
    _: Staff,
    since: Day | None = None,
    until: Day | None = None,
    against_since: Day | None = None,
    against_until: Day | None = None,
    by: By = "merchandiser",
) -> KeyFigures:
    """Of a period (30 days unless told), beside a baseline, or as many days right before it (NOT-11, ALL-6)."""
    last = until or clock.today()
    period = _period("until", since or last - A_MONTH, last)
    return await _compared(db, period, _against(period, against_since, against_until), by)


def _against(period: Period, since: Day | None, until: Day | None) -> Period:
    before = period.before()
    return _period("against_until", since or before.since, until or before.until)


def _period(field: str, since: Day, until: Day) -> Period:
    last = since + timedelta(days=DAYS_MAX - 1)
    if not since <= until <= last:
        expected = Text("a day from {first}, the first of the period, to {last}", first=since, last=last)
        raise InvalidInput([{"field": field, "expected": expected, "came": until}])
    return Period(since, until)


async def _compared(db: Reading, period: Period, against: Period, by: By) -> KeyFigures:
    (whole, parts), (was, were) = await store.count(db, period, by), await store.count(db, against, by)
    kept, kept_before = await store.kept(db, period), await store.kept(db, against)
    policy = await holding(db, Policy)
    baseline = Baseline(
        hours_to_confirm=policy.hours_to_confirm_before or None, satisfaction=policy.satisfaction_before or None
    )
    return KeyFigures(
        baseline=baseline,
        period=days(period),
        against=days(against),
        whole=Compared(part=None, now=whole, before=was),
        parts=tuple(
            Compared(part=part, now=parts.get(part, Counted()), before=were.get(part, Counted()))
            for part in sorted(parts.keys() | were.keys(), key=lambda part: (part is None, part))
        ),
        departments=tuple(
            ByDepartment(department=one, now=kept.get(one, Kept()), before=kept_before.get(one, Kept()))
            for one in sorted(kept.keys() | kept_before.keys())
        ),
    )
