"""Suppliers agree or dispute."""

from __future__ import annotations

from collections.abc import Sequence

from chassis.handling import Answer, Db
from chassis.refusal import Refusal
from services.finance.supplier_statement.rules import Say, say
from services.finance.supplier_statement.work import command


async def reply(db: Db, asked: Sequence[Say]) -> list[Answer | Refusal]:
    """What a supplier says of a month that is over."""
    return await command(db, asked, say)
