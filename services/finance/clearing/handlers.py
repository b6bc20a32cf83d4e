"""What people say of money that is for no order."""

from __future__ import annotations

from collections.abc import Sequence

from chassis.handling import Answer, Db
from chassis.refusal import Refusal
from services.finance.clearing import rules
from services.finance.receipt import work


async def book(db: Db, asked: Sequence[rules.Book]) -> list[Answer | Refusal]:
    """Each once."""
    return await work.command(db, asked, rules.book)
