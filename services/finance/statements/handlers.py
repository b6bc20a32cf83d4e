"""Customers and suppliers agree or dispute; a dispute is given to somebody."""

from __future__ import annotations

from collections.abc import Sequence

from chassis.handling import Answer, Db
from chassis.refusal import Refusal
from services.finance.statement.rules import Give, Say, give, say
from services.finance.statement.work import command


async def reply(db: Db, asked: Sequence[Say]) -> list[Answer | Refusal]:
    """What he says of a month that is over."""
    return await command(db, asked, say)


async def give_dispute(db: Db, asked: Sequence[Give]) -> list[Answer | Refusal]:
    """Who is to clear it, and by when."""
    return await command(db, asked, give)
