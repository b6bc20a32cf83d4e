"""HTTP: supply agreements, and the claims on suppliers who are late (PUR-8)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response
from pydantic import BaseModel, Field

from chassis.handling import Reading, Subject, Subjects
from chassis.http.identity import Person, allow
from chassis.http.page import Limit, Page
from chassis.http.router import Router
from chassis.http.web import Ask, Look
from chassis.refusal import NotFound
from contracts.money import AskedPrice
from contracts.scalars import Code, Day, Days, Share, Told
from contracts.value import fields_of
from services.purchasing.agreements import handlers, store
from services.purchasing.agreements.view import Agreed
from services.purchasing.claim import store as claims
from services.purchasing.claim.paths import ClaimId
from services.purchasing.claim.rules.agreement import Agreement, Counting
from services.purchasing.claim.rules.claim import Claim, Decide, Verdict
from services.purchasing.claim.view import ClaimState, Stage, state_of

router = Router(prefix="/api/v1", tags=["supply agreements"])
READERS = allow("buyer", "planner", "accountant", "finance manager", "management", "general manager")
Buyer = Annotated[Person, Depends(allow("buyer"))]
ITEMS_MAX = 500


class AgreementBody(BaseModel):
    """For which days and items (none: all of the supplier's); how late he may be for nothing, and what he owes beyond.

    ``grace_days`` and the days of lateness are counted by ``counting``. Either ``per_day``, a share of the late goods'
    value for each day up to ``cap`` of it, or a ``fixed`` sum, once for a purchase.
    """

    valid_from: Day
    valid_until: Day
    items: Annotated[tuple[Code, ...], Field(max_length=ITEMS_MAX)] = ()
    counting: Counting = "calendar"
    grace_days: Days = 0
    tolerated_share: Share = Decimal(0)
    per_day: Share = Decimal(0)
    cap: Share = Decimal(1)
    fixed: AskedPrice | None = None


class DecisionBody(BaseModel):
    """Whether the supplier is to pay, and why."""

    verdict: Verdict
    reason: Told


class Agreements(Page[Agreement, None]):
    """What is agreed with a supplier, the earliest first."""


class Claims(Page[ClaimState]):
    """Claims, and the cursor of the next page."""


@router.put("/suppliers/{supplier}/agreements/{reference}", response_model=Agreed)
async def put_agreement(supplier: Code, reference: Code, asked: AgreementBody, ask: Ask, by: Buyer) -> Response:
    """Keep a supply agreement under its reference; for an item there is one on a day (PUR-8)."""
    command = Agreement(supplier=supplier, reference=reference, **dict(asked))
    return await ask(handlers.put, command, key=supplier, by=by)


@router.get("/suppliers/{supplier}/agreements", dependencies=[Depends(READERS)])
async def list_agreements(supplier: Code, db: Look) -> Agreements:
    """What is agreed with a supplier (PUR-8)."""
    found = await store.of_suppliers(db, [supplier])
    if supplier not in found:
        raise NotFound(what="supplier", id=supplier)
    return Agreements(items=tuple(found[supplier]))


@router.get("/claims", dependencies=[Depends(READERS)])
async def list_claims(
    db: Look, supplier: Code | None = None, state: Stage | None = None, after: UUID | None = None, limit: Limit = 100
) -> Claims:
    """What suppliers owe for being late, as far as somebody upheld it (PUR-8)."""
    items = tuple(map(state_of, await claims.page(db, supplier, state, after, limit)))
    return Claims(items=items, next=items[-1].claim_id if len(items) == limit else None)


@router.post("/claims/{claim_id}/decide", response_model=ClaimState)
async def decide_claim(by: Buyer, claim_id: ClaimId, asked: DecisionBody, ask: Ask, db: Look) -> Response:
    """Uphold a claim, so that finance takes it off what the supplier is owed, or waive it (PUR-8)."""
    claim = (await claims.load(db, [claim_id])).get(claim_id)
    if claim is None:
        raise NotFound(what="claim", id=claim_id)
    command = Decide(claim_id, asked.verdict, asked.reason, by.code)
    return await ask(handlers.decide, command, key=str(claim.purchase_id), by=by)


async def _of_orders(db: Reading, orders: Sequence[UUID]) -> list[Subject]:
    return [_subject(claim) for claim in await claims.of_orders(db, orders)]


async def _waiting(db: Reading, after: UUID | None, limit: int) -> list[Subject]:
    return [_subject(claim) for claim in await claims.waiting(db, after, limit)]


def _subject(claim: Claim) -> Subject:
    id_ = claim.claim_id
    return Subject("claim", id_, claim.number, {"claim_id": id_}, fields_of(state_of(claim)))


SUBJECTS = Subjects(_of_orders, _waiting)
"""Claims that wait for a person's word."""
