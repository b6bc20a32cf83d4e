"""Lines, their maintenance and what they make are kept (PUR-12)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Never

from chassis.handling import Answer, Db
from chassis.refusal import NotFound, Refusal
from services.purchasing.lines import rules, store
from services.purchasing.lines.rules import Line, LineItem, Maintenance
from services.purchasing.lines.view import LineItemState, LineState, MaintenanceState


async def put_lines(db: Db, asked: Sequence[Line]) -> list[Answer[Never] | Refusal]:
    """Keep lines; of one there is one in a batch."""
    await store.keep_lines(db, asked)
    return [Answer(LineState(line=one)) for one in asked]


async def put_maintenance(db: Db, asked: Sequence[Maintenance]) -> list[Answer[Never] | Refusal]:
    """Keep when lines stand still."""
    known = await store.lines(db, [one.line for one in asked])
    refusals = [rules.refusal_of(one) if one.line in known else _unknown(one.line) for one in asked]
    kept = [one for one, refusal in zip(asked, refusals, strict=True) if refusal is None]
    if kept:
        await store.keep_maintenance(db, kept)
    return [r or Answer(MaintenanceState(maintenance=one)) for one, r in zip(asked, refusals, strict=True)]


async def put_items(db: Db, asked: Sequence[LineItem]) -> list[Answer[Never] | Refusal]:
    """Keep what lines make."""
    known = await store.lines(db, [one.line for one in asked])
    kept = [one for one in asked if one.line in known]
    if kept:
        await store.keep_items(db, kept)
    return [Answer(LineItemState(item=one)) if one.line in known else _unknown(one.line) for one in asked]


def _unknown(line: str) -> NotFound:
    return NotFound(what="line", id=line)
