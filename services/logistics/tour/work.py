"""The one road of a plan of tours: it says nothing to other departments."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from chassis.handling import Db, Nothing
from services.logistics.tour import rules, store
from services.logistics.tour.rules import Planned


async def handle(db: Db, found: Sequence[Planned], here: Collection[UUID]) -> list[Nothing]:
    """What was found becomes the plan; ``here``: what has not left meanwhile."""
    asked = await store.load(db, [one.plan_id for one in found])
    steps = [rules.plan(asked[one.plan_id], one, here) for one in found]
    await store.save(db, [step.document for step in steps])
    return [() for _ in found]
