"""The one road of claims: parts that came or were given up are held against what was agreed; a person decides."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from chassis import clock
from chassis.figures import holding
from chassis.handling import Answer, Db
from chassis.ids import ids
from chassis.numbers import take_numbers
from chassis.refusal import NotFound, Refusal
from contracts.purchasing import ClaimDecided, ClaimRaised
from services.purchasing.claim import store
from services.purchasing.claim.rules.agreement import WorksOn
from services.purchasing.claim.rules.claim import Claim, Decide, Part, decide, late_part, raised
from services.purchasing.claim.store import Found
from services.purchasing.claim.view import state_of
from services.purchasing.policy import Policy

WorkingDays = Callable[[str], WorksOn]
"""Of a country."""


async def handle(db: Db, parts: Sequence[Part], working_days: WorkingDays) -> list[tuple[ClaimRaised, ...]]:
    """What each part claims; where nothing is agreed, one look and nothing more."""
    found = await store.under_agreement(db, [part.purchase_id for part in parts])
    if not found:
        return [() for _ in parts]
    late = _late(parts, found, working_days((await holding(db, Policy)).country))
    claims = iter(await _numbered(db, [one for one in late if one]))
    kept = [next(claims) if one else None for one in late]
    if new := [one for one in kept if one]:
        await store.save(db, new)
    return [raised(one) if one else () for one in kept]


async def command(db: Db, asked: Sequence[Decide]) -> list[Answer[ClaimDecided] | Refusal]:
    """Each decided once; of one claim there is one in a batch."""
    known, today = await store.load(db, [one.claim_id for one in asked]), clock.today()
    steps = [
        decide(known[one.claim_id], one, today) if one.claim_id in known else NotFound(what="claim", id=one.claim_id)
        for one in asked
    ]
    if changed := [step.document for step in steps if not isinstance(step, Refusal) and step.events]:
        await store.save(db, changed)
    return [one if isinstance(one, Refusal) else Answer(state_of(one.document), one.events) for one in steps]


def _late(parts: Sequence[Part], found: Mapping[UUID, Found], works_on: WorksOn) -> list[Claim | None]:
    """In the order in which they came, for one uses up what the next may be tolerated."""
    now, late, new_ids = dict(found), list[Claim | None](), ids()
    for part in parts:
        claim = None
        if known := now.get(part.purchase_id):
            claim = late_part(part, known.purchase, known.agreement, known.claims, works_on, next(new_ids))
        if known and claim:
            now[part.purchase_id] = replace(known, claims=(*known.claims, claim))
        late.append(claim)
    return late


async def _numbered(db: Db, claims: Sequence[Claim]) -> list[Claim]:
    """Claims that are asked get their numbers, without holes."""
    count = sum(claim.state == "raised" for claim in claims)
    numbers = iter(await take_numbers(db, "CLM", clock.today().year, count))
    return [claim.but(number=next(numbers)) if claim.state == "raised" else claim for claim in claims]
