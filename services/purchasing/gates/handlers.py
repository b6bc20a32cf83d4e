"""Gates of items are heard, and the verdicts of their inspections (WHS-4, PUR-9)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from chassis.figures import holding
from chassis.handling import Answer, Db, Handler, Nothing
from contracts.event import Event
from contracts.gates import InspectionDecided, InspectionPlanned
from contracts.sales import ItemChanged
from services.purchasing.gates import store
from services.purchasing.gates.rules import Verdict, take_verdict
from services.purchasing.policy import Policy
from services.purchasing.production.rules.lines import working_days_of
from services.purchasing.production.work import Said, command


async def take_plans(db: Db, told: Sequence[InspectionPlanned]) -> list[Nothing]:
    """At which gates items are inspected from their next release on."""
    await store.keep_plans(db, told)
    return [() for _ in told]


async def take_items(db: Db, told: Sequence[ItemChanged]) -> list[Nothing]:
    """Which items are critical: they have every gate."""
    await store.keep_items(db, told)
    return [() for _ in told]


async def take_verdicts(db: Db, told: Sequence[InspectionDecided]) -> list[tuple[Said, ...]]:
    """Gates open, or what failed is to be reworked; one after the other, for two may be of one production order."""
    policy = await holding(db, Policy)
    do = partial(take_verdict, works_on=working_days_of(policy.country), late_days=policy.late_days)
    answers = [answer for one in told for answer in await command(db, [Verdict(one.purchase_id, one)], do)]
    return [answer.events if isinstance(answer, Answer) else () for answer in answers]


HANDLES: Mapping[type[Event], Handler] = {
    ItemChanged: take_items,
    InspectionPlanned: take_plans,
    InspectionDecided: take_verdicts,
}
