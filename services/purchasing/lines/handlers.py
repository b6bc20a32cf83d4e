"""Lines, their maintenance and what they make are kept; orders that wait for what they make are reviewed again (PUR-12,
SAL-5)."""

from __future__ import annotations

from collections.abc import Sequence

from chassis.handling import Answer, Db
from chassis.refusal import NotFound, Refusal
from contracts.purchasing import SupplyReviewed
from services.purchasing.ledger import store as ledger
from services.purchasing.lines import rules, store
from services.purchasing.lines.view import LineItemState, LineState, MaintenanceState
from services.purchasing.production import store as production
from services.purchasing.production.rules.lines import Line, LineItem, Maintenance
from services.purchasing.waiting.work import wake


async def put_lines(db: Db, asked: Sequence[Line]) -> list[Answer[SupplyReviewed] | Refusal]:
    """Keep lines; of one there is one in a batch."""
    await ledger.lock(db)
    await store.keep_lines(db, asked)
    woken = await _woken(db, [one.line for one in asked])
    return [Answer(LineState(line=one), tuple(said)) for one, said in zip(asked, woken, strict=True)]


async def put_maintenance(db: Db, asked: Sequence[Maintenance]) -> list[Answer[SupplyReviewed] | Refusal]:
    """Keep when lines stand still."""
    await ledger.lock(db)
    known = await production.lines(db, [one.line for one in asked])
    refusals = [rules.refusal_of(one) if one.line in known else _unknown(one.line) for one in asked]
    kept = [one for one, refusal in zip(asked, refusals, strict=True) if refusal is None]
    if kept:
        await store.keep_maintenance(db, kept)
    woken = iter(await _woken(db, [one.line for one in kept]))
    return [
        r or Answer(MaintenanceState(maintenance=one), tuple(next(woken)))
        for one, r in zip(asked, refusals, strict=True)
    ]


async def put_items(db: Db, asked: Sequence[LineItem]) -> list[Answer[SupplyReviewed] | Refusal]:
    """Keep what lines make."""
    await ledger.lock(db)
    known = await production.lines(db, [one.line for one in asked])
    kept = [one for one in asked if one.line in known]
    if kept:
        await store.keep_items(db, kept)
    woken = iter(await _of_items(db, [frozenset({one.item}) for one in kept]))
    return [
        Answer(LineItemState(item=one), tuple(next(woken))) if one.line in known else _unknown(one.line)
        for one in asked
    ]


async def _woken(db: Db, lines: Sequence[str]) -> list[list[SupplyReviewed]]:
    """Orders that wait for what these lines make; no statement where there are none."""
    made = await store.made_on(db, lines) if lines else {}
    return await _of_items(db, [made.get(line, frozenset()) for line in lines])


async def _of_items(db: Db, told: Sequence[frozenset[str]]) -> list[list[SupplyReviewed]]:
    return await wake(db, frozenset[str]().union(*told), told)


def _unknown(line: str) -> NotFound:
    return NotFound(what="line", id=line)
