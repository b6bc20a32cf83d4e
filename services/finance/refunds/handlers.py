"""Refunds let go by a person."""

from __future__ import annotations

from collections.abc import Sequence

from chassis import clock
from chassis.handling import Answer, Db
from chassis.refusal import Refusal
from services.finance.accounts import store as accounts
from services.finance.accounts.rules import Turn
from services.finance.refunds import rules


async def approve(db: Db, asked: Sequence[rules.Approve]) -> list[Answer | Refusal]:
    """Each refund once; one that was approved already is told so."""
    before = await accounts.load(db, [one.order_id for one in asked])
    turns = [rules.approve(account, one) for account, one in zip(before, asked, strict=True)]
    done = [(old, turn) for old, turn in zip(before, turns, strict=True) if isinstance(turn, Turn)]
    await accounts.save(db, [old for old, _ in done], [turn for _, turn in done], clock.today())
    return [
        turn if isinstance(turn, Refusal) else Answer(rules.shown(turn.account, one.refund), turn.events)
        for turn, one in zip(turns, asked, strict=True)
    ]
