"""Refunds let go by a person."""

from __future__ import annotations

from collections.abc import Sequence

from chassis.handling import Answer, Db
from chassis.refusal import Refusal
from contracts.finance import PaymentRefunded
from services.finance.account import work
from services.finance.refunds import rules
from services.finance.refunds.view import shown


async def approve(db: Db, asked: Sequence[rules.Approve]) -> list[Answer[PaymentRefunded] | Refusal]:
    """Each refund once; one that was approved already is told so."""
    return await work.command(
        db, asked, lambda account, one, _: rules.approve(account, one), lambda account, one: shown(account, one.refund)
    )
