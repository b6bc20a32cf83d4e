"""Agreements are kept, goods that come are held against them, claims are decided (PUR-8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Never

from chassis import clock
from chassis.handling import Answer, Db, Handler
from chassis.refusal import NotFound, Refusal
from contracts.event import Event
from contracts.purchasing import ClaimDecided, ClaimRaised
from contracts.warehouse import GoodsReceived
from services.purchasing.agreements import rules, store
from services.purchasing.agreements.view import Agreed
from services.purchasing.claim import work
from services.purchasing.claim.rules.agreement import Agreement
from services.purchasing.claim.rules.claim import Decide, Part
from services.purchasing.production.rules.lines import working_days_of


async def put(db: Db, asked: Sequence[Agreement]) -> list[Answer[Never] | Refusal]:
    """Keep what is agreed with suppliers."""
    known = await store.of_suppliers(db, [one.supplier for one in asked])
    refusals = [
        rules.refusal_of(one, known[one.supplier]) if one.supplier in known
        else NotFound(what="supplier", id=one.supplier)
        for one in asked
    ]  # fmt: skip
    if kept := [one for one, refusal in zip(asked, refusals, strict=True) if refusal is None]:
        await store.keep(db, kept)
    return [refusal or Answer(Agreed(agreement=one)) for one, refusal in zip(asked, refusals, strict=True)]


async def take_receipts(db: Db, receipts: Sequence[GoodsReceived]) -> list[tuple[ClaimRaised, ...]]:
    """What came late makes a claim of its own."""
    today = clock.today()
    parts = [Part(one.purchase_id, one.receipt_number, one.accepted, one.received_on or today) for one in receipts]
    return await work.handle(db, parts, working_days_of)


async def decide(db: Db, asked: Sequence[Decide]) -> list[Answer[ClaimDecided] | Refusal]:
    """A person upholds or waives claims."""
    return await work.command(db, asked)


HANDLES: Mapping[type[Event], Handler] = {GoodsReceived: take_receipts}
