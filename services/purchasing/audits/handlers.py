"""Audits are entered, their findings closed one by one (PUR-13)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Never

from chassis import clock
from chassis.handling import Answer, Db
from chassis.refusal import NotFound, Refusal
from services.purchasing.audits import rules, store
from services.purchasing.audits.rules import Audit, Close
from services.purchasing.audits.view import Audited
from services.purchasing.evaluation.store import known as known_suppliers


async def enter(db: Db, asked: Sequence[Audit]) -> list[Answer[Never] | Refusal]:
    """Keep what was found at suppliers; of one there is one audit a day."""
    suppliers, days = [one.supplier for one in asked], [one.audited_on for one in asked]
    known, are = await store.of_days(db, suppliers, days), await known_suppliers(db, suppliers)
    return await _kept(db, [
        rules.entered(one, known.get((one.supplier, one.audited_on))) if one.supplier in are
        else NotFound(what="supplier", id=one.supplier)
        for one in asked
    ])  # fmt: skip


async def close(db: Db, asked: Sequence[Close]) -> list[Answer[Never] | Refusal]:
    """A corrective action was done; of one supplier there is one in a batch."""
    known = await store.of_days(db, [one.supplier for one in asked], [one.audited_on for one in asked])
    today = clock.today()
    return await _kept(db, [rules.close(one, known.get((one.supplier, one.audited_on)), today) for one in asked])


async def _kept(db: Db, audits: Sequence[Audit | Refusal]) -> list[Answer[Never] | Refusal]:
    if kept := [one for one in audits if isinstance(one, Audit)]:
        await store.keep(db, kept)
    return [one if isinstance(one, Refusal) else Answer(Audited(audit=one)) for one in audits]
